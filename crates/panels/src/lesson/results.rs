//! What people say of a lesson's statements, before they try them out and after: a table, saved and read as CSV, so that a
//! class's answers can be put together.

use app::named::Named;

use crate::lesson::document::Lesson;
use crate::lesson::judgement::{Judged, Judgement, judged_of};

/// The first line of a file.
const HEAD: &str = "who,statement,is,before,after";
/// The longest file, in bytes.
const LONGEST: usize = 1 << 20;
/// The most people.
const MOST_PEOPLE: usize = 1000;
const TOO_MANY: &str = "there are more than 1000 people";
/// The most characters of a name.
const LONGEST_NAME: usize = 40;

/// What somebody has said of the statements, by the step's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Their name, or their file's; empty for the person at this page.
    pub who: String,
    /// What they have said.
    pub judged: Vec<(String, Judged)>,
}

/// The table at the end of a lesson with statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultsScene {
    /// A row for each statement.
    pub rows: Vec<ResultRow>,
    /// How many have been judged rightly, in a sentence.
    pub summary: String,
    /// Whose answers have been added, in a sentence; empty if nobody's.
    pub class: String,
    /// What was wrong with a file, in a sentence; empty if nothing.
    pub trouble: String,
}

/// A statement, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultRow {
    /// The step's title.
    pub title: String,
    /// Whether it is true, once the person has judged it twice.
    pub is: &'static str,
    /// What the person said before.
    pub before: &'static str,
    /// And after.
    pub after: &'static str,
    /// How many of the class were right before.
    pub class_before: String,
    /// And after.
    pub class_after: String,
}

/// The answers as a file.
pub fn to_csv<'a>(lesson: &Lesson, people: impl IntoIterator<Item = &'a Answers>) -> String {
    let mut text = [HEAD, "\n"].concat();
    for Answers { who, judged } in people {
        for (step, statement) in lesson.statements() {
            let Some(judged) = judged_of(judged, &step.name) else { continue };
            let is = Judgement::right(statement.is_true);
            let after = judged.after.map_or("", Named::name);
            let cells = [who.as_str(), &step.name, is.name(), judged.before.name(), after];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
    }
    text
}

/// Reads the answers from a file that [`to_csv`] wrote, perhaps saved again by a spreadsheet. `file_name` names somebody whose
/// file does not.
///
/// # Errors
/// Says what is wrong with the file, and in which line.
pub fn from_csv(lesson: &Lesson, file_name: &str, bytes: &[u8]) -> Result<Vec<Answers>, String> {
    if bytes.len() > LONGEST {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let head = lines.next().map_or_else(Vec::new, |(_, line)| cells(line));
    if head.join(",") != HEAD {
        return Err(format!("its first line is not “{HEAD}”"));
    }
    let mut people: Vec<Answers> = Vec::new();
    for (idx, line) in lines {
        let mistake = |what: &str| format!("line {}: {what}", idx + 1);
        let cells = cells(line);
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let [who, step, _, before, after] = cells[..] else {
            return Err(mistake("a line needs five columns"));
        };
        if !lesson.statements().any(|(known, _)| known.name == step) {
            return Err(mistake(&format!("this lesson has no statement “{}”", short(step))));
        }
        let judgement = |cell: &str| {
            Judgement::from_name(&cell.to_ascii_lowercase())
                .ok_or_else(|| mistake("an answer must be true, false or unsure"))
        };
        let before = judgement(before)?;
        let after = if after.is_empty() { None } else { Some(judgement(after)?) };
        let who = if who.is_empty() { file_name.trim_end_matches(".csv") } else { who };
        let who = short(who);
        let entry = (step.to_owned(), Judged { before, after });
        if let Some(answers) = people.iter_mut().find(|answers| answers.who == who) {
            answers.judged.retain(|(name, _)| name != step);
            answers.judged.push(entry);
        } else if people.len() < MOST_PEOPLE {
            people.push(Answers { who, judged: vec![entry] });
        } else {
            return Err(TOO_MANY.to_owned());
        }
    }
    if people.is_empty() { Err("it contains no answers".to_owned()) } else { Ok(people) }
}

/// The cells of a line. Spreadsheets put semicolons or tabs between them where a comma is the decimal point.
fn cells(line: &str) -> Vec<&str> {
    line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"')).collect()
}

/// A name that fits the table, and is one cell of a file.
fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && !",;\"".contains(*c)).take(LONGEST_NAME).collect()
}

/// Adds people's answers. Whoever is there already has their answers replaced.
pub(super) fn add(class: &mut Vec<Answers>, people: Vec<Answers>) -> Result<(), String> {
    let is_new = |answers: &&Answers| class.iter().all(|known| known.who != answers.who);
    if class.len() + people.iter().filter(is_new).count() > MOST_PEOPLE {
        return Err(TOO_MANY.to_owned());
    }
    for answers in people {
        match class.iter_mut().find(|known| known.who == answers.who) {
            Some(known) => *known = answers,
            None => class.push(answers),
        }
    }
    Ok(())
}

/// The table; `None` for a lesson without statements.
pub(super) fn results(
    lesson: &Lesson,
    own: &[(String, Judged)],
    class: &[Answers],
    trouble: &str,
) -> Option<ResultsScene> {
    let rows: Vec<ResultRow> = lesson
        .statements()
        .map(|(step, statement)| {
            let of = |judged: &[(String, Judged)]| judged_of(judged, &step.name);
            let own = of(own);
            let after = own.and_then(|judged| judged.after);
            let answers: Vec<Judged> = class.iter().filter_map(|answers| of(&answers.judged)).collect();
            let right = |judgements: Vec<Judgement>| {
                if class.is_empty() {
                    return String::new();
                }
                let n_right =
                    judgements.iter().filter(|judgement| judgement.is_right(statement.is_true)).count();
                format!("{n_right} of {}", judgements.len())
            };
            ResultRow {
                title: step.title.clone(),
                is: after.map_or("", |_| Judgement::right(statement.is_true).name()),
                before: own.map_or("", |judged| judged.before.words()),
                after: after.map_or("", Judgement::words),
                class_before: right(answers.iter().map(|judged| judged.before).collect()),
                class_after: right(answers.iter().filter_map(|judged| judged.after).collect()),
            }
        })
        .collect();
    let (mut before, mut after) = (0, 0);
    for (step, statement) in lesson.statements() {
        let Some(judged) = judged_of(own, &step.name) else { continue };
        before += usize::from(judged.before.is_right(statement.is_true));
        after += usize::from(judged.after.is_some_and(|judgement| judgement.is_right(statement.is_true)));
    }
    let n = rows.len();
    (n > 0).then(|| ResultsScene {
        rows,
        summary: format!("You got {before} of {n} right before you tried them out, and {after} after."),
        class: match class.len() {
            0 => String::new(),
            1 => "The class: answers from 1 person.".to_owned(),
            n => format!("The class: answers from {n} people."),
        },
        trouble: trouble.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse::parse;
    use proptest::prelude::*;

    fn lesson() -> Lesson {
        let text = "# L\n## C\n### A\nfalse: So.\ndone: drawn\n### B\ntrue: Yes.\ndone: drawn\n### End\n";
        parse(text).expect("it is well formed")
    }

    fn somebody(who: &str) -> Answers {
        let judged = [
            ("a", Judged { before: Judgement::True, after: Some(Judgement::False) }),
            ("b", Judged { before: Judgement::Unsure, after: None }),
        ];
        Answers { who: who.into(), judged: judged.map(|(step, judged)| (step.to_owned(), judged)).to_vec() }
    }

    #[test]
    fn a_file_is_read_as_it_was_written_also_by_way_of_a_spreadsheet() {
        let lesson = lesson();
        let text = to_csv(&lesson, [&somebody("")]);
        assert_eq!(text, "who,statement,is,before,after\n,a,false,true,false\n,b,true,unsure,\n");
        let saved_again =
            format!("\u{feff}{}", text.replace(',', ";").replace("true", "TRUE").replace('\n', "\r\n"));
        for text in [text, saved_again] {
            assert_eq!(from_csv(&lesson, "ann.csv", text.as_bytes()), Ok(vec![somebody("ann")]));
        }
        let class = [somebody("ann"), somebody("bob")];
        assert_eq!(from_csv(&lesson, "class.csv", to_csv(&lesson, &class).as_bytes()), Ok(class.to_vec()));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let lesson = lesson();
        for (text, what) in [
            ("", "first line"),
            ("who,statement,is,before,after\n", "no answers"),
            ("who,statement,is,before,after\n\n,a,false,true", "line 3: a line needs five"),
            ("who,statement,is,before,after\n,c,false,true,", "no statement “c”"),
            ("who,statement,is,before,after\n,a,false,maybe,", "line 2: an answer must"),
        ] {
            let error = from_csv(&lesson, "x.csv", text.as_bytes()).expect_err(text);
            assert!(error.contains(what), "{error}");
        }
    }

    #[test]
    fn a_class_is_counted_and_nobody_counts_twice() {
        let lesson = lesson();
        let mut class = Vec::new();
        for who in ["ann", "bob", "ann"] {
            add(&mut class, vec![somebody(who)]).expect("they are few");
        }
        let scene = results(&lesson, &somebody("").judged, &class, "").expect("there are statements");
        assert_eq!(scene.summary, "You got 0 of 2 right before you tried them out, and 1 after.");
        assert_eq!(scene.class, "The class: answers from 2 people.");
        let [a, b] = &scene.rows[..] else { panic!("{:?}", scene.rows) };
        assert_eq!((a.is, a.before, a.after), ("false", "True", "False"));
        assert_eq!((a.class_before.as_str(), a.class_after.as_str()), ("0 of 2", "2 of 2"));
        assert_eq!((b.is, b.before, b.after, b.class_after.as_str()), ("", "Not sure", "", "0 of 0"));
    }

    proptest! {
        #[test]
        fn no_file_panics_and_what_is_read_can_be_written(
            name in any::<String>(), lines in prop::collection::vec("[a-c,;\"truefalsn]{0,30}", 0..9), bytes in any::<Vec<u8>>()
        ) {
            let lesson = lesson();
            let _ = from_csv(&lesson, &name, &bytes);
            let text = format!("{HEAD}\n{}", lines.join("\n"));
            if let Ok(people) = from_csv(&lesson, &name, text.as_bytes()) {
                let again = from_csv(&lesson, &name, to_csv(&lesson, &people).as_bytes());
                prop_assert_eq!(again.map(|people| people.len()), Ok(people.len()));
            }
        }
    }
}
