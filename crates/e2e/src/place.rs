//! Where an element is once the page around it has come to rest: scrolled into view, with nothing in front of it.
//!
//! The page answers input a frame or two later, and a change in one place can move everything else. So a single look is
//! never trusted: an element is where two frames in a row agree it is.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::page::{PATIENCE, Page};

/// A rectangle in the window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// The point in the middle.
    #[must_use]
    pub fn middle(&self) -> (f64, f64) {
        self.at(0.5, 0.5)
    }

    /// The point at (`x`, `y`) in units of the rectangle's sides.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x + x * self.width, self.y + y * self.height)
    }
}

/// The outcome of looking for an element.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Look {
    /// Its left edge, top edge, width and height.
    Found([f64; 4]),
    /// What was still in the way when time ran out.
    Obstacle(String),
}

/// Looks at an element once a frame until it is visible, at rest, and a pointer reaches it at each of the points (in units
/// of its sides), or until time runs out.
const LOOK: &str = "
const [selector, points, patience, done] = arguments;
const began = performance.now();
const name = (element) => element ? element.localName + (element.id && '#' + element.id) : 'the window';
// The pointer goes through a neuron's element to the network view.
const takes_pointer = (element) =>
    getComputedStyle(element).pointerEvents === 'none' ? element.offsetParent ?? element : element;

let before = '';
const obstacle_of = (element) => {
    if (!element) return 'it is not there';
    element.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
    const {x, y, width, height} = element.getBoundingClientRect();
    const here = [x, y, width, height];
    const has_moved = String(here) !== before;
    before = String(here);
    if (!element.checkVisibility({visibilityProperty: true}) || width * height === 0) return 'it cannot be seen';
    if (has_moved) return 'it does not come to rest';
    const target = takes_pointer(element);
    const tops = points.map(([across, down]) => document.elementFromPoint(x + across * width, y + down * height));
    const hidden = tops.findIndex((top) => !target.contains(top));
    if (hidden >= 0) {
        element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
        return `${name(tops[hidden])} is in front of it at ${points[hidden]}`;
    }
    done(here);
    return '';
};
const look = () => {
    const obstacle = obstacle_of(document.querySelector(selector));
    if (!obstacle) return;
    if (performance.now() - began > patience) done(obstacle);
    else requestAnimationFrame(look);
};
requestAnimationFrame(look);";

impl Page {
    /// Where an element is in the window, after scrolling it into view if need be.
    ///
    /// # Errors
    ///
    /// If there is no such element, it cannot be seen, or it does not come to rest.
    pub async fn rect(&self, selector: &str) -> Result<Rect> {
        self.look(selector, &[]).await
    }

    /// The middle of an element in the window, where a pointer reaches it.
    ///
    /// # Errors
    ///
    /// As [`Page::rect`], and if something else is in front.
    pub async fn reach(&self, selector: &str) -> Result<(f64, f64)> {
        let [middle] = self.reach_at(selector, [(0.5, 0.5)]).await?;
        Ok(middle)
    }

    /// Points in the window where a pointer reaches an element; they are given in units of the element's sides.
    ///
    /// # Errors
    ///
    /// As [`Page::rect`], and if something else is in front.
    pub async fn reach_at<const N: usize>(
        &self,
        selector: &str,
        points: [(f64, f64); N],
    ) -> Result<[(f64, f64); N]> {
        let rect = self.look(selector, &points).await?;
        Ok(points.map(|(x, y)| rect.at(x, y)))
    }

    async fn look(&self, selector: &str, points: &[(f64, f64)]) -> Result<Rect> {
        let args = vec![json!(selector), json!(points), json!(PATIENCE.as_secs() * 1000)];
        let found = self
            .client()
            .execute_async(LOOK, args)
            .await
            .with_context(|| format!("looking for `{selector}`"))?;
        match serde_json::from_value(found)? {
            Look::Found([x, y, width, height]) => Ok(Rect { x, y, width, height }),
            Look::Obstacle(obstacle) => {
                bail!("`{selector}` cannot be used: after {} s {obstacle}", PATIENCE.as_secs())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_told_in_units_of_the_sides() {
        let rect = Rect { x: 10.0, y: 20.0, width: 100.0, height: 50.0 };
        assert_eq!(rect.middle(), (60.0, 45.0));
        assert_eq!(rect.at(0.2, 1.0), (30.0, 70.0));
    }
}
