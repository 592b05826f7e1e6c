//! Presenting, as a teacher does it from the keyboard.

use app::keys::Key;
use app::msg::Msg as CoreMsg;
use app::pad::Source;
use app::settings::Theme;
use digits::Point;
use proptest::prelude::*;

use crate::classroom::{Effect, Msg};
use crate::commands::{COMMANDS, Command};
use crate::msg::{Effect as PanelsEffect, Msg as PanelsMsg};
use crate::state::State;
use crate::test_support::ready_state;
use crate::{follow, keys, link, propagation, twin};

pub(crate) fn any_msg() -> impl Strategy<Value = PanelsMsg> {
    let commands: Vec<PanelsMsg> = COMMANDS.iter().map(|line| line.command.into()).collect();
    let others = [Msg::IsFullScreen(true), Msg::IsFullScreen(false), Msg::BringBack, Msg::Stay];
    let mut others = others.map(PanelsMsg::from).to_vec();
    others.extend([twin::Msg::Arrived, twin::Msg::Failed].map(PanelsMsg::from));
    others.extend(["v=1", "v=1&pick=1:2", "v=1&ink=?"].map(|hash| link::Msg::Mirror(hash.into()).into()));
    prop_oneof![3 => prop::sample::select(commands), 1 => prop::sample::select(others)]
}

/// Presses a key, as far as the page has a meaning for it.
fn press(state: &mut State, name: &str) -> Vec<PanelsEffect> {
    let key = Key { name: name.to_owned(), ..Key::default() };
    let is_presenting = state.panels.classroom.presentation.is_some();
    let when = keys::Circumstances { is_presenting, ..keys::Circumstances::default() };
    keys::on_page(&key, when).map_or_else(Vec::new, |command| state.update(command))
}

fn presenting() -> State {
    let mut state = ready_state();
    state.core.settings.theme = Theme::Dark;
    let effects = press(&mut state, "p");
    assert!(effects.contains(&PanelsEffect::Classroom(Effect::FullScreen(true))));
    state
}

/// Draws a line, and returns how many strokes there are.
fn draw(state: &mut State) -> usize {
    state.update(CoreMsg::PenDown(Source::Pointer(1), Point::new(0.5, 0.2)));
    state.update(CoreMsg::PenMove(Source::Pointer(1), vec![Point::new(0.5, 0.8)]));
    state.update(CoreMsg::PenUp(Source::Pointer(1)));
    state.core.pad().ink().strokes.len()
}

#[test]
fn the_theme_comes_back_however_one_leaves() {
    let ways = [PanelsMsg::from(Command::Present), Command::Leave.into(), Msg::IsFullScreen(false).into()];
    for leave in ways {
        let mut state = presenting();
        state.update(Msg::IsFullScreen(true));
        assert_eq!(state.core.settings.theme, Theme::Projector);
        let effects = state.update(leave);
        assert_eq!(state.core.settings.theme, Theme::Dark);
        assert!(effects.contains(&PanelsEffect::Classroom(Effect::FullScreen(false))));
        assert!(!press(&mut state, "s").iter().any(|effect| matches!(effect, PanelsEffect::Classroom(_))));
        assert!(state.panels.classroom.presentation.is_none());
    }
}

/// A browser tells of the full screen late, when somebody has gone on.
#[test]
fn only_the_present_full_screen_counts() {
    let mut state = presenting();
    press(&mut state, "p");
    let effects = state.update(Msg::IsFullScreen(true));
    assert!(effects.contains(&PanelsEffect::Classroom(Effect::FullScreen(false))), "left before it was full");
    press(&mut state, "p");
    state.update(Msg::IsFullScreen(false));
    assert!(state.panels.classroom.presentation.is_some(), "the end of the one before");
    state.update(Msg::IsFullScreen(true));
    state.update(Msg::IsFullScreen(false));
    assert!(state.panels.classroom.presentation.is_none());
}

#[test]
fn escape_leaves_one_thing_after_the_other() {
    let mut state = presenting();
    press(&mut state, "f");
    press(&mut state, ".");
    let on = |state: &State| {
        [Command::Blank, Command::Freeze, Command::Present]
            .map(|command| state.panels.is_on(command).unwrap_or(false))
    };
    assert_eq!(on(&state), [true, true, true]);
    for expected in [[false, true, true], [false, false, true], [false, false, false]] {
        press(&mut state, "Escape");
        assert_eq!(on(&state), expected);
    }
}

#[test]
fn a_frozen_picture_stays_and_then_goes_on() {
    let mut state = presenting();
    draw(&mut state);
    state.update(propagation::Msg::Open);
    state.update(PanelsMsg::Tick(0.0));
    press(&mut state, "f");
    let share = state.panels.propagation.share();
    assert!(!state.update(PanelsMsg::Tick(100.0)).contains(&PanelsEffect::Tick), "it asks for no frame");
    press(&mut state, "PageDown");
    assert_eq!(state.panels.propagation.share(), share);
    assert!(press(&mut state, "f").contains(&PanelsEffect::Tick), "it goes on");
}

#[test]
fn a_stroke_is_not_frozen_halfway() {
    let mut state = presenting();
    state.update(CoreMsg::PenDown(Source::Pointer(1), Point::new(0.5, 0.2)));
    press(&mut state, "f");
    assert!(!state.panels.classroom.is_frozen());
}

#[test]
fn a_clicker_leads_through_the_layers_or_along_the_path_that_is_followed() {
    let mut state = presenting();
    draw(&mut state);
    press(&mut state, "PageUp");
    assert!(!state.panels.propagation.is_open);
    press(&mut state, "PageDown");
    assert!(state.panels.propagation.is_open && !state.panels.propagation.is_playing);
    assert_eq!(state.panels.propagation.share(), 0.0);
    press(&mut state, "PageDown");
    let first = state.panels.propagation.share();
    assert!(first > 0.0);
    press(&mut state, "ArrowRight");
    assert!(state.panels.propagation.share() > first);
    press(&mut state, "PageUp");
    assert_eq!(state.panels.propagation.share(), first);
    state.update(CoreMsg::Pick(app::target::Target::Pixel(300)));
    state.update(follow::Msg::Start);
    let before = state.panels.propagation.share();
    press(&mut state, "PageDown");
    assert_eq!(state.panels.propagation.share(), before);
}

#[test]
fn the_start_is_how_the_page_was_opened_and_nothing_is_lost() {
    let mut state = presenting();
    let hash = "#v=1&panel=why&ink=0PofkD0PfF".to_owned();
    state.update(link::Msg::Begun { hash, session: None, is_framed: false });
    let opened = state.core.pad().ink().clone();
    draw(&mut state);
    state.update(CoreMsg::Open(app::panel::Panel::Matrix));
    let mine = state.core.pad().ink().clone();
    press(&mut state, "0");
    assert_eq!((state.core.pad().ink(), state.core.open), (&opened, app::panel::Panel::Why));
    state.update(Msg::BringBack);
    assert_eq!((state.core.pad().ink(), state.core.open), (&mine, app::panel::Panel::Matrix));
    assert!(!state.panels.classroom.has_mine());
    press(&mut state, "0");
    state.update(CoreMsg::Undo);
    assert_eq!(*state.core.pad().ink(), mine, "one step back, too");
}
