//! How far somebody has come in the lessons, as text for the browser's storage: a line for each lesson, the last one first.

use app::named::Named;

use crate::lesson::judgement::{Judged, Judgement, judged_of};
use crate::lesson::source::Source;

/// How many lessons are remembered.
const MOST_LESSONS: usize = 20;

/// What has become of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is done.
    Done,
    /// It is done, and its question was answered rightly.
    Right,
    /// It is done, and its question was answered wrongly.
    Wrong,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Mark::Done => "",
            Mark::Right => "+",
            Mark::Wrong => "!",
        }
    }
}

/// How far somebody has come in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// The name of the step that they are at.
    pub(super) step: String,
    /// The steps that are done, by name.
    pub(super) marks: Vec<(String, Mark)>,
    /// What has been said of statements, by the step's name.
    pub(super) judged: Vec<(String, Judged)>,
}

impl Progress {
    /// What has become of a step.
    pub(super) fn mark(&self, step: &str) -> Option<Mark> {
        self.marks.iter().find(|(name, _)| name == step).map(|(_, mark)| *mark)
    }

    /// What has been said of a step's statement.
    pub(super) fn judged(&self, step: &str) -> Option<Judged> {
        judged_of(&self.judged, step)
    }

    /// Notes what is said of a step's statement: the first time before it is tried out, the second time after.
    pub(super) fn judge(&mut self, step: &str, judgement: Judgement) {
        match self.judged.iter_mut().find(|(name, _)| name == step) {
            Some((_, judged)) => judged.after = Some(judgement),
            None => self.judged.push((step.to_owned(), Judged { before: judgement, after: None })),
        }
    }

    /// Adds what was achieved on another visit; what has been done on this one counts.
    pub(super) fn add(&mut self, earlier: Progress) {
        let is_new = |name: &str| self.mark(name).is_none() && self.judged(name).is_none();
        let marks: Vec<_> = earlier.marks.into_iter().filter(|(name, _)| is_new(name)).collect();
        let judged: Vec<_> = earlier.judged.into_iter().filter(|(name, _)| is_new(name)).collect();
        self.marks.extend(marks);
        self.judged.extend(judged);
    }

    /// Notes what has become of a step.
    pub(super) fn put(&mut self, step: &str, mark: Mark) {
        self.marks.retain(|(name, _)| name != step);
        self.marks.push((step.to_owned(), mark));
    }
}

/// How far somebody has come in each lesson, by the lesson's name; the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notebook(Vec<(String, Progress)>);

impl Notebook {
    /// What is known of a lesson.
    pub(super) fn of(&self, source: &Source) -> Progress {
        let entry = self.0.iter().find(|(name, _)| Some(name.as_str()) == source.name());
        entry.map(|(_, progress)| progress.clone()).unwrap_or_default()
    }

    /// Remembers how far somebody has come in a lesson. A file that was chosen has no name to remember it by.
    pub(super) fn remember(&mut self, source: &Source, progress: Progress) {
        let Some(name) = source.name() else { return };
        self.0.retain(|(other, _)| other != name);
        self.0.insert(0, (name.to_owned(), progress));
        self.0.truncate(MOST_LESSONS);
    }

    /// Reads what [`Notebook::to_text`] wrote; what it cannot read is left out.
    pub(super) fn from_text(text: &str) -> Notebook {
        let entry = |line: &str| {
            let (name, rest) = line.split_once('\t')?;
            let (step, rest) = rest.split_once('\t')?;
            let (marks, judged) = rest.split_once('\t').unwrap_or((rest, ""));
            let mark = |text: &str| {
                let mark = [Mark::Right, Mark::Wrong].into_iter().find(|mark| text.ends_with(mark.sign()));
                (text.trim_end_matches(['+', '!']).to_owned(), mark.unwrap_or(Mark::Done))
            };
            let marks = marks.split(' ').filter(|mark| !mark.is_empty()).map(mark).collect();
            let judged = judged.split(' ').filter_map(read_judged).collect();
            Some((name.to_owned(), Progress { step: step.to_owned(), marks, judged }))
        };
        Notebook(text.lines().filter_map(entry).take(MOST_LESSONS).collect())
    }

    /// Writes it down.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (name, progress) in &self.0 {
            let marks: Vec<String> =
                progress.marks.iter().map(|(step, mark)| [step, mark.sign()].concat()).collect();
            text.push_str(&[name, "\t", &progress.step, "\t", &marks.join(" ")].concat());
            for (idx, (step, judged)) in progress.judged.iter().enumerate() {
                text.push(if idx == 0 { '\t' } else { ' ' });
                let after = judged.after.map_or("", Named::name);
                text.push_str(&[step, "=", judged.before.name(), ":", after].concat());
            }
            text.push('\n');
        }
        text
    }
}

fn read_judged(text: &str) -> Option<(String, Judged)> {
    let (step, judged) = text.split_once('=')?;
    let (before, after) = judged.split_once(':')?;
    let before = Judgement::from_name(before)?;
    Some((step.to_owned(), Judged { before, after: Judgement::from_name(after) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn progress_is_read_as_it_was_written() {
        let marks = [("a", Mark::Done), ("b-1", Mark::Right), ("c", Mark::Wrong)];
        let marks = marks.into_iter().map(|(step, mark)| (step.to_owned(), mark)).collect();
        let mut progress = Progress { step: "c".into(), marks, judged: Vec::new() };
        progress.judge("b-1", Judgement::Unsure);
        progress.judge("d", Judgement::True);
        progress.judge("d", Judgement::False);
        let mut notebook = Notebook::default();
        let own = Source::from_name("https://a.example/l.md").expect("an address");
        notebook.remember(&own, Progress { step: "z".into(), ..Progress::default() });
        notebook.remember(&Source::default(), progress.clone());
        notebook.remember(&Source::File("secret.md".into()), progress.clone());
        let again = Notebook::from_text(&notebook.to_text());
        assert_eq!(again, notebook);
        assert_eq!((again.of(&Source::default()), again.of(&own).step.as_str()), (progress, "z"));
        assert_eq!(again.of(&Source::File("secret.md".into())), Progress::default());
    }

    #[test]
    fn only_the_last_lessons_are_remembered() {
        let mut notebook = Notebook::default();
        for idx in 0..50 {
            notebook.remember(&Source::Address(format!("{idx}.md")), Progress::default());
        }
        assert_eq!(notebook.to_text().lines().count(), MOST_LESSONS);
    }

    proptest! {
        #[test]
        fn nothing_in_the_storage_panics(text in any::<String>()) {
            let notebook = Notebook::from_text(&text);
            prop_assert_eq!(Notebook::from_text(&notebook.to_text()).of(&Source::default()), notebook.of(&Source::default()));
        }
    }
}
