//! A session: what is asked for is answered in order, the last request wins, and drawings are kept.

#![expect(clippy::unwrap_used, reason = "the lint's exemption for tests does not see their helper functions")]

mod common;

use common::experiment;
use learning::{End, Film};
use training::{Reply, Request, Session};

fn ask(session: &mut Session, request: &Request) {
    session.hear(&request.to_bytes());
}

/// All replies until there is nothing to do, by way of their bytes.
fn replies(session: &mut Session) -> Vec<Reply> {
    let mut replies = Vec::new();
    while session.is_busy() {
        replies.extend(session.step().map(|reply| Reply::from_bytes(&reply.to_bytes()).unwrap()));
    }
    replies
}

/// A session that has said it is ready and been asked for a run.
fn session_with_run(run: u32) -> Session {
    let mut session = Session::default();
    assert_eq!(session.step(), Some(Reply::Ready));
    ask(&mut session, &Request::Train { run, experiment: experiment(), is_filmed: true });
    session
}

fn film(replies: &[Reply], of_run: u32) -> Film {
    let mut film = Film::new(experiment().start().unwrap());
    for reply in replies {
        if let Reply::Frame { run, frame } = reply {
            assert_eq!(*run, of_run);
            film.push(frame.clone()).unwrap();
        }
    }
    film
}

fn n_preparing(replies: &[Reply]) -> usize {
    replies.iter().filter(|reply| matches!(reply, Reply::Preparing { .. })).count()
}

#[test]
fn a_run_is_prepared_filmed_and_ended() {
    let replies = replies(&mut session_with_run(3));
    assert_eq!(replies[0], Reply::Preparing { run: 3, n_made: 512, n_total: 600 });
    assert_eq!(replies[1], Reply::Preparing { run: 3, n_made: 600, n_total: 600 });
    let Reply::HeldOut { run: 3, images } = &replies[2] else { panic!("{:?}", replies[2]) };
    assert_eq!(images.len(), learning::N_HELD_OUT);
    // The start, and two epochs of five steps.
    let film = film(&replies, 3);
    assert_eq!(film.frames().len(), 11);
    assert_eq!(film.network(0), experiment().start().unwrap());
    let ended = &replies[replies.len() - 1];
    assert!(matches!(ended, Reply::Ended { run: 3, end: End::Complete, .. }), "{ended:?}");
}

#[test]
fn the_same_experiment_gives_the_same_film_without_new_drawings() {
    let mut session = session_with_run(1);
    let first = replies(&mut session);
    ask(&mut session, &Request::Train { run: 2, experiment: experiment(), is_filmed: true });
    let second = replies(&mut session);
    assert_eq!((n_preparing(&first), n_preparing(&second)), (2, 0));
    assert_eq!(film(&first, 1), film(&second, 2));
}

#[test]
fn drawings_can_be_prepared_before_a_run() {
    let mut session = Session::default();
    ask(&mut session, &Request::Prepare(experiment().data));
    assert_eq!(replies(&mut session), [Reply::Ready]);
    ask(&mut session, &Request::Train { run: 1, experiment: experiment(), is_filmed: true });
    assert_eq!(n_preparing(&replies(&mut session)), 0);
}

#[test]
fn a_new_run_takes_the_place_of_the_old_one() {
    let mut session = session_with_run(1);
    while !matches!(session.step(), Some(Reply::Frame { run: 1, .. })) {}
    ask(&mut session, &Request::Train { run: 2, experiment: experiment(), is_filmed: true });
    assert_eq!(film(&replies(&mut session), 2).frames().len(), 11);
}

#[test]
fn a_paused_run_waits_and_goes_on() {
    let mut session = session_with_run(1);
    while !matches!(session.step(), Some(Reply::Frame { .. })) {}
    ask(&mut session, &Request::Pause { run: 1 });
    assert!(!session.is_busy() && session.step().is_none());
    // Another run's is not this one's.
    ask(&mut session, &Request::Resume { run: 7 });
    assert!(!session.is_busy());
    ask(&mut session, &Request::Resume { run: 1 });
    assert_eq!(film(&replies(&mut session), 1).frames().len(), 10, "all but the one before the pause");
}

#[test]
fn a_cancelled_run_says_nothing_more() {
    let mut session = session_with_run(1);
    while !matches!(session.step(), Some(Reply::Frame { .. })) {}
    ask(&mut session, &Request::Cancel { run: 7 });
    assert!(session.is_busy());
    ask(&mut session, &Request::Cancel { run: 1 });
    assert_eq!(replies(&mut session), []);
}

#[test]
fn a_curve_has_fewer_frames_without_weights_and_ends_as_the_film_does() {
    let mut long = experiment();
    long.training.n_epochs = 30;
    let run = |is_filmed| {
        let mut session = Session::default();
        ask(&mut session, &Request::Train { run: 1, experiment: long.clone(), is_filmed });
        replies(&mut session)
    };
    let (film, curve) = (run(true), run(false));
    let frames = |replies: &[Reply]| -> Vec<learning::Frame> {
        let frames = replies.iter().filter_map(|reply| match reply {
            Reply::Frame { frame, .. } => Some(frame.clone()),
            _ => None,
        });
        frames.collect()
    };
    let (film_frames, curve_frames) = (frames(&film), frames(&curve));
    assert!(curve_frames.len() == 48 && film_frames.len() > 100, "{}", film_frames.len());
    assert!(curve_frames.iter().all(|frame| frame.parameters.is_empty()));
    assert!(!curve.iter().any(|reply| matches!(reply, Reply::HeldOut { .. })));
    assert_eq!(curve_frames[47].measures, film_frames[film_frames.len() - 1].measures);
    assert_eq!(curve[curve.len() - 1], film[film.len() - 1]);
}

#[test]
fn the_nearest_training_images_are_found_in_the_middle_of_a_run() {
    let mut session = session_with_run(1);
    let search = |session: &mut Session, search| {
        ask(session, &Request::FindNearest { search, image: Box::new([0; digits::N_PIXELS]) });
        loop {
            if let Some(Reply::Nearest { search: found, images }) = session.step() {
                assert_eq!(found, search);
                return images;
            }
        }
    };
    assert!(search(&mut session, 1).is_empty(), "there are no drawings yet");
    while !matches!(session.step(), Some(Reply::Frame { .. })) {}
    assert_eq!(search(&mut session, 2).len(), 5);
    assert_eq!(film(&replies(&mut session), 1).frames().len(), 10, "the run goes on");
}

#[test]
fn bytes_that_are_no_request_are_refused() {
    let mut session = Session::default();
    session.hear(&[1, 99]);
    assert_eq!(replies(&mut session), [Reply::Ready, Reply::Refused { run: 0 }]);
}
