//! A monkey at the page: hundreds of things that somebody might do, in an order that nobody would. Afterwards the page still works as a
//! fresh one does.
//!
//! `INKLING_MONKEY=SEED` or `SEED:COUNT` chooses what it does and how often it acts. The seed and the last actions are in the message
//! when something is wrong.

use std::env;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use digits::{Ink, Point, Stroke};
use e2e::engine::Engine;
use e2e::{Ability, Answer, Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::accessibility::{axe_core, violations_of};

/// Takes about a minute.
const USUAL_COUNT: usize = 300;

/// What would lead out of the page, or wait for a window of the browser's own.
const STAY: &str = "
window.print = () => {};
window.open = () => null;
const leads_away = 'a[href], input[type=file]';
addEventListener('click', (event) => { if (event.target.closest?.(leads_away)) event.preventDefault(); }, true);
const opens_a_list = (event) => {
    const opens = event.type === 'mousedown' || [' ', 'Enter', 'F4'].includes(event.key);
    if (opens && event.target.closest?.('select')) event.preventDefault();
};
addEventListener('mousedown', opens_a_list, true);
addEventListener('keydown', opens_a_list, true);";

/// The middles of the controls that can be seen, or of those that match a selector.
const CONTROLS: &str = "
return [...document.querySelectorAll(arguments[0])].flatMap((control) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    const isThere = control.checkVisibility({ visibilityProperty: true })
        && width * height > 0 && x > 0 && y > 0 && x < innerWidth && y < innerHeight;
    return isThere ? [[x, y]] : [];
});";
const ANY_CONTROL: &str =
    "button, summary, label, input:not([type=file], [type=text]), [data-neuron], svg, canvas";

/// Chooses the next option, or the one of that value.
const CHOOSE: &str = "
const [selector, value] = arguments;
const select = document.querySelector(selector);
if (value !== null) select.value = value;
else select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
select.dispatchEvent(new Event('input', { bubbles: true }));
select.dispatchEvent(new Event('change', { bubbles: true }));";

/// Which steps from ink to image are switched on.
const STEPS: &str = "return [...document.querySelectorAll('input[data-step]')].map((step) => step.checked);";
const SET_STEPS: &str = "
document.querySelectorAll('input[data-step]').forEach((step, idx) => {
    if (step.checked !== arguments[0][idx]) step.click();
});
return 0;";

/// Characters that are commands, and some that are none.
const CHARACTERS: &str = "lptgcsfb?0123456789 +-.~xzä";
const KEYS: [Key; 12] = [
    Key::Tab,
    Key::Tab,
    Key::Left,
    Key::Right,
    Key::Up,
    Key::Down,
    Key::Enter,
    Key::Escape,
    Key::Delete,
    Key::PageDown,
    Key::Home,
    Key::End,
];

/// The seed and the number of actions.
fn chosen() -> Result<(u64, usize)> {
    let text = env::var("INKLING_MONKEY").unwrap_or_default();
    let (seed, count) = text.split_once(':').unwrap_or((&text, ""));
    let seed = if seed.is_empty() { 1 } else { seed.parse().context("the seed in INKLING_MONKEY")? };
    let count =
        if count.is_empty() { USUAL_COUNT } else { count.parse().context("the count in INKLING_MONKEY")? };
    Ok((seed, count))
}

fn point_on(screen: Screen, rng: &mut impl Rng) -> (f64, f64) {
    let (width, height) = (screen.width, screen.height);
    (f64::from(rng.random_range(1..width - 1)), f64::from(rng.random_range(1..height - 1)))
}

/// A few strokes of no meaning.
fn scribble(rng: &mut impl Rng) -> Ink {
    let strokes = (0..rng.random_range(1..4)).map(|_| {
        let points = (0..rng.random_range(1..12))
            .map(|_| Point::new(rng.random_range(0.0..1.0), rng.random_range(0.0..1.0)));
        Stroke { points: points.collect() }
    });
    Ink { strokes: strokes.collect() }
}

fn one_of<T: Copy>(choices: &[T], rng: &mut impl Rng) -> Option<T> {
    (!choices.is_empty()).then(|| choices[rng.random_range(0..choices.len())])
}

/// Points where a hand may come down: within the pad most of the time, where it is in sight.
async fn on_pad(page: &Page, ink: &Ink) -> Result<Vec<Vec<((f64, f64), f32)>>> {
    let pad: [f64; 4] = page
        .eval(
            "const { left, top, width, height } = document.querySelector('#pad').getBoundingClientRect();
             return [left, top, width, height];",
        )
        .await?;
    let (width, height): (f64, f64) = page.eval("return [innerWidth, innerHeight];").await?;
    let place = |point: &Point| {
        let x = pad[0] + f64::from(point.x) * pad[2];
        let y = pad[1] + f64::from(point.y) * pad[3];
        // WebDriver refuses points outside the window.
        ((x.clamp(1.0, width - 2.0).round(), y.clamp(1.0, height - 2.0).round()), 0.5)
    };
    Ok(ink.strokes.iter().map(|stroke| stroke.points.iter().map(place).collect()).collect())
}

/// Does one thing and says what.
async fn act(page: &Page, screen: &mut Screen, rng: &mut ChaCha8Rng) -> Result<String> {
    let has_fingers = page.browser.engine().limit(Ability::Fingers).is_none();
    Ok(match rng.random_range(0..100) {
        0..15 => {
            let ink = if rng.random_bool(0.5) { digit(rng.random_range(0..10)) } else { scribble(rng) };
            let pointer = if has_fingers && rng.random_bool(0.3) { Pointer::Touch } else { Pointer::Mouse };
            for stroke in on_pad(page, &ink).await? {
                page.drag(pointer, &stroke).await?;
            }
            format!("drew {} strokes with {pointer:?}", ink.strokes.len())
        }
        15..50 => {
            let controls: Vec<(f64, f64)> = page.eval_with(CONTROLS, &[json!(ANY_CONTROL)]).await?;
            let pointer = if has_fingers && rng.random_bool(0.3) { Pointer::Touch } else { Pointer::Mouse };
            let Some(at) = one_of(&controls, rng) else { return Ok("found no control".to_owned()) };
            page.drag(pointer, &[(at, 0.5)]).await?;
            format!("clicked a control at {at:?} with {pointer:?}")
        }
        50..56 => {
            let tabs: Vec<(f64, f64)> = page.eval_with(CONTROLS, &[json!("[data-open]")]).await?;
            let Some(at) = one_of(&tabs, rng) else { return Ok("found no tab".to_owned()) };
            page.drag(Pointer::Mouse, &[(at, 0.5)]).await?;
            format!("opened a panel at {at:?}")
        }
        56..62 => {
            let (from, to) = (point_on(*screen, rng), point_on(*screen, rng));
            page.drag(Pointer::Mouse, &[(from, 0.5), (to, 0.5)]).await?;
            format!("dragged from {from:?} to {to:?}")
        }
        62..66 if has_fingers => {
            let lines = [(); 2].map(|()| [(); 2].map(|()| point_on(*screen, rng)));
            page.drag_both(lines).await?;
            format!("moved two fingers along {lines:?}")
        }
        62..70 => {
            let (x, y) = point_on(*screen, rng);
            page.hover_at(x, y).await?;
            format!("pointed at {x}, {y}")
        }
        70..82 => {
            let keys: Vec<Key> = (0..rng.random_range(1..6)).filter_map(|_| one_of(&KEYS, rng)).collect();
            page.press(&keys).await?;
            format!("pressed {keys:?}")
        }
        82..88 => {
            let characters: Vec<char> = CHARACTERS.chars().collect();
            let Some(typed) = one_of(&characters, rng) else { return Ok(String::new()) };
            page.type_text(&typed.to_string()).await?;
            format!("typed {typed:?}")
        }
        88..91 => {
            let letter = if rng.random_bool(0.6) { 'z' } else { 'y' };
            page.press_command(letter).await?;
            format!("pressed Control and {letter}")
        }
        91..95 => {
            let (at, by) = (point_on(*screen, rng), rng.random_range(-600..600));
            page.wheel_at(at, by).await?;
            format!("turned the wheel by {by} at {at:?}")
        }
        95..97 => {
            let theme = Theme::ALL[rng.random_range(0..3)].name();
            page.eval_with::<Value>(&format!("{CHOOSE} return 0;"), &[json!("#theme"), json!(theme)]).await?;
            format!("chose the theme {theme}")
        }
        97..98 => {
            page.eval_with::<Value>(&format!("{CHOOSE} return 0;"), &[json!("#model"), json!(null)]).await?;
            "chose the next model".to_owned()
        }
        _ => {
            (screen.width, screen.height) = (rng.random_range(460..1600), rng.random_range(320..1000));
            page.browser.set_screen(*screen).await?;
            format!("resized the window to {} x {}", screen.width, screen.height)
        }
    })
}

/// Leaves whatever was entered, as somebody would who takes over from the monkey, without loading the page again.
async fn tidy_up(page: &Page, steps: &[bool]) -> Result<()> {
    page.browser.set_screen(Screen::LAPTOP).await?;
    // Two fingers may have zoomed in, which only fingers, or this, can undo.
    if Engine::of_run()? == Engine::Chromium {
        page.browser.devtools("Emulation.setPageScaleFactor", json!({"pageScaleFactor": 1})).await?;
    }
    for _ in 0..8 {
        page.press(&[Key::Escape]).await?;
        page.settle().await?;
    }
    // A frame of a run that goes on would take the model's place.
    for run in ["#train", "#sweep-start"] {
        let is_running = page.attr(run, "data-running").await?.as_deref() == Some("true");
        if is_running {
            page.eval_with::<Value>("document.querySelector(arguments[0]).click(); return 0;", &[json!(run)])
                .await?;
        }
    }
    // The link is in front of the others.
    for close in ["#close-shared", "#tally-close", "#lesson-close"] {
        if page.is_visible(close).await? {
            page.click(close).await?;
        }
    }
    page.click("h1").await?;
    let pressed = page.attr("#class-entries [data-command='predict-first']", "aria-pressed").await?;
    if pressed.as_deref() == Some("true") {
        page.press(&[Key::Escape]).await?;
        page.type_text("g").await?;
        page.settle().await?;
    }
    for (selector, value) in [("#theme", "light"), ("#model", "vanilla")] {
        page.eval_with::<Value>(&format!("{CHOOSE} return 0;"), &[json!(selector), json!(value)]).await?;
    }
    page.click("h1").await?;
    page.type_text("t").await?;
    page.eval_with::<Value>(SET_STEPS, &[json!(steps)]).await?;
    page.click("#pen").await?;
    page.click("#clear").await?;
    page.wait_for_answer("").await?;
    Ok(())
}

async fn read_all(page: &Page) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for n in 0..10 {
        page.draw(&digit(n), Pointer::Mouse).await?;
        answers.push(page.settled_answer().await?);
        page.click("#clear").await?;
        page.settle().await?;
    }
    Ok(answers)
}

#[tokio::test]
async fn after_a_monkey_the_page_is_as_good_as_new() -> Result<()> {
    let (axe, (seed, count)) = (axe_core()?, chosen()?);
    // What it types may be the address of a model or a lesson, which is not there.
    let setup = Setup { expected_in_console: &["404"], ..Setup::without_page() };
    on_page(setup, async |page| {
        let saved = TempDir::new()?;
        page.save_into(saved.path()).await?;
        page.before_page_scripts(STAY);
        page.open("").await?;
        let steps: Vec<bool> = page.eval(STEPS).await?;
        let (mut rng, mut screen) = (ChaCha8Rng::seed_from_u64(seed), Screen::LAPTOP);
        let mut done: Vec<String> = Vec::new();
        let story = |done: &[String]| {
            let mut story = format!("seed {seed}, after {} actions, the last of which:", done.len());
            for what in &done[done.len().saturating_sub(12)..] {
                let _ = write!(story, "\n  {what}");
            }
            story
        };
        while done.len() < count {
            let what = act(page, &mut screen, &mut rng).await.with_context(|| story(&done))?;
            done.push(what);
            page.settle().await.with_context(|| story(&done))?;
            let is_well: bool =
                page.eval("return document.getElementById('failure')?.hidden !== false;").await?;
            ensure!(is_well, "the page has failed: {}", story(&done));
        }
        let tired = async {
            tidy_up(page, &steps).await?;
            let violations = violations_of(page, &axe, Theme::Light, "after the monkey").await?;
            ensure!(violations.is_empty(), "{violations:#?}");
            read_all(page).await
        };
        let tired = tired.await.with_context(|| story(&done))?;
        page.open("?theme=light").await?;
        let fresh = read_all(page).await?;
        for (tired, fresh) in tired.iter().zip(&fresh) {
            assert_eq!(tired.digit, fresh.digit, "{}: {tired:?} instead of {fresh:?}", story(&done));
            let difference =
                tired.confidence.zip(fresh.confidence).map(|(tired, fresh)| (tired - fresh).abs());
            // The pad may lie a fraction of a pixel elsewhere.
            assert!(difference.is_some_and(|it| it < 0.05), "{}: {tired:?}, {fresh:?}", story(&done));
        }
        Ok(())
    })
    .await
}
