//! Marks on the controls that a lesson speaks of: an attribute, which the style sheet draws as an outline. Nothing else
//! about them changes. A layer is marked as a whole, by a frame around its neurons.

use panels::lesson::control::Control;
use wasm_bindgen::JsValue;
use web::{Markup, dom};
use web_sys::HtmlElement;

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
        self.frames.drain(n_frames..).for_each(|frame| frame.remove());
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
        let edge = |of: fn(&HtmlElement) -> i32, pick: fn(i32, i32) -> i32| {
            neurons.iter().map(of).reduce(pick).unwrap_or(0)
        };
        let (left, top) = (edge(HtmlElement::offset_left, i32::min), edge(HtmlElement::offset_top, i32::min));
        let right = edge(|neuron| neuron.offset_left() + neuron.offset_width(), i32::max);
        let bottom = edge(|neuron| neuron.offset_top() + neuron.offset_height(), i32::max);
        for (property, length) in
            [("left", left), ("top", top), ("width", right - left), ("height", bottom - top)]
        {
            dom::set_length(&self.frames[frame_idx], property, length as f32, "px");
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
