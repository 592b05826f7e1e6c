//! Tests of what a frame's network makes of the drawings that are held out.

use app::test_support::shipped;
use learning::{DataRecipe, DrawingMaker, Experiment, N_HELD_OUT};
use nn::Network;

use super::Readings;
use super::confusion::Cell;
use super::layers::layers_scene;
use super::mistakes::MistakesScene;
use crate::derived::Derived;
use crate::matrix::Step;
use crate::state::State;
use crate::test_support::{load, random_model, update};
use crate::training::Msg;
use crate::training::held_out::HeldOut;
use crate::training::tests::{filmed, trained};

fn held_out() -> HeldOut {
    let mut maker = DrawingMaker::new(DataRecipe { n_drawings: 1, ..DataRecipe::default() });
    maker.make(1_000);
    HeldOut::new(maker.into_data().held_out, &Experiment::default())
}

fn start() -> Network {
    Experiment::default().start().expect("it is in range")
}

fn mistakes(state: &State) -> MistakesScene {
    let derived = Derived::default();
    derived.mistakes(&state.panels.training, &shipped("light")).as_ref().clone().expect("there is a film")
}

fn cell(written: u8, read: u8) -> Cell {
    Cell::new(written, read).expect("digits")
}

#[test]
fn each_drawing_is_read_once_and_counted_once() {
    let counts = Readings::of(&start(), &held_out()).counts();
    for row in counts {
        assert_eq!(row.iter().sum::<u32>(), N_HELD_OUT as u32 / 10, "as many of each digit");
    }
}

#[test]
fn the_worst_come_first_in_every_cell() {
    let readings = Readings::of(&start(), &held_out());
    let cells = (0..10).flat_map(|written| (0..10).map(move |read| cell(written, read)));
    for which in cells.map(Some).chain([None]) {
        let losses: Vec<f32> = readings.in_cell(which).map(|reading| reading.loss).collect();
        assert!(losses.is_sorted_by(|before, after| before >= after), "{which:?}");
    }
    assert!(readings.in_cell(None).all(|reading| reading.cell.is_mistake()));
}

#[test]
fn the_matrix_agrees_with_what_was_measured_in_training() {
    let mut state = trained();
    let n_wrong = [0, 60, usize::MAX].map(|frame_idx| {
        update(&mut state, Msg::Seek(frame_idx));
        let training = &state.panels.training;
        let (film, frame_idx, held_out) = training.tested().expect("it was tested");
        let measured = film.frames()[frame_idx].measures.held_out;
        let counts = Readings::of(&film.network(frame_idx), held_out).counts();
        let n_right: u32 = (0..10).map(|digit| counts[digit][digit]).sum();
        assert_eq!(n_right as f32 / N_HELD_OUT as f32, measured.accuracy);
        let shown: Vec<u32> = mistakes(&state).rows.iter().flatten().map(|cell| cell.n).collect();
        assert_eq!(shown, counts.concat());
        N_HELD_OUT as u32 - n_right
    });
    assert!(n_wrong[2] * 2 < n_wrong[0], "it has learned: {n_wrong:?}");
}

#[test]
fn a_cell_shows_its_drawings_until_it_is_asked_again() {
    let mut state = filmed(3);
    let worst = mistakes(&state);
    assert_eq!(worst.chosen, None);
    assert!(worst.drawings.len() <= 8);
    let chosen = cell(0, 0);
    update(&mut state, Msg::ShowCell(chosen));
    let shown = mistakes(&state);
    assert_eq!(shown.chosen, Some(chosen));
    assert!(shown.title.starts_with("0 read as 0: "), "{}", shown.title);
    assert!(shown.drawings.iter().all(|drawing| drawing.caption.starts_with("a 0, read as 0 (")));
    update(&mut state, Msg::ShowCell(chosen));
    assert_eq!(mistakes(&state).chosen, None);
    update(&mut state, Msg::ShowCell(chosen));
    update(&mut state, Msg::ShowWorst);
    assert_eq!(mistakes(&state).drawings, worst.drawings);
}

#[test]
fn keys_lead_from_cell_to_cell() {
    let mut state = filmed(3);
    update(&mut state, Msg::MoveCell(Step::RowEnd));
    assert_eq!(mistakes(&state).cursor, cell(0, 9));
    update(&mut state, Msg::ShowCell(cell(3, 5)));
    assert_eq!(mistakes(&state).cursor, cell(3, 5), "they go on from where one has clicked");
}

#[test]
fn a_mistake_comes_onto_the_pad_and_is_read_as_wrongly_there() {
    let mut state = filmed(3);
    update(&mut state, app::msg::Msg::ShowExample(3));
    let own = state.core.pad().ink().clone();
    update(&mut state, Msg::Seek(0));
    let network = state.core.network().cloned();
    let worst = mistakes(&state).drawings.remove(0);
    update(&mut state, Msg::PutOnPad(worst.idx));
    let answer = app::derived::Derived::default().answer(&state.core).expect("there is ink");
    let read = answer.winner().expect("an answer");
    assert!(worst.caption.contains(&format!("read as {read} (")), "{} {read}", worst.caption);
    update(&mut state, app::msg::Msg::Undo);
    assert_eq!(*state.core.pad().ink(), own, "the drawing before is not lost");
    // With another model in use, the film's comes back to read it.
    load(&mut state, models::ModelSource::from_name("wide").expect("a name"), &random_model(&[784, 4, 10]));
    assert!(state.core.network().cloned() != network);
    update(&mut state, Msg::PutOnPad(worst.idx));
    assert!(state.core.network().cloned() == network);
}

/// Puts this held-out drawing in the place of all others.
fn hold_out(state: &mut State, image: [u8; digits::N_PIXELS], label: u8) {
    let training = &mut state.panels.training;
    let mut images = learning::ImageSet::default();
    images.push(image, label);
    training.held_out = Some(HeldOut::new(images, &training.experiment));
    training.film_revision.advance();
}

#[test]
fn what_there_is_only_an_image_of_is_read_by_its_pixels() {
    let mut state = filmed(3);
    let own = state.core.pad().ink().clone();
    let mut image = [0; digits::N_PIXELS];
    (0..20).for_each(|row| image[28 * (4 + row) + 14] = 200);
    hold_out(&mut state, image, 1);
    update(&mut state, Msg::PutOnPad(0));
    assert_eq!(state.core.given().map(digits::DigitImage::to_bytes), Some(image));
    assert_eq!(state.core.pad().ink().strokes.len(), 20, "it can be seen");
    update(&mut state, app::msg::Msg::Undo);
    assert_eq!((state.core.pad().ink(), state.core.given()), (&own, None));
    update(&mut state, Msg::PutOnPad(9_999));
    assert_eq!(*state.core.pad().ink(), own);
}

#[test]
fn ones_own_drawing_comes_back_with_its_strokes() {
    let mut state = filmed(3);
    // Every fourth is held out.
    for digit in [1, 2, 3, 4] {
        update(&mut state, app::msg::Msg::ShowExample(digit));
        update(&mut state, Msg::Own(crate::training::data::own::Msg::Label(digit)));
    }
    let steps = state.panels.training.experiment.data.preprocessing.clone();
    let [_, held_out] = state.panels.training.own.images(&steps);
    let image = *held_out.pixels.first_chunk().expect("an image");
    hold_out(&mut state, image, 4);
    update(&mut state, Msg::PutOnPad(0));
    assert_eq!(state.core.given(), None);
    assert_eq!(state.core.pad().ink().to_image(&steps).to_bytes(), image);
    assert!(state.core.pad().ink().strokes.iter().any(|stroke| stroke.points.len() > 1));
}

#[test]
fn more_of_a_cells_drawings_are_shown_on_request() {
    let mut state = filmed(3);
    update(&mut state, Msg::Seek(0));
    let first = mistakes(&state);
    assert!(first.drawings.len() == 8 && first.has_more && first.title.starts_with("The worst of "));
    update(&mut state, Msg::ShowMore);
    let more = mistakes(&state);
    assert_eq!((more.drawings.len(), &more.drawings[..8]), (32, &first.drawings[..]));
    for _ in 0..30 {
        update(&mut state, Msg::ShowMore);
    }
    let all = mistakes(&state);
    assert!(!all.has_more && all.title == format!("{} mistakes", all.drawings.len()), "{}", all.title);
    update(&mut state, Msg::ShowCell(cell(0, 0)));
    update(&mut state, Msg::ShowWorst);
    assert_eq!(mistakes(&state).drawings.len(), 8, "another cell begins with a few");
}

#[test]
fn the_layers_table_counts_every_activation_and_every_gradient() {
    let state = filmed(3);
    let table = layers_scene(&state.panels.training).table;
    let sum = |name: &str| -> u32 {
        let rows = table.iter().filter(|[of, ..]| of == name);
        rows.map(|[.., number, _]| number.parse::<u32>().expect("a number")).sum()
    };
    let n_digits = sum("Outputs, activations") / 10;
    assert!(n_digits > 0);
    for (layer, n_neurons, n_weights) in
        [("Hidden 1", 16, 784 * 16), ("Hidden 2", 16, 256), ("Outputs", 10, 160)]
    {
        assert_eq!(sum(&format!("{layer}, activations")), n_neurons * n_digits);
        assert_eq!(sum(&format!("{layer}, gradients")), n_weights);
    }
    assert_eq!(table[0][..3], ["Hidden 1, activations", "0.00", "0.05"]);
    assert_eq!(table[29][..3], ["Hidden 1, gradients", "0.1", ""]);
}

#[test]
fn layers_name_the_neurons_that_have_stopped_learning() {
    let mut state = filmed(3);
    let layers = layers_scene(&state.panels.training).layers;
    let titles: Vec<&str> = layers.iter().map(|layer| layer.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Hidden 1: 16 sigmoid neurons", "Hidden 2: 16 sigmoid neurons", "Outputs: 10 sigmoid neurons"]
    );
    let training = &mut state.panels.training;
    let film = training.film.take().expect("a film");
    let mut frame = film.frames()[0].clone();
    frame.measures.layers[0].stuck = vec![2, 11];
    let mut film = learning::Film::new(film.start().clone());
    film.push(frame).expect("it has the film's shape");
    (training.film, training.frame_idx) = (Some(film), 0);
    let first = &layers_scene(training).layers[0];
    assert_eq!(first.stuck, "2 of 16 saturated: neurons");
    assert_eq!(first.stuck_neurons, [app::target::Target::neuron(0, 2), app::target::Target::neuron(0, 11)]);
}
