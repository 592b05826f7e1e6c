//! How high the page wants to be in a frame: a function of `ui` and the width alone. Nothing that is told depends on the frame's
//! height, so a host that obeys starts no loop.

use app::settings::Ui;

/// The widths from which `www/style.css` has two columns and three, in pixels; in narrower frames everything is stacked.
const TWO_COLUMNS: u32 = 480;
const TWO_COLUMNS_OF_ALL: u32 = 560;
const THREE_COLUMNS: u32 = 960;
/// Below this, two columns are narrow, and need more height.
const NARROW: u32 = 600;
/// What is stacked below the pad in `embed`, and the width from which the pad grows no more.
const BELOW_PAD: u32 = 590;
const WIDEST_PAD: u32 = 360;

/// The height that suits this width, in CSS pixels.
pub(super) fn height(ui: Ui, width: u32) -> u32 {
    let (numerator, denominator) = match ui {
        Ui::Pad => (6, 5),
        Ui::Embed if width < TWO_COLUMNS => return width.min(WIDEST_PAD) + BELOW_PAD,
        Ui::Embed if width < NARROW => (4, 5),
        Ui::Network if width < NARROW => (1, 1),
        Ui::Embed | Ui::Network => (2, 3),
        Ui::Full if width >= THREE_COLUMNS => (5, 8),
        Ui::Full if width >= TWO_COLUMNS_OF_ALL => (5, 4),
        Ui::Full => (2, 1),
    };
    (width * numerator).div_ceil(denominator)
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

    /// What the page says of its size once the frame has this width.
    fn told(state: &mut State, width: u32) -> Vec<(u32, String)> {
        let effects = state.update(Msg::Width(width));
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
    fn each_ui_has_its_shape() {
        assert_eq!(height(Ui::Embed, 600), 400);
        assert_eq!(height(Ui::Embed, 300), 890);
        assert_eq!(height(Ui::Pad, 300), 360);
        assert_eq!(height(Ui::Network, 601), 401);
        assert_eq!(height(Ui::Full, 1280), 800);
    }
}
