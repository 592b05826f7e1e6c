//! The network's answer in words: the digit, its confidence and the runner-up, or "not sure".

use models::Answer;

use crate::number::percent;

/// The answer as one character: the digit, or `?`.
pub fn symbol(answer: Answer) -> String {
    answer.winner().map_or_else(|| "?".to_owned(), |digit| digit.to_string())
}

/// The confidence, for display: `97% sure`, `not sure`.
pub fn certainty(answer: Answer) -> String {
    if !answer.is_sure {
        return "not sure".to_owned();
    }
    let mut text = percent(answer.confidence);
    text.push_str(" sure");
    text
}

/// The alternative, for display: the runner-up, `then 8 (2%)`, or the best guess, `perhaps an 8 (31%)`.
pub fn second_thought(answer: Answer) -> String {
    let (words, digit, confidence) = if answer.is_sure {
        ("then ", answer.runner_up, answer.runner_up_confidence)
    } else {
        (perhaps(answer), answer.digit, answer.confidence)
    };
    format!("{words}{digit} ({})", percent(confidence))
}

/// The complete answer as a sentence, for screen readers.
pub fn sentence(answer: Answer) -> String {
    let runner_up = format!("runner-up {}, {}", answer.runner_up, percent(answer.runner_up_confidence));
    let (digit, confidence) = (answer.digit, percent(answer.confidence));
    if answer.is_sure {
        format!("Reads {digit}, {confidence} sure; {runner_up}.")
    } else {
        format!("Not sure: {}{digit}, {confidence}; {runner_up}.", perhaps(answer))
    }
}

fn perhaps(answer: Answer) -> &'static str {
    if answer.digit == 8 { "perhaps an " } else { "perhaps a " }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(digit: usize, confidence: f32, is_sure: bool) -> Answer {
        Answer { digit, is_sure, confidence, runner_up: 8, runner_up_confidence: 0.2 }
    }

    #[test]
    fn an_answer_says_how_sure_it_is_and_what_comes_next() {
        let answer = answer(3, 0.97, true);
        assert_eq!((symbol(answer), certainty(answer)), ("3".into(), "97% sure".into()));
        assert_eq!(second_thought(answer), "then 8 (20%)");
        assert_eq!(sentence(answer), "Reads 3, 97% sure; runner-up 8, 20%.");
    }

    #[test]
    fn a_guess_says_that_it_is_one() {
        let guess = answer(3, 0.4, false);
        assert_eq!((symbol(guess), certainty(guess)), ("?".into(), "not sure".into()));
        assert_eq!(second_thought(guess), "perhaps a 3 (40%)");
        assert_eq!(sentence(guess), "Not sure: perhaps a 3, 40%; runner-up 8, 20%.");
        assert_eq!(second_thought(answer(8, 0.2, false)), "perhaps an 8 (20%)");
    }
}
