//! The page and its host: messages over a line, from hosts of any origin, well meant or not.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use e2e::{Page, Setup, Site, digit, on_page};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A host: it keeps what it hears in `heard`, and the names of its requests in `asked`; `begin` says hello until there is a line, and `ask` sends a request and waits for the
/// answer.
const HOST: &str = r"
const frame = document.querySelector('iframe');
const waiting = new Map();
let last = 1;
window.heard = [];
window.asked = new Set();
window.port = null;
const hear = (data) => {
  heard.push(data);
  waiting.get(data.inReplyTo)?.(data);
};
addEventListener('message', ({ source, data, ports }) => {
  if (source !== frame.contentWindow || data?.inkling !== 1) return;
  hear({ ...data, isOnWindow: true, hasPort: ports.length === 1 });
  if (!ports[0] || port) return;
  port = ports[0];
  port.onmessage = ({ data }) => hear(data);
});
window.hello = (id = 1) => {
  asked.add('hello');
  frame.contentWindow.postMessage({ inkling: 1, type: 'hello', id }, '*');
};
window.begin = () => {
  const repeat = setInterval(() => (port ? clearInterval(repeat) : hello()), 50);
};
window.ask = (request) => new Promise((answer) => {
  const id = ++last;
  waiting.set(id, answer);
  asked.add(request.type);
  port.postMessage({ inkling: 1, id, ...request });
});";

/// A host's page, with a frame that has these attributes.
fn host_page(url: &str, attributes: &str) -> String {
    format!(
        r#"<!doctype html><title>A host</title><link rel="icon" href="data:,">
<iframe src="{url}" width="600" height="400" {attributes} title="Inkling"></iframe><script>{HOST}</script>"#
    )
}

/// Opens a host of another origin, with the page in a frame.
pub(crate) async fn host(page: &Page, query: &str, attributes: &str) -> Result<Site> {
    let host = Site::of_html(host_page(&page.site.url(query), attributes)).await?;
    page.client().goto(&host.url("")).await?;
    Ok(host)
}

/// Says hello until there is a line.
pub(crate) async fn begin(page: &Page) -> Result<()> {
    page.eval::<Value>("begin(); return 0;").await?;
    ensure!(page.becomes_true("return port !== null;").await?, "there is no line");
    Ok(())
}

/// The answer to a request.
pub(crate) async fn ask(page: &Page, request: Value) -> Result<Value> {
    let script = "ask(arguments[0]).then(arguments[arguments.length - 1]);";
    let answer = page.client().execute_async(script, vec![request.clone()]).await;
    answer.with_context(|| format!("asking {request}"))
}

/// Waits until a message of a type has been heard of which a condition in JavaScript is true, and returns it.
async fn heard(page: &Page, kind: &str, condition: &str) -> Result<Value> {
    let script = format!("return heard.find((it) => it.type === '{kind}' && ({condition})) ?? null;");
    page.wait_for(&format!("{kind} with {condition}"), async || {
        Ok(Some(page.eval::<Value>(&script).await?).filter(|message| !message.is_null()))
    })
    .await
}

fn strokes(number: u8) -> Value {
    let points = |stroke: &digits::Stroke| {
        stroke.points.iter().map(|point| json!([point.x, point.y])).collect::<Vec<_>>()
    };
    digit(number).strokes.iter().map(points).map(Value::from).collect()
}

const LESSON: &str =
    "# Two steps\n## One chapter\n### Read {#read}\nRead this.\n### End {#end}\nThat is all.\n";

/// Asks for everything there is, and hears of it.
async fn drive(page: &Page, lesson: &str, what: &str) -> Result<()> {
    let prediction = ask(page, json!({"type": "setStrokes", "strokes": strokes(3)})).await?;
    assert_eq!(
        (&prediction["type"], &prediction["digit"]),
        (&json!("prediction"), &json!(3)),
        "{prediction}"
    );
    assert_eq!(prediction["outputs"].as_array().map(Vec::len), Some(10));
    let prediction = ask(page, json!({"type": "setStrokes", "strokes": strokes(7), "animate": true})).await?;
    assert_eq!((&prediction["digit"], &prediction["final"]), (&json!(7), &json!(true)));
    heard(page, "prediction", "it.final === false").await?;
    let layers = ask(page, json!({"type": "getActivations"})).await?["layers"].clone();
    assert_eq!(layers[3].as_array().map(Vec::len), Some(10), "{layers}");
    let pixels = ask(page, json!({"type": "setPixels", "pixels": layers[0]})).await?;
    assert_eq!(pixels["outputs"], layers[3], "the very same are read");
    ask(page, json!({"type": "undo"})).await?;
    assert_eq!(ask(page, json!({"type": "undo"})).await?["digit"], 3, "the animation was one step");
    assert_eq!(ask(page, json!({"type": "redo"})).await?["digit"], 7);
    assert_eq!(ask(page, json!({"type": "clear"})).await?["digit"], Value::Null);
    ask(page, json!({"type": "undo"})).await?;
    heard(page, "stateChanged", "true").await?;

    let selected = ask(page, json!({"type": "select", "layer": 2, "neuron": 4})).await?;
    assert_eq!((&selected["layer"], &selected["neuron"]), (&json!(2), &json!(4)));
    let state = ask(page, json!({"type": "getState"})).await?["state"].clone();
    let changed = ask(page, json!({"type": "setModel", "model": "wide"})).await?;
    assert_eq!((&changed["type"], &changed["model"]), (&json!("modelChanged"), &json!("wide")), "{changed}");
    assert_eq!(ask(page, json!({"type": "setState", "state": state})).await?["state"], state);
    assert_eq!(ask(page, json!({"type": "setDefaultState", "state": state})).await?["type"], "state");
    ask(page, json!({"type": "clear"})).await?;
    assert_eq!(ask(page, json!({"type": "command", "command": "start"})).await?["type"], "commandDone");
    assert_eq!(ask(page, json!({"type": "getState"})).await?["state"], state, "where the author begins");

    for (format, beginning) in [("svg", "<svg"), ("png", "data:image/png;base64,")] {
        let request = json!({"type": "picture", "format": format, "what": what, "theme": "dark"});
        let picture = ask(page, request).await?;
        assert!(picture["data"].as_str().is_some_and(|data| data.starts_with(beginning)), "{format}");
    }
    assert_eq!(ask(page, json!({"type": "pause"})).await?["type"], "state");
    assert_eq!(ask(page, json!({"type": "resume"})).await?["type"], "state");
    let changed = ask(page, json!({"type": "setParams", "theme": "dark", "lesson": lesson})).await?;
    assert_eq!(changed["type"], "paramsChanged", "{changed}");

    let wrong = ask(page, json!({"type": "setParams", "theme": "purple"})).await?;
    assert_eq!((&wrong["type"], &wrong["code"]), (&json!("error"), &json!("badField")));
    Ok(())
}

/// Goes through the lesson that is open, by the page's own command.
async fn go_through_lesson(page: &Page) -> Result<()> {
    // It is on its way.
    page.wait_for("the lesson to be done", async || {
        ask(page, json!({"type": "command", "command": "next"})).await?;
        Ok(page
            .eval::<bool>("return heard.some((it) => it.type === 'lessonCompleted');")
            .await?
            .then_some(()))
    })
    .await?;
    heard(page, "stepCompleted", "it.step === 'read'").await?;
    assert_eq!(heard(page, "lessonCompleted", "true").await?["score"], 1);
    Ok(())
}

/// Counts a drawing in the class tally, and trains a network.
async fn count_and_train(page: &Page) -> Result<()> {
    ask(page, json!({"type": "setState", "state": "v=1&model=vanilla"})).await?;
    ask(page, json!({"type": "setParams", "ui": "full"})).await?;
    ask(page, json!({"type": "command", "command": "tally"})).await?;
    ask(page, json!({"type": "setStrokes", "strokes": strokes(3)})).await?;
    page.find("iframe").await?.enter_frame().await?;
    page.click("#tally [data-label='3']").await?;
    page.client().enter_parent_frame().await?;
    let tally = heard(page, "tallyChanged", "true").await?;
    assert_eq!((&tally["drawings"], &tally["right"]), (&json!(1), &json!(1)));

    ask(page, json!({"type": "setState", "state": "v=1&train=drawings:1000;epochs:1"})).await?;
    let progress = heard(page, "trainProgress", "it.samples > 0").await?;
    assert!(progress["loss"].is_number() && progress["accuracy"].is_number(), "{progress}");
    Ok(())
}

/// That everything has been asked that can be, and everything has been heard that the manual tells of.
async fn assert_complete(page: &Page) -> Result<()> {
    let ready = heard(page, "ready", "it.hasPort").await?;
    let capabilities: BTreeSet<String> = serde_json::from_value(ready["capabilities"].clone())?;
    assert_eq!(page.eval::<BTreeSet<String>>("return [...asked];").await?, capabilities);
    let manual = include_str!("../../../../docs/EMBED.md");
    let (_, table) = manual.split_once("### What the page says").context("the manual has the table")?;
    let rows = table.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let names = rows.map_while(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()));
    let heard = page.eval::<BTreeSet<String>>("return heard.map((it) => it.type).filter(Boolean);").await?;
    assert_eq!(heard, names.collect());
    Ok(())
}

async fn destroy(page: &Page) -> Result<()> {
    assert_eq!(ask(page, json!({"type": "destroy"})).await?["type"], "destroyed");
    page.find("iframe").await?.enter_frame().await?;
    ensure!(page.becomes_true("return document.querySelector('#pad') === null;").await?, "it is still there");
    Ok(page.client().enter_parent_frame().await?)
}

#[tokio::test]
async fn a_host_drives_the_page_and_hears_what_happens() -> Result<()> {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("two.md"), LESSON)?;
    let lessons = Site::of_files(folder.path()).await?;
    on_page(Setup::without_page(), async |page| {
        let _host = host(page, "?ui=embed&api=1&resize=1", "").await?;
        // Here the page begins.
        let invitation = heard(page, "ready", "!it.hasPort").await?;
        assert!(invitation.get("model").is_none(), "{invitation}");
        begin(page).await?;
        assert_eq!(heard(page, "ready", "it.hasPort").await?["model"], "vanilla");
        drive(page, &lessons.url("two.md"), "network").await?;
        go_through_lesson(page).await?;
        count_and_train(page).await?;
        destroy(page).await?;
        assert_complete(page).await
    })
    .await
}

#[tokio::test]
async fn a_host_drives_a_page_that_it_trusts_with_nothing() -> Result<()> {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("two.md"), LESSON)?;
    let lessons = Site::of_files(folder.path()).await?;
    on_page(Setup::without_page(), async |page| {
        let _host = host(page, "?ui=pad&api=1&resize=1", "sandbox=\"allow-scripts\"").await?;
        begin(page).await?;
        // There is no network to be seen.
        drive(page, &lessons.url("two.md"), "weights").await?;
        go_through_lesson(page).await?;
        count_and_train(page).await?;
        destroy(page).await?;
        assert_complete(page).await
    })
    .await
}

#[tokio::test]
async fn a_host_without_an_origin_of_its_own_is_heard() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let folder = TempDir::new()?;
        let file = folder.path().join("host.html");
        fs::write(&file, host_page(&page.site.url("?api=1"), ""))?;
        page.client().goto(&format!("file://{}", file.display())).await?;
        assert_eq!(page.eval::<String>("return origin;").await?, "null", "the host's origin is opaque");
        begin(page).await?;
        assert_eq!(ask(page, json!({"type": "setStrokes", "strokes": strokes(4)})).await?["digit"], 4);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_person_draws_is_read_while_the_host_sends_rubbish() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let _host = host(page, "?ui=embed&api=1", "").await?;
        begin(page).await?;
        ask(page, json!({"type": "clear"})).await?;
        let state = ask(page, json!({"type": "getState"})).await?["state"].clone();
        // Ten thousand a second, where the machine sends as many: on the line and on the window.
        page.eval::<Value>(
            "const rubbish = [
                 null, 7, 'text', [], {}, new Array(1e5), { inkling: new Array(1e5), type: 'x' },
                 { inkling: 2, type: 'clear' }, { inkling: 1, type: 'fly', list: new Array(1e5) },
                 { inkling: 1, type: 'setStrokes', strokes: new Array(1e5) }, { inkling: 1, type: 'setStrokes', strokes: [[['a']]] },
                 { inkling: 1, type: 'setState', state: 'v=1&ink=?' }, { inkling: 1, type: 'setModel', model: { layers: [] } },
                 { inkling: 1, type: 'setModel', model: new Float32Array(10) }, { inkling: 1, type: 'clear', id: 1n },
             ];
             // WebKit takes seconds to send a longer one, and the host is what waits.
             port.postMessage({ inkling: 1, type: 'setStrokes', strokes: new Array(1e9) });
             window.nSent = 0;
             window.flood = setInterval(() => {
                 for (let i = 0; i < 20; i++) {
                     port.postMessage(rubbish[nSent++ % rubbish.length]);
                     document.querySelector('iframe').contentWindow.postMessage(rubbish[nSent++ % rubbish.length], '*');
                 }
             }, 4);
             return 0;",
        )
        .await?;
        heard(page, "error", "it.code === 'tooMany'").await?;
        page.find("iframe").await?.enter_frame().await?;
        // Every move of the pen comes to the pad, with the flood going on.
        let pad = "return document.querySelector('#pad canvas').toDataURL();";
        // Far enough from each other to be seen.
        let points: Vec<_> = digit(3).strokes[0].points.iter().copied().step_by(2).collect();
        let mut shown = page.eval::<String>(pad).await?;
        for (idx, both) in points.windows(2).enumerate() {
            page.begin_stroke(both).await?;
            shown = page
                .wait_for("the ink to follow the pen", async || {
                    Ok(Some(page.eval::<String>(pad).await?).filter(|now| *now != shown))
                })
                .await
                .with_context(|| format!("point {idx}"))?;
        }
        page.lift().await?;
        page.wait_for_answer("3").await?;
        page.client().enter_parent_frame().await?;
        page.eval::<Value>("clearInterval(flood); return 0;").await?;
        // Once the flood has drained, the page hears again, and only the person has changed it.
        let answer = page
            .wait_for("an answer", async || {
                let answer = page.client().execute_async(
                    "const done = arguments[0];
                     ask({ type: 'getState' }).then(done);
                     setTimeout(() => done(null), 500);",
                    Vec::new(),
                );
                Ok(Some(answer.await?).filter(|answer| !answer.is_null()))
            })
            .await?;
        let ink = |state: &Value| state.as_str().unwrap_or_default().contains("ink=");
        assert!(!ink(&state) && ink(&answer["state"]), "{answer}");
        let codes: Vec<String> =
            page.eval("return [...new Set(heard.filter((it) => it.code).map((it) => it.code))].sort();").await?;
        for code in ["badField", "badModel", "badState", "malformed", "tooLarge", "unknownType", "version"] {
            assert!(codes.iter().any(|told| told == code), "{code}: {codes:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_script_that_begins_anew_gets_a_line_however_many_there_were() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let _host = host(page, "?ui=pad&api=1", "").await?;
        begin(page).await?;
        page.eval::<Value>(
            "window.ports = [];
             addEventListener('message', ({ ports }) => window.ports.push(...ports));
             return 0;",
        )
        .await?;
        for n_lines in 1..=6 {
            page.eval_with::<Value>("hello(arguments[0]); return 0;", &[json!(10 + n_lines)]).await?;
            ensure!(page.becomes_true(&format!("return ports.length === {n_lines};")).await?, "{n_lines}");
        }
        // Loaded anew, a script begins with the same number.
        ensure!(page.becomes_true("hello(1); return ports.length > 6;").await?, "it is heard in the end");
        let answers = "const done = arguments[0];
            const port = ports.at(-1);
            port.onmessage = ({ data }) => data.inReplyTo === 5 && done(data.type);
            port.postMessage({ inkling: 1, type: 'getState', id: 5 });";
        assert_eq!(page.client().execute_async(answers, Vec::new()).await?, "state");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nobody_but_the_host_is_heard_and_only_where_it_is_asked_for() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let url = page.site.url("?ui=embed&api=1");
        // Another frame of the host is not the window that embeds the page.
        let stranger = "<script>setInterval(() => parent.frames[0].postMessage({inkling: 1, type: 'hello', id: 5}, '*'), 20);\
                        addEventListener('message', ({ data }) => parent.postMessage({ told: data.type }, '*'));</script>";
        let html = format!(
            r#"{}<iframe srcdoc="{stranger}"></iframe><script>
window.told = [];
addEventListener('message', (event) => event.data.told && told.push(event.data.told));</script>"#,
            host_page(&url, "")
        );
        let host = Site::of_html(html).await?;
        page.client().goto(&host.url("")).await?;
        heard(page, "ready", "!it.hasPort").await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<Vec<String>>("return told;").await?, [""; 0], "a stranger is told nothing");
        begin(page).await?;
        assert_eq!(page.eval::<usize>("return heard.filter((it) => it.hasPort).length;").await?, 1);

        // Without `api=1`, nobody is.
        let _host = self::host(page, "?ui=embed&panel=why", "").await?;
        page.find("iframe").await?.enter_frame().await?;
        page.wait_until_ready().await?;
        let has_panels = "return document.querySelector('section[data-panel]') !== null;";
        ensure!(page.becomes_true(has_panels).await?, "there are panels");
        page.client().enter_parent_frame().await?;
        page.eval::<Value>("hello(); return 0;").await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<usize>("return heard.length;").await?, 0);
        Ok(())
    })
    .await
}
