//! Training, beside what else trains in a browser: plain JavaScript, TensorFlow.js on its wasm and cpu backends, and jax-js, in
//! turn on one page. `trainers.js` has them.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use digits::N_PIXELS;
use e2e::{Browser, Engine, Page, Site, site};
use learning::{DataRecipe, DrawingMaker, End, Experiment, ImageSet, Recipe};
use nn::Loss;
use serde_json::{Value, json};
use training::{Reply, Request};

use crate::measure::{Measured, middle};
use crate::statistics::quantile;

/// How often each is timed.
const ROUNDS: usize = 5;
/// How long a person looks at the panel before pressing *Train*.
const LOOK: Duration = Duration::from_secs(2);
/// The drawings that all learn from, in 62 mini-batches.
const N_DRAWINGS: u32 = 1_984;
const MINI_BATCH: usize = 32;
/// The samples that each learns from at a time.
const N_SAMPLES: [(&str, &str, u32); 5] = [
    ("inkling", "training in the page, with a film, 600,000 samples", 600_000),
    ("plain", "  plain JavaScript, typed arrays", 60_000),
    ("tensorflowWasm", "  TensorFlow.js, wasm", 6_000),
    ("tensorflowCpu", "  TensorFlow.js, cpu", 6_000),
    ("jax", "  jax-js, wasm", 3_000),
];

/// What a figure is, and what the project holds itself to.
type Figure = (&'static str, Option<f64>);

const AT_FULL_SPEED: [Figure; 2] = [
    ("training: from Train pressed to what is new", Some(100.0)),
    ("  to a network that reads 90 %", Some(500.0)),
];
const SLOWED: [Figure; 2] =
    [("  slowed to a quarter: to what is new", None), ("  slowed to a quarter: to 90 %", Some(1500.0))];

/// Each of these networks has passed 95 % of MNIST's 10,000 test images by then; the page tests on some of them.
const MNIST: Figure = ("  ten epochs of MNIST, the slowest of five seeds", Some(1500.0));
const MNIST_SLOWED: Figure = ("  slowed to a quarter: ten epochs of MNIST", Some(4000.0));
const SEEDS: std::ops::RangeInclusive<u32> = 1..=5;

/// Keeps the worker that trains, to speak to it.
const BEFORE_PAGE_SCRIPTS: &str = "
window.Worker = class extends Worker {
    constructor(...args) {
        super(...args);
        window.trainer = this;
    }
};";

/// Thousands of samples a second, and the time of a whole film.
pub(crate) async fn training() -> Result<Vec<Measured>> {
    let libraries = env::var_os("INKLING_LIBRARIES").context("INKLING_LIBRARIES names no folder")?;
    let html = format!(
        "<!doctype html><title>Training</title>
        <script src='@tensorflow/tfjs/dist/tf.min.js'></script>
        <script src='@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js'></script>
        <script type='module'>{}</script>",
        include_str!("trainers.js")
    );
    let beside = Site::of_folder(html, PathBuf::from(libraries)).await?;
    let site = Site::start(site::Options::default()).await?;
    let page = Page { browser: Browser::start(Engine::Chromium).await?, site };
    page.before_page_scripts(BEFORE_PAGE_SCRIPTS);
    let measured = async {
        let mut figures = pressed(&page, AT_FULL_SPEED).await?;
        let slowed =
            |rate: f64| page.browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": rate}));
        figures.extend(mnist(&page, MNIST).await?);
        slowed(4.0).await?;
        figures.extend(pressed(&page, SLOWED).await?);
        figures.extend(mnist(&page, MNIST_SLOWED).await?);
        slowed(1.0).await?;
        figures.extend(meanwhile(&page).await?);
        figures.extend(measure(&page, &beside).await?);
        Ok(figures)
    }
    .await;
    page.browser.close().await?;
    measured
}

/// From *Train* pressed, as somebody does who has looked at the panel, until the page shows something new, and until it shows a network
/// that reads 90 % of the drawings held out.
async fn pressed(page: &Page, figures: [Figure; 2]) -> Result<Vec<Measured>> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        open(page).await?;
        for (time, times) in press(page, "parseFloat(moment) >= 90").await?.into_iter().zip(&mut times) {
            times.push(time);
        }
    }
    let measured = |((what, at_most), times): (Figure, Vec<f64>)| {
        Ok(Measured { what, value: middle(&times)?, unit: "ms", at_most })
    };
    figures.into_iter().zip(times).map(measured).collect()
}

/// Presses *Train*. How long it takes until the page shows the film's first frame, and until a condition on that `moment` or the
/// `status` holds.
async fn press(page: &Page, condition: &str) -> Result<[f64; 2]> {
    const PRESS: &str = "
        const done = arguments[arguments.length - 1];
        const begin = performance.now();
        document.querySelector('#train').click();
        let first;
        const look = () => {
            const moment = document.querySelector('#film-moment').textContent;
            const time = performance.now() - begin;
            if (moment) first ??= time;
            const status = document.querySelector('#train-status').textContent;
            if (CONDITION) done([first, time]);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    let found = page.client().execute_async(&PRESS.replace("CONDITION", condition), vec![]).await?;
    Ok(serde_json::from_value(found)?)
}

/// From *Train* pressed, once MNIST is there, until the page shows the end of the film: the slowest of five seeds. Nothing if the page
/// has no pack of MNIST beside it.
async fn mnist(page: &Page, (what, at_most): Figure) -> Result<Option<Measured>> {
    let mut slowest = 0.0_f64;
    for seed in SEEDS {
        open(page).await?;
        page.click("details:has(#ways) > summary").await?;
        if !page.is_visible("#mnist-fetch").await? {
            return Ok(None);
        }
        page.click("#mnist-fetch").await?;
        page.wait_for("MNIST", async || {
            Ok(page.text("#mnist-says").await?.ends_with("are loaded.").then_some(()))
        })
        .await?;
        page.set_value("[data-setting='seed']", seed).await?;
        tokio::time::sleep(LOOK).await;
        let [_, time] = press(page, "status.startsWith('Trained.')").await?;
        slowest = slowest.max(time);
    }
    Ok(Some(Measured { what, value: slowest, unit: "ms", at_most }))
}

/// While a run is recorded: the times between the page's frames, and from *Stop* pressed until the program that trains has heard it, and
/// until the page says so, which it does with its next frame.
async fn meanwhile(page: &Page) -> Result<Vec<Measured>> {
    // Requests are heard in turn. The one that follows *Stop* is answered at once.
    const RECORD_AND_STOP: &str = "
        const [question, answer, done] = arguments;
        const epochs = document.querySelector(\"[data-setting='epochs']\");
        // More than can be done meanwhile.
        epochs.add(new Option('1000'));
        epochs.value = '1000';
        epochs.dispatchEvent(new Event('input', { bubbles: true }));
        const train = document.querySelector('#train');
        const frames = [];
        const stop = () => {
            const pressed = performance.now();
            const heard = new Promise((resolve) => trainer.addEventListener('message', ({ data }) => {
                if (answer.every((byte, i) => data[i] === byte)) resolve(performance.now() - pressed);
            }));
            const said = new Promise((resolve) =>
                new MutationObserver(() => resolve(performance.now() - pressed))
                    .observe(document.querySelector('#train-status'), { childList: true, characterData: true, subtree: true }));
            train.click();
            trainer.postMessage(new Uint8Array(question));
            Promise.all([frames, heard, said]).then(done);
        };
        const look = (now) => {
            frames.push(now);
            if (frames.length <= 180) requestAnimationFrame(look);
            else setTimeout(stop);
        };
        train.click();
        requestAnimationFrame(look);";
    let search = u32::MAX;
    let question = Request::FindNearest { search, image: Box::new([0; N_PIXELS]) }.to_bytes();
    let answer = Reply::Nearest { search, images: ImageSet::default() }.to_bytes();
    let given = vec![json!(question), json!(answer[..6])];
    let (mut gaps, mut heard, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        open(page).await?;
        let found = page.client().execute_async(RECORD_AND_STOP, given.clone()).await?;
        let (frames, until_heard, until_said): (Vec<f64>, f64, f64) = serde_json::from_value(found)?;
        gaps.extend(frames.windows(2).map(|pair| pair[1] - pair[0]));
        heard.push(until_heard);
        said.push(until_said);
    }
    let tail = quantile(&gaps, 0.99).context("no frame was drawn")?;
    Ok(vec![
        Measured::new("  between two frames while it is recorded", middle(&gaps)?, "ms").at_most(17.0),
        Measured::new("  99th percentile", tail, "ms"),
        Measured::new("  from Stop pressed until it is heard", middle(&heard)?, "ms").at_most(16.0),
        Measured::new("  until the page says so", middle(&said)?, "ms"),
    ])
}

/// Opens the panel, and looks at it.
async fn open(page: &Page) -> Result<()> {
    page.open("?panel=train").await?;
    page.wait_for("the panel", async || Ok(page.is_visible("#train").await?.then_some(()))).await?;
    // Meanwhile the drawings are made.
    tokio::time::sleep(LOOK).await;
    Ok(())
}

async fn measure(page: &Page, beside: &Site) -> Result<Vec<Measured>> {
    page.open("").await?;
    let files = "return document.getElementById('files').content;";
    let files: String = page.eval(files).await?;
    let program = files
        .split_whitespace()
        .find(|name| name.starts_with("training-"))
        .context("the page has no training program")?;
    let program = page.site.url(program);

    let data = DataRecipe { n_drawings: N_DRAWINGS, ..DataRecipe::default() };
    let mut maker = DrawingMaker::new(data.clone());
    while !maker.is_complete() {
        maker.make(64);
    }
    let drawings = maker.into_data().training;
    let pixels: Vec<u8> = drawings.images().as_flattened().to_vec();
    let experiment = Experiment {
        data,
        training: Recipe {
            loss: Loss::Quadratic,
            mini_batch: MINI_BATCH,
            n_epochs: N_SAMPLES[0].2.div_ceil(N_DRAWINGS),
            ..Recipe::default()
        },
        ..Experiment::default()
    };
    let given = json!({
        "program": program,
        "request": Request::Train { run: 1, experiment, is_filmed: true }.to_bytes(),
        // What a reply begins with says what it is.
        "ended": Reply::Ended { run: 1, end: End::Complete, diagnosis: None }.to_bytes()[..2],
        "pixels": pixels,
        "labels": drawings.labels(),
        "libraries": beside.url("").trim_end_matches('/'),
    });
    page.client().goto(&beside.url("")).await?;
    call(page, "prepareTraining", vec![given]).await?;

    let mut times = vec![Vec::new(); N_SAMPLES.len()];
    for round in 0..=ROUNDS {
        for ((name, _, n_samples), times) in N_SAMPLES.iter().zip(&mut times) {
            let n_mini_batches = n_samples / MINI_BATCH as u32;
            let time = call(page, "timeTraining", vec![json!(name), json!(n_mini_batches)]).await?;
            // In the first round the engine is still compiling.
            if round > 0 {
                times.push(time);
            }
        }
    }
    let mut figures = Vec::new();
    for ((_, what, n_samples), times) in N_SAMPLES.iter().zip(&times) {
        let time = middle(times)?;
        figures.push(Measured::new(what, f64::from(*n_samples) / time, "k/s"));
        if figures.len() == 1 {
            figures.push(Measured::new("  the whole film", time, "ms").at_most(700.0));
        }
    }
    Ok(figures)
}

/// Calls an asynchronous function of the page, which returns a number.
async fn call(page: &Page, function: &str, arguments: Vec<Value>) -> Result<f64> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        {function}(...[...arguments].slice(0, -1)).then(done, (error) => done(String(error.stack ?? error)));"
    );
    let result: Value = page.client().execute_async(&script, arguments).await?;
    result.as_f64().with_context(|| format!("{function}: {result}"))
}
