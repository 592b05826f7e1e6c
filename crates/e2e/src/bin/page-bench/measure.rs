//! The measurements, each on the page as a visitor gets it, with real pointer events.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{Page, Pointer, digit};
use serde_json::{Value, json};

use crate::fresh_page;
use crate::statistics::quantile;

/// One line of the table.
pub(crate) struct Measured {
    pub(crate) what: &'static str,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    /// What the project holds itself to.
    pub(crate) at_most: Option<f64>,
}

impl Measured {
    pub(crate) fn new(what: &'static str, value: f64, unit: &'static str) -> Self {
        Self { what, value, unit, at_most: None }
    }

    pub(crate) fn at_most(self, limit: f64) -> Self {
        Self { at_most: Some(limit), ..self }
    }
}

/// Counts animation frames, keeps the program's memory at hand, and takes the time of each movement of the pen.
///
/// The time of a movement is what the page spends on it: from the first listener of the event to the last, and then from
/// the first callback of the frame to the last. The wait for the screen's next refresh in between is not the page's. The
/// picture is in the browser's hands then; what the compositor does with it happens on other threads.
pub(crate) const BEFORE_PAGE_SCRIPTS: &str = "
window.framesAskedFor = 0;
window.movements = [];
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => { window.framesAskedFor += 1; return request(callback); };

for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
        const result = await original.apply(WebAssembly, args);
        // The panels' part has none of its own.
        window.programMemory ??= (result.instance ?? result).exports.memory;
        return result;
    };
}

let movement = null;
addEventListener('pointermove', (event) => {
    if (event.buttons === 0) return;
    movement = {begin: performance.now()};
    const current = movement;
    request(() => { current.frameBegin = performance.now(); });
}, {capture: true});
addEventListener('pointermove', (event) => {
    if (event.buttons === 0) return;
    const current = movement;
    current.end = performance.now();
    request(() => {
        current.frameEnd = performance.now();
        movements.push(current.end - current.begin + current.frameEnd - current.frameBegin);
    });
});";

/// From navigation until the page can answer, in new browsers that have nothing cached.
pub(crate) async fn first_answer() -> Result<Vec<Measured>> {
    const BROWSERS: usize = 7;
    let mut times = Vec::with_capacity(BROWSERS);
    for _ in 0..BROWSERS {
        let page = fresh_page(false, "").await?;
        let time = page.eval::<String>("return document.documentElement.dataset.readyMs;").await;
        page.browser.close().await?;
        times.push(time?.parse().context("data-ready-ms is not a number")?);
    }
    Ok(vec![
        Measured::new("first answer after navigation, median of 7 browsers", middle(&times)?, "ms")
            .at_most(300.0),
        Measured::new("  the slowest of them", quantile(&times, 1.0).context("no browser")?, "ms"),
    ])
}

/// One pass forward through the network, in the page's own program, on what is drawn.
pub(crate) async fn forward(page: &Page) -> Result<Vec<Measured>> {
    const PASSES: u32 = 100_000;
    const ROUNDS: usize = 9;
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.settle().await?;
    let script = "const done = arguments[arguments.length - 1];
        const file = document.getElementById('app-files').dataset.js;
        import(new URL(file, document.baseURI)).then(
            (program) => done(program.benchForward(arguments[0])), (error) => done(String(error)));";
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..=ROUNDS {
        let total: Value = page.client().execute_async(script, vec![json!(PASSES)]).await?;
        let total = total.as_f64().with_context(|| format!("benchForward gave {total}"))?;
        times.push(total / f64::from(PASSES) * 1000.0);
    }
    // In the first round the engine is still compiling.
    let times = &times[1..];
    page.click("#clear").await?;
    Ok(vec![
        Measured::new("one pass forward in wasm, median of 9 x 100,000", middle(times)?, "µs").at_most(2.0),
    ])
}

/// From a movement of the pen to the new picture.
pub(crate) async fn ink_to_picture(page: &Page) -> Result<Vec<Measured>> {
    let times = movements(page).await?;
    let tail = quantile(&times, 0.99).context("no movement reached the page")?;
    Ok(vec![
        Measured::new("ink event to new picture, median", middle(&times)?, "ms").at_most(4.0),
        Measured::new("  99th percentile", tail, "ms").at_most(8.0),
        Measured::new("  movements measured", times.len() as f64, ""),
    ])
}

/// The same on a pad that is as good as full: one long line and one in many strokes.
pub(crate) async fn full_pad(page: &Page) -> Result<Vec<Measured>> {
    const FILL: &str = "
        const [nStrokes] = arguments;
        const pad = document.querySelector('#pad');
        const { x, y, width, height } = pad.getBoundingClientRect();
        // A pointer that is not there cannot be captured.
        pad.setPointerCapture = () => {};
        const tell = (type, angle) => pad.dispatchEvent(new PointerEvent(type, {
            bubbles: true, cancelable: true, isPrimary: true, pointerId: 99, pointerType: 'mouse', button: 0, buttons: 1,
            clientX: x + width * (0.5 + 0.42 * Math.sin(angle) * Math.cos(0.113 * angle)),
            clientY: y + height * (0.5 + 0.42 * Math.cos(1.31 * angle) * Math.cos(0.071 * angle)),
        }));
        const nPoints = 19500 / nStrokes;
        for (let stroke = 0; stroke < nStrokes; stroke++) {
            for (let point = 0; point < nPoints; point++) {
                tell(point === 0 ? 'pointerdown' : 'pointermove', 0.037 * (stroke * nPoints + point));
            }
            tell('pointerup', 0);
        }
        delete pad.setPointerCapture;
        return nStrokes;";
    let mut figures = Vec::new();
    for (n_strokes, what) in [
        (1, "  with 19,500 points in one stroke on the pad, median"),
        (300, "  with 19,500 points in 300 strokes on the pad, median"),
    ] {
        page.eval_with::<u32>(FILL, &[json!(n_strokes)]).await?;
        page.settle().await?;
        page.eval::<Value>("movements.length = 0; return null;").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.settle().await?;
        let times: Vec<f64> = page.eval("return movements;").await?;
        page.click("#clear").await?;
        let tail = quantile(&times, 0.99).context("no movement reached the page")?;
        figures.push(Measured::new(what, middle(&times)?, "ms").at_most(8.0));
        figures.push(Measured::new("    99th percentile", tail, "ms").at_most(8.0));
    }
    Ok(figures)
}

/// The same with each panel open.
pub(crate) async fn panels(page: &Page) -> Result<Vec<Measured>> {
    page.open("").await?;
    with_each_panel(page, "2:4", 8.0).await
}

/// The same with a large network.
pub(crate) async fn large_network(page: &Page) -> Result<Vec<Measured>> {
    page.open(&format!("?model={}", page.site.model_url("large.json"))).await?;
    let closed = movements(page).await?;
    let mut figures =
        vec![Measured::new("the same with 784-256-256-10, median", middle(&closed)?, "ms").at_most(16.0)];
    figures.extend(with_each_panel(page, "3:5", 16.0).await?);
    Ok(figures)
}

/// Drawing with a neuron picked and each panel open in turn.
async fn with_each_panel(page: &Page, neuron: &str, limit: f64) -> Result<Vec<Measured>> {
    const PANELS: [(&str, &str); 4] = [
        ("why", "  with the panel of why"),
        ("matrix", "  with the panel of the matrix"),
        ("knobs", "  with the panel of knobs"),
        ("models", "  with the panel of models"),
    ];
    page.pick(Pointer::Mouse, neuron).await?;
    let times = movements(page).await?;
    let mut figures =
        vec![Measured::new("  with the panel of a neuron", middle(&times)?, "ms").at_most(limit)];
    for (name, what) in PANELS {
        page.open_panel(Pointer::Mouse, name).await?;
        let times = movements(page).await?;
        figures.push(Measured::new(what, middle(&times)?, "ms").at_most(limit));
        if name == "knobs" {
            let times = turns(page).await?;
            figures.push(
                Measured::new("  turning a knob, ink on the pad", middle(&times)?, "ms").at_most(limit),
            );
        }
    }
    Ok(figures)
}

/// The times of all movements while the ten digits are drawn, in milliseconds.
async fn movements(page: &Page) -> Result<Vec<f64>> {
    page.eval::<Value>("movements.length = 0; return null;").await?;
    for n in 0..10 {
        page.draw(&digit(n), Pointer::Mouse).await?;
        page.settle().await?;
        page.click("#clear").await?;
    }
    page.eval("return movements;").await
}

/// The times of all movements while a knob of the neuron that is picked is dragged to and fro.
async fn turns(page: &Page) -> Result<Vec<f64>> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    let (x, y) = page.reach("[data-knob]").await?;
    page.eval::<Value>("movements.length = 0; return null;").await?;
    for _ in 0..4 {
        let points: Vec<((f64, f64), f32)> =
            (0..40).map(|step| ((x + 60.0 * (f64::from(step) / 8.0).sin(), y), 0.5)).collect();
        page.drag(Pointer::Mouse, &points).await?;
        page.settle().await?;
    }
    let times = page.eval("return movements;").await;
    page.click("#clear").await?;
    times
}

/// What stays in memory after drawing, undoing and clearing again and again.
pub(crate) async fn growth(page: &Page) -> Result<Vec<Measured>> {
    draw_and_clear(page, 6).await?;
    let before = memory(page).await?;
    draw_and_clear(page, 20).await?;
    let after = memory(page).await?;
    Ok(vec![
        Measured::new("wasm memory", after.program / 1024.0, "KiB"),
        Measured::new("  its growth over 20 digits drawn", (after.program - before.program) / 1024.0, "KiB"),
        Measured::new(
            "growth of the JavaScript heap over 20 digits",
            (after.heap - before.heap) / 1024.0,
            "KiB",
        ),
    ])
}

/// What happens while nothing happens.
pub(crate) async fn idle(page: &Page) -> Result<Vec<Measured>> {
    page.draw(&digit(3), Pointer::Mouse).await?;
    page.settle().await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let frames = "return framesAskedFor;";
    let (memory_before, frames_before) = (memory(page).await?, page.eval::<f64>(frames).await?);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (memory_after, frames_after) = (memory(page).await?, page.eval::<f64>(frames).await?);
    let growth = memory_after.program + memory_after.heap - memory_before.program - memory_before.heap;
    Ok(vec![
        Measured::new("animation frames in 5 idle seconds", frames_after - frames_before, "").at_most(0.0),
        Measured::new("growth of all memory in 5 idle seconds", growth / 1024.0, "KiB"),
    ])
}

async fn draw_and_clear(page: &Page, times: u8) -> Result<()> {
    for n in 0..times {
        page.draw(&digit(n % 10), Pointer::Mouse).await?;
        page.click("#undo").await?;
        page.click("#redo").await?;
        page.click("#clear").await?;
    }
    Ok(())
}

/// Bytes in use once all garbage is collected.
struct Memory {
    program: f64,
    heap: f64,
}

async fn memory(page: &Page) -> Result<Memory> {
    page.browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let (program, heap) =
        page.eval("return [programMemory.buffer.byteLength, performance.memory.usedJSHeapSize];").await?;
    Ok(Memory { program, heap })
}

pub(crate) fn middle(values: &[f64]) -> Result<f64> {
    quantile(values, 0.5).context("nothing was measured")
}
