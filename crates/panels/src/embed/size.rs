//! How high the page wants to be in a frame: a function of `ui`, the width and the size of the browser's text alone. Nothing that
//! is told depends on the frame's height, so a host that obeys starts no loop.

use app::settings::Ui;

/// The widths from which `www/style.css` has two columns and three, in pixels; in narrower frames everything is stacked.
const TWO_COLUMNS: f32 = 480.0;
const TWO_COLUMNS_OF_ALL: f32 = 560.0;
const THREE_COLUMNS: f32 = 960.0;
/// Below this, two columns are narrow, and need more height.
const NARROW: f32 = 600.0;
/// What is stacked below the pad in `embed`, and the width from which the pad grows no more.
const BELOW_PAD: f32 = 590.0;
const WIDEST_PAD: f32 = 360.0;

/// The size of text for which those numbers are, in pixels: the one that browsers begin with. The style sheet measures in it.
const TEXT: f32 = 16.0;

/// The width of a frame, in CSS pixels, and the size of text that the browser's user has chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its width.
    pub width: u32,
    /// The size of text.
    pub text_size: f32,
}

/// The height that suits this frame, in CSS pixels.
pub(super) fn height(ui: Ui, Frame { width, text_size }: Frame) -> u32 {
    // Where text is larger, all is, and has its place as in a smaller frame.
    let scale = if (4.0..=128.0).contains(&text_size) { text_size / TEXT } else { 1.0 };
    let width = width as f32 / scale;
    let height = match ui {
        Ui::Pad => width * 6.0 / 5.0,
        Ui::Embed if width < TWO_COLUMNS => width.min(WIDEST_PAD) + BELOW_PAD,
        Ui::Embed if width < NARROW => width * 4.0 / 5.0,
        Ui::Network if width < NARROW => width,
        Ui::Embed | Ui::Network => width * 2.0 / 3.0,
        Ui::Full if width >= THREE_COLUMNS => width * 5.0 / 8.0,
        Ui::Full if width >= TWO_COLUMNS_OF_ALL => width * 5.0 / 4.0,
        Ui::Full => width * 2.0,
    };
    (height * scale).ceil() as u32
}

#[cfg(test)]
mod tests {
    use app::msg::Msg as CoreMsg;
    use proptest::prelude::*;

    use super::*;
    use crate::embed::{Effect, Msg};
    use crate::msg::Effect as PanelsEffect;
    use crate::state::State;
    use crate::test_support::ready_state;

    fn of_width(width: u32) -> Frame {
        Frame { width, text_size: TEXT }
    }

    /// What the page says of its size once the frame has this width.
    fn told(state: &mut State, width: u32) -> Vec<(u32, String)> {
        let effects = state.update(Msg::Frame(of_width(width)));
        let size = |effect| match effect {
            PanelsEffect::Embed(Effect::Resize { height, json }) => Some((height, json)),
            _ => None,
        };
        effects.into_iter().filter_map(size).collect()
    }

    #[test]
    fn nobody_who_has_not_asked_is_told() {
        let effects = ready_state().update(CoreMsg::Clear);
        let is_told = |effect: &PanelsEffect| matches!(effect, PanelsEffect::Embed(Effect::Resize { .. }));
        assert!(!effects.iter().any(is_told), "{effects:?}");
    }

    #[test]
    fn a_frame_that_is_not_shown_has_no_height() {
        let mut state = ready_state();
        assert!(told(&mut state, 0).is_empty());
        assert_eq!(told(&mut state, 960).len(), 1);
        assert!(told(&mut state, 0).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn each_of_a_thousand_widths_is_told_once(widths in prop::collection::vec(1_u32..4_000, 1_000)) {
            let mut state = ready_state();
            let mut before = None;
            for width in widths {
                let now = told(&mut state, width);
                prop_assert_eq!(now.len(), usize::from(before != Some(width)), "{}", width);
                for (height, json) in now {
                    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
                    prop_assert_eq!(told, serde_json::json!({"inkling": 1, "type": "resize", "width": width, "height": height}));
                }
                prop_assert!(told(&mut state, width).is_empty(), "the host has obeyed");
                before = Some(width);
            }
        }
    }

    #[test]
    fn who_asks_again_is_told_again() {
        let mut state = ready_state();
        assert_eq!(told(&mut state, 960).len(), 1);
        let effects = state.update(Msg::SizeWanted);
        let is_told =
            |effect: &PanelsEffect| matches!(effect, PanelsEffect::Embed(Effect::Resize { height: 600, .. }));
        assert_eq!(effects.iter().filter(|effect| is_told(effect)).count(), 1);
        assert!(told(&mut state, 960).is_empty());
    }

    #[test]
    fn each_ui_has_its_shape() {
        for (ui, width, expected) in [
            (Ui::Embed, 600, 400),
            (Ui::Embed, 300, 890),
            (Ui::Embed, 479, 950),
            (Ui::Embed, 480, 384),
            (Ui::Pad, 300, 360),
            (Ui::Network, 601, 401),
            (Ui::Network, 599, 599),
            (Ui::Full, 1280, 800),
            (Ui::Full, 559, 1118),
            (Ui::Full, 560, 700),
        ] {
            assert_eq!(height(ui, of_width(width)), expected, "{ui:?} {width}");
        }
    }

    #[test]
    fn larger_text_has_its_place_as_in_a_smaller_frame() {
        let height = |ui, width, text_size| height(ui, Frame { width, text_size });
        assert_eq!(height(Ui::Embed, 960, 32.0), 2 * height(Ui::Embed, 480, 16.0));
        assert_eq!(height(Ui::Embed, 700, 24.0), 1425, "stacked: one and a half times what 467 pixels want");
        assert_eq!(height(Ui::Full, 600, 8.0), height(Ui::Full, 1200, 16.0) / 2);
        for nonsense in [f32::NAN, 0.0, -16.0, f32::INFINITY] {
            assert_eq!(height(Ui::Pad, 300, nonsense), 360);
        }
    }
}
