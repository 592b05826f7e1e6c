//! Messages that are no requests, or too many: nothing a host sends breaks anything.

use models::ModelSource;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Host, strokes};
use crate::commands::COMMANDS;
use crate::embed::protocol::VERBS;
use crate::embed::{Beat, Code, Frame, Msg, Ticket, parse};
use crate::msg::Msg as PanelsMsg;
use crate::picture::{Format, Subject};
use crate::test_support::{load, model_json, random_model, shipped};

/// Any request, and much that is none.
fn any_request() -> impl Strategy<Value = Value> {
    let verbs: Vec<&str> = VERBS.iter().map(|line| line.name).chain(["fly", ""]).collect();
    let names: Vec<&str> =
        VERBS.iter().flat_map(|line| line.fields).map(|name| name.trim_end_matches('?')).collect();
    let commands = COMMANDS.iter().map(|line| json!(line.name));
    let mut values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(-1),
        json!(1e300),
        json!(3.5),
        json!(""),
        json!("vanilla"),
        json!("own:test"),
        json!("nets/a.json"),
        json!("dark"),
        json!("why"),
        json!("network"),
        json!("svg"),
        json!("png"),
        json!("v=1"),
        json!("v=1&ink=?"),
        json!("v=1&pick=1:2&panel=matrix"),
        json!("v=1&model=wide"),
        json!("v=2"),
        json!("pad"),
        json!("digits"),
        json!([]),
        json!({}),
        json!([[[0.1, 0.2]]]),
        json!([[[1e9, 0]]]),
        json!([["a"]]),
        strokes(),
        json!(vec![0.5; 784]),
        json!(vec![0; 784]),
    ];
    values.push(serde_json::from_slice(&model_json(&[784, 3, 10])).expect("JSON"));
    values.extend(commands);
    let field = (prop::sample::select(names), prop::sample::select(values));
    (prop::sample::select(verbs), prop::collection::vec(field, 0..3)).prop_map(|(verb, fields)| {
        let mut request = json!({"inkling": 1, "type": verb, "id": 5});
        for (name, value) in fields {
            request[name] = value;
        }
        request
    })
}

pub(crate) fn any_msg() -> impl Strategy<Value = PanelsMsg> {
    let asked = any_request().prop_map(|request| match parse(&request.to_string()) {
        Ok(asked) => Msg::Asked(0, Box::new(asked)),
        Err(_) => Msg::Rested(Beat::State),
    });
    let ticket = Ticket { line: 0, id: None };
    let palette = move |format| Msg::Palette(ticket, Subject::Why, format, Box::new(shipped("dark")));
    let mut others: Vec<Msg> = Beat::ALL.map(Msg::Rested).to_vec();
    others.push(Msg::SizeWanted);
    others.push(Msg::Hello { origin: "null".into(), id: None });
    others.extend([palette(Format::Svg), palette(Format::Png)]);
    let frames = (any::<u16>(), any::<f32>())
        .prop_map(|(width, text_size)| Msg::Frame(Frame { width: width.into(), text_size }));
    prop_oneof![6 => asked, 2 => prop::sample::select(others), 1 => frames].prop_map(PanelsMsg::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_text_panics(text in any::<String>(), request in any_request()) {
        let _ = parse(&text);
        let _ = parse(&["{\"inkling\":1,\"type\":", &text].concat());
        let json = request.to_string();
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)).step_by(7) {
            prop_assert!(parse(&json[..end]).is_err());
        }
    }

    #[test]
    fn every_request_is_answered_once_and_a_bad_one_changes_nothing(requests in prop::collection::vec(any_request(), 1..8)) {
        let mut host = Host::new();
        for request in requests {
            let before = (host.state.core.pad().ink().clone(), host.state.core.network_revision());
            let is_loading = host.state.core.model_wanted().is_some();
            let told = host.ask(request.clone());
            let answers: Vec<_> = told.iter().filter(|message| message["inReplyTo"] == 5).collect();
            let is_loading = is_loading || host.state.core.model_wanted().is_some();
            let waits = is_loading || request["type"] == "picture" || host.state.panels.embed.is_animating();
            prop_assert!(answers.len() == 1 || waits, "{}: {:?}", request, told);
            if answers.first().is_some_and(|answer| answer["type"] == "error") && !is_loading {
                let after = (host.state.core.pad().ink().clone(), host.state.core.network_revision());
                prop_assert_eq!(after, before);
            }
        }
    }
}

#[test]
fn what_is_no_request_has_a_code_of_its_own() {
    let code = |text: &str| parse(text).expect_err("no request").code;
    for (text, expected) in [
        ("", Code::Malformed),
        ("[]", Code::Malformed),
        ("{}", Code::Malformed),
        (r#"{"inkling":2,"type":"clear"}"#, Code::Version),
        (r#"{"inkling":"1","type":"clear"}"#, Code::Version),
        (r#"{"inkling":1}"#, Code::MissingField),
        (r#"{"inkling":1,"type":7}"#, Code::BadField),
        (r#"{"inkling":1,"type":"fly"}"#, Code::UnknownType),
        (r#"{"inkling":1,"type":"clear","id":-1}"#, Code::BadField),
        (r#"{"inkling":1,"type":"clear","id":"a"}"#, Code::BadField),
        (r#"{"inkling":1,"type":"clear","speed":1}"#, Code::BadField),
        (r#"{"inkling":1,"type":"setStrokes"}"#, Code::MissingField),
        (r#"{"inkling":1,"type":"setStrokes","strokes":[[[0]]]}"#, Code::BadField),
        (r#"{"inkling":1,"type":"setStrokes","strokes":[[[1e9,0]]]}"#, Code::BadField),
        (r#"{"inkling":1,"type":"setStrokes","strokes":[],"animate":"yes"}"#, Code::BadField),
        (r#"{"inkling":1,"type":"command","command":"dance"}"#, Code::BadField),
        (r#"{"inkling":1,"type":"setState","state":"v=2"}"#, Code::BadState),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    let many = vec!["[0.5,0.5]"; digits::MAX_POINTS + 1].join(",");
    assert_eq!(code(&format!(r#"{{"inkling":1,"type":"setStrokes","strokes":[[{many}]]}}"#)), Code::BadField);
}

#[test]
fn a_host_cannot_pile_up_requests() {
    let mut host = Host::new();
    host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    host.ask(json!({"type": "setModel", "model": "wide"}));
    for _ in 0..300 {
        host.ask(json!({"type": "getState"}));
    }
    assert!(host.told.iter().any(|message| message["code"] == "tooMany"));
    for request in [
        json!({"type": "clear"}),
        json!({"type": "setStrokes", "strokes": [], "animate": true}),
        json!({"type": "setModel", "model": "sharp"}),
        json!({"type": "setParams", "theme": "dark"}),
    ] {
        assert_eq!(host.refused(request), "tooMany", "and it changes nothing");
    }
    assert!(!host.state.core.pad().ink().is_empty());
    assert_eq!(host.answer(json!({"type": "destroy"}))["type"], "destroyed");
    load(&mut host.state, ModelSource::Shipped("wide"), &random_model(&[784, 2, 10]));
}
