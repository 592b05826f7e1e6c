//! The protocol on the whole page: what requests do, and what hosts are told. What is no request is in `hostile`.

mod events;
mod hostile;

use app::msg::Msg as CoreMsg;
use app::pad::Source as PadSource;
use app::panel::Panel;
use app::settings::{Settings, Theme, Unknown};
use app::state::Core;
use app::target::Target;
use digits::Point;
use models::ModelSource;
use serde_json::{Value, json};

pub(crate) use self::hostile::any_msg;
use crate::embed::protocol::{KINDS, VERBS};
use crate::embed::{Beat, Effect, Msg, Ticket, invitation, parse};
use crate::msg::{Effect as PanelsEffect, Msg as PanelsMsg};
use crate::panels::Panels;
use crate::picture::{File, Format, Subject};
use crate::state::{PageMsg, State};
use crate::test_support::{model_json, random_model, ready_state, shipped};
use crate::training::tests::{started, train};
use crate::{lesson, predict, training};

/// A three, as a host would send it.
fn strokes() -> Value {
    let ink = app::examples::example(3);
    let points =
        |stroke: &digits::Stroke| stroke.points.iter().map(|point| json!([point.x, point.y])).collect();
    Value::Array(ink.strokes.iter().map(|stroke| Value::Array(points(stroke))).collect())
}

/// A page with the model that it begins with.
fn with_vanilla(is_motion_reduced: bool) -> State {
    let mut state = State { core: Core::default(), panels: Panels::new(is_motion_reduced) };
    state.update(CoreMsg::NetworkResized { width: 700.0, height: 500.0, text_size: 13.0 });
    state.update(CoreMsg::Started(Settings::default(), Unknown::default()));
    let file = include_bytes!("../../../../pretrained/vanilla.bin").to_vec();
    state.update(CoreMsg::ModelArrived(ModelSource::default(), Ok(file)));
    state
}

/// A page whose host has a line, and what it has been told.
struct Host {
    state: State,
    told: Vec<Value>,
    effects: Vec<Effect>,
}

impl Host {
    fn new() -> Host {
        Host::of(with_vanilla(false))
    }

    fn of(state: State) -> Host {
        let mut host = Host { state, told: Vec::new(), effects: Vec::new() };
        host.greet();
        host
    }

    /// Gets a line, or another one.
    fn greet(&mut self) {
        self.send(Msg::Hello { origin: "https://a.example".into(), id: Some(1) });
    }

    /// The answer that has been given to the request with this number.
    fn told_in_reply_to(&self, id: u64) -> Option<&Value> {
        self.told.iter().find(|message| message["inReplyTo"] == id)
    }

    fn send(&mut self, msg: impl Into<PageMsg>) {
        for effect in self.state.update(msg) {
            let PanelsEffect::Embed(effect) = effect else { continue };
            if let Effect::Post(_, json) = &effect {
                self.told.push(checked(json));
            }
            self.effects.push(effect);
        }
    }

    /// Sends a request, and returns everything that the page says then.
    fn ask(&mut self, request: Value) -> Vec<Value> {
        let before = self.told.len();
        let mut request = request;
        request["inkling"] = json!(1);
        match parse(&request.to_string()) {
            Ok(asked) => self.send(Msg::Asked(0, Box::new(asked))),
            Err(refusal) => {
                self.told.push(checked(&crate::embed::error(refusal.id, refusal.code, &refusal.message)));
            }
        }
        self.told[before..].to_vec()
    }

    /// The answer to a request.
    fn answer(&mut self, mut request: Value) -> Value {
        request["id"] = json!(77);
        let told = self.ask(request.clone());
        let answers: Vec<_> = told.into_iter().filter(|message| message["inReplyTo"] == 77).collect();
        assert_eq!(answers.len(), 1, "{request}: {answers:?}");
        answers[0].clone()
    }

    /// The code of the error that a request is answered with.
    fn refused(&mut self, request: Value) -> String {
        let before = (
            self.state.core.pad().ink().clone(),
            self.state.core.network().cloned(),
            self.state.core.settings.clone(),
        );
        let answer = self.answer(request);
        assert_eq!(answer["type"], "error", "{answer}");
        assert!(answer["message"].as_str().is_some_and(|text| text.ends_with('.')), "{answer}");
        let core = &self.state.core;
        assert_eq!((core.pad().ink().clone(), core.network().cloned(), core.settings.clone()), before);
        answer["code"].as_str().expect("a code").to_owned()
    }

    /// What is told once all rests are over, by type.
    fn rest(&mut self) -> Vec<Value> {
        let before = self.told.len();
        for _ in 0..3 {
            Beat::ALL.into_iter().for_each(|beat| self.send(Msg::Rested(beat)));
        }
        self.told[before..].to_vec()
    }

    fn of_type(&self, kind: &str) -> Vec<&Value> {
        self.told.iter().filter(|message| message["type"] == kind).collect()
    }
}

/// A message that the page sends, which must be as the tables say.
fn checked(json: &str) -> Value {
    let message: Value = serde_json::from_str(json).expect("JSON");
    let fields = message.as_object().expect("an object");
    assert_eq!(fields["inkling"], 1);
    let line = KINDS.iter().find(|line| fields["type"] == line.name).expect("a known type");
    for name in line.fields.iter().filter(|name| !name.ends_with('?')) {
        assert!(fields.contains_key(*name), "{json} lacks {name}");
    }
    message
}

#[test]
fn the_greeting_names_what_can_be_asked_and_an_invitation_nothing_private() {
    let host = Host::new();
    let Some(Effect::Connect { origin, ready }) = host.effects.first() else { panic!("{:?}", host.effects) };
    assert_eq!(origin, "https://a.example");
    let ready = checked(ready);
    assert_eq!(
        (&ready["version"], &ready["model"], &ready["inReplyTo"]),
        (&json!(1), &json!("vanilla"), &json!(1))
    );
    let capabilities = ready["capabilities"].as_array().expect("a list");
    assert!(VERBS.iter().all(|line| capabilities.contains(&json!(line.name))));
    assert!(checked(&invitation()).get("model").is_none());
    assert!(host.told.is_empty(), "nothing has happened yet");
}

#[test]
fn nobody_is_told_anything_before_there_is_a_host() {
    let mut state = ready_state();
    let effects = state.update(CoreMsg::ShowExample(3));
    assert!(!effects.iter().any(|effect| matches!(effect, PanelsEffect::Embed(_))), "{effects:?}");
}

#[test]
fn a_drawing_is_read_undone_and_cleared() {
    let mut host = Host::new();
    let prediction = host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    assert_eq!(
        (&prediction["type"], &prediction["digit"], &prediction["final"]),
        (&json!("prediction"), &json!(3), &json!(true))
    );
    let outputs: Vec<f64> =
        prediction["outputs"].as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    assert_eq!(outputs.len(), 10);
    assert_eq!(prediction["confidence"].as_f64(), Some(outputs[3]));
    assert!(host.of_type("prediction").len() == 1, "who asked is not told again: {:?}", host.told);
    assert_eq!(host.answer(json!({"type": "clear"}))["digit"], Value::Null);
    assert_eq!(host.answer(json!({"type": "undo"}))["digit"], 3);
    assert_eq!(host.answer(json!({"type": "redo"}))["digit"], Value::Null);
}

#[test]
fn pixels_are_read_as_they_are_until_the_ink_changes() {
    let mut host = Host::new();
    host.send(CoreMsg::ShowExample(1));
    let image = app::examples::example(3).to_image(&host.state.core.preprocessing());
    let pixels: Vec<f32> = image.pixels().iter().map(|pixel| 0.9 * pixel).collect();
    let answer = host.answer(json!({"type": "setPixels", "pixels": pixels}));
    assert_eq!(answer["digit"], 3);
    let layers = host.answer(json!({"type": "getActivations"}))["layers"].clone();
    let read =
        layers[0].as_array().expect("a list").iter().filter_map(Value::as_f64).map(|pixel| pixel as f32);
    assert_eq!(read.collect::<Vec<f32>>(), pixels, "every one of them");
    assert!(host.state.core.pad().ink().n_points() > 20, "the pad shows something");
    assert_eq!(host.answer(json!({"type": "undo"}))["digit"], 1);
    host.answer(json!({"type": "setPixels", "pixels": pixels}));
    assert_eq!(host.answer(json!({"type": "clear"}))["digit"], Value::Null);
    assert_eq!(host.answer(json!({"type": "setPixels", "pixels": vec![0; 784]}))["digit"], Value::Null);
    for bad in [
        json!([]),
        json!(vec![0.5; 783]),
        json!(vec![1.5; 784]),
        json!(vec![json!(null); 784]),
        json!("white"),
    ] {
        assert_eq!(host.refused(json!({"type": "setPixels", "pixels": bad})), "badField");
    }
}

#[test]
fn what_a_person_draws_is_told_as_it_grows_and_in_the_end() {
    let mut host = Host::new();
    let pen = PadSource::Pointer(1);
    host.send(CoreMsg::PenDown(pen, Point::new(0.5, 0.2)));
    for step in 1..=9_u8 {
        host.send(CoreMsg::PenMove(pen, vec![Point::new(0.5, 0.2 + 0.07 * f32::from(step))]));
    }
    host.send(CoreMsg::PenUp(pen));
    assert_eq!(host.of_type("prediction").len(), 1, "the others wait for the next frame");
    assert_eq!(host.of_type("stateChanged").len(), 1);
    assert_eq!(host.told[0]["final"], false);
    host.rest();
    let predictions = host.of_type("prediction");
    assert_eq!((predictions.len(), &predictions[1]["final"]), (2, &json!(true)));
    assert_eq!(predictions[1]["digit"], 1);
    assert_eq!(host.of_type("stateChanged").len(), 2);
    assert_eq!(host.rest(), Vec::<Value>::new(), "and then it is quiet");
}

#[test]
fn an_animated_drawing_grows_and_is_one_step_to_undo() {
    let mut host = Host::new();
    host.send(CoreMsg::ShowExample(1));
    let before = host.state.core.pad().ink().clone();
    let told = host.ask(json!({"type": "setStrokes", "id": 9, "strokes": strokes(), "animate": true}));
    assert!(!told.iter().any(|message| message["inReplyTo"] == 9), "not yet");
    let mut n_points = 0;
    for frame in 0..300_u16 {
        host.send(PanelsMsg::Tick(f64::from(frame) * 16.0));
        let now = host.state.core.pad().ink().n_points();
        assert!(frame == 0 || now >= n_points, "{now} after {n_points}");
        n_points = now;
    }
    assert_eq!(*host.state.core.pad().ink(), app::examples::example(3));
    let answers: Vec<_> = host.told.iter().filter(|message| message["inReplyTo"] == 9).collect();
    assert_eq!((answers.len(), &answers[0]["digit"], &answers[0]["final"]), (1, &json!(3), &json!(true)));
    host.send(CoreMsg::Undo);
    assert_eq!(*host.state.core.pad().ink(), before);
}

#[test]
fn who_draws_goes_before_an_animation_and_it_appears_at_once_where_nothing_moves() {
    let mut host = Host::new();
    host.ask(json!({"type": "setStrokes", "id": 9, "strokes": strokes(), "animate": true}));
    host.send(PanelsMsg::Tick(0.0));
    host.send(CoreMsg::PenDown(PadSource::Pointer(1), Point::new(0.9, 0.9)));
    let answer = host.told.iter().find(|message| message["inReplyTo"] == 9).expect("an answer");
    assert_eq!(answer["code"], "interrupted");
    host.send(CoreMsg::PenUp(PadSource::Pointer(1)));
    let ink = host.state.core.pad().ink().clone();
    host.send(PanelsMsg::Tick(5_000.0));
    assert_eq!(*host.state.core.pad().ink(), ink);

    host = Host::of(with_vanilla(true));
    let answer = host.answer(json!({"type": "setStrokes", "strokes": strokes(), "animate": true}));
    assert_eq!(answer["digit"], 3);
}

/// Each is asked while a drawing is under way: the answer tells of that drawing, read by the network that was there.
#[test]
fn a_drawing_under_way_is_answered_for_before_anything_else_is_done() {
    let file: Value = serde_json::from_slice(&model_json(&[784, 7, 10])).expect("JSON");
    for next in [
        json!({"type": "clear"}),
        json!({"type": "setPixels", "pixels": vec![0; 784]}),
        json!({"type": "setStrokes", "strokes": []}),
        json!({"type": "setStrokes", "strokes": [[[0.5, 0.2], [0.5, 0.8]]], "animate": true}),
        json!({"type": "setState", "state": "v=1"}),
        json!({"type": "setModel", "model": file}),
        json!({"type": "setParams", "model": "wide"}),
    ] {
        let mut host = Host::new();
        host.ask(json!({"type": "setStrokes", "id": 9, "strokes": strokes(), "animate": true}));
        host.ask(next.clone());
        let answers: Vec<_> = host.told.iter().filter(|message| message["inReplyTo"] == 9).collect();
        assert_eq!((answers.len(), &answers[0]["digit"]), (1, &json!(3)), "{next}");
        let confidence = answers[0]["confidence"].clone();
        let at_once = Host::new().answer(json!({"type": "setStrokes", "strokes": strokes()}));
        assert_eq!(confidence, at_once["confidence"], "{next}");
    }
    // What has to be predicted is not told.
    let mut host = Host::new();
    host.answer(json!({"type": "command", "command": "predict-first"}));
    host.ask(json!({"type": "setStrokes", "id": 9, "strokes": strokes(), "animate": true}));
    host.ask(json!({"type": "undo"}));
    assert!(!host.told.iter().any(|message| message["digit"] == 3), "{:?}", host.told);
}

#[test]
fn models_by_name_and_file_and_those_that_cannot_be_had() {
    let mut host = Host::new();
    assert_eq!(host.answer(json!({"type": "setModel", "model": "vanilla"}))["type"], "modelChanged");
    let told = host.ask(json!({"type": "setModel", "model": "wide", "id": 3}));
    assert!(told.is_empty(), "it is on its way");
    host.ask(json!({"type": "getState", "id": 4}));
    let wide = random_model(&[784, 5, 10]).to_packed();
    host.send(CoreMsg::ModelArrived(ModelSource::Shipped("wide"), Ok(wide)));
    let answer = host.told.iter().find(|message| message["inReplyTo"] == 3).expect("an answer");
    assert_eq!((&answer["model"], &answer["layers"]), (&json!("wide"), &json!([784, 5, 10])));
    let state = host.told.iter().find(|message| message["inReplyTo"] == 4).expect("an answer");
    assert!(state["state"].as_str().is_some_and(|state| state.contains("model=wide")), "{state}");

    let file: Value = serde_json::from_slice(&model_json(&[784, 7, 10])).expect("JSON");
    let answer = host.answer(json!({"type": "setModel", "model": file.clone()}));
    assert_eq!(answer["layers"], json!([784, 7, 10]));
    assert_eq!(host.answer(json!({"type": "setModel", "model": file.to_string()}))["model"], answer["model"]);
    assert_eq!(host.refused(json!({"type": "setModel", "model": {"sizes": [1]}})), "badModel");
    assert_eq!(host.refused(json!({"type": "setModel", "model": "nosuch"})), "badField");
    assert_eq!(host.refused(json!({"type": "setModel", "model": "own:nosuch"})), "badModel");

    let url = ModelSource::Url("nets/a.json".into());
    host.ask(json!({"type": "setModel", "model": "nets/a.json", "id": 5}));
    host.send(CoreMsg::ModelArrived(url, Err("there is no file at this address (404)".into())));
    let answer = host.told.iter().find(|message| message["inReplyTo"] == 5).expect("an answer");
    assert_eq!(answer["code"], "badModel");
    assert!(answer["message"].as_str().is_some_and(|text| text.contains("404")), "{answer}");
    host.ask(json!({"type": "setParams", "model": "wide2.json", "theme": "dark", "id": 8}));
    host.send(CoreMsg::ModelArrived(ModelSource::Url("wide2.json".into()), Err("it is lost".into())));
    let answer = host.told.iter().find(|message| message["inReplyTo"] == 8).expect("an answer");
    assert_eq!(answer["code"], "badModel");
    host.ask(json!({"type": "setModel", "model": "sharp", "id": 6}));
    host.send(CoreMsg::ChooseModel(ModelSource::Own("own:test".into())));
    let answer = host.told.iter().find(|message| message["inReplyTo"] == 6).expect("an answer");
    assert_eq!(answer["code"], "interrupted", "somebody else chose");
}

#[test]
fn a_state_whose_model_cannot_be_had_is_not_taken_for_one_that_was_led_to() {
    let mut host = Host::new();
    let lost = || Err("there is no file at this address (404)".to_owned());
    for (id, state) in [(3, "v=1&model=a.json&panel=matrix"), (4, "v=1&model=b.json&train=default")] {
        host.ask(json!({"type": "setState", "state": state, "id": id}));
        assert!(host.told_in_reply_to(id).is_none(), "it is on its way");
        let source = host.state.core.model_wanted().cloned().expect("a model");
        host.send(CoreMsg::ModelArrived(source, lost()));
        assert_eq!(host.told_in_reply_to(id).expect("an answer")["code"], "badModel", "{state}");
    }
    assert_eq!(host.answer(json!({"type": "setState", "state": "v=1&model=own:nosuch"}))["code"], "badModel");
    assert_eq!(host.answer(json!({"type": "getState"}))["type"], "state", "whoever asks is told how it is");
    host.ask(json!({"type": "setState", "state": "v=1&model=wide&train=default", "id": 5}));
    let wide = random_model(&[784, 5, 10]).to_packed();
    host.send(CoreMsg::ModelArrived(ModelSource::Shipped("wide"), Ok(wide)));
    assert_eq!(host.told_in_reply_to(5).expect("an answer")["type"], "state");

    // A run that has been trained is used at once, whatever the model beside it.
    let (run, experiment) = started(host.state.update(training::Msg::Train)).expect("a run");
    train(&mut host.state, run, &experiment, 2);
    let trained = host.answer(json!({"type": "getState"}))["state"].clone();
    host.ask(json!({"type": "setModel", "model": "vanilla", "id": 6}));
    let file = include_bytes!("../../../../pretrained/vanilla.bin").to_vec();
    host.send(CoreMsg::ModelArrived(ModelSource::default(), Ok(file)));
    assert_eq!(host.answer(json!({"type": "setState", "state": trained}))["type"], "state");
    host.ask(json!({"type": "setState", "state": "v=1&model=c.json", "id": 7}));
    host.send(CoreMsg::ModelArrived(ModelSource::Url("c.json".into()), lost()));
    assert_eq!(host.told_in_reply_to(7).expect("an answer")["code"], "badModel");
}

#[test]
fn before_there_is_a_network_nothing_is_said_to_be_read() {
    let mut state = State { core: Core::default(), panels: Panels::new(false) };
    state.update(CoreMsg::Started(Settings::default(), Unknown::default()));
    let mut host = Host::of(state);
    let told = host.ask(json!({"type": "setStrokes", "strokes": strokes(), "id": 3}));
    assert!(!told.iter().any(|message| message["type"] == "prediction"), "{told:?}");
    let file = include_bytes!("../../../../pretrained/vanilla.bin").to_vec();
    host.send(CoreMsg::ModelArrived(ModelSource::default(), Ok(file)));
    assert_eq!(host.told_in_reply_to(3).expect("an answer")["digit"], 3);

    // If none is on its way, nobody waits for ever.
    let mut host = Host::of(State { core: Core::default(), panels: Panels::new(false) });
    assert_eq!(host.answer(json!({"type": "clear"}))["code"], "noNetwork");
}

#[test]
fn who_has_another_line_hears_what_was_answered_on_the_first() {
    let mut host = Host::new();
    host.greet();
    host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    let predictions = host.of_type("prediction");
    assert_eq!(predictions.len(), 2, "{predictions:?}");
    assert_eq!((&predictions[1]["inReplyTo"], &predictions[1]["digit"]), (&Value::Null, &json!(3)));
}

#[test]
fn settings_change_together_or_not_at_all() {
    let mut host = Host::new();
    let all = json!({"type": "setParams", "theme": "dark", "ui": "embed", "hide": "examples,steps", "panel": "why"});
    assert_eq!(host.answer(all)["type"], "paramsChanged");
    let core = &host.state.core;
    assert_eq!((core.settings.theme, core.open), (Theme::Dark, Panel::Why));
    assert_eq!(core.settings.hidden, ["examples", "steps"]);
    for bad in [
        json!({"theme": "light", "ui": "huge"}),
        json!({"theme": 1}),
        json!({"zoom": "3"}),
        json!({"api": "0"}),
        json!({"hide": "answer"}),
    ] {
        let mut request = bad;
        request["type"] = json!("setParams");
        assert_eq!(host.refused(request), "badField");
    }
    host.answer(json!({"type": "setParams", "panel": "none", "lesson": "misconceptions"}));
    assert_eq!(host.state.core.open, Panel::None);
    assert!(host.state.panels.lesson.is_open());
    assert_eq!(host.refused(json!({"type": "setParams", "step": "a"})), "missingField");
}

#[test]
fn what_is_selected_counts_from_one() {
    let mut host = Host::new();
    let answer = host.answer(json!({"type": "select", "layer": 1, "neuron": 3}));
    assert_eq!((&answer["layer"], &answer["neuron"]), (&json!(1), &json!(3)));
    assert_eq!(host.state.core.picked, Some(Target::neuron(0, 3)));
    assert_eq!(host.answer(json!({"type": "select", "layer": 0, "neuron": 783}))["layer"], 0);
    for (layer, neuron) in [(0, 784), (1, 16), (4, 0), (99, 0)] {
        assert_eq!(host.refused(json!({"type": "select", "layer": layer, "neuron": neuron})), "noNeuron");
    }
    assert_eq!(host.refused(json!({"type": "select", "layer": 1})), "missingField");
    assert_eq!(host.refused(json!({"type": "select", "layer": -1, "neuron": 0})), "badField");
    assert_eq!(host.answer(json!({"type": "select"}))["layer"], Value::Null);
}

#[test]
fn a_state_leads_back_and_the_authors_is_where_the_start_is() {
    let mut host = Host::new();
    host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    host.answer(json!({"type": "setParams", "panel": "matrix"}));
    let state = host.answer(json!({"type": "getState"}))["state"].clone();
    host.answer(json!({"type": "clear"}));
    host.answer(json!({"type": "setParams", "panel": "none"}));
    assert_eq!(
        host.answer(json!({"type": "setState", "state": state}))["state"],
        state,
        "it comes back as it went"
    );
    assert_eq!(host.state.core.open, Panel::Matrix);
    assert_eq!(host.answer(json!({"type": "setDefaultState", "state": state}))["type"], "state");
    host.answer(json!({"type": "clear"}));
    assert_eq!(host.answer(json!({"type": "command", "command": "start"}))["type"], "commandDone");
    assert_eq!(host.answer(json!({"type": "getState"}))["state"], state, "the author’s start");
    for bad in ["", "x", "v=2", "v=1&ink=?", "v=1&panel=kitchen"] {
        assert_eq!(host.refused(json!({"type": "setState", "state": bad})), "badState", "{bad}");
        assert_eq!(host.refused(json!({"type": "setDefaultState", "state": bad})), "badState", "{bad}");
    }
}

#[test]
fn numbers_and_pictures_of_the_network() {
    let mut host = Host::new();
    host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    let layers = host.answer(json!({"type": "getActivations"}))["layers"].clone();
    let sizes: Vec<_> =
        layers.as_array().expect("lists").iter().map(|layer| layer.as_array().map(Vec::len)).collect();
    assert_eq!(sizes, [784, 16, 16, 10].map(Some));

    host.ask(json!({"type": "picture", "format": "svg", "what": "network", "theme": "dark", "id": 8}));
    let Some(Effect::FindPalette(ticket, subject, format, theme)) = host.effects.last().cloned() else {
        panic!("{:?}", host.effects.last())
    };
    assert_eq!((ticket.id, theme), (Some(8), Some(Theme::Dark)));
    host.send(Msg::Palette(ticket, subject, format, Box::new(shipped("dark"))));
    let answer = host.told.last().expect("an answer");
    assert!(answer["data"].as_str().is_some_and(|svg| svg.starts_with("<svg")), "{answer}");
    host.send(Msg::Palette(ticket, Subject::Why, Format::Png, Box::new(shipped("light"))));
    assert!(matches!(host.effects.last(), Some(Effect::Paint(..))), "the browser draws it");
    host.answer(json!({"type": "clear"}));
    host.send(Msg::Palette(ticket, Subject::Why, Format::Svg, Box::new(shipped("light"))));
    assert_eq!(host.told.last().expect("an answer")["code"], "noPicture");
    assert_eq!(host.refused(json!({"type": "picture", "format": "gif", "what": "network"})), "badField");
}

#[test]
fn a_covered_answer_is_told_to_nobody() {
    let mut host = Host::new();
    assert_eq!(host.answer(json!({"type": "command", "command": "predict-first"}))["isOn"], true);
    let prediction = host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    assert_eq!((&prediction["digit"], &prediction["outputs"]), (&Value::Null, &json!([])));
    assert_eq!(host.refused(json!({"type": "getActivations"})), "covered");
    let ticket = Ticket { line: 0, id: None };
    host.send(Msg::Palette(ticket, Subject::Why, Format::Svg, Box::new(shipped("light"))));
    assert_eq!(host.told.last().expect("an answer")["code"], "covered");
    host.rest();
    assert!(!host.told.iter().any(|message| message["digit"] == 3));
    host.send(predict::Msg::Say(predict::Prediction::Digit(3)));
    host.rest();
    assert_eq!(host.of_type("prediction").last().expect("told")["digit"], 3, "now it is uncovered");
}

#[test]
fn while_it_is_paused_no_frame_is_asked_for() {
    let mut host = Host::new();
    host.send(CoreMsg::ShowExample(3));
    host.send(crate::propagation::Msg::Open);
    assert_eq!(host.answer(json!({"type": "pause"}))["type"], "state");
    let asks = |effects: Vec<PanelsEffect>| effects.contains(&PanelsEffect::Tick);
    assert!(!asks(host.state.update(PanelsMsg::Tick(1.0))));
    let parse = |text| Msg::Asked(0, Box::new(parse(text).expect("a request")));
    let held = host.state.update(parse(r#"{"inkling":1,"type":"pause"}"#));
    assert!(!held.contains(&PanelsEffect::Training(training::Effect::Hold(true))), "it is held already");
    let resumed = host.state.update(parse(r#"{"inkling":1,"type":"resume"}"#));
    assert!(resumed.contains(&PanelsEffect::Training(training::Effect::Hold(false))));
    assert!(asks(resumed), "it goes on");
}

#[test]
fn training_and_lessons_are_told_of() {
    let mut host = Host::new();
    host.state.update(training::Msg::Set(training::Setting::Drawings(1_000)));
    let (run, experiment) = started(host.state.update(training::Msg::Train)).expect("a run");
    train(&mut host.state, run, &experiment, 3);
    // The first was told while it trained; the others are told together.
    host.rest();
    let progress = host.of_type("trainProgress");
    assert_eq!(progress.len(), 1, "{progress:?}");
    let last = host.state.panels.training.film().and_then(|film| film.frames().last()).expect("a frame");
    assert_eq!(progress[0]["samples"].as_u64(), Some(last.n_samples));
    assert_eq!(
        progress[0]["accuracy"].as_f64().map(|share| share as f32),
        Some(last.measures.held_out.accuracy)
    );
}

#[test]
fn the_steps_of_a_lesson_are_told_of_once_each_and_then_the_score() {
    let mut host = Host::new();
    let text = "# L\n## C\n### One {#one}\npredict: What will it read?\n- [answer=3] A 3\n- [otherwise] No 3\ndone: drawn\n\
                ### Two {#two}\nRead.\n### End {#end}\nThe end.\n";
    let source = lesson::source::Source::Address("a.md".into());
    host.answer(json!({"type": "setParams", "lesson": "a.md"}));
    host.send(lesson::Msg::Arrived(source, Ok(text.as_bytes().to_vec())));
    host.send(lesson::Msg::Choose(1));
    host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
    let steps = |host: &Host| {
        host.of_type("stepCompleted").iter().map(|event| event["step"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(steps(&host), ["one"]);
    host.send(lesson::Msg::Step(true));
    host.send(lesson::Msg::Step(true));
    assert_eq!(steps(&host), ["one", "two", "end"]);
    host.send(lesson::Msg::Step(false));
    host.send(lesson::Msg::Step(true));
    let done = host.of_type("lessonCompleted");
    assert_eq!(done.len(), 1, "{done:?}");
    assert_eq!(
        (&done[0]["lesson"], &done[0]["score"]),
        (&json!("a.md"), &json!(0)),
        "the prediction was wrong"
    );
}

#[test]
fn the_page_ends_when_it_is_told_to() {
    let mut host = Host::new();
    assert_eq!(host.answer(json!({"type": "destroy"}))["type"], "destroyed");
    assert_eq!(host.effects.last(), Some(&Effect::Destroy));
}

#[test]
fn a_picture_to_save_is_made_as_before() {
    let mut state = ready_state();
    let save = crate::picture::Msg::Save {
        subject: Subject::Network,
        format: Format::Svg,
        palette: Box::new(shipped("light")),
    };
    let effects = state.update(save);
    let is_file = |effect: &PanelsEffect| {
        matches!(effect, PanelsEffect::Picture(crate::picture::Effect::Save(_, File::Svg(_))))
    };
    assert!(effects.iter().any(is_file), "{effects:?}");
}
