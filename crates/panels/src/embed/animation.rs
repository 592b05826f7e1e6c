//! A drawing that appears on the pad as a pen would draw it. It is one step to undo, and ends at once if somebody draws.

use app::revision::Revision;
use app::state::Core;
use digits::{Ink, Point, Stroke};

use crate::embed::Embed;
use crate::embed::msg::{Effect, Ticket};
use crate::embed::owed::Owed;
use crate::embed::protocol::Code;
use crate::embed::reply::refuse;

/// How long the pen takes for the length of the pad's side, in milliseconds.
const MS_PER_SIDE: f32 = 700.0;
/// How long a drawing takes at least and at most, in milliseconds.
const RANGE_MS: (f32, f32) = (300.0, 4_000.0);
/// What a dot, and each stroke beside its length, counts as, in sides of the pad.
const DOT: f32 = 0.05;

/// A drawing under way.
#[derive(Clone, Debug)]
pub(super) struct Animation {
    ticket: Ticket,
    ink: Ink,
    started_ms: Option<f64>,
    /// The ink's revision after the last frame.
    ink_revision: Revision,
    /// Whether the pad has a step to undo for it.
    has_step: bool,
}

impl Embed {
    /// Draws `ink` from the next frame on.
    pub(crate) fn animate(&mut self, core: &Core, ticket: Ticket, ink: Ink) {
        let ink_revision = core.ink_revision();
        self.animation = Some(Animation { ticket, ink, started_ms: None, ink_revision, has_step: false });
        self.owe(ticket, Owed::Drawn);
    }

    /// Puts the whole drawing on the pad that is under way, if there is one.
    pub(crate) fn finish_animation(&mut self, core: &mut Core) {
        if let Some(mut animation) = self.animation.take() {
            let ink = animation.ink.clone();
            animation.put(core, ink);
        }
    }

    /// Goes on in a frame at a time in milliseconds.
    pub(crate) fn tick(&mut self, core: &mut Core, now_ms: f64) {
        let Some(animation) = &mut self.animation else { return };
        let started_ms = *animation.started_ms.get_or_insert(now_ms);
        let whole = length(&animation.ink);
        let duration = (whole * MS_PER_SIDE).clamp(RANGE_MS.0, RANGE_MS.1);
        let share = ((now_ms - started_ms) as f32 / duration).max(0.0);
        if share < 1.0 {
            let part = beginning(&animation.ink, share * whole);
            animation.put(core, part);
        } else {
            self.finish_animation(core);
        }
    }

    /// Gives the drawing up if somebody else has changed the ink.
    pub(super) fn check_animation(&mut self, core: &Core, out: &mut Vec<Effect>) {
        let is_own = |animation: &mut Animation| animation.ink_revision == core.ink_revision();
        if let Some(animation) =
            self.animation.take_if(|animation| !is_own(animation) || core.pad().is_drawing())
        {
            self.owed.retain(|(ticket, owed)| (*ticket, owed) != (animation.ticket, &Owed::Drawn));
            let message = "Somebody drew on the pad before the animation was finished.";
            out.push(refuse(animation.ticket, Code::Interrupted, message));
        }
    }
}

impl Animation {
    /// Puts this on the pad instead of what it put there before.
    fn put(&mut self, core: &mut Core, ink: Ink) {
        let has_step = self.has_step;
        core.edit_ink(|pad| {
            let before = pad.ink().clone();
            if has_step {
                pad.undo();
            }
            self.has_step = pad.replace(ink);
            *pad.ink() != before
        });
        self.ink_revision = core.ink_revision();
    }
}

fn distance(from: &Point, to: &Point) -> f32 {
    (from.x - to.x).hypot(from.y - to.y)
}

fn length_of(stroke: &Stroke) -> f32 {
    DOT + stroke.points.windows(2).map(|ends| distance(&ends[0], &ends[1])).sum::<f32>()
}

fn length(ink: &Ink) -> f32 {
    ink.strokes.iter().map(length_of).sum()
}

/// The first part of the drawing, up to a length. It has at least a point if the drawing has.
fn beginning(ink: &Ink, mut length: f32) -> Ink {
    let mut part = Ink::default();
    for stroke in &ink.strokes {
        let whole = length_of(stroke);
        if length >= whole {
            part.strokes.push(stroke.clone());
            length -= whole;
            continue;
        }
        let mut points: Vec<Point> = stroke.points.iter().take(1).copied().collect();
        let mut rest = length - DOT;
        for ends in stroke.points.windows(2) {
            let step = distance(&ends[0], &ends[1]);
            if rest < step {
                let share = (rest / step).max(0.0);
                let at = |from: f32, to: f32| from + share * (to - from);
                points.push(Point::new(at(ends[0].x, ends[1].x), at(ends[0].y, ends[1].y)));
                break;
            }
            points.push(ends[1]);
            rest -= step;
        }
        part.strokes.push(Stroke { points });
        break;
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink() -> Ink {
        let stroke = |points: &[(f32, f32)]| Stroke {
            points: points.iter().map(|&(x, y)| Point::new(x, y)).collect(),
        };
        Ink { strokes: vec![stroke(&[(0.2, 0.2), (0.8, 0.2), (0.8, 0.8)]), stroke(&[(0.5, 0.5)])] }
    }

    #[test]
    fn a_drawing_grows_evenly_to_its_whole() {
        let ink = ink();
        let whole = length(&ink);
        assert!((whole - 1.3).abs() < 1e-5);
        let mut before = 0.0;
        for step in 0..=20_u8 {
            let part = beginning(&ink, whole * f32::from(step) / 20.0);
            assert!(!part.is_empty());
            let now = length(&part);
            assert!(now >= before && now - before < 0.2, "{before} to {now}");
            before = now;
        }
        assert_eq!(beginning(&ink, whole + 1.0), ink);
        let half = beginning(&ink, DOT + 0.9);
        assert_eq!(half.strokes.len(), 1);
        assert!((half.strokes[0].points[2].y - 0.5).abs() < 1e-5, "{half:?}");
    }
}
