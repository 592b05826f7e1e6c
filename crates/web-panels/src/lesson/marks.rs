//! Marks on the controls that a lesson speaks of: an attribute, which the style sheet draws as an outline. Nothing else
//! about them changes. A layer is marked as a whole, by a frame around its neurons.

use panels::lesson::control::Control;
use wasm_bindgen::JsValue;
use web::{Markup, dom};
use web_sys::{DomRect, HtmlElement};

/// Marks a control.
const MARK: &str = "data-look";

/// The marked elements.
pub(super) struct Marks {
    stage: HtmlElement,
    frames: Vec<HtmlElement>,
    marked: Vec<HtmlElement>,
}

impl Marks {
    pub(super) fn new(markup: &Markup) -> Marks {
        Marks { stage: markup.find("#stage"), frames: Vec::new(), marked: Vec::new() }
    }

    /// Marks these controls, and no others. They may come and go with their panels.
    pub(super) fn show(&mut self, controls: &[Control]) -> Result<(), JsValue> {
        let mut wanted = Vec::new();
        let mut n_frames = 0;
        for control in controls {
            let elements = dom::find_all(&control.selector())?.into_iter().filter(is_seen);
            if let Control::Layer(_) = control {
                self.frame(n_frames, &elements.collect::<Vec<_>>())?;
                n_frames += 1;
            } else {
                wanted.extend(elements);
            }
        }
        self.frames.iter().skip(n_frames).for_each(|frame| frame.set_hidden(true));
        if wanted == self.marked {
            return Ok(());
        }
        for element in self.marked.iter().filter(|element| !wanted.contains(element)) {
            element.remove_attribute(MARK)?;
        }
        for element in wanted.iter().filter(|element| !self.marked.contains(element)) {
            dom::set_attribute(element, MARK, "");
            bring_into_sight(element);
        }
        self.marked = wanted;
        Ok(())
    }

    /// Has a frame go around the neurons of a layer.
    fn frame(&mut self, frame_idx: usize, neurons: &[HtmlElement]) -> Result<(), JsValue> {
        if frame_idx == self.frames.len() {
            let frame = dom::append_with_class(&self.stage, "i", "look-frame")?;
            dom::set_attribute(&frame, MARK, "");
            self.frames.push(frame);
        }
        let frame = &self.frames[frame_idx];
        frame.set_hidden(neurons.is_empty());
        let stage = self.stage.get_bounding_client_rect();
        let edge = |of: fn(&DomRect) -> f64, pick: fn(f64, f64) -> f64| {
            let edges = neurons.iter().map(|neuron| of(&neuron.get_bounding_client_rect()));
            edges.reduce(pick).unwrap_or(0.0)
        };
        let (left, top) = (edge(|it| it.left(), f64::min), edge(|it| it.top(), f64::min));
        let right = edge(|it| it.left() + it.width(), f64::max);
        let bottom = edge(|it| it.top() + it.height(), f64::max);
        for (property, length) in [
            ("left", left - stage.left()),
            ("top", top - stage.top()),
            ("width", right - left),
            ("height", bottom - top),
        ] {
            dom::set_length(frame, property, length as f32, "px");
        }
        Ok(())
    }
}

fn is_seen(element: &HtmlElement) -> bool {
    let bounds = element.get_bounding_client_rect();
    bounds.width() > 0.0 && bounds.height() > 0.0
}

/// Scrolls the inspector, and only that, to a control in it that is out of sight.
fn bring_into_sight(element: &HtmlElement) {
    let Some(inspector) = element.parent_element().and_then(|parent| parent.closest("#inspector").ok()?)
    else {
        return;
    };
    let (window, bounds) = (inspector.get_bounding_client_rect(), element.get_bounding_client_rect());
    if bounds.top() < window.top() || bounds.bottom() > window.bottom() {
        let margin = (window.height() - bounds.height()).max(0.0) / 2.0;
        let by = bounds.top() - window.top() - margin;
        inspector.set_scroll_top(inspector.scroll_top() + by as i32);
    }
}
