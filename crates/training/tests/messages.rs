//! Messages come back from their bytes as they were, and no bytes do harm.

mod common;

use common::experiment;
use learning::{
    Diagnosis, End, Frame, ImageSet, ImageSource, LayerMeasures, Measures, Mix, N_ACTIVATION_BINS,
    N_GRADIENT_BINS, Score, StuckNeurons,
};
use nn::{ActivationFn, Loss, UpdateRule};
use proptest::prelude::*;
use training::{MessageError, Reply, Request, Session};

fn requests() -> Vec<Request> {
    let mut other = experiment();
    other.network.hidden_fn = ActivationFn::Tanh;
    other.network.hidden = vec![];
    other.data.mix = Mix { weights: [0.5, 0.0, 2.0] };
    let mut taught = experiment();
    taught.network.parameters = Some(vec![0.5, -1.0].into());
    other.training.loss = Loss::Quadratic;
    other.training.update_rule = UpdateRule::Sgd { momentum: 0.25 };
    other.data.preprocessing = digits::Preprocessing::none();
    vec![
        Request::Prepare(experiment().data),
        Request::Collect {
            source: ImageSource::Own,
            is_first: true,
            is_held_out: false,
            labels: vec![3],
            pixels: (0..784).map(|pixel| pixel as u8).collect(),
        },
        Request::Train { run: 8, experiment: taught, is_filmed: true },
        Request::Train { run: 7, experiment: experiment(), is_filmed: true },
        Request::Train { run: u32::MAX, experiment: other, is_filmed: false },
        Request::FindNearest { search: 4, image: Box::new(std::array::from_fn(|pixel| pixel as u8)) },
        Request::Pause { run: 1 },
        Request::Resume { run: 2 },
        Request::Cancel { run: 3 },
    ]
}

fn replies() -> Vec<Reply> {
    let layer = |stuck| LayerMeasures {
        range: (-1.0, 1.0),
        activations: std::array::from_fn::<_, N_ACTIVATION_BINS, _>(|bin| bin as u32),
        gradient: 0.5,
        gradients: std::array::from_fn::<_, N_GRADIENT_BINS, _>(|bin| 10 * bin as u32),
        stuck,
    };
    let score = |loss| Score { loss, accuracy: 0.75 };
    let measures = Measures {
        training: score(0.5),
        held_out: score(0.625),
        accuracy_by_source: [0.5, 0.0, 1.0],
        layers: vec![layer(vec![3, 14]), layer(vec![])],
    };
    let frame = Frame { n_samples: 1 << 40, parameters: vec![0.0, -1.5, f32::MIN_POSITIVE], measures };
    let stuck = StuckNeurons { layer_idx: 1, n_stuck: 8, n_neurons: 16 };
    let mut images = ImageSet::default();
    images.push([7; digits::N_PIXELS], 3);
    images.push(std::array::from_fn(|pixel| pixel as u8), 9);
    let ended = |end, diagnosis| Reply::Ended { run: 9, end, diagnosis };
    vec![
        Reply::Ready,
        Reply::Preparing { run: 1, n_made: 512, n_total: 20_500 },
        Reply::Frame { run: 2, frame },
        ended(End::Complete, None),
        ended(End::Complete, Some(Diagnosis::TooSlow)),
        ended(End::Complete, Some(Diagnosis::Dead(stuck))),
        ended(End::Complete, Some(Diagnosis::Saturated(stuck))),
        ended(End::Diverged, Some(Diagnosis::Diverged)),
        Reply::Nearest { search: 7, images: images.clone() },
        Reply::HeldOut { run: 6, images },
        Reply::HeldOut { run: 6, images: ImageSet::default() },
        Reply::Refused { run: 4 },
    ]
}

#[test]
fn messages_round_trip() {
    for request in requests() {
        assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
    }
    for reply in replies() {
        assert_eq!(Reply::from_bytes(&reply.to_bytes()), Ok(reply));
    }
}

#[test]
fn a_message_that_is_cut_off_or_too_long_is_damaged() {
    let check = |bytes: &[u8], is_message: fn(&[u8]) -> bool| {
        for end in 0..bytes.len() {
            assert!(!is_message(&bytes[..end]), "{end} of {}", bytes.len());
        }
        assert!(!is_message(&[bytes, &[0]].concat()));
    };
    for request in requests() {
        check(&request.to_bytes(), |bytes| Request::from_bytes(bytes).is_ok());
    }
    for reply in replies() {
        check(&reply.to_bytes(), |bytes| Reply::from_bytes(bytes).is_ok());
    }
}

#[test]
fn another_version_is_told_from_damage() {
    let mut bytes = Reply::Ready.to_bytes();
    bytes[0] += 1;
    assert_eq!(Reply::from_bytes(&bytes), Err(MessageError::Version));
    assert_eq!(Request::from_bytes(&bytes), Err(MessageError::Version));
    assert_eq!(Request::from_bytes(&[]), Err(MessageError::Damaged));
}

proptest! {
    #[test]
    fn changed_bytes_are_another_message_or_an_error(
        message: prop::sample::Index, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let change = |mut bytes: Vec<u8>| {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes
        };
        let requests = requests();
        let request = change(message.get(&requests).to_bytes());
        let _ = Request::from_bytes(&request);
        let replies = replies();
        let _ = Reply::from_bytes(&change(message.get(&replies).to_bytes()));
        // Whatever is asked, a session survives.
        let mut session = Session::default();
        session.hear(&request);
        for _ in 0..3 {
            session.step();
        }
    }

    #[test]
    fn any_bytes_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Request::from_bytes(&[&[1], &bytes[..]].concat());
        let _ = Reply::from_bytes(&[&[1], &bytes[..]].concat());
    }
}

#[test]
fn a_count_beyond_the_bytes_takes_no_memory() {
    let mut bytes = vec![1, 2];
    bytes.extend([0; 12]);
    bytes.extend(u32::MAX.to_le_bytes());
    assert_eq!(Reply::from_bytes(&bytes), Err(MessageError::Damaged));
    let held_out = [&[1, 5, 0, 0, 0, 0][..], &u32::MAX.to_le_bytes()].concat();
    assert_eq!(Reply::from_bytes(&held_out), Err(MessageError::Damaged));
}

#[test]
fn settings_out_of_range_are_refused_by_the_session() {
    let mut wild = experiment();
    wild.training.learning_rate = f32::NAN;
    let mut session = Session::default();
    session.hear(&Request::Train { run: 5, experiment: wild, is_filmed: true }.to_bytes());
    assert_eq!(session.step(), Some(Reply::Ready));
    assert_eq!(session.step(), Some(Reply::Refused { run: 5 }));
    assert!(!session.is_busy());
}
