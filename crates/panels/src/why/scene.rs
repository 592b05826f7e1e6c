//! The panel's scene: the contributions image, the waterfall, a sentence; and the dream.

use models::{Answer, Model};

use crate::derived::Derived as PanelsDerived;
use crate::neuron::waterfall::{Amount, Waterfall};
use crate::outputs;
use crate::svg;
use crate::why::dream::N_STEPS;
use crate::why::explanation::{Explanation, Subject, rival_of, subject};
use crate::why::parts::{Parts, parts};
use crate::why::regions::{Region, strongest};
use crate::why::sentence::sentence;
use crate::why::state::Why;
use app::answer;
use app::derived::Derived;
use app::names::name;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::scene::legend::full_colour;
use app::state::Core;
use app::target::Target;

/// Negative contributions below this fraction of the strongest are not hatched, since their colour is almost neutral.
const FAINTEST_HATCHED: f32 = 0.1;
/// How much full ink tints the background towards the colour of secondary text.
const INK_BELOW: f32 = 0.4;

/// A region marked on the image.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// The region.
    pub region: Region,
    /// The letter that the sentence refers to it by.
    pub letter: &'static str,
}

/// The explanation of a neuron's value.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyScene {
    /// The question.
    pub title: String,
    /// The answer in a sentence.
    pub sentence: String,
    /// The explained output; `None` for a hidden neuron.
    pub output: Option<usize>,
    /// Label of the comparison with the rival; empty for hidden neurons.
    pub comparison: String,
    /// The drawing, overlaid with the contributions.
    pub picture: Rgba,
    /// What blue and what hatched ink does, as legend text.
    pub effects: [String; 2],
    /// The pixels with negative contributions, which are hatched.
    pub hatched: Vec<usize>,
    /// The regions that the sentence refers to.
    pub marked: Vec<Marked>,
    /// The highlighted pixel.
    pub pointed: Option<usize>,
    /// The highlighted pixel's contribution, or what the strongest colours stand for.
    pub readout: String,
    /// From the blank image's value through the contributions to the current value.
    pub waterfall: Waterfall,
    /// The contributions by ninths of the drawing.
    pub parts: Parts,
}

/// The explanation of the inspected neuron, otherwise of the answer; `None` without ink or model.
pub fn why_scene(
    why: &Why,
    core: &Core,
    (derived, panels): (&Derived, &PanelsDerived),
    palette: &Palette,
) -> Option<WhyScene> {
    let pass = &*derived.pass(core)?;
    let answer = derived.answer(core)?;
    let subject = subject(core, derived, why.is_compared)?;
    let explanation = panels.explanation(core, pass, subject)?;
    let contributions = &explanation.contributions;
    let scale = contributions.iter().fold(f32::MIN_POSITIVE, |scale, value| scale.max(value.abs()));
    let is_output = subject.layer_idx + 1 == core.n_layers();
    let pointed = match core.term {
        Some(Target::Pixel(pixel_idx)) => Some(pixel_idx).filter(|idx| *idx < contributions.len()),
        _ => None,
    };
    let is_guess = is_output && subject.neuron_idx == answer.digit && !answer.is_sure;
    let title = match (subject.rival, is_output) {
        (Some(rival), _) => format!("Why {} rather than {rival}?", subject.neuron_idx),
        (None, true) if is_guess => format!("Not sure. What supports {}?", subject.neuron_idx),
        (None, true) => format!("Why {}?", subject.neuron_idx),
        (None, false) => format!("What drives {}?", of(core, subject)),
    };
    let regions = strongest(contributions);
    let effects = effects(subject, is_output);
    let activation = pass.activations(subject.layer_idx)[subject.neuron_idx];
    Some(WhyScene {
        title,
        sentence: match sentence(subject, is_output, &explanation, &regions, pass.input()) {
            sentence if is_guess => [answer::sentence(answer, core.model()?), sentence].join(" "),
            sentence => sentence,
        },
        output: is_output.then_some(subject.neuron_idx),
        comparison: comparison(answer, subject, is_output),
        picture: picture(contributions, pass.input(), scale, palette),
        hatched: (0..contributions.len())
            .filter(|idx| contributions[*idx] < -FAINTEST_HATCHED * scale)
            .collect(),
        marked: regions
            .into_iter()
            .zip(["A", "B"])
            .filter_map(|(region, letter)| Some(Marked { region: region?, letter }))
            .collect(),
        pointed,
        readout: readout(pointed, contributions, pass.input(), full_colour(scale, "the strongest pixel")),
        waterfall: waterfall(
            &explanation,
            subject,
            &effects,
            activation,
            &about_activation(core.model()?, is_output),
        ),
        parts: parts(contributions, pass.input()),
        effects,
    })
}

/// The neuron's name, as used within a sentence.
fn of(core: &Core, subject: Subject) -> String {
    let target = Target::Neuron { layer_idx: subject.layer_idx, neuron_idx: subject.neuron_idx };
    name(core, target).to_ascii_lowercase()
}

fn comparison(answer: Answer, subject: Subject, is_output: bool) -> String {
    if !is_output {
        return String::new();
    }
    format!("compare with {}", rival_of(answer, subject.neuron_idx))
}

fn readout(pointed: Option<usize>, contributions: &[f32], ink: &[f32], legend: String) -> String {
    let Some(pixel_idx) = pointed else { return legend };
    let (column, row) = (pixel_idx % digits::SIDE, pixel_idx / digits::SIDE);
    let (ink, contribution) = (ink[pixel_idx], contributions[pixel_idx]);
    if contribution == 0.0 {
        return format!("Pixel ({column}, {row}): contributes nothing");
    }
    let ink = number::fixed(ink, 2);
    format!("Pixel ({column}, {row}), ink {ink}: contributes {}", number::signed(contribution, 3))
}

/// What ink does that contributes positively and negatively, in words.
fn effects(subject: Subject, is_output: bool) -> [String; 2] {
    match subject.rival {
        Some(rival) => [format!("favours {}", subject.neuron_idx), format!("favours {rival}")],
        None if is_output => ["supports it", "counts against it"].map(str::to_owned),
        None => ["pushes it up", "pushes it down"].map(str::to_owned),
    }
}

/// From the value for a blank image to the current one.
fn waterfall(
    explanation: &Explanation,
    subject: Subject,
    [adding, taking]: &[String; 2],
    activation: f32,
    about_activation: &str,
) -> Waterfall {
    let (adds, takes) = (explanation.speaks_for(), explanation.speaks_against());
    let at_blank = explanation.at_blank;
    let (before, after) = match subject.rival {
        Some(rival) => {
            let margin = format!("z of {} − z of {rival}", subject.neuron_idx);
            let about = format!(
                "How far {} is ahead of {rival} before there is any ink; z is a neuron’s weighted sum plus its bias. Below \
                 0, {rival} is ahead.",
                subject.neuron_idx
            );
            (
                Amount::total(format!("{margin} for a blank image"), at_blank).about(about),
                Amount::total(format!("{margin} now"), explanation.now),
            )
        }
        None => (
            Amount::total("z for a blank image", at_blank).about(
                "z is a neuron’s weighted sum plus its bias. In a blank image all pixels are 0, so what is left comes from \
                 the biases.",
            ),
            Amount::total("z now", explanation.now)
                .giving([", so a = ", &number::fixed(activation, 3)].concat())
                .about(about_activation),
        ),
    };
    let amounts = [
        before,
        Amount::change(["ink that ", adding].concat(), at_blank, adds),
        Amount::change(["ink that ", taking].concat(), at_blank + adds, takes),
        after,
    ];
    Waterfall::of(amounts, 0.0, (0.0, 0.0))
}

/// What the activation of the explained neuron is.
fn about_activation(model: &Model, is_output: bool) -> String {
    let begin = "The activation function turns z into the activation a: the larger z, the larger a.";
    if is_output { [begin, " ", outputs::meaning(model)].concat() } else { begin.to_owned() }
}

/// The ink in grey, tinted by its contributions.
fn picture(contributions: &[f32], ink: &[f32], scale: f32, palette: &Palette) -> Rgba {
    let colours = contributions.iter().zip(ink).map(|(contribution, ink)| {
        let ground = palette.off.mix(palette.muted, INK_BELOW * ink);
        let tint = if *contribution < 0.0 { palette.negative } else { palette.positive };
        // The square root keeps weak contributions visible.
        ground.mix(tint, (contribution.abs() / scale).sqrt())
    });
    heat_map::paint(colours)
}

/// A dream, as displayed.
#[derive(Clone, Debug, PartialEq)]
pub struct DreamScene {
    /// The question.
    pub title: String,
    /// The neuron of the next dream, as (layer, index).
    pub next: (usize, usize),
    /// The current image; `None` before the first dream.
    pub picture: Option<Rgba>,
    /// Progress, as text.
    pub progress: String,
    /// The pre-activation over the steps, as the `d` of an SVG path in a box of 100 by 30.
    pub path: String,
    /// Whether more steps follow.
    pub is_running: bool,
}

/// The last dream's scene, with the next dream's neuron: the inspected one, the answer, or output 0.
pub fn dream_scene(why: &Why, core: &Core, derived: &Derived, palette: &Palette) -> Option<DreamScene> {
    let last = core.n_layers().checked_sub(1)?;
    let subject = subject(core, derived, why.is_compared)
        .map_or((last, 0), |subject| (subject.layer_idx, subject.neuron_idx));
    let dream = why.dream.as_ref();
    let is_running = dream.is_some_and(|dream| dream.is_running());
    let (layer_idx, neuron_idx) = dream.filter(|_| is_running).map_or(subject, |dream| dream.target());
    let progress = dream.map_or_else(String::new, |dream| {
        let history = dream.history();
        let z = |z: Option<&f32>| number::fixed(z.copied().unwrap_or_default(), 2);
        let (layer_idx, neuron_idx) = dream.target();
        let whose = name(core, Target::Neuron { layer_idx, neuron_idx });
        let (from, to, a) = (z(history.first()), z(history.last()), number::fixed(dream.activation(), 3));
        format!("{whose}, step {} of {N_STEPS}: z went from {from} to {to}, a = {a}", history.len() - 1)
    });
    Some(DreamScene {
        title: format!(
            "What would make {} stronger?",
            name(core, Target::neuron(layer_idx, neuron_idx)).to_ascii_lowercase()
        ),
        next: subject,
        picture: dream.map(|dream| heat_map::activations(dream.pixels(), palette)),
        progress,
        path: dream.map_or_else(String::new, |dream| path(dream.history())),
        is_running,
    })
}

fn path(history: &[f32]) -> String {
    let low = history.iter().copied().fold(f32::INFINITY, f32::min);
    let high = history.iter().copied().fold(low + 1.0, f32::max);
    let x = |step: usize| 100.0 * step as f32 / N_STEPS as f32;
    let y = |z: f32| 29.0 - 28.0 * (z - low) / (high - low);
    svg::line(history.iter().enumerate().map(|(step, z)| (x(step), y(*z))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::{Effect, Msg as PanelMsg};
    use crate::state::State;
    use crate::test_support::{load, page, random_model, ready_state, update};
    use crate::why::Msg;
    use crate::why::dream::Start;
    use crate::why::explanation::explain;
    use app::msg::Msg as CoreMsg;
    use app::network_layout::Direction;
    use app::panel::Panel;
    use app::test_support::shipped;

    fn tell(state: &mut State, msg: Msg) -> Vec<Effect> {
        update(state, msg)
    }

    /// A page with the panel open and an example drawn.
    fn drawn() -> State {
        let mut state = ready_state();
        update(&mut state, CoreMsg::Open(Panel::Why));
        update(&mut state, CoreMsg::ShowExample(3));
        search(&mut state);
        state
    }

    /// Lets the search for what would change the answer come to its end.
    fn search(state: &mut State) {
        while !update(state, PanelMsg::Tick(0.0)).is_empty() {}
    }

    fn explained(state: &State) -> Option<WhyScene> {
        let derived = (&Derived::default(), &PanelsDerived::default());
        why_scene(&state.panels.why, &state.core, derived, &shipped("light"))
    }

    fn scene(state: &State) -> WhyScene {
        explained(state).expect("something is drawn")
    }

    fn dream(state: &State) -> DreamScene {
        dream_scene(&state.panels.why, &state.core, &Derived::default(), &shipped("light"))
            .expect("there is a model")
    }

    fn value(text: &str) -> f32 {
        text.replace('−', "-").parse().expect("a number")
    }

    #[test]
    fn the_waterfall_leads_from_the_blank_image_over_all_ink_to_the_value_now() {
        let mut state = drawn();
        for (is_compared, picked) in
            [(false, None), (true, None), (false, Some((0, 4))), (true, Some((2, 7)))]
        {
            tell(&mut state, Msg::Compare(is_compared));
            state.core.picked =
                picked.map(|(layer_idx, neuron_idx)| Target::Neuron { layer_idx, neuron_idx });
            let waterfall = scene(&state).waterfall;
            let values: Vec<f32> = waterfall.bars.iter().map(|step| value(&step.value)).collect();
            assert!((values[0] + values[1] + values[2] - values[3]).abs() < 0.021, "{values:?}");
        }
    }

    #[test]
    fn the_answer_is_explained_until_something_is_chosen_and_again_after() {
        let mut state = drawn();
        let answer = Derived::default().answer(&state.core).expect("something is drawn");
        assert_eq!(scene(&state).title, format!("Why {}?", answer.digit));
        let other = (answer.digit + 1) % 10;
        tell(&mut state, Msg::Explain(other));
        assert_eq!((scene(&state).title, scene(&state).output), (format!("Why {other}?"), Some(other)));
        tell(&mut state, Msg::Compare(true));
        assert_eq!(scene(&state).title, format!("Why {other} rather than {}?", answer.digit));
        assert!(scene(&state).sentence.contains(&format!("favours {other} over {}", answer.digit)));
        tell(&mut state, Msg::Explain(other));
        let (first, second) = (answer.digit, answer.runner_up);
        assert_eq!(scene(&state).title, format!("Why {first} rather than {second}?"));
        assert_eq!(scene(&state).comparison, format!("compare with {second}"));
        state.core.picked = Some(Target::Neuron { layer_idx: 1, neuron_idx: 4 });
        let hidden = scene(&state);
        assert_eq!(hidden.title, "What drives hidden 2, neuron 5?");
        assert_eq!((hidden.output, hidden.comparison.as_str()), (None, ""), "it has no rival");
        state.core.picked = Some(Target::Pixel(400));
        assert_eq!(scene(&state).output, Some(first), "a pixel explains nothing");
        update(&mut state, CoreMsg::Clear);
        assert_eq!(explained(&state), None);
    }

    #[test]
    fn the_words_say_what_the_marks_on_the_picture_hold() {
        let state = drawn();
        let scene = scene(&state);
        for marked in &scene.marked {
            let said = number::signed(marked.region.sum, 2);
            assert!(scene.sentence.contains(&format!("({}) ", marked.letter)), "{}", scene.sentence);
            assert!(scene.sentence.contains(&said), "{said}: {}", scene.sentence);
        }
        assert!(!scene.marked.is_empty() && !scene.hatched.is_empty());
        let derived = Derived::default();
        let subject = subject(&state.core, &derived, false).expect("there is an answer");
        let network = state.core.network().expect("there is a model");
        let explanation = explain(network, &derived.pass(&state.core).expect("a pass"), subject);
        assert!(scene.hatched.iter().all(|idx| explanation.contributions[*idx] < 0.0));
    }

    #[test]
    fn the_keyboard_walks_over_the_pixels_and_each_says_its_part() {
        let mut state = drawn();
        assert!(scene(&state).readout.starts_with("full colour at ±"));
        tell(&mut state, Msg::FocusPicture);
        assert_eq!(scene(&state).readout, "Pixel (0, 0): contributes nothing");
        for _ in 0..14 {
            tell(&mut state, Msg::MoveCursor(Direction::Down));
            tell(&mut state, Msg::MoveCursor(Direction::Right));
        }
        assert_eq!((state.core.term, scene(&state).pointed), (Some(Target::Pixel(14 * 29)), Some(14 * 29)));
        assert!(scene(&state).readout.starts_with("Pixel (14, 14), ink "), "{}", scene(&state).readout);
    }

    #[test]
    fn a_dream_runs_step_by_step_until_it_is_stopped_or_left() {
        let mut state = drawn();
        let tick = Effect::Tick;
        let step = |state: &mut State| update(state, PanelMsg::Tick(0.0));
        assert_eq!((dream(&state).picture, dream(&state).is_running), (None, false));
        let before = state.core.pad().ink().clone();
        assert_eq!(tell(&mut state, Msg::Dream(2, 6)), std::slice::from_ref(&tick));
        for _ in 0..10 {
            assert_eq!(step(&mut state), std::slice::from_ref(&tick));
        }
        let scene = dream(&state);
        assert!(scene.is_running && scene.picture.is_some());
        assert!(scene.progress.starts_with("Output 6, step 10 of 120: z went from "), "{}", scene.progress);
        assert_eq!(scene.path.matches('L').count(), 10);
        tell(&mut state, Msg::StopDream);
        assert_eq!((step(&mut state), dream(&state).is_running), (vec![], false));
        assert_eq!(*state.core.pad().ink(), before, "the drawing is the person's own");

        tell(&mut state, Msg::SetStart(Start::Noise));
        tell(&mut state, Msg::Dream(2, 6));
        update(&mut state, CoreMsg::Open(Panel::None));
        assert_eq!(step(&mut state), [], "nobody watches");
        load(&mut state, models::ModelSource::Url("x".into()), &random_model(&[784, 8, 10]));
        assert_eq!(dream(&state).picture, None, "it was another network's");
        assert_eq!(tell(&mut state, Msg::Dream(2, 6)), [], "there is no such neuron");
    }

    #[test]
    fn a_dream_runs_to_its_end_and_without_motion_at_once() {
        let mut state = drawn();
        tell(&mut state, Msg::Dream(0, 3));
        let mut n_steps = 0;
        while !update(&mut state, PanelMsg::Tick(0.0)).is_empty() {
            n_steps += 1;
        }
        assert_eq!(n_steps + 1, N_STEPS);
        assert!(dream(&state).progress.contains(&format!("step {N_STEPS} of {N_STEPS}")));
        let animated = dream(&state);
        let mut state = State { core: state.core, ..page(true) };
        search(&mut state);
        assert_eq!(tell(&mut state, Msg::Dream(0, 3)), []);
        assert_eq!(dream(&state), animated, "the same picture");
    }

    #[test]
    fn what_flips_the_answer_is_looked_for_while_somebody_watches_and_the_pen_rests() {
        let mut state = ready_state();
        let point = |at: f32| digits::Point::new(at, at);
        update(&mut state, CoreMsg::PenDown(app::pad::Source::Pointer(1), point(0.3)));
        update(&mut state, CoreMsg::PenMove(app::pad::Source::Pointer(1), vec![point(0.7)]));
        let is_asked = |effects: Vec<Effect>| effects.contains(&Effect::Tick);
        assert!(!is_asked(update(&mut state, CoreMsg::Open(Panel::Why))), "the pen is down");
        assert!(is_asked(update(&mut state, CoreMsg::PenUp(app::pad::Source::Pointer(1)))));
        assert!(!is_asked(update(&mut state, CoreMsg::Open(Panel::None))), "nobody watches");
        assert!(is_asked(update(&mut state, CoreMsg::Open(Panel::Why))));
        search(&mut state);
        assert!(!is_asked(update(&mut state, CoreMsg::Open(Panel::Why))), "it is over");
        update(&mut state, CoreMsg::ShowExample(3));
        let waiting = PanelsDerived::default().flips(&state.panels.why);
        assert!(waiting.cards.is_empty() && waiting.note.starts_with("Trying "), "{waiting:?}");
        update(&mut state, CoreMsg::Clear);
        search(&mut state);
        assert!(PanelsDerived::default().flips(&state.panels.why).cards.is_empty());
        state.core.give_pixels(app::examples::example(3), digits::DigitImage::blank());
        assert!(!is_asked(update(&mut state, CoreMsg::Open(Panel::Why))), "there is no drawing to change");
        let flips = PanelsDerived::default().flips(&state.panels.why);
        assert!(
            flips.cards.is_empty() && flips.note.starts_with("The pixels were set directly"),
            "{flips:?}"
        );
    }

    #[test]
    fn an_edit_is_made_by_a_click_and_undone_as_one_step() {
        let mut state = drawn();
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained/vanilla.bin");
        let model = models::Model::from_packed(&std::fs::read(file).expect("its file")).expect("a model");
        load(&mut state, models::ModelSource::Url("vanilla".into()), &model);
        search(&mut state);
        let before = state.core.pad().ink().clone();
        let flips = PanelsDerived::default().flips(&state.panels.why);
        let card = flips.cards.first().expect("vanilla can be led astray");
        tell(&mut state, Msg::Flip(card.kind));
        assert_ne!(*state.core.pad().ink(), before);
        let now = Derived::default().answer(&state.core).and_then(|answer| answer.winner());
        assert!(card.text.ends_with(&format!("it reads {}", now.expect("it is sure"))), "{}", card.text);
        update(&mut state, CoreMsg::Undo);
        assert_eq!(*state.core.pad().ink(), before);
    }
}
