//! The forward pass, slowly: layer by layer and neuron by neuron, played, stepped and scrubbed. What happens when is in
//! `timeline`, what is said about it in `telling`, what is drawn over the network in `flow`.

pub mod flow;
pub mod telling;
pub mod timeline;

use crate::msg::Effect;
use crate::panels::Effect as PanelEffect;
use crate::state::State;
use timeline::{Moment, Phase, Timeline, Work};

/// How fast it can be played, as multiples of normal speed.
pub const SPEEDS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 16.0];
/// The longest that a frame counts for, in milliseconds: a page that was hidden goes on where it was.
const LONGEST_FRAME_MS: f64 = 250.0;
/// The least time that a picture stands where they change at once, in milliseconds.
const STILL_MS: f64 = 400.0;
/// How long the end stands before it begins again, in milliseconds.
const END_MS: f64 = 1200.0;
/// The time in which the input unrolls on request, in milliseconds.
const UNROLL_MS: f64 = 900.0;

/// What it remembers.
#[derive(Clone, Debug)]
pub struct Propagation {
    /// Whether the player is there; otherwise the network shows all its numbers.
    pub is_open: bool,
    /// Whether the position moves on by itself.
    pub is_playing: bool,
    /// Whether it begins again at the end.
    pub is_looping: bool,
    /// One of [`SPEEDS`].
    pub speed: f64,
    /// Whether the input is to stay a column.
    pub wants_column: bool,
    /// How far it is unrolled on request, 0 to 1.
    column: f32,
    /// The place in the timeline, in milliseconds at normal speed.
    position: f64,
    timeline: Timeline,
    /// Whether motion is reduced: only still pictures follow each other.
    is_still: bool,
    /// When the last frame was, while something moves.
    last_frame_ms: Option<f64>,
    /// How long the present picture has been standing, in milliseconds.
    standing_ms: f64,
    /// The neuron at work (layer, index) and how far it has lit, 0 to 1; none while the player is closed.
    front: Option<(usize, usize, f32)>,
}

impl Default for Propagation {
    fn default() -> Propagation {
        Propagation {
            is_open: false,
            is_playing: false,
            is_looping: false,
            speed: 1.0,
            wants_column: false,
            column: 0.0,
            position: 0.0,
            timeline: Timeline::default(),
            is_still: false,
            last_frame_ms: None,
            standing_ms: 0.0,
            front: None,
        }
    }
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Msg {
    /// The player comes up and begins.
    Open,
    /// It goes.
    Close,
    /// It plays on, from the beginning if it is at the end, or stops where it is.
    TogglePlay,
    /// To the next neuron's end, or the next layer's, or the one before.
    Step {
        /// Or backward.
        is_forward: bool,
        /// Or by neuron.
        by_layer: bool,
    },
    /// To this share of the whole pass, 0 to 1.
    Seek(f64),
    /// As fast as [`SPEEDS`] has it at this index; beyond its end this is ignored.
    SetSpeed(usize),
    /// Whether it begins again at the end.
    SetLooping(bool),
    /// Whether the input is unrolled for as long as the player is there.
    SetColumn(bool),
}

impl Propagation {
    /// How far a neuron is lit, 0 to 1: its number shows when it is wholly.
    pub fn light(&self, layer_idx: usize, neuron_idx: usize) -> f32 {
        let Some((front_layer, front_neuron, light)) = self.front else { return 1.0 };
        match (layer_idx, neuron_idx).cmp(&(front_layer, front_neuron)) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => light,
            std::cmp::Ordering::Greater => 0.0,
        }
    }

    /// Whether the network shows the pass as it is played, and not all its numbers.
    pub fn is_showing(&self) -> bool {
        self.front.is_some()
    }

    /// What happens now; where motion is reduced, the last still picture.
    pub fn moment(&self) -> Moment {
        let position = if self.is_still { self.timeline.still_before(self.position) } else { self.position };
        let moment = self.timeline.moment_at(position);
        Moment { unroll: moment.unroll.max(self.column), ..moment }
    }

    /// The place in the whole pass, as a share of it.
    pub fn share(&self) -> f64 {
        self.position / self.timeline.length()
    }

    fn column_target(&self) -> f32 {
        f32::from(u8::from(self.wants_column))
    }

    fn go_to(&mut self, position: f64) {
        self.position = position;
        self.standing_ms = 0.0;
    }

    /// Moves on by `elapsed_ms` of the clock: smoothly, or from one still picture to the next.
    fn advance(&mut self, elapsed_ms: f64) {
        let length = self.timeline.length();
        self.standing_ms += elapsed_ms;
        if self.position >= length && self.is_looping {
            if self.standing_ms >= END_MS {
                self.go_to(0.0);
            }
            return;
        }
        let due_after = |moved_ms: f64| (self.position + moved_ms * self.speed).min(length);
        if !self.is_still {
            self.go_to(due_after(elapsed_ms));
        } else if self.standing_ms >= STILL_MS {
            let next = self.timeline.still_before(due_after(self.standing_ms));
            if next > self.position {
                self.go_to(next);
            }
        }
        self.is_playing = self.position < length || self.is_looping;
    }
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, _effects: &mut Vec<Effect>) -> bool {
    let is_still = state.panels.is_motion_reduced;
    let has_network = state.model.is_some();
    let player = &mut state.panels.propagation;
    if msg == Msg::Open && has_network {
        player.is_open = true;
        player.go_to(0.0);
        // Where motion is reduced, nothing moves unless it is told to.
        player.is_playing = !is_still;
    }
    if !player.is_open {
        return false;
    }
    match msg {
        Msg::Open => {}
        Msg::Close => {
            player.is_open = false;
            player.is_playing = false;
        }
        Msg::TogglePlay => {
            if !player.is_playing && player.position >= player.timeline.length() {
                player.go_to(0.0);
            }
            player.is_playing = !player.is_playing;
        }
        Msg::Step { is_forward, by_layer } => {
            player.is_playing = false;
            player.go_to(player.timeline.step(player.position, is_forward, by_layer));
        }
        Msg::Seek(share) => {
            player.is_playing = false;
            player.go_to(share.clamp(0.0, 1.0) * player.timeline.length());
        }
        Msg::SetSpeed(idx) => player.speed = SPEEDS.get(idx).copied().unwrap_or(player.speed),
        Msg::SetLooping(is_looping) => player.is_looping = is_looping,
        Msg::SetColumn(wants_column) => player.wants_column = wants_column,
    }
    false
}

/// Reacts to what has changed elsewhere: another network has another timeline. Asks for the next frame while something
/// moves.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let is_still = state.panels.is_motion_reduced;
    let player = &mut state.panels.propagation;
    player.is_still = is_still;
    if !player.is_open {
        player.front = None;
        player.last_frame_ms = None;
        return;
    }
    let layers = state.model.iter().flat_map(|model| model.network.layers());
    let sizes: Vec<usize> =
        std::iter::once(crate::SIDE * crate::SIDE).chain(layers.map(|it| it.n_outputs())).collect();
    let timeline = Timeline::new(&sizes);
    if player.timeline != timeline {
        player.timeline = timeline;
        player.go_to(0.0);
    }
    if is_still {
        player.column = player.column_target();
    }
    player.front = Some(match player.moment().work {
        None => (0, 0, 0.0),
        Some(Work { layer_idx, neuron_idx, phase, share }) => {
            (layer_idx, neuron_idx, if phase == Phase::Light { share } else { 0.0 })
        }
    });
    if player.is_playing || player.column != player.column_target() {
        effects.push(Effect::Panel(PanelEffect::Tick));
    } else {
        player.last_frame_ms = None;
    }
}

/// The next animation frame. Returns whether the picture or the network's numbers have changed.
pub(super) fn tick(state: &mut State, now_ms: f64, _effects: &mut Vec<Effect>) -> bool {
    let player = &mut state.panels.propagation;
    if !player.is_open {
        return false;
    }
    let elapsed_ms = player.last_frame_ms.map_or(0.0, |last| (now_ms - last).clamp(0.0, LONGEST_FRAME_MS));
    player.last_frame_ms = Some(now_ms);
    let step = (elapsed_ms / UNROLL_MS) as f32;
    player.column += (player.column_target() - player.column).clamp(-step, step);
    if player.is_playing {
        player.advance(elapsed_ms);
    }
    false
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::derived::Derived;
    use crate::msg::Msg as PageMsg;
    use crate::palette::tests::shipped;
    use crate::panels::Msg as PanelMsg;
    use crate::scene::network::network_scene;
    use crate::test_support::{load, ready_state, test_model};
    use crate::update::update;
    use models::ModelSource;

    /// A page on which the panels have arrived and a 3 is drawn.
    pub(crate) fn drawn(is_motion_reduced: bool) -> State {
        let mut state = ready_state();
        update(&mut state, PageMsg::Panel(PanelMsg::Arrived { is_motion_reduced }));
        update(&mut state, PageMsg::ShowExample(3));
        state
    }

    /// Sends it; whether it asks for a frame.
    pub(crate) fn send(state: &mut State, msg: Msg) -> bool {
        let effects = update(state, PageMsg::Panel(PanelMsg::Propagation(msg)));
        effects.contains(&Effect::Panel(PanelEffect::Tick))
    }

    /// Frames of 100 ms for as long as they are asked for, at most `n`. How many there were.
    fn run(state: &mut State, n: usize) -> usize {
        for frame in 0..n {
            let effects = update(state, PageMsg::Panel(PanelMsg::Tick(1000.0 + 100.0 * frame as f64)));
            if !effects.contains(&Effect::Panel(PanelEffect::Tick)) {
                return frame + 1;
            }
        }
        n
    }

    pub(crate) fn derived(state: &State) -> Derived {
        let mut derived = Derived::default();
        derived.refresh(state);
        derived
    }

    /// The view's neurons: `#` lit, `+` lighting, `.` blank, layer by layer.
    fn lights(state: &State) -> String {
        let layers = state.layout.layers.iter().enumerate().map(|(layer_idx, block)| {
            let light = |neuron_idx| state.panels.propagation.light(layer_idx, neuron_idx);
            let lights = (0..block.neurons.len()).map(light);
            lights
                .map(|light| {
                    if light == 1.0 {
                        '#'
                    } else if light > 0.0 {
                        '+'
                    } else {
                        '.'
                    }
                })
                .collect::<String>()
        });
        layers.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn it_plays_to_the_end_and_asks_for_no_frame_after_that() {
        let mut state = drawn(false);
        assert_eq!(lights(&state), "################ ################ ##########");
        assert!(send(&mut state, Msg::Open));
        assert_eq!(lights(&state), "................ ................ ..........");
        // 3.7 s, then 16 s a layer; the first frame only sets the clock.
        assert_eq!(run(&mut state, 1000), 518);
        let player = &state.panels.propagation;
        assert_eq!((player.is_playing, player.share()), (false, 1.0));
        assert_eq!(lights(&state), "################ ################ ##########");
        assert!(send(&mut state, Msg::TogglePlay), "again, from the beginning");
        assert_eq!(state.panels.propagation.share(), 0.0);
    }

    #[test]
    fn it_goes_on_from_where_it_was_stopped_and_as_fast_as_is_said() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        send(&mut state, Msg::SetSpeed(4));
        send(&mut state, Msg::SetSpeed(6));
        run(&mut state, 11);
        assert_eq!(state.panels.propagation.position, 4000.0);
        assert!(!send(&mut state, Msg::TogglePlay));
        assert_eq!(run(&mut state, 5), 1, "stopped is stopped");
        assert_eq!(state.panels.propagation.position, 4000.0);
        assert!(send(&mut state, Msg::TogglePlay));
        run(&mut state, 2);
        assert_eq!(state.panels.propagation.position, 4400.0, "the pause does not count");
    }

    #[test]
    fn steps_light_neuron_after_neuron_and_layer_after_layer() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        let step = |is_forward, by_layer| Msg::Step { is_forward, by_layer };
        assert!(!send(&mut state, step(true, false)), "a step stops it");
        assert_eq!(lights(&state), "#............... ................ ..........");
        send(&mut state, step(true, false));
        assert_eq!(lights(&state), "##.............. ................ ..........");
        send(&mut state, step(true, true));
        assert_eq!(lights(&state), "################ ................ ..........");
        send(&mut state, step(true, false));
        send(&mut state, step(true, false));
        send(&mut state, step(false, false));
        assert_eq!(lights(&state), "################ #............... ..........");
        send(&mut state, step(false, true));
        assert_eq!(lights(&state), "################ ................ ..........");
        send(&mut state, Msg::Seek(1.0));
        assert_eq!(lights(&state), "################ ################ ##########");
        send(&mut state, Msg::Seek(-3.0));
        assert_eq!(lights(&state), "................ ................ ..........");
    }

    #[test]
    fn it_begins_again_where_that_is_wanted() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        send(&mut state, Msg::SetSpeed(5));
        send(&mut state, Msg::SetLooping(true));
        assert_eq!(run(&mut state, 200), 200, "it never ends");
        assert!(state.panels.propagation.share() < 1.0);
    }

    #[test]
    fn the_network_shows_what_was_reached_and_nothing_else() {
        let mut state = drawn(false);
        let palette = shipped("light");
        let n_numbers = |state: &State| {
            let scene = network_scene(state, &derived(state), &palette).expect("there is a model");
            let numbers =
                scene.labels.iter().filter(|label| label.text.starts_with('.') || label.text.contains("1.0"));
            (numbers.count(), scene.edges.is_empty(), scene.neurons.iter().filter(|it| it.has_halo).count())
        };
        let live = n_numbers(&state);
        assert_eq!((live.0, live.1), (42, false));
        send(&mut state, Msg::Open);
        assert_eq!(n_numbers(&state), (0, true, 0));
        send(&mut state, Msg::Step { is_forward: true, by_layer: true });
        assert_eq!(n_numbers(&state), (16, true, 0));
        send(&mut state, Msg::Seek(1.0));
        assert_eq!(n_numbers(&state), (42, true, live.2));
        send(&mut state, Msg::Close);
        assert_eq!(n_numbers(&state), live);
        assert!(!send(&mut state, Msg::TogglePlay), "Space means nothing while it is closed");
    }

    #[test]
    fn still_pictures_follow_each_other_where_motion_is_reduced() {
        let mut state = drawn(true);
        assert!(!send(&mut state, Msg::Open), "nothing moves by itself");
        assert!(!send(&mut state, Msg::SetColumn(true)));
        assert_eq!(state.panels.propagation.moment().unroll, 1.0);
        send(&mut state, Msg::SetColumn(false));
        assert_eq!(state.panels.propagation.moment().unroll, 0.0);
        assert!(send(&mut state, Msg::TogglePlay));
        let mut pictures = Vec::new();
        for frame in 0..600 {
            update(&mut state, PageMsg::Panel(PanelMsg::Tick(100.0 * f64::from(frame))));
            let moment = state.panels.propagation.moment();
            assert!(moment.work.is_none_or(|work| work.phase == Phase::Light && work.share == 1.0));
            if pictures.last().is_none_or(|(_, last)| *last != moment) {
                pictures.push((frame, moment));
            }
        }
        assert_eq!(pictures.len(), 3 + 42, "grid, column, grid, and each neuron");
        assert!(pictures.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 4));
        assert!(!state.panels.propagation.is_playing);
        send(&mut state, Msg::Seek(0.4));
        assert_eq!(state.panels.propagation.moment().work.map(|work| work.share), Some(1.0));
        assert_eq!(state.panels.propagation.share(), 0.4, "the slider does not jump back under the hand");
    }

    #[test]
    fn the_input_unrolls_on_request_and_back() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        send(&mut state, Msg::Seek(0.5));
        assert!(send(&mut state, Msg::SetColumn(true)));
        assert_eq!(run(&mut state, 50), 10);
        assert_eq!(state.panels.propagation.moment().unroll, 1.0);
        assert!(send(&mut state, Msg::SetColumn(false)));
        run(&mut state, 50);
        assert_eq!(state.panels.propagation.moment().unroll, 0.0);
    }

    #[test]
    fn another_network_has_another_pass() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        send(&mut state, Msg::Seek(1.0));
        load(&mut state, ModelSource::Url("deep".into()), &test_model(&[784, 5, 10]));
        assert_eq!(lights(&state), "..... ..........");
        let mut empty = State::default();
        update(&mut empty, PageMsg::Panel(PanelMsg::Arrived { is_motion_reduced: false }));
        assert!(!send(&mut empty, Msg::Open), "there is nothing to play");
    }
}
