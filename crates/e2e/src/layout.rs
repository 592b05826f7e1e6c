//! What must hold at every size: nothing wider than the window, nothing cut off, targets large enough for a finger.

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;

use crate::page::Page;

/// The size of the page and of its window, in CSS pixels.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
pub struct Extent {
    /// Width of the content.
    pub content_width: f64,
    /// Height of the content.
    pub content_height: f64,
    /// Width of the window.
    pub window_width: f64,
    /// Height of the window.
    pub window_height: f64,
}

/// Finds visible texts and controls that stick out of the window sideways, or out of a box that clips them.
///
/// What is hidden on purpose (for screen readers: clipped to one pixel) does not count, and neither does what scrolls.
const CUT_OFF: &str = "
const name = (element) => element.tagName.toLowerCase() + (element.id ? '#' + element.id : '')
    + [...element.attributes].filter((a) => a.name.startsWith('data-')).map((a) => `[${a.name}=${a.value}]`).join('');
const scrolls = (overflow) => overflow === 'auto' || overflow === 'scroll';
const clips = (overflow) => overflow === 'hidden' || overflow === 'clip';
const extent = (element) => {
    if (element.matches('button, select, input, canvas')) return element.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
};
const is_small = ({width, height}) => width <= 1 || height <= 1;
const found = [];
for (const element of document.body.querySelectorAll('*')) {
    const shows_something = element.matches('button, select, input, canvas')
        || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    if (!shows_something || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const rect = extent(element);
    if (is_small(rect) || is_small(element.getBoundingClientRect())) continue;
    if (rect.left < -1 || rect.right > innerWidth + 1) {
        found.push(`${name(element)} reaches from ${rect.left} to ${rect.right} of the window's ${innerWidth}`);
    }
    // What lies in a box that scrolls can be scrolled into view.
    let across = true, down = true;
    for (let box = element; box; box = box.parentElement) {
        const {overflowX, overflowY} = getComputedStyle(box);
        const {left, right, top, bottom} = box.getBoundingClientRect();
        const is_cut = (across && clips(overflowX) && (rect.left < left - 1 || rect.right > right + 1))
            || (down && clips(overflowY) && (rect.top < top - 1 || rect.bottom > bottom + 1));
        if (is_cut && right - left > 1) {
            found.push(`${name(element)}, ${rect.width} x ${rect.height}, is cut off by ${name(box)}`);
        }
        across &&= !scrolls(overflowX);
        down &&= !scrolls(overflowY);
    }
}
return found;";

/// Finds visible controls with a side shorter than `arguments[0]`. A control in a label is as large as the label.
const SMALL_TARGETS: &str = "
const found = [];
for (const control of document.querySelectorAll('button, select, input, summary, a[href]')) {
    if (!control.checkVisibility({visibilityProperty: true}) || control.closest('[data-neuron], #neurons')) continue;
    const {width, height} = (control.closest('label') ?? control).getBoundingClientRect();
    if (width > 1 && (width < arguments[0] - 0.5 || height < arguments[0] - 0.5)) {
        found.push(`${control.id || control.outerHTML.slice(0, 60)} is ${width} x ${height}`);
    }
}
return found;";

impl Page {
    /// The size of the page and of its window.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn extent(&self) -> Result<Extent> {
        self.eval(
            "const {scrollWidth, scrollHeight} = document.scrollingElement;
             return {content_width: scrollWidth, content_height: scrollHeight,
                     window_width: innerWidth, window_height: innerHeight};",
        )
        .await
    }

    /// One line for each visible element that is cut off.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn cut_off(&self) -> Result<Vec<String>> {
        self.eval(CUT_OFF).await
    }

    /// One line for each visible control that is less than `side` CSS pixels wide or high.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn small_targets(&self, side: f64) -> Result<Vec<String>> {
        self.eval_with(SMALL_TARGETS, &[json!(side)]).await
    }
}
