//! What a session's replies mean to the panel.

use panels::training::Msg;
use training::Reply;

/// The panel checks an experiment before it asks for it, and names the setting that is out of range. This is for what it has missed.
const REFUSED: &str = "a setting is out of range";

/// What a reply means; `None` if it is nothing that the page waits for.
pub(super) fn message_of(reply: Reply) -> Option<Msg> {
    Some(match reply {
        Reply::Ready => return None,
        Reply::Preparing { run, n_made, n_total } => Msg::Preparing(run, n_made, n_total),
        Reply::HeldOut { run, images } => Msg::HeldOut(run, Box::new(images)),
        Reply::Frame { run, frame } => Msg::Recorded(run, Box::new(frame)),
        Reply::Ended { run, end, diagnosis } => Msg::Ended(run, end, diagnosis),
        Reply::Refused { run } => Msg::Failed(run, REFUSED.to_owned()),
        Reply::Nearest { search, images } => Msg::Nearest(search, Box::new(images)),
    })
}
