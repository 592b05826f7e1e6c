//! Real pointer input: the browser gets the same events as from a mouse, a finger or a pen.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use digits::{Ink, Point, SIDE};
use serde_json::{Value, json};

use crate::command::Command;
use crate::engine::Ability;
use crate::page::{PATIENCE, Page};

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse.
    Mouse,
    /// A finger on the screen.
    Touch,
    /// A pen with pressure.
    Pen,
}

impl Pointer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mouse, Self::Touch, Self::Pen];

    fn name(self) -> &'static str {
        match self {
            Self::Mouse => "mouse",
            Self::Touch => "touch",
            Self::Pen => "pen",
        }
    }

    fn ability(self) -> Ability {
        match self {
            Self::Mouse => Ability::Mouse,
            Self::Touch => Ability::Fingers,
            Self::Pen => Ability::Pen,
        }
    }
}

/// How long to wait for the click of a tap before it is repeated.
const PATIENCE_WITH_A_TAP: Duration = Duration::from_secs(5);

/// How wide and high a palm is, in CSS pixels.
const PALM: u32 = 120;

/// Notes when a click reaches an element of the selector, and which of the pointer's events come to what.
const AWAIT_CLICK: &str = "
const [selector] = arguments;
window.awaitedClick?.listeners.abort();
const awaited = {hasArrived: false, events: [], listeners: new AbortController()};
window.awaitedClick = awaited;
const options = {capture: true, passive: true, signal: awaited.listeners.signal};
for (const type of ['pointerdown', 'pointerup', 'pointercancel', 'click']) {
    addEventListener(type, ({target}) => {
        awaited.hasArrived ||= type === 'click' && target.closest(selector) !== null;
        awaited.events.push(`${type} at ${target.localName}#${target.id}`);
    }, options);
}";

impl Page {
    /// The pointers that the engine has.
    pub fn pointers(&self) -> impl Iterator<Item = Pointer> {
        let engine = self.browser.engine();
        Pointer::ALL.into_iter().filter(move |pointer| engine.limit(pointer.ability()).is_none())
    }

    /// Draws ink on the pad, stroke by stroke.
    ///
    /// # Errors
    ///
    /// If there is no pad or the browser refuses.
    pub async fn draw(&self, ink: &Ink, pointer: Pointer) -> Result<()> {
        let pad = self.rect("#pad").await?;
        for stroke in &ink.strokes {
            let on_pad: Vec<_> = stroke
                .points
                .iter()
                .map(|point| (pad.at(point.x.into(), point.y.into()), point.pressure.unwrap_or(0.5)))
                .collect();
            self.drag(pointer, &on_pad).await?;
        }
        Ok(())
    }

    /// Puts the pointer down at the first of the points of the window, leads it through the others, and lifts it.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn drag(&self, pointer: Pointer, points: &[((f64, f64), f32)]) -> Result<()> {
        let Some((&((x, y), pressure), others)) = points.split_first() else {
            return Ok(());
        };
        let mut actions =
            vec![move_to(x, y, None), json!({"type": "pointerDown", "button": 0, "pressure": pressure})];
        actions.extend(others.iter().map(|&((x, y), pressure)| move_to(x, y, Some(pressure))));
        actions.push(json!({"type": "pointerUp", "button": 0}));
        self.point(pointer, actions).await
    }

    /// Draws the beginning of a stroke on the pad with the mouse, which stays pressed until [`Page::lift`].
    ///
    /// # Errors
    ///
    /// If there is no pad or the browser refuses.
    pub async fn begin_stroke(&self, points: &[Point]) -> Result<()> {
        let pad = self.rect("#pad").await?;
        let mut actions: Vec<Value> = points
            .iter()
            .map(|point| pad.at(point.x.into(), point.y.into()))
            .map(|(x, y)| move_to(x, y, None))
            .collect();
        actions.insert(1.min(actions.len()), json!({"type": "pointerDown", "button": 0}));
        self.point(Pointer::Mouse, actions).await
    }

    /// Releases the mouse's button.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn lift(&self) -> Result<()> {
        self.point(Pointer::Mouse, vec![json!({"type": "pointerUp", "button": 0})]).await
    }

    /// Moves the mouse to the middle of an element, without a button.
    ///
    /// # Errors
    ///
    /// If there is no such element.
    pub async fn hover(&self, selector: &str) -> Result<()> {
        let (x, y) = self.reach(selector).await?;
        self.hover_at(x, y).await
    }

    /// Moves the mouse to a point of the window, without a button.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn hover_at(&self, x: f64, y: f64) -> Result<()> {
        self.point(Pointer::Mouse, vec![move_to(x, y, None)]).await
    }

    /// Clicks or taps the middle of an element, and waits until what the click does has reached the screen.
    ///
    /// # Errors
    ///
    /// If there is no such element, a pointer does not reach it, or the click does not.
    pub async fn click_with(&self, pointer: Pointer, selector: &str) -> Result<()> {
        self.click_at(pointer, selector, (0.5, 0.5)).await
    }

    /// Clicks or taps a point of an element, in units of its sides, and waits until the page has shown what it did.
    ///
    /// # Errors
    ///
    /// As [`Page::click_with`].
    pub async fn click_at(&self, pointer: Pointer, selector: &str, point: (f64, f64)) -> Result<()> {
        self.click_through(pointer, (selector, point), selector).await
    }

    /// Clicks or taps a point of an element, and waits until the click has reached the element that `taker` selects.
    ///
    /// On a busy machine the browser may take a tap for a long press, which makes no click, and the page's events do not tell
    /// whether it has. So a tap that makes no click in good time is repeated, as a person would. A mouse's click is waited for.
    async fn click_through(
        &self,
        pointer: Pointer,
        (selector, point): (&str, (f64, f64)),
        taker: &str,
    ) -> Result<()> {
        let (n_attempts, limit) = match pointer {
            Pointer::Touch => (5, PATIENCE_WITH_A_TAP),
            Pointer::Mouse | Pointer::Pen => (1, PATIENCE),
        };
        for _ in 0..n_attempts {
            let [place] = self.reach_at(selector, [point]).await?;
            self.eval_with::<Value>(AWAIT_CLICK, &[json!(taker)]).await?;
            self.drag(pointer, &[(place, 0.5)]).await?;
            if self.has_been_clicked(limit).await? {
                return Ok(());
            }
        }
        self.miss_the_click(pointer, taker).await
    }

    /// Presses the middle of an element with the mouse, and releases it after what happens `meanwhile`.
    ///
    /// # Errors
    ///
    /// If what happens fails, or as [`Page::click_with`].
    pub async fn press_and_release(
        &self,
        selector: &str,
        meanwhile: impl AsyncFnOnce() -> Result<()>,
    ) -> Result<()> {
        let (x, y) = self.reach(selector).await?;
        self.eval_with::<Value>(AWAIT_CLICK, &[json!(selector)]).await?;
        let press = vec![move_to(x, y, None), json!({"type": "pointerDown", "button": 0})];
        self.point(Pointer::Mouse, press).await?;
        meanwhile().await?;
        self.lift().await?;
        if self.has_been_clicked(PATIENCE).await? {
            return Ok(());
        }
        self.miss_the_click(Pointer::Mouse, selector).await
    }

    /// Whether the awaited click arrives in time; then the page has shown what it did.
    async fn has_been_clicked(&self, limit: Duration) -> Result<bool> {
        let has_arrived = self.is_true_within(limit, "return awaitedClick.hasArrived;").await?;
        if has_arrived {
            self.settle().await?;
        }
        Ok(has_arrived)
    }

    async fn miss_the_click(&self, pointer: Pointer, taker: &str) -> Result<()> {
        let events: Vec<String> = self.eval("return awaitedClick.events;").await?;
        bail!("no click of the {} reaches `{taker}`, but {events:?}", pointer.name())
    }

    /// Clicks the middle of an element with the mouse.
    ///
    /// # Errors
    ///
    /// If there is no such element.
    pub async fn click(&self, selector: &str) -> Result<()> {
        self.click_with(Pointer::Mouse, selector).await
    }

    /// Clicks or taps a neuron (`data-neuron`) in the network view, which takes the clicks for its neurons, and waits
    /// until the neuron has the focus.
    ///
    /// # Errors
    ///
    /// If there is no such neuron, or it does not get the focus.
    pub async fn pick(&self, pointer: Pointer, neuron: &str) -> Result<()> {
        let selector = format!("[data-neuron='{neuron}']");
        self.click_through(pointer, (&selector, (0.5, 0.5)), "#stage").await?;
        self.wait_for(&format!("the focus on neuron {neuron}"), async || {
            Ok(self.has_focus(&selector).await?.then_some(()))
        })
        .await?;
        self.settle().await
    }

    /// Picks a pixel of the network's input, at a column and a row.
    ///
    /// # Errors
    ///
    /// As [`Page::click_with`].
    pub async fn pick_pixel(&self, pointer: Pointer, column: usize, row: usize) -> Result<()> {
        let middle = |idx: usize| (idx as f64 + 0.5) / SIDE as f64;
        self.click_through(pointer, ("#grid", (middle(column), middle(row))), "#stage").await
    }

    /// Turns the wheel over the middle of an element, by so many CSS pixels: downwards where that is positive.
    ///
    /// # Errors
    ///
    /// If there is no such element or the browser refuses.
    pub async fn wheel(&self, selector: &str, delta_y: i32) -> Result<()> {
        let at = self.reach(selector).await?;
        self.wheel_at(at, delta_y).await
    }

    /// Turns the wheel at a point of the window, by so many CSS pixels.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn wheel_at(&self, (x, y): (f64, f64), delta_y: i32) -> Result<()> {
        // The standard wants whole pixels here.
        let (x, y) = (x.round() as i64, y.round() as i64);
        let turn = json!({"type": "scroll", "duration": 0, "origin": "viewport", "x": x, "y": y, "deltaX": 0, "deltaY": delta_y});
        let device = json!({"type": "wheel", "id": "wheel", "actions": [turn]});
        self.client().issue_cmd(Command::actions(json!([device]))).await.context("turning the wheel")?;
        Ok(())
    }

    /// Opens a panel by its tab (`data-open`), and waits until it is there and the page is laid out around it.
    ///
    /// # Errors
    ///
    /// If there is no such tab, or its panel does not come.
    pub async fn open_panel(&self, pointer: Pointer, name: &str) -> Result<()> {
        // Training is opened below the network, which an open sheet covers on a phone.
        if name == "train" && self.is_visible("#close-sheet").await? {
            self.click_with(pointer, "#close-sheet").await?;
        }
        self.click_with(pointer, &format!("#panels [data-open='{name}'], #open-{name}")).await?;
        let section = format!("section[data-panel='{name}']");
        self.wait_for(&format!("the panel {name}"), async || {
            Ok(self.is_visible(&section).await?.then_some(()))
        })
        .await?;
        self.settle().await
    }

    /// Unfolds whatever can be unfolded in the panel that is open.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn unfold_panel(&self) -> Result<()> {
        self.eval::<Value>(
            "document.querySelectorAll('section[data-panel] details').forEach((it) => { it.open = true; });",
        )
        .await?;
        self.settle().await
    }

    /// Rests a palm on the first of the points of the window, and leads it through the others.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn drag_with_palm(&self, points: &[(f64, f64)]) -> Result<()> {
        let mut actions = line(points);
        for action in &mut actions {
            (action["width"], action["height"]) = (json!(PALM), json!(PALM));
        }
        self.point(Pointer::Touch, actions).await
    }

    /// Leads two fingers at once, each from one point of the window to another. The first is down a moment earlier.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn drag_both(&self, [first, second]: [[(f64, f64); 2]; 2]) -> Result<()> {
        self.browser.engine().require(Ability::Fingers)?;
        let mut late = line(&second);
        late.insert(0, json!({"type": "pause", "duration": 0}));
        let mut early = line(&first);
        early.insert(early.len() - 1, json!({"type": "pause", "duration": 0}));
        let fingers = [("first", early), ("second", late)];
        let devices = fingers.map(|(id, actions)| device(id, Pointer::Touch, &actions));
        self.client().issue_cmd(Command::actions(json!(devices))).await.context("moving two fingers")?;
        Ok(())
    }

    async fn point(&self, pointer: Pointer, actions: Vec<Value>) -> Result<()> {
        self.browser.engine().require(pointer.ability())?;
        let name = pointer.name();
        self.client()
            .issue_cmd(Command::actions(json!([device(name, pointer, &actions)])))
            .await
            .with_context(|| format!("moving a {name}"))?;
        Ok(())
    }
}

fn device(id: &str, pointer: Pointer, actions: &[Value]) -> Value {
    json!({"type": "pointer", "id": id, "parameters": {"pointerType": pointer.name()}, "actions": actions})
}

/// Down at the first of the points, through the others, and up.
fn line(points: &[(f64, f64)]) -> Vec<Value> {
    let mut actions: Vec<Value> = points.iter().map(|&(x, y)| move_to(x, y, None)).collect();
    actions.insert(1.min(actions.len()), json!({"type": "pointerDown", "button": 0}));
    actions.push(json!({"type": "pointerUp", "button": 0}));
    actions
}

fn move_to(x: f64, y: f64, pressure: Option<f32>) -> Value {
    let mut action = json!({"type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y});
    if let Some(pressure) = pressure {
        action["pressure"] = json!(pressure);
    }
    action
}
