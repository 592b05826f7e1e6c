//! Tests of the messages, in sequence and in random order.

use ::models::{Answer, ModelSource};

use super::*;
use crate::derived::Derived;
use crate::network_layout::Direction;
use crate::scene::page::{announcement, answer_scene};
use crate::settings::Settings;
use crate::target::Target;
use crate::test_support::{model_packed, ready_core};
use digits::DigitImage;
use std::rc::Rc;

/// Chooses a model and delivers its file.
fn load(core: &mut Core, source: ModelSource, bytes: Result<Vec<u8>, String>) -> Vec<Effect> {
    update(core, Msg::ChooseModel(source.clone()));
    update(core, Msg::ModelArrived(source, bytes))
}

fn run(core: &mut Core, messages: impl IntoIterator<Item = Msg>) -> Vec<Effect> {
    messages.into_iter().flat_map(|msg| update(core, msg)).collect()
}

fn answer(core: &Core) -> Option<Answer> {
    Derived::default().answer(core)
}

fn image(core: &Core) -> Rc<DigitImage> {
    Derived::default().image(core)
}

fn announced(core: &Core) -> Option<String> {
    announcement(core, &Derived::default())
}

#[test]
fn the_page_begins_by_fetching_the_model_that_the_address_names() {
    let mut core = Core::default();
    let model = ModelSource::Url("my/model.json".into());
    let query = [("model", "my/model.json"), ("theme", "plaid"), ("hide", "sky"), ("counter", "7")];
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (settings, unknown) = Settings::from_query(&query);
    let effects = run(&mut core, [Msg::Started(settings, unknown)]);
    assert_eq!(effects[0], Effect::FetchModel(model));
    assert_eq!(effects.len(), 1 + 3, "the console tells of each mistake: {effects:?}");
    assert_eq!(core.notes().len(), 1, "{:?}", core.notes());
    assert!(core.notes()[0].contains("theme=plaid"), "{:?}", core.notes());
}

#[test]
fn a_broken_model_gives_way_to_the_default_and_the_drawing_stays() {
    let mut core = Core::default();
    let source = Source::Pointer(1);
    run(&mut core, [Msg::PenDown(source, Point::new(0.5, 0.5)), Msg::PenUp(source)]);
    for bytes in [Ok(b"inkmodel".to_vec()), Err("the server responded with 404".to_owned())] {
        let broken = ModelSource::Url("broken.json".into());
        let effects = load(&mut core, broken, bytes);
        assert_eq!(effects[0], Effect::FetchModel(ModelSource::default()));
    }
    assert!(core.notes()[0].contains("broken.json") && core.notes()[1].contains("404"), "{:?}", core.notes());
    load(&mut core, ModelSource::default(), Ok(model_packed(&[784, 16, 16, 10])));
    assert!(core.model().is_some());
    assert!(answer(&core).is_some());
}

#[test]
fn a_broken_model_later_leaves_the_present_one() {
    let mut core = ready_core();
    let name = core.model().map(|model| model.name.clone());
    let effects = load(&mut core, ModelSource::Url("x.json".into()), Ok(b"inkmodel".to_vec()));
    assert!(matches!(effects[..], [Effect::Warn(_)]), "{effects:?}");
    assert_eq!((core.model_source(), core.model_wanted()), (Some(&ModelSource::default()), None));
    load(&mut core, ModelSource::Url("x.json".into()), Ok(b"inkmodel".to_vec()));
    assert_eq!(core.notes().len(), 1, "the same is said once");
    assert_eq!(core.model().map(|model| model.name.clone()), name);
}

#[test]
fn another_model_reads_the_same_drawing() {
    let mut core = ready_core();
    run(&mut core, [Msg::ShowExample(3)]);
    let before = image(&core);
    load(&mut core, ModelSource::Shipped("wide"), Ok(model_packed(&[784, 30, 10])));
    let derived = Derived::default();
    assert_eq!(before, derived.image(&core), "the drawing stays");
    assert_eq!(derived.pass(&core).map(|pass| pass.activations(0).len()), Some(30));
    assert_eq!(core.layout().layers.len(), 2);
    assert_eq!(update(&mut core, Msg::ChooseModel(ModelSource::Shipped("wide"))), [], "it is there already");
}

#[test]
fn of_two_models_chosen_the_last_counts_whichever_arrives_first() {
    let mut core = ready_core();
    let (slow, fast) = (ModelSource::Shipped("sharp"), ModelSource::Shipped("wide"));
    let chosen = [Msg::ChooseModel(slow.clone()), Msg::ChooseModel(fast.clone())];
    let effects = run(&mut core, chosen);
    assert_eq!(effects, [Effect::FetchModel(slow.clone()), Effect::FetchModel(fast.clone())]);
    let late = Msg::ModelArrived(slow.clone(), Ok(model_packed(&[784, 3, 10])));
    run(&mut core, [Msg::ModelArrived(fast.clone(), Ok(model_packed(&[784, 30, 10]))), late.clone()]);
    assert_eq!(core.model_source(), Some(&fast));
    run(&mut core, [Msg::ChooseModel(slow), Msg::ChooseModel(fast.clone()), late]);
    assert_eq!(
        (core.model_source(), core.model_wanted()),
        (Some(&fast), None),
        "a change of mind counts too"
    );
}

#[test]
fn without_any_model_the_pad_still_draws_and_claims_nothing() {
    let mut core = Core::default();
    let effects = load(&mut core, ModelSource::default(), Err("offline".into()));
    assert!(matches!(effects[..], [Effect::Warn(_)]), "no endless retrying: {effects:?}");
    run(&mut core, [Msg::ShowExample(3)]);
    assert!(answer(&core).is_none() && !image(&core).is_blank());
    assert_eq!(answer_scene(&core, &Derived::default()).digit, "");
}

#[test]
fn a_model_that_could_not_be_fetched_can_be_asked_for_again() {
    let mut core = Core::default();
    load(&mut core, ModelSource::default(), Err("offline".into()));
    assert!(core.lacks_model() && !core.notes().is_empty());
    let effects = run(&mut core, [Msg::RetryModel]);
    assert_eq!(effects, [Effect::FetchModel(ModelSource::default())]);
    assert!(core.notes().is_empty(), "it is tried, so nothing is wrong any more");
    assert_eq!(run(&mut core, [Msg::RetryModel]), [], "it is on its way already");
    run(&mut core, [Msg::ModelArrived(ModelSource::default(), Ok(model_packed(&[784, 16, 16, 10])))]);
    assert!(core.model().is_some() && !core.lacks_model());
}

#[test]
fn the_answer_follows_the_pen_and_is_announced_once_it_is_up() {
    let mut core = ready_core();
    let pen = Source::Pointer(7);
    assert!(answer(&core).is_none(), "an empty pad gives no verdict");
    run(&mut core, [Msg::PenDown(pen, Point::new(0.4, 0.3))]);
    let first = image(&core);
    assert!(answer(&core).is_some());
    assert_eq!(announced(&core), None);
    run(&mut core, [Msg::PenMove(pen, vec![Point::new(0.5, 0.5), Point::new(0.5, 0.8)])]);
    assert_ne!(image(&core), first);
    run(&mut core, [Msg::PenUp(pen)]);
    assert!(announced(&core).is_some_and(|text| text.starts_with("Reads ")));
    run(&mut core, [Msg::Undo]);
    assert!(answer(&core).is_none());
    assert_eq!(announced(&core), Some("Nothing drawn.".to_owned()));
}

#[test]
fn steps_can_be_switched_off_and_on() {
    let mut core = ready_core();
    let pen = Source::Pointer(1);
    let corner = [Point::new(0.05, 0.05), Point::new(0.06, 0.2), Point::new(0.1, 0.25)];
    run(&mut core, [Msg::PenDown(pen, corner[0]), Msg::PenMove(pen, corner[1..].to_vec()), Msg::PenUp(pen)]);
    let centred = image(&core);
    run(&mut core, [Msg::SetStep(PreprocessingStep::CentreOfMass, false)]);
    let in_the_corner = image(&core);
    assert_ne!(in_the_corner, centred);
    run(&mut core, [Msg::SetStep(PreprocessingStep::CentreOfMass, true)]);
    assert_eq!(image(&core), centred);
}

#[test]
fn a_neuron_is_picked_and_let_go_by_click_and_by_keys() {
    let mut core = ready_core();
    let target = Target::Neuron { layer_idx: 1, neuron_idx: 4 };
    let (x, y) = core.layout().centre(target).expect("it is there");
    assert_eq!(run(&mut core, [Msg::PickAt(x, y)]), [Effect::FocusOn(target)]);
    assert_eq!(core.inspected(), Some(target));
    run(&mut core, [Msg::ShowExample(4)]);
    assert_eq!(core.picked, Some(target), "drawing leaves the selection");
    run(&mut core, [Msg::PointAt(Some((x, y)))]);
    let effects = run(&mut core, [Msg::MoveFocus(target, Direction::Down)]);
    let next = Target::Neuron { layer_idx: 1, neuron_idx: 5 };
    assert_eq!(effects, [Effect::FocusOn(next)]);
    assert_eq!(core.inspected(), Some(next), "a resting pointer does not hold the keyboard back");
    run(&mut core, [Msg::PointAt(Some((x, y)))]);
    assert_eq!(core.inspected(), Some(target), "a moving one goes before");
    run(&mut core, [Msg::PointAt(None), Msg::Unpick]);
    assert_eq!(core.inspected(), None);
    run(&mut core, [Msg::PickAt(x, y), Msg::PickAt(x, y)]);
    assert_eq!(core.picked, None, "a second click lets go");
}

#[test]
fn the_panel_leads_through_the_layer_and_stops_at_its_ends() {
    let mut core = ready_core();
    let output = |neuron_idx| Target::Neuron { layer_idx: 2, neuron_idx };
    run(&mut core, [Msg::PickNext(true)]);
    assert_eq!(core.picked, None, "there is nothing to begin with");
    run(&mut core, [Msg::Pick(output(8)), Msg::PickNext(true)]);
    assert_eq!(core.picked, Some(output(9)));
    run(&mut core, [Msg::PickNext(true)]);
    assert_eq!(core.picked, Some(output(9)));
    run(&mut core, [Msg::Pick(Target::Pixel(1)), Msg::PickNext(false), Msg::PickNext(false)]);
    assert_eq!(core.picked, Some(Target::Pixel(0)));
}

mod any_order {
    use super::*;
    use crate::edge_meaning::EdgeMeaning;
    use crate::scene::{network::network_scene, page::stages};
    use crate::settings::Theme;
    use crate::test_support::shipped;
    use proptest::prelude::*;

    fn any_point() -> impl Strategy<Value = Point> {
        (-0.5..1.5_f32, -0.5..1.5_f32).prop_map(|(x, y)| Point::new(x, y))
    }

    /// Parts of any network, including parts the current one does not have.
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
            any::<bool>().prop_map(Msg::PickNext),
            any_target().prop_map(Msg::Pick),
            (0.0..2000.0_f32, 0.0..2000.0_f32).prop_map(|(width, height)| Msg::NetworkResized {
                width,
                height,
                text_size: 13.0
            }),
            prop::sample::select(vec![vec![784, 16, 16, 10], vec![784, 1, 10], vec![784, 3, 300, 2, 10]])
                .prop_map(|sizes| Msg::ModelArrived(
                    ModelSource::Url(sizes.len().to_string()),
                    Ok(model_packed(&sizes))
                )),
            Just(Msg::ModelArrived(ModelSource::Shipped("sharp"), Err("gone".into()))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_that_happens_breaks_the_page(messages in prop::collection::vec(any_msg(), 0..40)) {
            let mut core = ready_core();
            let palette = shipped("light");
            let derived = Derived::default();
            for msg in messages {
                if let Msg::ModelArrived(source, _) = &msg {
                    update(&mut core, Msg::ChooseModel(source.clone()));
                }
                update(&mut core, msg);
                prop_assert_eq!(derived.answer(&core).is_some(), !core.pad().ink().is_empty());
                let scene = network_scene(&core, &derived, &palette).expect("there is a model");
                let n_neurons: usize = core.layout().layers.iter().map(|block| block.neurons.len()).sum();
                prop_assert_eq!(scene.neurons.len(), n_neurons);
                let n_halos = scene.neurons.iter().filter(|neuron| neuron.has_halo).count();
                prop_assert_eq!(n_halos, usize::from(derived.answer(&core).is_some_and(|answer| answer.is_sure)));
                prop_assert_eq!(stages(&core, &derived, &palette).len(), 4);
            }
        }
    }
}
