//! All behaviour: what each message does to the state. Performs nothing itself; what the browser must do it returns.

use digits::Ink;
use models::{Model, ModelSource};

use crate::examples::example;
use crate::msg::{Effect, Msg};
use crate::network_layout::{NetworkLayout, Target};
use crate::pad::{Source, Tool};
use crate::panels::{self, Panel};
use crate::state::State;

/// Carries out `msg`. Never fails: what comes from outside and is wrong becomes a note and leaves the rest as it was.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    let has_changed = match msg {
        Msg::Started(settings, unknown) => {
            effects.push(want(state, settings.model.clone()));
            effects.extend(unknown.iter().cloned().map(Effect::Warn));
            state.panels.open = if settings.panel == Panel::Neuron { Panel::None } else { settings.panel };
            state.settings = settings;
            state.notes.extend(unknown);
            false
        }
        Msg::SystemTheme(is_dark) => {
            state.system_is_dark = is_dark;
            false
        }
        Msg::SetTheme(theme) => {
            state.settings.theme = theme;
            false
        }
        Msg::ChooseModel(source) => {
            choose(state, source, &mut effects);
            false
        }
        Msg::ModelArrived(source, bytes) => {
            model_arrived(state, &source, bytes, &mut effects);
            false
        }

        Msg::PenDown(source, point) => state.pad.begin(source, point),
        Msg::PenMove(source, points) => {
            let was_full = state.pad.is_full();
            let mut changed = false;
            for point in points {
                changed |= state.pad.extend(source, point);
            }
            if state.pad.is_full() && !was_full {
                state.notes.push("The pad is full: clear it, or undo, to draw on.".to_owned());
            }
            changed
        }
        Msg::PenUp(source) => {
            state.pad.end(source);
            false
        }
        Msg::MoveCursor(dx, dy) => state.pad.move_cursor(dx, dy),
        Msg::ToggleKeyboardPen => state.pad.toggle_keyboard_pen(),
        Msg::LiftKeyboardPen => {
            state.pad.end(Source::Keyboard);
            false
        }
        Msg::SetTool(tool) => {
            state.pad.set_tool(tool);
            false
        }
        Msg::ToggleEraser => {
            state.pad.set_tool(match state.pad.tool() {
                Tool::Pen => Tool::Eraser,
                Tool::Eraser => Tool::Pen,
            });
            false
        }
        Msg::SetBrush(width) => {
            state.pad.set_brush(width);
            false
        }
        Msg::Undo => state.pad.undo(),
        Msg::Redo => state.pad.redo(),
        Msg::Clear => state.pad.replace(Ink::default()),
        Msg::ShowExample(digit) => state.pad.replace(example(digit)),

        Msg::SetStep(step, is_on) => {
            state.steps_off.retain(|off| *off != step);
            if !is_on {
                state.steps_off.push(step);
            }
            true
        }
        Msg::SetEdges(meaning) => {
            state.edges = meaning;
            false
        }
        Msg::NetworkResized { width, height, text_size } => {
            state.view = (width, height, text_size);
            lay_out(state);
            false
        }
        Msg::PointAt(point) => {
            state.hovered = point.and_then(|(x, y)| state.layout.target_at(x, y));
            false
        }
        Msg::PickAt(x, y) => {
            let target = state.layout.target_at(x, y);
            // A second click on the same part puts it down again.
            state.picked = if target == state.picked { None } else { target };
            effects.extend(state.picked.map(Effect::FocusOn));
            false
        }
        Msg::Focus(target) => {
            attend_by_keyboard(state, target);
            false
        }
        Msg::MoveFocus(target, direction) => {
            let next = state.layout.neighbour(target, direction);
            attend_by_keyboard(state, next);
            effects.push(Effect::FocusOn(next));
            false
        }
        Msg::Pick(target) => {
            attend_by_keyboard(state, target);
            effects.push(Effect::FocusOn(target));
            false
        }
        Msg::PickNext(is_forward) => {
            if let Some(target) = state.attended().and_then(|target| state.layout.next(target, is_forward)) {
                attend_by_keyboard(state, target);
            }
            false
        }
        Msg::PointAtTerm(term) => {
            state.term = term;
            false
        }
        Msg::ShowTangent(is_wanted) => {
            state.shows_tangent = is_wanted;
            false
        }
        Msg::Unpick => {
            state.picked = None;
            state.hovered = None;
            state.term = None;
            false
        }
        Msg::Open(panel) => {
            state.panels.open = panel;
            false
        }
        Msg::Panel(msg) => {
            let (has_changed, more) = panels::update(state, msg);
            effects.extend(more);
            has_changed
        }
        Msg::DismissNotes => {
            state.notes.clear();
            false
        }
    };
    if has_changed {
        state.revision += 1;
    }
    if state.panels.have_arrived {
        panels::follow(state, &mut effects);
    }
    effects
}

/// Takes another model into use, or asks for its file.
pub(crate) fn choose(state: &mut State, source: ModelSource, effects: &mut Vec<Effect>) {
    if state.model_source.as_ref() == Some(&source) {
        // Whatever else is on its way is not wanted any more.
        state.model_wanted = None;
    } else if let ModelSource::Own(_) = source {
        // The panels have it, and give it when they follow.
        state.model_wanted = Some(source);
    } else {
        effects.push(want(state, source));
    }
}

/// Asks for a model. Whatever was asked for before is not wanted any more.
fn want(state: &mut State, source: ModelSource) -> Effect {
    state.model_wanted = Some(source.clone());
    Effect::FetchModel(source)
}

/// Takes the model into use, or says why not, unless another was asked for meanwhile. What may be of another format is
/// left to the panels, which read those.
fn model_arrived(
    state: &mut State,
    source: &ModelSource,
    bytes: Result<Vec<u8>, String>,
    effects: &mut Vec<Effect>,
) {
    if state.model_wanted.as_ref() != Some(source) {
        return;
    }
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(reason) => return refuse(state, source, &reason, effects),
    };
    match Model::from_json(&bytes) {
        Ok(model) => adopt(state, source.clone(), model),
        Err(_) if models::may_be_foreign(&bytes) => {
            state.panels.models.unread = Some((source.clone(), bytes));
        }
        Err(error) => refuse(state, source, &error.to_string(), effects),
    }
}

/// Takes a model into use.
pub(crate) fn adopt(state: &mut State, source: ModelSource, model: Model) {
    state.model_wanted = None;
    state.steps_off.retain(|step| model.preprocessing.contains(*step));
    state.model = Some(model);
    state.model_source = Some(source);
    state.model_revision += 1;
    state.n_models += 1;
    state.hovered = None;
    // A panel that begins with a neuron does so once.
    let begins_with_neuron = state.settings.panel == Panel::Neuron && state.n_models == 1;
    state.picked = begins_with_neuron.then_some(Target::Neuron { layer_idx: 0, neuron_idx: 0 });
    state.revision += 1;
    lay_out(state);
}

/// Says why a model cannot be used. One that is named by the address gives way to the default one, so that the page works
/// all the same; the drawing stays in any case.
pub(crate) fn refuse(state: &mut State, source: &ModelSource, reason: &str, effects: &mut Vec<Effect>) {
    state.model_wanted = None;
    let mut note = format!("The model “{}” could not be used: {reason}.", source.url());
    if state.model.is_none() && *source != ModelSource::default() {
        note.push_str(" The page goes on with its own.");
        effects.push(want(state, ModelSource::default()));
    } else if state.model.is_none() {
        note.push_str(" Drawing works; reload the page to try again.");
    } else {
        note.push_str(" The present one stays.");
    }
    effects.push(Effect::Warn(note.clone()));
    if !state.notes.contains(&note) {
        state.notes.push(note);
    }
}

/// The keyboard goes before a pointer that merely rests; the pointer's next movement counts again.
fn attend_by_keyboard(state: &mut State, target: Target) {
    state.picked = Some(target);
    state.hovered = None;
}

fn lay_out(state: &mut State) {
    if let Some(model) = &state.model {
        let (width, height, text_size) = state.view;
        state.layout = NetworkLayout::new(width, height, text_size, &model.network.sizes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derived::Derived;
    use crate::network_layout::Direction;
    use crate::scene::page::{announcement, answer_scene};
    use crate::settings::Settings;
    use crate::test_support::{derived, model_json, ready_state};
    use digits::{Point, PreprocessingStep};

    /// Chooses a model and gets its file.
    fn load(state: &mut State, source: ModelSource, bytes: Result<Vec<u8>, String>) -> Vec<Effect> {
        update(state, Msg::ChooseModel(source.clone()));
        update(state, Msg::ModelArrived(source, bytes))
    }

    fn run(state: &mut State, messages: impl IntoIterator<Item = Msg>) -> Vec<Effect> {
        messages.into_iter().flat_map(|msg| update(state, msg)).collect()
    }

    #[test]
    fn the_page_begins_by_fetching_the_model_that_the_address_names() {
        let mut state = State::default();
        let model = ModelSource::Url("my/model.json".into());
        let settings = Settings { model: model.clone(), ..Settings::default() };
        let effects = run(&mut state, [Msg::Started(settings, vec!["odd".into()])]);
        assert_eq!(effects, [Effect::FetchModel(model), Effect::Warn("odd".into())]);
        assert_eq!(state.notes, ["odd"]);
    }

    #[test]
    fn a_broken_model_gives_way_to_the_default_and_the_drawing_stays() {
        let mut state = State::default();
        let source = Source::Pointer(1);
        run(&mut state, [Msg::PenDown(source, Point::new(0.5, 0.5)), Msg::PenUp(source)]);
        for bytes in [Ok(b"{}".to_vec()), Err("the server answered 404".to_owned())] {
            let broken = ModelSource::Url("broken.json".into());
            let effects = load(&mut state, broken, bytes);
            assert_eq!(effects[0], Effect::FetchModel(ModelSource::default()));
        }
        assert!(
            state.notes[0].contains("broken.json") && state.notes[1].contains("404"),
            "{:?}",
            state.notes
        );
        load(&mut state, ModelSource::default(), Ok(model_json(&[784, 16, 16, 10])));
        assert!(state.model.is_some());
        assert!(derived(&state).answer.is_some());
    }

    #[test]
    fn a_broken_model_later_leaves_the_present_one() {
        let mut state = ready_state();
        let name = state.model.as_ref().map(|model| model.name.clone());
        let effects = load(&mut state, ModelSource::Url("x.json".into()), Ok(Vec::new()));
        assert!(matches!(effects[..], [Effect::Warn(_)]), "{effects:?}");
        assert_eq!((&state.model_source, &state.model_wanted), (&Some(ModelSource::default()), &None));
        load(&mut state, ModelSource::Url("x.json".into()), Ok(Vec::new()));
        assert_eq!(state.notes.len(), 1, "the same is said once");
        assert_eq!(state.model.map(|model| model.name), name);
    }

    #[test]
    fn another_model_reads_the_same_drawing() {
        let mut state = ready_state();
        run(&mut state, [Msg::ShowExample(3)]);
        let before = derived(&state);
        load(&mut state, ModelSource::Shipped("wide"), Ok(model_json(&[784, 30, 10])));
        let after = derived(&state);
        assert_eq!(before.image, after.image, "the drawing stays");
        assert_eq!(after.pass.map(|pass| pass.activations(0).len()), Some(30));
        assert_eq!(state.layout.layers.len(), 2);
        assert_eq!(
            update(&mut state, Msg::ChooseModel(ModelSource::Shipped("wide"))),
            [],
            "it is there already"
        );
    }

    #[test]
    fn of_two_models_chosen_the_last_counts_whichever_arrives_first() {
        let mut state = ready_state();
        let (slow, fast) = (ModelSource::Shipped("sharp"), ModelSource::Shipped("wide"));
        let chosen = [Msg::ChooseModel(slow.clone()), Msg::ChooseModel(fast.clone())];
        let effects = run(&mut state, chosen);
        assert_eq!(effects, [Effect::FetchModel(slow.clone()), Effect::FetchModel(fast.clone())]);
        let late = Msg::ModelArrived(slow.clone(), Ok(model_json(&[784, 3, 10])));
        run(&mut state, [Msg::ModelArrived(fast.clone(), Ok(model_json(&[784, 30, 10]))), late.clone()]);
        assert_eq!(state.model_source, Some(fast.clone()));
        run(&mut state, [Msg::ChooseModel(slow), Msg::ChooseModel(fast.clone()), late]);
        assert_eq!(
            (&state.model_source, &state.model_wanted),
            (&Some(fast), &None),
            "a change of mind counts too"
        );
    }

    #[test]
    fn without_any_model_the_pad_still_draws_and_claims_nothing() {
        let mut state = State::default();
        let effects = load(&mut state, ModelSource::default(), Err("offline".into()));
        assert!(matches!(effects[..], [Effect::Warn(_)]), "no endless retrying: {effects:?}");
        run(&mut state, [Msg::ShowExample(3)]);
        let derived = derived(&state);
        assert!(derived.answer.is_none() && !derived.image.is_blank());
        assert_eq!(answer_scene(&state, &derived).digit, "");
    }

    #[test]
    fn the_answer_follows_the_pen_and_is_announced_once_it_is_up() {
        let mut state = ready_state();
        let pen = Source::Pointer(7);
        assert!(derived(&state).answer.is_none(), "an empty pad gives no verdict");
        run(&mut state, [Msg::PenDown(pen, Point::new(0.4, 0.3))]);
        let first = derived(&state);
        assert!(first.answer.is_some());
        assert_eq!(announcement(&state, &first), None);
        run(&mut state, [Msg::PenMove(pen, vec![Point::new(0.5, 0.5), Point::new(0.5, 0.8)])]);
        assert_ne!(derived(&state).image, first.image);
        run(&mut state, [Msg::PenUp(pen)]);
        assert!(announcement(&state, &derived(&state)).is_some_and(|text| text.starts_with("Reads ")));
        run(&mut state, [Msg::Undo]);
        assert!(derived(&state).answer.is_none());
        assert_eq!(announcement(&state, &derived(&state)), Some("Nothing drawn.".to_owned()));
    }

    #[test]
    fn steps_can_be_switched_off_and_on() {
        let mut state = ready_state();
        let pen = Source::Pointer(1);
        let corner = [Point::new(0.05, 0.05), Point::new(0.06, 0.2), Point::new(0.1, 0.25)];
        run(
            &mut state,
            [Msg::PenDown(pen, corner[0]), Msg::PenMove(pen, corner[1..].to_vec()), Msg::PenUp(pen)],
        );
        let centred = derived(&state).image;
        run(&mut state, [Msg::SetStep(PreprocessingStep::CentreOfMass, false)]);
        let in_the_corner = derived(&state).image;
        assert_ne!(in_the_corner, centred);
        run(&mut state, [Msg::SetStep(PreprocessingStep::CentreOfMass, true)]);
        assert_eq!(derived(&state).image, centred);
    }

    #[test]
    fn a_neuron_is_picked_and_let_go_by_click_and_by_keys() {
        let mut state = ready_state();
        let target = Target::Neuron { layer_idx: 1, neuron_idx: 4 };
        let (x, y) = state.layout.centre(target).expect("it is there");
        assert_eq!(run(&mut state, [Msg::PickAt(x, y)]), [Effect::FocusOn(target)]);
        assert_eq!(state.attended(), Some(target));
        run(&mut state, [Msg::ShowExample(4)]);
        assert_eq!(state.picked, Some(target), "drawing leaves the selection");
        run(&mut state, [Msg::PointAt(Some((x, y)))]);
        let effects = run(&mut state, [Msg::MoveFocus(target, Direction::Down)]);
        let next = Target::Neuron { layer_idx: 1, neuron_idx: 5 };
        assert_eq!(effects, [Effect::FocusOn(next)]);
        assert_eq!(state.attended(), Some(next), "a resting pointer does not hold the keyboard back");
        run(&mut state, [Msg::PointAt(Some((x, y)))]);
        assert_eq!(state.attended(), Some(target), "a moving one goes before");
        run(&mut state, [Msg::PointAt(None), Msg::Unpick]);
        assert_eq!(state.attended(), None);
        run(&mut state, [Msg::PickAt(x, y), Msg::PickAt(x, y)]);
        assert_eq!(state.picked, None, "a second click lets go");
    }

    #[test]
    fn the_panel_leads_through_the_layer_and_stops_at_its_ends() {
        let mut state = ready_state();
        let output = |neuron_idx| Target::Neuron { layer_idx: 2, neuron_idx };
        run(&mut state, [Msg::PickNext(true)]);
        assert_eq!(state.picked, None, "there is nothing to begin with");
        run(&mut state, [Msg::Pick(output(8)), Msg::PickNext(true)]);
        assert_eq!(state.picked, Some(output(9)));
        run(&mut state, [Msg::PickNext(true)]);
        assert_eq!(state.picked, Some(output(9)));
        run(&mut state, [Msg::Pick(Target::Pixel(1)), Msg::PickNext(false), Msg::PickNext(false)]);
        assert_eq!(state.picked, Some(Target::Pixel(0)));
    }

    mod any_order {
        use super::*;
        use crate::palette::tests::shipped;
        use crate::scene::{detail::detail, edges::EdgeMeaning, network::network_scene, page::stages};
        use crate::settings::Theme;
        use proptest::prelude::*;

        fn any_point() -> impl Strategy<Value = Point> {
            (-0.5..1.5_f32, -0.5..1.5_f32).prop_map(|(x, y)| Point::new(x, y))
        }

        /// Of any network, so also of another than the present one.
        fn any_target() -> impl Strategy<Value = Target> {
            prop_oneof![
                (0..784_usize).prop_map(Target::Pixel),
                (0..4_usize, 0..300_usize)
                    .prop_map(|(layer_idx, neuron_idx)| Target::Neuron { layer_idx, neuron_idx }),
            ]
        }

        fn any_msg() -> impl Strategy<Value = Msg> {
            let source = || (1..3_i32).prop_map(Source::Pointer);
            let step = prop::sample::select(vec![
                PreprocessingStep::Fit20,
                PreprocessingStep::Straighten,
                PreprocessingStep::CentreOfMass,
            ]);
            let direction =
                prop::sample::select(vec![Direction::Up, Direction::Down, Direction::Left, Direction::Right]);
            prop_oneof![
                (source(), any_point()).prop_map(|(source, point)| Msg::PenDown(source, point)),
                (source(), prop::collection::vec(any_point(), 0..5))
                    .prop_map(|(source, points)| Msg::PenMove(source, points)),
                source().prop_map(Msg::PenUp),
                (-0.3..0.3_f32, -0.3..0.3_f32).prop_map(|(dx, dy)| Msg::MoveCursor(dx, dy)),
                Just(Msg::ToggleKeyboardPen),
                Just(Msg::LiftKeyboardPen),
                Just(Msg::ToggleEraser),
                Just(Msg::Undo),
                Just(Msg::Redo),
                Just(Msg::Clear),
                (0..12_u8).prop_map(Msg::ShowExample),
                (step, any::<bool>()).prop_map(|(step, is_on)| Msg::SetStep(step, is_on)),
                (0.0..900.0_f32, 0.0..900.0_f32).prop_map(|(x, y)| Msg::PickAt(x, y)),
                (0.0..900.0_f32, 0.0..900.0_f32).prop_map(|(x, y)| Msg::PointAt(Some((x, y)))),
                (any_target(), direction).prop_map(|(target, direction)| Msg::MoveFocus(target, direction)),
                any_target().prop_map(Msg::Focus),
                Just(Msg::PointAt(None)),
                (-1.0..1.0_f32).prop_map(Msg::SetBrush),
                any::<bool>().prop_map(Msg::SystemTheme),
                prop::sample::select(vec![EdgeMeaning::Weight, EdgeMeaning::Contribution])
                    .prop_map(Msg::SetEdges),
                Just(Msg::SetTheme(Theme::Projector)),
                Just(Msg::DismissNotes),
                Just(Msg::Unpick),
                prop::option::of(any_target()).prop_map(Msg::PointAtTerm),
                any::<bool>().prop_map(Msg::ShowTangent),
                any::<bool>().prop_map(Msg::PickNext),
                any_target().prop_map(Msg::Pick),
                (0.0..2000.0_f32, 0.0..2000.0_f32).prop_map(|(width, height)| Msg::NetworkResized {
                    width,
                    height,
                    text_size: 13.0
                }),
                prop::sample::select(vec![vec![784, 16, 16, 10], vec![784, 10], vec![784, 3, 300, 2, 10]])
                    .prop_map(|sizes| Msg::ModelArrived(
                        ModelSource::Url(sizes.len().to_string()),
                        Ok(model_json(&sizes))
                    )),
                Just(Msg::ModelArrived(ModelSource::Shipped("sharp"), Err("gone".into()))),
            ]
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(64))]
            #[test]
            fn nothing_that_happens_breaks_the_page(messages in prop::collection::vec(any_msg(), 0..40)) {
                let mut state = ready_state();
                let palette = shipped("light");
                let mut derived = Derived::default();
                for msg in messages {
                    if let Msg::ModelArrived(source, _) = &msg {
                        update(&mut state, Msg::ChooseModel(source.clone()));
                    }
                    update(&mut state, msg);
                    derived.refresh(&state);
                    prop_assert_eq!(derived.answer.is_some(), !state.pad.ink().is_empty());
                    let scene = network_scene(&state, &derived, &palette).expect("there is a model");
                    let n_neurons: usize = state.layout.layers.iter().map(|block| block.neurons.len()).sum();
                    prop_assert_eq!(scene.neurons.len(), n_neurons);
                    let n_halos = scene.neurons.iter().filter(|neuron| neuron.has_halo).count();
                    prop_assert_eq!(n_halos, usize::from(derived.answer.is_some_and(|answer| answer.is_sure)));
                    let is_there = state.attended().and_then(|target| state.layout.centre(target)).is_some();
                    prop_assert_eq!(detail(&state, &derived, &palette).is_some(), is_there);
                    prop_assert_eq!(stages(&state, &derived, &palette).len(), 4);
                }
            }
        }
    }
}
