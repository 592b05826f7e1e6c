//! Events that a class makes.

use super::*;
use crate::commands::Command;
use crate::tally;

#[test]
fn what_the_class_tally_counts_is_told_and_what_is_taken_back() {
    let mut host = Host::new();
    host.send(Command::Tally);
    assert_eq!(host.of_type("tallyChanged").len(), 0, "opening it changes nothing");
    for label in [3, 4] {
        host.answer(json!({"type": "setStrokes", "strokes": strokes()}));
        host.send(tally::Msg::Label(label));
    }
    let score = |message: &Value| (message["drawings"].as_u64(), message["right"].as_u64());
    assert_eq!(host.of_type("tallyChanged").into_iter().map(score).collect::<Vec<_>>(), [(Some(1), Some(1))]);
    host.rest();
    host.send(tally::Msg::Undo);
    host.rest();
    assert_eq!(
        host.of_type("tallyChanged").into_iter().map(score).collect::<Vec<_>>(),
        [(Some(1), Some(1)), (Some(2), Some(1)), (Some(1), Some(1))],
        "at most twice a second"
    );
}
