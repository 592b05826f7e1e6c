//! The pictures of a page, and any message about what leaves it.

use app::named::Named;
use proptest::prelude::*;
use proptest::sample::select;

use crate::msg::Msg as PanelsMsg;
use crate::picture::shape::Shape;
use crate::picture::{Effect, File, Format, Msg, Subject};
use crate::state::State;
use crate::test_support::{ready_state, shipped, update as send};
use crate::worksheet;
use app::msg::Msg as CoreMsg;

fn saved(state: &mut State, subject: Subject, format: Format, theme: &str) -> Option<(String, File)> {
    let msg = Msg::Save { subject, format, palette: Box::new(shipped(theme)) };
    send(state, msg).into_iter().find_map(|effect| match effect {
        crate::msg::Effect::Picture(Effect::Save(name, file)) => Some((name, file)),
        _ => None,
    })
}

#[test]
fn a_picture_has_every_neuron_and_the_colours_of_the_theme_asked_for() {
    let mut state = ready_state();
    send(&mut state, CoreMsg::ShowExample(3));
    for theme in ["light", "dark", "projector"] {
        let file = saved(&mut state, Subject::Network, Format::Svg, theme);
        let Some((name, File::Svg(svg))) = file else { panic!("{file:?}") };
        assert_eq!(name, "inkling-network.svg");
        let paper = shipped(theme).paper.to_hex();
        assert!(svg.contains(&format!("<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>")), "{theme}");
        let Some((_, File::Png(picture))) = saved(&mut state, Subject::Network, Format::Png, theme) else {
            panic!("there is a picture")
        };
        let n_images = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Image { .. })).count();
        let n_circles = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Circle { .. })).count();
        assert!(n_images == 17 && n_circles >= 26, "{n_images} images, {n_circles} circles");
    }
}

#[test]
fn everything_lies_on_the_paper() {
    let mut state = ready_state();
    send(&mut state, CoreMsg::ShowExample(8));
    for subject in [Subject::Network, Subject::Weights, Subject::Why] {
        let Some((_, File::Png(picture))) = saved(&mut state, subject, Format::Png, "light") else {
            panic!("there is a picture of {subject:?}")
        };
        for shape in &picture.shapes {
            let [left, top, right, bottom] = match shape {
                Shape::Image { x, y, side, .. } | Shape::Square { x, y, side, .. } => {
                    [*x, *y, x + side, y + side]
                }
                Shape::Circle { centre: (x, y), radius, .. } => {
                    [x - radius, y - radius, x + radius, y + radius]
                }
                Shape::Text(label) => {
                    [label.x, label.y - label.size / 2.0, label.x, label.y + label.size / 2.0]
                }
                Shape::Lines { .. } => continue,
            };
            let is_on = left >= 0.0 && top >= 0.0 && right <= picture.width && bottom <= picture.height;
            assert!(is_on, "{subject:?}: {shape:?} of {} x {}", picture.width, picture.height);
        }
    }
}

#[test]
fn without_ink_there_is_nothing_to_explain_and_the_page_says_so() {
    let mut state = ready_state();
    assert_eq!(saved(&mut state, Subject::Why, Format::Svg, "light"), None);
    assert!(state.core.notes().iter().any(|note| note.contains("Draw something first")));
}

/// Any message about what leaves the page as a file or on paper.
pub(crate) fn any_msg() -> impl Strategy<Value = PanelsMsg> {
    let named = (0..Subject::NAMES.len(), 0..Format::NAMES.len());
    let save = named.prop_map(|(subject_idx, format_idx)| Msg::Save {
        subject: Subject::NAMES[subject_idx].1,
        format: Format::NAMES[format_idx].1,
        palette: Box::new(shipped("dark")),
    });
    let others: Vec<PanelsMsg> = vec![Msg::Failed.into(), worksheet::Msg::Print.into()];
    prop_oneof![1 => save.prop_map(PanelsMsg::from), 1 => select(others)]
}
