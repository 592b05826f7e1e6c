//! `embed.js`: the element that authors put into their pages.

use std::fs;

use anyhow::{Context, Result, ensure};
use e2e::{Page, Pointer, Setup, Site, digit, on_page};
use fantoccini::elements::Element;
use serde_json::{Value, json};
use tempfile::TempDir;

/// An article of another origin with this in it.
async fn article(page: &Page, body: &str) -> Result<Site> {
    let script = page.site.url("embed.js");
    let host = Site::of_html(format!(
        r#"<!doctype html><title>An article</title><link rel="icon" href="data:,">
<script src="{script}"></script><body style="margin: 0">{body}"#
    ))
    .await?;
    page.client().goto(&host.url("")).await?;
    Ok(host)
}

/// The frame of the first element, once it is there.
async fn frame(page: &Page) -> Result<Element> {
    let script = "return document.querySelector('inkling-digit').shadowRoot.querySelector('iframe');";
    page.wait_for("a frame", async || {
        let found = page.client().execute(script, Vec::new()).await?;
        // WebDriver's way to write an element: its id under a name that the standard lays down.
        let id = found.get("element-6066-11e4-a52e-4f735466cecf").and_then(Value::as_str);
        Ok(id.map(|id| Element::from_element_id(page.client().clone(), id.to_owned().into())))
    })
    .await
}

/// What a call of the first element comes to: the answer, or the code of the error.
async fn call(page: &Page, verb: &str, fields: Value) -> Result<Value> {
    let script = "const [verb, fields, done] = arguments;
        document.querySelector('inkling-digit')[verb](fields).then(done, (error) => done({ code: error.code }));";
    let answer = page.client().execute_async(script, vec![json!(verb), fields]).await;
    answer.with_context(|| format!("calling {verb}"))
}

const COUNT: &str = "return [...document.querySelectorAll('inkling-digit')]
    .map((it) => Number(it.shadowRoot.querySelector('iframe') !== null));";

#[tokio::test]
async fn an_article_with_ten_loads_those_that_are_near() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let figures =
            "<div style='height: 3000px'></div><inkling-digit ui='pad' style='width: 300px'></inkling-digit>";
        let _host = article(page, &figures.repeat(10)).await?;
        let has_pictures = "return [...document.querySelectorAll('inkling-digit')]
            .every((it) => it.shadowRoot.querySelector('img')?.naturalWidth > 0 && it.offsetHeight === 360);";
        ensure!(page.becomes_true(has_pictures).await?, "each has its picture, and its size");
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0; 10], "nobody has come near");
        let has_fetched_program = || page.site.requests().iter().any(|path| path.ends_with(".wasm"));
        page.let_time_pass().await;
        assert!(!has_fetched_program(), "only pictures have been fetched: {:?}", page.site.requests());
        page.eval::<Value>("document.querySelectorAll('inkling-digit')[6].scrollIntoView(); return 0;")
            .await?;
        let is_there = format!("return (() => {{ {COUNT} }})()[6] === 1;");
        ensure!(page.becomes_true(&is_there).await?, "the one that is seen");
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        page.wait_for("its program", async || Ok(has_fetched_program().then_some(()))).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn requests_are_promises_and_events_are_dom_events() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let mount = "<div style='width: 600px'></div><script>
            const it = Inkling.mount(document.querySelector('div'), { ui: 'embed', load: 'click', theme: 'light' });
            window.heard = [];
            for (const type of ['ready', 'prediction', 'resize', 'error'])
              it.addEventListener(type, ({ detail }) => heard.push({ ...detail, type }));
        </script>";
        let _host = article(page, mount).await?;
        page.let_time_pass().await;
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0], "nobody has pressed it");
        let strokes = json!({"strokes": [[[0.5, 0.2], [0.5, 0.8]]]});
        assert_eq!(call(page, "setStrokes", strokes).await?["digit"], 1, "a request loads it");
        ensure!(page.becomes_true("return heard.some((it) => it.type === 'ready' && it.model === 'vanilla');").await?);
        assert_eq!(call(page, "select", json!({"layer": 9, "neuron": 0})).await?["code"], "noNeuron");
        assert_eq!(call(page, "setStrokes", json!({})).await?["code"], "missingField");
        call(page, "clear", json!({})).await?;

        frame(page).await?.enter_frame().await?;
        assert_eq!(page.eval::<String>("return origin;").await?, "null", "it is trusted with nothing");
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        page.client().enter_parent_frame().await?;
        ensure!(page.becomes_true("return heard.some((it) => it.type === 'prediction' && it.digit === 3 && it.final);").await?);

        page.eval::<Value>("document.querySelector('inkling-digit').setAttribute('theme', 'dark'); return 0;").await?;
        frame(page).await?.enter_frame().await?;
        ensure!(page.becomes_true("return document.documentElement.dataset.theme === 'dark';").await?, "attributes lead");
        page.client().enter_parent_frame().await?;

        assert_eq!(call(page, "destroy", json!({})).await?, Value::Null);
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0]);
        page.let_time_pass().await;
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0], "it stays so until it is pressed");
        page.click("inkling-digit").await?;
        ensure!(page.becomes_true("return heard.filter((it) => it.type === 'ready').length === 2;").await?, "pressing loads it");
        page.eval::<Value>(
            "const it = document.querySelector('inkling-digit');
             window.late = it.getState().catch((error) => error.code);
             it.remove();
             return 0;",
        )
        .await?;
        let late = "late.then(arguments[arguments.length - 1]);";
        assert_eq!(page.client().execute_async(late, Vec::new()).await?, "ended");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_is_spoken_to_again() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        // Twice the script, as from two snippets in one article.
        let again = format!("<script src='{}'></script><inkling-digit ui='pad'></inkling-digit>", page.site.url("embed.js"));
        let _host = article(page, &again).await?;
        assert_eq!(call(page, "clear", json!({})).await?["type"], "prediction");
        let address = page.site.url("?ui=pad&api=1&resize=1&theme=dark");
        let navigate = "document.querySelector('inkling-digit').shadowRoot.querySelector('iframe').src = arguments[0];
            window.lost = document.querySelector('inkling-digit').picture({ format: 'svg', what: 'weights' }).catch(() => 0);
            return 0;";
        page.eval_with::<Value>(navigate, &[json!(address)]).await?;
        page.client().execute_async("lost.then(arguments[0]);", Vec::new()).await?;
        page.wait_for("an answer", async || {
            let answer = call(page, "getState", json!({})).await?;
            Ok((answer["type"] == "state").then_some(()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn its_height_follows_from_its_width() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let _host = article(page, "<inkling-digit ui='embed'></inkling-digit>").await?;
        for (width, height) in [(600, 400), (390, 950), (900, 600)] {
            let script = format!(
                "const it = document.querySelector('inkling-digit');
                 it.style.width = '{width}px';
                 return it.shadowRoot.querySelector('iframe') !== null && it.offsetHeight === {height};"
            );
            ensure!(page.becomes_true(&script).await?, "{width}");
        }
        page.eval::<Value>("document.querySelector('inkling-digit').style.height = '300px'; return 0;")
            .await?;
        frame(page).await?.enter_frame().await?;
        ensure!(page.becomes_true("return innerHeight === 300;").await?, "the author decides");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_request_is_answered_or_refused_however_many_there_are() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let _host = article(page, "<inkling-digit ui='pad'></inkling-digit>").await?;
        call(page, "clear", json!({})).await?;
        // More than the page reads at once, and more than it has waiting for an answer.
        let many = "const done = arguments[0];
            const it = document.querySelector('inkling-digit');
            Promise.allSettled(Array.from({ length: 700 }, () => it.getState()))
                .then((all) => done(all.filter(({ value }) => value?.type === 'state').length));";
        assert_eq!(page.client().execute_async(many, Vec::new()).await?, 700);
        // Another script of the host's sends more than the page reads: what has been dropped is rejected, once that is known.
        let flood = "const done = arguments[0];
            const it = document.querySelector('inkling-digit');
            const frame = it.shadowRoot.querySelector('iframe');
            const flood = setInterval(() => {
                for (let i = 0; i < 100; i++) frame.contentWindow.postMessage(i, '*');
            }, 4);
            (function ask() {
                it.getState().then(
                    () => setTimeout(ask, 5),
                    ({ code }) => {
                        clearInterval(flood);
                        done(code);
                    },
                );
            })();";
        assert_eq!(page.client().execute_async(flood, Vec::new()).await?, "tooMany");
        page.wait_for("an answer", async || {
            Ok((call(page, "getState", json!({})).await?["type"] == "state").then_some(()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn models_and_typed_arrays_can_be_sent() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let _host = article(page, "<inkling-digit ui='embed'></inkling-digit>").await?;
        let pixels = "const done = arguments[0];
            document.querySelector('inkling-digit').setPixels({ pixels: new Float32Array(784).fill(0.5) })
                .then(({ outputs }) => done(outputs.length), ({ code }) => done(code));";
        assert_eq!(page.client().execute_async(pixels, Vec::new()).await?, 10);
        let model = "const [address, done] = arguments;
            fetch(address).then((file) => file.json())
                .then((model) => document.querySelector('inkling-digit').setModel({ model }))
                .then(({ model, layers }) => done([model, layers]), ({ code }) => done(code));";
        let address = page.site.url("pretrained/wide.json");
        let changed = page.client().execute_async(model, vec![json!(address)]).await?;
        assert_eq!(changed, json!(["own:wide", [784, 30, 10]]));
        assert_eq!(call(page, "setModel", json!({"model": {"layers": []}})).await?["code"], "badModel");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_element_without_its_page_says_so() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let nothing = Site::of_html("<!doctype html><title>Nothing</title>".to_owned()).await?;
        let script = page.site.url("embed.js");
        // Nobody waits a minute for a test.
        let host = Site::of_html(format!(
            r#"<!doctype html><title>An article</title><link rel="icon" href="data:,">
<script>const wait = setTimeout; window.setTimeout = (act, ms) => wait(act, ms === 60_000 ? 100 : ms);</script>
<script src="{script}"></script><inkling-digit src="{}"></inkling-digit>"#,
            nothing.url("")
        ))
        .await?;
        page.client().goto(&host.url("")).await?;
        assert_eq!(call(page, "getState", json!({})).await?["code"], "noAnswer");
        assert_eq!(page.eval::<Vec<u8>>(COUNT).await?, [0], "the picture is back");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn out_of_sight_it_holds_still() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let body = "<inkling-digit ui='embed'></inkling-digit><div style='height: 5000px'></div><script>
            window.told = 0;
            document.querySelector('inkling-digit').addEventListener('trainProgress', () => told++);
        </script>";
        let _host = article(page, body).await?;
        call(page, "setState", json!({"state": "v=1&train=drawings:4000;epochs:1000"})).await?;
        ensure!(page.becomes_true("return told > 0;").await?, "it trains");
        page.eval::<Value>("scrollTo(0, 5000); return 0;").await?;
        let held: u32 = page.at_rest("return told;").await?;
        page.eval::<Value>("scrollTo(0, 0); return 0;").await?;
        ensure!(page.becomes_true(&format!("return told > {held};")).await?, "it goes on");
        // What the host has stopped goes on when the host says so.
        call(page, "pause", json!({})).await?;
        page.eval::<Value>("scrollTo(0, 5000); return 0;").await?;
        page.settle().await?;
        page.eval::<Value>("scrollTo(0, 0); return 0;").await?;
        let held: u32 = page.at_rest("return told;").await?;
        call(page, "resume", json!({})).await?;
        ensure!(page.becomes_true(&format!("return told > {held};")).await?, "it goes on again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn its_attributes_open_a_lesson_at_a_step() -> Result<()> {
    let folder = TempDir::new()?;
    let lesson = "# Two steps\n## One chapter\n### Read {#read}\nRead this.\n### End {#end}\nThat is all.\n";
    fs::write(folder.path().join("two.md"), lesson)?;
    let lessons = Site::of_files(folder.path()).await?;
    on_page(Setup::without_page(), async |page| {
        let body = format!("<inkling-digit lesson='{}' step='end'></inkling-digit>", lessons.url("two.md"));
        let _host = article(page, &body).await?;
        let is_at =
            |step: &str| format!("return document.querySelector('#lesson-title')?.textContent === '{step}';");
        frame(page).await?.enter_frame().await?;
        ensure!(page.becomes_true(&is_at("End")).await?, "it opens there");
        page.client().enter_parent_frame().await?;
        page.eval::<Value>("document.querySelector('inkling-digit').setAttribute('step', 'read'); return 0;")
            .await?;
        frame(page).await?.enter_frame().await?;
        ensure!(page.becomes_true(&is_at("Read")).await?, "it follows");
        Ok(page.client().enter_parent_frame().await?)
    })
    .await
}

#[tokio::test]
async fn the_demonstration_offers_every_request_and_shows_events() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.client().goto(&page.site.url("embed-demo/")).await?;
        ensure!(page.becomes_true("return document.querySelectorAll('#verb option').length > 10;").await?);
        let verbs: Vec<String> =
            page.eval("return [...document.querySelectorAll('#verb option')].map((it) => it.value);").await?;
        for verb in &verbs {
            page.find("#verb").await?.select_by_value(verb).await?;
            page.click("#ask button").await?;
            let answer = page
                .wait_for("an answer", async || {
                    Ok(Some(page.text("#reply").await?)
                        .filter(|answer| answer.starts_with('{') || answer.contains(": ")))
                })
                .await?;
            ensure!(answer.starts_with('{'), "{verb}: {answer}");
        }
        let shows = async |event: &str| -> Result<bool> {
            Ok(page.text("#events").await?.contains(&format!("\"type\":\"{event}\"")))
        };
        for event in ["ready", "prediction", "stateChanged", "resize"] {
            ensure!(shows(event).await?, "{event}");
        }
        // The last of those requests has ended the page; the next one brings it back.
        for (example, event) in [("setState", "trainProgress"), ("setParams", "stepCompleted")] {
            page.click(&format!("[data-verb='{example}']")).await?;
            page.find("#verb").await?.select_by_value("command").await?;
            page.find("#fields").await?.clear().await?;
            page.find("#fields").await?.send_keys("{\"command\":\"next\"}").await?;
            page.wait_for(event, async || {
                if event == "stepCompleted" {
                    page.click("#ask button").await?;
                }
                Ok(shows(event).await?.then_some(()))
            })
            .await?;
            // The page that came back has not taken away what was written in the meantime.
            let written: Value = page.eval("return [verb.value, fields.value];").await?;
            ensure!(written == json!(["command", "{\"command\":\"next\"}"]), "{written}");
        }
        Ok(())
    })
    .await
}
