//! Property tests: invariants that hold after any sequence of messages, with all panels loaded.

use app::derived::Derived;
use app::edge_meaning::EdgeMeaning;
use app::msg::Msg as CoreMsg;
use app::named::Named;
use app::network_layout::Direction;
use app::pad::{Source, Tool};
use app::panel::Panel;
use app::scene::network::network_scene;
use app::scene::page::{announcement, answer_scene, output_bars, stages};
use app::settings::{Settings, Theme, Unknown};
use app::target::Target;
use digits::{Point, PreprocessingStep};
use learning::{Frame, ImageSet, LayerMeasures, Measures, N_ACTIVATION_BINS, N_GRADIENT_BINS, Score};
use models::ModelSource;
use nn::{ActivationFn, Network};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;

use crate::derived::Derived as PanelsDerived;
use crate::knobs::{Action, Damage, Nudge, Parameter, Scope, View, knobs_scene};
use crate::models::Edit;
use crate::msg::Msg as PanelMsg;
use crate::paint::brush::Pattern;
use crate::state::{PageMsg, State};
use crate::test_support::{model_json, ready_state, shipped};
use crate::wall::layout::Level;
use crate::why::dream::Start;
use crate::why::flip::edit::Kind;
use crate::{
    classroom, embed, follow, knobs, lesson, link, matrix, models as models_panel, neuron, paint, picture,
    predict, propagation, step, tally, training, wall, why,
};

fn any_point() -> impl Strategy<Value = (f32, f32)> {
    (-0.5..1.5_f32, -0.5..1.5_f32)
}

fn any_place() -> impl Strategy<Value = (f32, f32)> {
    (-10.0..900.0_f32, -10.0..900.0_f32)
}

/// Parts of any network, including parts the current one does not have.
fn any_target() -> impl Strategy<Value = Target> {
    prop_oneof![
        (0..790_usize).prop_map(Target::Pixel),
        (0..4_usize, 0..20_usize).prop_map(|(layer_idx, neuron_idx)| Target::neuron(layer_idx, neuron_idx)),
    ]
}

fn any_named<T: Named + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::NAMES.iter().map(|(_, value)| *value).collect::<Vec<T>>())
}

fn any_direction() -> impl Strategy<Value = Direction> {
    select(vec![Direction::Up, Direction::Down, Direction::Left, Direction::Right])
}

fn any_step() -> impl Strategy<Value = matrix::Step> {
    prop_oneof![
        any_direction().prop_map(matrix::Step::To),
        select(vec![matrix::Step::RowStart, matrix::Step::RowEnd])
    ]
}

fn any_parameter() -> impl Strategy<Value = Parameter> {
    (0..4_usize, 0..18_usize, prop::option::of(0..20_usize)).prop_map(|(layer_idx, to, from)| Parameter {
        layer_idx,
        to,
        from,
    })
}

fn any_value() -> impl Strategy<Value = f32> {
    prop_oneof![4 => -3.0..3.0_f32, 1 => select(vec![0.0, -0.0, f32::NAN, f32::INFINITY, -1000.0, 1e6])]
}

fn any_text() -> impl Strategy<Value = String> {
    let texts = ["", "0.5", "−1,25", "1e9", "much", "{", "vanilla", "own:test", "nets/a.json"];
    select(texts.map(str::to_owned).to_vec())
}

fn any_bytes() -> impl Strategy<Value = Result<Vec<u8>, String>> {
    let models = [vec![784, 16, 16, 10], vec![784, 2, 10], vec![784, 3, 40, 2, 10]];
    let mut all: Vec<Result<Vec<u8>, String>> = models.iter().map(|sizes| Ok(model_json(sizes))).collect();
    all.push(Ok(include_bytes!("../../models/tests/foreign/relu.safetensors").to_vec()));
    all.push(Ok(b"{\"sizes\":[1]}".to_vec()));
    all.push(Err("the server answered 404".to_owned()));
    select(all)
}

fn any_source() -> impl Strategy<Value = ModelSource> {
    let names = ["vanilla", "wide", "a.json", "own:test", "own:relu", "own:"];
    select(names.map(|name| ModelSource::from_name(name).expect("a name")).to_vec())
}

fn any_steps() -> impl Strategy<Value = PreprocessingStep> {
    use PreprocessingStep::{CentreOfMass, Fit20, Straighten};
    select(vec![Fit20, Straighten, CentreOfMass])
}

fn any_hash() -> impl Strategy<Value = String> {
    let hashes = [
        "",
        "v=1&panel=why&ink=0PofkD0PfF",
        "v=1&pick=2:3&edges=weight&off=straighten",
        "v=1&model=wide&pick=1:29&knobs=AAAAgABcs",
        "v=1&knobs=AAAAgABcs",
        "v=1&model=own:test",
        "v=2",
        "v=1&ink=?&knobs=~&panel=kitchen&pick=9:9",
    ];
    select(hashes.map(str::to_owned).to_vec())
}

fn any_core_msg() -> BoxedStrategy<PageMsg> {
    let pointer = || (1..3_i32).prop_map(Source::Pointer);
    let drawing = prop_oneof![
        (pointer(), any_point()).prop_map(|(source, (x, y))| CoreMsg::PenDown(source, Point::new(x, y))),
        (pointer(), vec(any_point(), 0..5)).prop_map(|(source, points)| {
            CoreMsg::PenMove(source, points.into_iter().map(|(x, y)| Point::new(x, y)).collect())
        }),
        pointer().prop_map(CoreMsg::PenUp),
        (-0.3..0.3_f32, -0.3..0.3_f32).prop_map(|(dx, dy)| CoreMsg::MoveCursor(dx, dy)),
        select(vec![CoreMsg::ToggleKeyboardPen, CoreMsg::LiftKeyboardPen, CoreMsg::ToggleEraser]),
        select(vec![CoreMsg::Undo, CoreMsg::Redo, CoreMsg::Clear]),
        select(vec![CoreMsg::SetTool(Tool::Pen), CoreMsg::SetTool(Tool::Eraser)]),
        any_value().prop_map(CoreMsg::SetBrush),
        (0..12_u8).prop_map(CoreMsg::ShowExample),
        (any_steps(), any::<bool>()).prop_map(|(step, is_on)| CoreMsg::SetStep(step, is_on)),
    ];
    let looking = prop_oneof![
        any_named::<EdgeMeaning>().prop_map(CoreMsg::SetEdges),
        (0.0..2000.0_f32, 0.0..2000.0_f32).prop_map(|(width, height)| CoreMsg::NetworkResized {
            width,
            height,
            text_size: 13.0
        }),
        prop::option::of(any_place()).prop_map(CoreMsg::PointAt),
        any_place().prop_map(|(x, y)| CoreMsg::PickAt(x, y)),
        any_target().prop_map(CoreMsg::Focus),
        (any_target(), any_direction()).prop_map(|(target, direction)| CoreMsg::MoveFocus(target, direction)),
        (any_target(), any::<bool>()).prop_map(|(target, is_last)| CoreMsg::MoveFocusToEnd(target, is_last)),
        any_target().prop_map(CoreMsg::Pick),
        any::<bool>().prop_map(CoreMsg::PickNext),
        prop::option::of(any_target()).prop_map(CoreMsg::PointAtTerm),
        select(vec![CoreMsg::Unpick, CoreMsg::ExplainAnswer, CoreMsg::ClosePanel, CoreMsg::DismissNotes]),
        any_named::<Panel>().prop_map(CoreMsg::Open),
        any_named::<Theme>().prop_map(CoreMsg::SetTheme),
        any::<bool>().prop_map(CoreMsg::SystemTheme),
    ];
    let models = prop_oneof![
        any_source().prop_map(CoreMsg::ChooseModel),
        (any_source(), any_bytes()).prop_map(|(source, bytes)| CoreMsg::ModelArrived(source, bytes)),
        any_source().prop_map(|model| {
            CoreMsg::Started(Settings { model, ..Settings::default() }, Unknown::default())
        }),
    ];
    prop_oneof![4 => drawing, 4 => looking, 2 => models].prop_map(PageMsg::Core).boxed()
}

fn any_explaining_msg() -> impl Strategy<Value = PanelMsg> {
    let why = prop_oneof![
        (0..12_usize).prop_map(why::Msg::Explain),
        any::<bool>().prop_map(why::Msg::Compare),
        Just(why::Msg::FocusPicture),
        any_direction().prop_map(why::Msg::MoveCursor),
        any_named::<Start>().prop_map(why::Msg::SetStart),
        any_named::<Kind>().prop_map(why::Msg::Flip),
        (0..4_usize, 0..18_usize).prop_map(|(layer_idx, neuron_idx)| why::Msg::Dream(layer_idx, neuron_idx)),
        Just(why::Msg::StopDream),
    ];
    let matrix = prop_oneof![
        (0..5_usize).prop_map(matrix::Msg::ChooseLayer),
        any::<bool>().prop_map(matrix::Msg::Zoom),
        any_place().prop_map(|(width, height)| matrix::Msg::Resized(width.max(0.0), height.max(0.0), 13.0)),
        any_place().prop_map(|(x, y)| matrix::Msg::Scrolled(x, y)),
        any_point().prop_map(|(x, y)| matrix::Msg::Reach(x, y)),
        prop::option::of(any_place()).prop_map(matrix::Msg::PointAt),
        any_place().prop_map(|(x, y)| matrix::Msg::PickAt(x, y)),
        select(vec![matrix::Msg::Focus, matrix::Msg::Measure]),
        select(vec![0.0, 3.0, 60.0, -1.0, f64::NAN]).prop_map(matrix::Msg::Timed),
        any_step().prop_map(matrix::Msg::Move),
        prop::option::of((0..20_usize, 0..800_usize)).prop_map(matrix::Msg::PointAtTerm),
    ];
    let player = prop_oneof![
        select(vec![propagation::Msg::Open, propagation::Msg::Close, propagation::Msg::TogglePlay]),
        (any::<bool>(), any::<bool>())
            .prop_map(|(is_forward, by_layer)| propagation::Msg::Step { is_forward, by_layer }),
        (-0.5..1.5_f64).prop_map(propagation::Msg::Seek),
        (0..8_usize).prop_map(propagation::Msg::SetSpeed),
        any::<bool>().prop_map(propagation::Msg::SetLooping),
        any::<bool>().prop_map(propagation::Msg::SetColumn),
    ];
    let follow = prop_oneof![
        2 => Just(follow::Msg::Start),
        4 => any::<bool>().prop_map(follow::Msg::Step),
        1 => any_target().prop_map(follow::Msg::Through),
        1 => Just(follow::Msg::Close),
    ];
    prop_oneof![
        predict::tests::any_msg().prop_map(PanelMsg::from),
        follow.prop_map(PanelMsg::from),
        any::<bool>().prop_map(|is_wanted| neuron::Msg::ShowTangent(is_wanted).into()),
        any::<bool>().prop_map(|is_wanted| neuron::Msg::ShowGhost(is_wanted).into()),
        (0.0..5000.0_f64).prop_map(PanelMsg::Tick),
        why.prop_map(PanelMsg::from),
        matrix.prop_map(PanelMsg::from),
        player.prop_map(PanelMsg::from),
    ]
}

fn any_changing_msg() -> impl Strategy<Value = PanelMsg> {
    let actions = any_named::<Action>().prop_map(knobs::Msg::Act);
    let knobs = prop_oneof![
        select(vec![knobs::Msg::Begin, knobs::Msg::End, knobs::Msg::Undo, knobs::Msg::Redo]),
        (any_parameter(), any_value()).prop_map(|(parameter, value)| knobs::Msg::Set { parameter, value }),
        vec((any_parameter(), any_value()), 0..4).prop_map(knobs::Msg::SetMany),
        (any_parameter(), any_value()).prop_map(|(parameter, share)| knobs::Msg::Drag { parameter, share }),
        (any_parameter(), any_named::<Nudge>(), any::<bool>())
            .prop_map(|(parameter, nudge, is_small)| knobs::Msg::Nudge { parameter, nudge, is_small }),
        any_parameter().prop_map(knobs::Msg::Choose),
        any_text().prop_map(knobs::Msg::Type),
        any_parameter().prop_map(knobs::Msg::Reset),
        any::<bool>().prop_map(knobs::Msg::ShowAll),
        any_named::<Scope>().prop_map(knobs::Msg::SetScope),
        actions,
        (0..3_u32).prop_map(knobs::Msg::SetSeed),
        any_value().prop_map(knobs::Msg::AddNoise),
        Just(knobs::Msg::BackToTrained),
        any_named::<Damage>().prop_map(knobs::Msg::Break),
        any_named::<View>().prop_map(knobs::Msg::Show),
    ];
    let wall = prop_oneof![
        prop::option::of((0.0..100.0_f32, 0.0..118.0_f32)).prop_map(wall::Msg::PointAt),
        (0.0..100.0_f32, 0.0..118.0_f32).prop_map(|(x, y)| wall::Msg::ZoomAt(x, y)),
        select(vec![wall::Msg::ZoomIn, wall::Msg::ZoomOut, wall::Msg::Reset]),
        any_named::<Level>().prop_map(wall::Msg::ZoomTo),
        (any_direction(), any::<bool>()).prop_map(|(direction, is_far)| wall::Msg::Move(direction, is_far)),
        any_value().prop_map(wall::Msg::Set),
        (any_named::<Nudge>(), any::<bool>()).prop_map(|(nudge, is_small)| wall::Msg::Turn(nudge, is_small)),
        any_text().prop_map(wall::Msg::Typed),
    ];
    let paint = prop_oneof![
        select(vec![paint::Msg::Choose, paint::Msg::Up, paint::Msg::Dab]),
        any_point().prop_map(|(x, y)| paint::Msg::Down(x, y)),
        vec(any_point(), 0..4).prop_map(paint::Msg::Move),
        (-30..30_i32, -30..30_i32).prop_map(|(columns, rows)| paint::Msg::MoveCursor(columns, rows)),
        (-2..3_i8).prop_map(paint::Msg::SetSign),
        (0..40_usize).prop_map(paint::Msg::SetSize),
        any_value().prop_map(paint::Msg::SetStrength),
        any_named::<Pattern>().prop_map(paint::Msg::Start),
    ];
    prop_oneof![
        3 => knobs.prop_map(PanelMsg::from),
        2 => wall.prop_map(PanelMsg::from),
        2 => paint.prop_map(PanelMsg::from),
    ]
}

/// Images with ink that nobody has drawn.
fn few_images(n: u8) -> ImageSet {
    let mut images = ImageSet::default();
    (0..n).for_each(|label| images.push([50 * label; digits::N_PIXELS], label));
    images
}

/// A frame of a network of the usual size, in which all numbers are the same.
fn frame(value: f32) -> Frame {
    let score = Score { loss: value.abs(), accuracy: 0.5 };
    let layer = |n_stuck: u16| LayerMeasures {
        range: (0.0, value.abs()),
        activations: [n_stuck.into(); N_ACTIVATION_BINS],
        gradient: value.abs(),
        gradients: [n_stuck.into(); N_GRADIENT_BINS],
        stuck: (0..n_stuck).collect(),
    };
    Frame {
        n_samples: 7,
        parameters: vec![
            if value.is_finite() { value } else { 0.0 };
            784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10
        ],
        measures: Measures {
            training: score,
            held_out: score,
            accuracy_by_source: [0.5; learning::N_SOURCES],
            layers: vec![layer(3), layer(16), layer(0)],
        },
    }
}

fn any_training_msg() -> impl Strategy<Value = PanelMsg> {
    use training::results::confusion::Cell;
    use training::{Msg, OptimiserKind, Setting, View};
    let setting = prop_oneof![
        any_value().prop_map(Setting::LearningRate),
        (0..200_usize).prop_map(Setting::MiniBatch),
        any_named::<OptimiserKind>().prop_map(Setting::Optimiser),
        vec(0..40_usize, 0..4).prop_map(Setting::Hidden),
        any_value().prop_map(Setting::Noise),
        (select(learning::ImageSource::ALL.to_vec()), any_value())
            .prop_map(|(source, weight)| Setting::Weight(source, weight)),
        (0..12_u8, any::<u16>(), any::<bool>())
            .prop_map(|(digit, bits, occur)| Setting::Ways(digit, bits, occur)),
    ];
    let msg = prop_oneof![
        select(vec![
            Msg::Teach,
            Msg::TrainFromScratch,
            Msg::Train,
            Msg::Stop,
            Msg::NextSeed,
            Msg::SeedBefore,
            Msg::ShowMore,
            Msg::RunAgain,
            Msg::Crashed,
            Msg::Play,
            Msg::Keep,
            Msg::ShowWorst,
        ]),
        setting.prop_map(Msg::Set),
        any_named::<View>().prop_map(Msg::Show),
        any::<usize>().prop_map(Msg::Seek),
        any_value().prop_map(Msg::SeekAt),
        any_text().prop_map(Msg::Explain),
        any_text().prop_map(Msg::Recalled),
        (0..3_u32).prop_map(Msg::Restarted),
        any::<u8>().prop_map(Msg::ShowWaysOf),
        any::<isize>().prop_map(Msg::Step),
        (0..10_u8, 0..10_u8)
            .prop_map(|(written, read)| Msg::ShowCell(Cell::new(written, read).expect("digits"))),
        any_step().prop_map(Msg::MoveCell),
        (0..600_usize).prop_map(Msg::PutOnPad),
        (0..3_u32, 0..4_u8).prop_map(|(run, n)| Msg::HeldOut(run, Box::new(few_images(n)))),
        (0..3_u32, any_value()).prop_map(|(run, value)| Msg::Recorded(run, Box::new(frame(value)))),
        (0..3_u32, any::<u32>()).prop_map(|(run, n)| Msg::Preparing(run, n, n)),
        (0..3_u32, any_text()).prop_map(|(run, reason)| Msg::Failed(run, reason)),
        (0..3_u32, 0..4_u8).prop_map(|(search, n)| Msg::Nearest(search, Box::new(few_images(n)))),
        any_sweep_msg().prop_map(Msg::Sweep),
        any_own_msg().prop_map(Msg::Own),
        training::data::mnist::tests::any_msg().prop_map(Msg::Mnist),
    ];
    msg.prop_map(PanelMsg::from)
}

fn any_step_msg() -> impl Strategy<Value = PanelMsg> {
    use step::Msg;
    let msg = prop_oneof![
        2 => (0..11_u8).prop_map(Msg::Label),
        4 => any::<bool>().prop_map(Msg::Step),
        2 => select(vec![Msg::TogglePlay, Msg::Take, Msg::Show(step::View::Step), Msg::Show(step::View::Check)]),
        1 => (0..8_usize).prop_map(Msg::SetSpeed),
        1 => any_value().prop_map(Msg::SetRate),
        1 => any_value().prop_map(Msg::SetEpsilon),
        1 => any_parameter().prop_map(Msg::Choose),
        1 => any_parameter().prop_map(Msg::Check),
    ];
    msg.prop_map(PanelMsg::from)
}

fn any_sweep_msg() -> impl Strategy<Value = training::sweep::Msg> {
    use training::sweep::Msg;
    let names = ["learning-rate", "seed", "drawings", "hidden", "spread", "colour"];
    prop_oneof![
        2 => select(names.to_vec()).prop_map(|name| Msg::Choose(name.to_owned())),
        3 => select(vec![Msg::Start, Msg::Stop]),
        1 => (0..10_usize).prop_map(Msg::Take),
    ]
}

fn any_own_msg() -> impl Strategy<Value = training::data::own::Msg> {
    use training::data::own::Msg;
    let line = || select(vec!["{", r#"{"label":4,"strokes":[[[0.1,0.2],[0.3,0.4]]]}"#]);
    prop_oneof![
        4 => any::<bool>().prop_map(Msg::Open),
        4 => (0..12_u8).prop_map(Msg::Label),
        2 => select(vec![Msg::RemoveAll, Msg::Undo, Msg::Export]),
        1 => line().prop_map(|line| Msg::Import(Ok(line.as_bytes().to_vec()))),
        1 => any_text().prop_map(|why| Msg::Import(Err(why))),
        1 => (any_text(), line()).prop_map(|(key, line)| Msg::Stored(vec![(key, line.to_owned())])),
        1 => any_text().prop_map(Msg::NotStored),
    ]
}

fn any_exchanging_msg() -> impl Strategy<Value = PanelMsg> {
    use models_panel::Msg;
    let function = || {
        let all = ["sigmoid", "relu", "tanh", "softmax"];
        select(all.map(|name| ActivationFn::from_name(name).expect("a name")).to_vec())
    };
    let edit = prop_oneof![
        (0..9_usize).prop_map(Edit::Layers),
        (0..7_usize, 0..40_usize).prop_map(|(layer_idx, n)| Edit::Neurons(layer_idx, n)),
        function().prop_map(Edit::Function),
        (0..3_u64).prop_map(Edit::Seed),
        Just(Edit::NextSeed),
    ];
    let models = prop_oneof![
        (any_text(), any_bytes()).prop_map(|(name, bytes)| Msg::File(name, bytes)),
        any_text().prop_map(Msg::Text),
        any::<bool>().prop_map(Msg::Dragging),
        function().prop_map(Msg::SetHidden),
        function().prop_map(Msg::SetOutput),
        any_text().prop_map(Msg::Save),
        edit.prop_map(Msg::Edit),
        prop::option::of(any_source()).prop_map(Msg::CompareWith),
        (any_source(), any_bytes()).prop_map(|(source, bytes)| Msg::SecondArrived(source, bytes)),
    ];
    let link = prop_oneof![
        (any_hash(), prop::option::of(any_hash()), any::<bool>())
            .prop_map(|(hash, session, is_framed)| link::Msg::Begun { hash, session, is_framed }),
        any_hash().prop_map(link::Msg::HashChanged),
        select(vec![link::Msg::Write, link::Msg::BringBack, link::Msg::Share, link::Msg::Close]),
        any::<bool>().prop_map(link::Msg::Copied),
    ];
    prop_oneof![models.prop_map(PanelMsg::from), link.prop_map(PanelMsg::from)]
}

fn any_msg() -> impl Strategy<Value = PageMsg> {
    prop_oneof![
        1 => prop_oneof![picture::tests::any_msg(), embed::tests::any_msg()].prop_map(PageMsg::Panels),
        2 => tally::tests::any_msg().prop_map(PageMsg::Panels),
        4 => any_core_msg(),
        3 => any_explaining_msg().prop_map(PageMsg::Panels),
        4 => any_changing_msg().prop_map(PageMsg::Panels),
        2 => any_exchanging_msg().prop_map(PageMsg::Panels),
        1 => any_training_msg().prop_map(PageMsg::Panels),
        2 => any_step_msg().prop_map(PageMsg::Panels),
        2 => lesson::tests::any_msg().prop_map(PageMsg::Panels),
        1 => classroom::tests::any_msg().prop_map(PageMsg::Panels),
    ]
}

fn bits(network: Option<&Network>) -> Vec<u32> {
    let layers = network.into_iter().flat_map(Network::layers);
    let numbers = layers.flat_map(|layer| layer.weights().iter().chain(layer.biases().iter()));
    numbers.map(|number| number.to_bits()).collect()
}

/// A revision advances if and only if its value has changed.
fn check_revisions(before: &State, now: &State) -> Result<(), TestCaseError> {
    let (before, now) = (&before.core, &now.core);
    let read = |core: &app::state::Core| (core.pad().ink().clone(), core.given().cloned());
    prop_assert_eq!(before.ink_revision() != now.ink_revision(), read(before) != read(now), "ink");
    if before.model_revision() != now.model_revision() {
        prop_assert_ne!(before.network_revision(), now.network_revision());
        return Ok(());
    }
    let has_new_numbers = before.network_revision() != now.network_revision();
    prop_assert_eq!(has_new_numbers, bits(before.network()) != bits(now.network()), "numbers");
    Ok(())
}

fn check_state(state: &State) -> Result<(), TestCaseError> {
    let State { core, panels } = state;
    let network = core.network().expect("there is a model");
    prop_assert!(network.is_finite());
    prop_assert!(!panels.predict.is_covering() || core.is_answer_covered());
    prop_assert!(panels.predict.score.n_right <= panels.predict.score.n_predictions);
    for target in [core.picked, core.hovered].into_iter().flatten() {
        prop_assert!(core.has(target), "{target} is there");
    }
    prop_assert!(panels.follow.path().iter().all(|part| core.has(*part)));
    prop_assert_eq!(core.path.len(), panels.follow.path().len().saturating_sub(1));
    prop_assert!(panels.wall.cursor().value(network).is_some());
    prop_assert_eq!(panels.knobs.changes(core).len(), panels.knobs.n_changed());
    prop_assert!(core.own_models().iter().len() <= app::own_models::MAX_OWN_MODELS);
    prop_assert!(core.notes().len() <= 8);
    let waits = panels.propagation.is_open || panels.predict.is_covering();
    prop_assert!(core.playback.is_some() == waits || panels.step.is_moving());
    prop_assert!((0.0..=1.0).contains(&panels.propagation.share()));
    Ok(())
}

/// Every scene can be computed, and the scenes agree.
fn check_scenes(state: &State) -> Result<(), TestCaseError> {
    let State { core, panels } = state;
    let palette = shipped("light");
    let both = (&Derived::default(), &PanelsDerived::default());
    let derived = both.0;
    prop_assert_eq!(derived.answer(core).is_some(), !core.pad().ink().is_empty());
    let scene = network_scene(core, derived, &palette).expect("there is a model");
    prop_assert_eq!(scene.neurons.len(), core.sizes().iter().skip(1).sum::<usize>());
    prop_assert_eq!(output_bars(core, derived).len(), 10);
    prop_assert!(stages(core, derived, &palette).len() <= 4);
    let _ = (answer_scene(core, derived), announcement(core, derived));

    let detail = neuron::scene::detail((&panels.neuron, &panels.knobs, &panels.survey), core, both, &palette);
    prop_assert_eq!(detail.is_some(), core.inspected().is_some());
    let ghost = neuron::ghost::ghost(&panels.neuron, core, both.1, &palette);
    prop_assert_eq!(ghost.is_some(), panels.neuron.has_ghost());
    let followed = follow::scene::follow_scene(&panels.follow, core, derived);
    prop_assert_eq!(followed.is_some(), panels.follow.is_open());
    let why = why::scene::why_scene(&panels.why, core, both, &palette);
    prop_assert_eq!(why.is_some(), !core.pad().ink().is_empty());
    prop_assert!(why::scene::dream_scene(&panels.why, core, derived, &palette).is_some());

    let lesson = lesson::scene::lesson_scene(&panels.lesson);
    prop_assert_eq!(lesson.is_some(), panels.lesson.is_open());

    let _ = matrix::scene::matrix_scene(&panels.matrix, core, derived, &palette);
    prop_assert!(matrix::scene::row_scene(&panels.matrix, core, derived).is_some());
    prop_assert_eq!(matrix::scene::tabs(core).len(), core.n_layers());

    let replay = both.1.replay(&panels.propagation, core, derived);
    let active = replay.active.as_ref();
    let _ = active.map(propagation::caption::gauge);
    let _ = propagation::flow::flow(&panels.propagation, core, derived, active, &palette);

    prop_assert!(knobs_scene(&panels.knobs, &panels.survey, core).is_some());
    let wall = (&panels.wall, &panels.knobs);
    prop_assert!(wall::scene::caption(wall, core).is_some());
    let key = wall::scene::key(&panels.wall, core).expect("there is a model");
    prop_assert!(!wall::scene::frames(&panels.wall, &key).is_empty());
    let _ = (
        wall::scene::pictures(core, &key, &palette),
        wall::scene::overlay(wall, core, &key, &palette, 600.0),
    );
    let _ = paint::scene::paint_scene(&panels.paint, core, derived, &palette, true);

    let film = training::scene::training_scene(&panels.training, both.1).film;
    prop_assert_eq!(both.1.layers(&panels.training).layers.is_empty(), film.is_none());
    let mistakes = both.1.mistakes(&panels.training, &palette);
    prop_assert!(mistakes.is_none() || film.is_some());

    prop_assert!(step::step_scene(&panels.step, &panels.knobs, core).is_some());
    let _ = step::gradient_scene(&panels.step, core, &palette);
    let _ = step::flow(&panels.step, core, &core.layout(), &palette);

    let cards = models_panel::scene::choice_cards(core);
    prop_assert!(cards.iter().filter(|card| card.is_in_use).count() <= 1);
    prop_assert!(models_panel::scene::default_name(&panels.knobs, core).is_some());
    let second = models_panel::scene::comparison_scene(&panels.models, core, both, &palette);
    prop_assert_eq!(second.is_some(), panels.models.comparison.second().is_some());
    let _ = models_panel::scene::architecture_scene(&panels.models, core);
    let _ = link::offers_session(&panels.link, core);
    Ok(())
}

/// What was kept from before the last message equals what is computed now: no key misses a cause.
fn check_cached(kept: &PanelsDerived, state: &State) -> Result<(), TestCaseError> {
    let State { core, panels } = state;
    let (of_core, fresh) = (Derived::default(), PanelsDerived::default());
    let (knobs, wall) = (&panels.knobs, (&panels.wall, &panels.knobs));
    let surveyed = (knobs, &state.panels.survey);
    prop_assert_eq!(kept.knobs(surveyed, core), fresh.knobs(surveyed, core));
    prop_assert_eq!(kept.wall_caption(wall, core), fresh.wall_caption(wall, core));
    let training = |derived: &PanelsDerived| training::scene::training_scene(&panels.training, derived);
    prop_assert_eq!(training(kept), training(&fresh));
    let check = |derived: &PanelsDerived| derived.check((&panels.step, knobs), core);
    prop_assert_eq!(check(kept), check(&fresh));
    let palette = shipped("light");
    let beside =
        |derived: &PanelsDerived| derived.beside(&panels.training, (core, &of_core), &shipped("light"));
    prop_assert_eq!(beside(kept), beside(&fresh));
    let sweep = |derived: &PanelsDerived| derived.sweep(&panels.training);
    prop_assert_eq!(sweep(kept), sweep(&fresh));
    let mistakes = |derived: &PanelsDerived| derived.mistakes(&panels.training, &palette);
    prop_assert_eq!(mistakes(kept), mistakes(&fresh));
    let replay = |derived: &PanelsDerived| derived.replay(&panels.propagation, core, &of_core);
    prop_assert_eq!(replay(kept), replay(&fresh));
    prop_assert_eq!(kept.flips(&panels.why), fresh.flips(&panels.why));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_that_happens_breaks_the_page(messages in vec(any_msg(), 1..25)) {
        let mut state = ready_state();
        let kept = PanelsDerived::default();
        for msg in messages {
            let before = state.clone();
            state.update(msg.clone());
            let told = |error: TestCaseError| TestCaseError::fail(format!("after {msg:?}: {error}"));
            check_revisions(&before, &state).map_err(told)?;
            check_state(&state).map_err(told)?;
            check_scenes(&state).map_err(told)?;
            check_cached(&kept, &state).map_err(told)?;
        }
    }
}
