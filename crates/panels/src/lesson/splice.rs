//! SPLICE (<https://cssplice.org/slcp>): a learning platform that embeds the page keeps how far somebody has come in a lesson, and
//! hears the score, all by `postMessage` and without a server of ours. It takes the place of the browser's storage.

use serde_json::Value;

use crate::json::quoted;
use crate::lesson::msg::Effect;
use crate::lesson::progress::Progress;
use crate::lesson::source::Source;

/// What the question for the state is called; there is only one.
const MESSAGE_ID: &str = "inkling-1";
/// The version of what the platform keeps for us.
const VERSION: u64 = 1;
/// The longest state that is read, in bytes: more than all lessons take.
const LONGEST: usize = 1 << 16;

/// The platform.
#[derive(Clone, Debug)]
pub(super) struct Splice {
    /// What the platform knows this lesson by: the page's address.
    activity: String,
    /// The lesson that it is about.
    lesson: Source,
    is_waiting: bool,
    is_answered: bool,
    n_reports: u32,
}

impl Splice {
    /// Asks the platform what it has kept, and waits for the answer.
    pub(super) fn begin(activity: String, lesson: Source, out: &mut Vec<Effect>) -> Splice {
        let question = message("SPLICE.getState", MESSAGE_ID, &activity, "");
        out.extend([Effect::Post(question), Effect::Wait]);
        Splice { activity, lesson, is_waiting: true, is_answered: false, n_reports: 0 }
    }

    /// Whether there is something to report. Before the platform has had time to answer, and before anything has been achieved, it
    /// might replace what the platform has kept. Another lesson that somebody opens is not the platform's.
    pub(super) fn wants(&self, lesson: &Source, progress: &Progress) -> bool {
        let is_achieved = !progress.marks.is_empty() || !progress.judged.is_empty();
        !self.is_waiting && is_achieved && *lesson == self.lesson
    }

    /// The platform has not answered yet. It may still do so.
    pub(super) fn waited(&mut self) {
        self.is_waiting = false;
    }

    /// Hears a message. Returns what the platform has kept, if this tells it.
    pub(super) fn heard(&mut self, json: &str) -> Option<String> {
        let answer: Value = Some(json)
            .filter(|json| json.len() <= LONGEST)
            .and_then(|json| serde_json::from_str(json).ok())?;
        let is_answer = text(&answer, "subject") == Some("SPLICE.getState.response")
            && text(&answer, "message_id") == Some(MESSAGE_ID);
        if !is_answer || std::mem::replace(&mut self.is_answered, true) {
            return None;
        }
        self.is_waiting = false;
        let state = answer
            .get("state")
            .filter(|state| state.get("inkling").and_then(Value::as_u64) == Some(VERSION))?;
        text(state, "lessons").map(str::to_owned)
    }

    /// Reports the score, from 0 to 1, and what to keep.
    pub(super) fn report(&mut self, score: f32, lessons: &str) -> Effect {
        self.n_reports += 1;
        let score = app::number::plain(score, 4);
        let version = VERSION.to_string();
        let rest = [
            ",\"score\":",
            &score,
            ",\"state\":{\"inkling\":",
            &version,
            ",\"lessons\":",
            &quoted(lessons),
            "}",
        ];
        let id = ["inkling-", &(self.n_reports + 1).to_string()].concat();
        Effect::Post(message("SPLICE.reportScoreAndState", &id, &self.activity, &rest.concat()))
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// A message to the platform, as JSON.
fn message(subject: &str, id: &str, activity: &str, rest: &str) -> String {
    let parts = [
        "{\"subject\":",
        &quoted(subject),
        ",\"message_id\":",
        &quoted(id),
        ",\"activity_id\":",
        &quoted(activity),
    ];
    [&parts.concat(), rest, "}"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> Splice {
        let mut out = Vec::new();
        let splice = Splice::begin("https://a.b/?lesson=\"c\"".to_owned(), Source::default(), &mut out);
        let [Effect::Post(question), Effect::Wait] = &out[..] else { panic!("{out:?}") };
        let question: Value = serde_json::from_str(question).unwrap();
        assert_eq!(question["subject"], "SPLICE.getState");
        assert_eq!(question["activity_id"], "https://a.b/?lesson=\"c\"");
        splice
    }

    #[test]
    fn what_is_reported_can_be_given_back() {
        let mut splice = begun();
        let Effect::Post(report) = splice.report(0.25, "a\tb\n") else { panic!("a report is a message") };
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(
            (&report["subject"], &report["score"]),
            (&"SPLICE.reportScoreAndState".into(), &0.25.into())
        );
        let answer = serde_json::json!({
            "subject": "SPLICE.getState.response", "message_id": MESSAGE_ID, "state": report["state"],
        });
        assert_eq!(splice.heard(&answer.to_string()).as_deref(), Some("a\tb\n"));
        assert!(!splice.is_waiting);
        assert_eq!(splice.heard(&answer.to_string()), None, "the first answer counts");
    }

    #[test]
    fn other_messages_are_no_answer_and_an_answer_may_be_empty() {
        let mut splice = begun();
        for json in [
            "{}",
            "[]",
            "x",
            r#"{"subject":"SPLICE.getState.response"}"#,
            r#"{"subject":"SPLICE.getState.response","message_id":"inkling-2","state":{"inkling":1,"lessons":"x"}}"#,
        ] {
            assert_eq!(splice.heard(json), None, "{json}");
            assert!(splice.is_waiting, "{json}");
        }
        for state in ["null", "7", "{}", r#"{"inkling":2,"lessons":"x"}"#, r#"{"inkling":1,"lessons":3}"#] {
            let mut splice = begun();
            let json =
                [r#"{"subject":"SPLICE.getState.response","message_id":"inkling-1","state":"#, state, "}"]
                    .concat();
            assert_eq!(splice.heard(&json), None, "{json}");
            assert!(!splice.is_waiting, "{json}");
        }
    }
}
