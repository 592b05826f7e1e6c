//! Reads a lesson. The first mistake is reported with its line.

use thiserror::Error;

use crate::lesson::check::{Check, read_checks};
use crate::lesson::control::Control;
use crate::lesson::demonstrate::can_be_shown;
use crate::lesson::document::{Choice, Lesson, Question, Statement, Step};
use crate::lesson::text::{Block, Line, read_line};
use crate::link::linked::mistakes_in;

/// The longest lesson, in bytes.
pub const LONGEST: usize = 256 * 1024;
/// The most steps of a lesson.
const MOST_STEPS: usize = 200;
/// The most choices of a question.
const MOST_CHOICES: usize = 6;
/// The most controls that a step marks, and the most checks in a line.
const MOST_IN_A_LINE: usize = 8;
/// The fields of a step.
const FIELDS: [&str; 10] =
    ["predict", "true", "false", "done", "look", "start", "show", "hint", "then", "claims"];

/// A mistake in a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {message}")]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// What stands at one place of the file: one or several lines.
#[derive(Clone, Debug, PartialEq)]
enum Element {
    Heading(usize, String),
    Field(&'static str, String),
    Item { is_numbered: bool, text: String },
    Paragraph(String),
}

/// Reads a lesson.
///
/// # Errors
/// Names the first line that is wrong, and says what is wrong with it.
pub fn parse(text: &str) -> Result<Lesson, Fault> {
    let fault = |line, message: &str| Err(Fault { line, message: message.to_owned() });
    if text.len() > LONGEST {
        return fault(1, "the lesson is longer than 256 KiB");
    }
    let mut reader = Reader::default();
    for (line, element) in elements(text)? {
        reader.read(line, element).map_err(|message| Fault { line, message })?;
    }
    let last = text.lines().count().max(1);
    if reader.lesson.title.is_empty() {
        return fault(1, "the lesson has no title: a line such as “# My lesson”");
    }
    if reader.lesson.steps.is_empty() {
        return fault(last, "the lesson has no step: a line such as “### My step”, below “## My chapter”");
    }
    reader.finish().map_err(|(line, message)| Fault { line, message })?;
    Ok(reader.lesson)
}

/// Splits the text into elements, each with the line that it begins at.
fn elements(text: &str) -> Result<Vec<(usize, Element)>, Fault> {
    let mut elements: Vec<(usize, Element)> = Vec::new();
    // Whether the next line may belong to the last element.
    let mut is_open = false;
    for (idx, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = idx + 1;
        let trimmed = line.trim();
        if trimmed.chars().any(|c| c.is_control() && c != '\t') {
            return Err(Fault {
                line: number,
                message: "there is a control character, which is not text".to_owned(),
            });
        }
        if trimmed.is_empty() {
            is_open = false;
            continue;
        }
        let is_indented = line.starts_with([' ', '\t']);
        if is_indented
            && is_open
            && let Some((_, last)) = elements.last_mut()
        {
            last.append(trimmed);
            continue;
        }
        let is_in_text =
            is_open && matches!(elements.last(), Some((_, Element::Paragraph(_) | Element::Item { .. })));
        let begun = Element::begin(trimmed, is_in_text).map_err(|message| Fault { line: number, message })?;
        match (begun, elements.last_mut()) {
            (Some(element), _) => elements.push((number, element)),
            (None, Some((_, last))) if is_in_text => last.append(trimmed),
            (None, _) => elements.push((number, Element::Paragraph(trimmed.to_owned()))),
        }
        is_open = true;
    }
    Ok(elements)
}

impl Element {
    /// What begins with this line; `None` if that is text. `is_in_text`: it may go on with a paragraph.
    fn begin(line: &str, is_in_text: bool) -> Result<Option<Element>, String> {
        let level = line.chars().take_while(|c| *c == '#').count();
        if level > 0 {
            return match line[level..].strip_prefix(' ').map(str::trim) {
                Some(title) if level <= 3 && !title.is_empty() => {
                    Ok(Some(Element::Heading(level, title.to_owned())))
                }
                _ => {
                    Err("a heading is #, ## or ###, a space, and a title: lesson, chapter and step"
                        .to_owned())
                }
            };
        }
        if line.starts_with("```") {
            return Err("a lesson cannot have code blocks; mark code within a line as `code`".to_owned());
        }
        if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            return Ok(Some(Element::Item { is_numbered: false, text: text.trim().to_owned() }));
        }
        if let Some((number, text)) = line.split_once(". ")
            && number.len() <= 3
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Ok(Some(Element::Item { is_numbered: true, text: text.trim().to_owned() }));
        }
        let Some((name, text)) = line.split_once(':') else { return Ok(None) };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase()) || text.starts_with(':') {
            return Ok(None);
        }
        match FIELDS.iter().find(|field| **field == name) {
            Some(field) => Ok(Some(Element::Field(field, text.trim().to_owned()))),
            None if is_in_text => Ok(None),
            None => Err(format!(
                "there is no field “{name}:”; the fields are {}. A paragraph cannot begin like this",
                FIELDS.join(", ")
            )),
        }
    }

    fn append(&mut self, line: &str) {
        let (Element::Heading(_, text)
        | Element::Field(_, text)
        | Element::Item { text, .. }
        | Element::Paragraph(text)) = self;
        text.push(' ');
        text.push_str(line);
    }
}

/// Puts the elements together.
#[derive(Default)]
struct Reader {
    lesson: Lesson,
    /// Whether the step's question may still get choices.
    is_asking: bool,
    /// Whether an item belongs to the list before it.
    is_listing: bool,
    /// The line of the last chapter.
    chapter_line: usize,
}

impl Reader {
    fn read(&mut self, line: usize, element: Element) -> Result<(), String> {
        let (was_asking, was_listing) = (self.is_asking, self.is_listing);
        (self.is_asking, self.is_listing) = (false, false);
        match element {
            Element::Heading(1, title) => {
                if !self.lesson.title.is_empty() {
                    return Err("there is a second title; chapters begin with ##, steps with ###".to_owned());
                }
                self.lesson.title = title;
                Ok(())
            }
            Element::Heading(2, title) => {
                self.end_chapter()?;
                if self.lesson.title.is_empty() {
                    return Err("the lesson’s title (#) comes before its chapters".to_owned());
                }
                self.chapter_line = line;
                self.lesson.chapters.push(title);
                Ok(())
            }
            Element::Heading(_, title) => self.begin_step(line, &title),
            Element::Field(name, text) => {
                self.is_asking = name == "predict";
                self.read_field(name, &text)
            }
            Element::Item { text, .. } if was_asking => {
                self.is_asking = true;
                self.read_choice(&text)
            }
            Element::Item { is_numbered, text } => {
                // Text before the first step is for those who read the file.
                let Some(step) = self.lesson.steps.last_mut() else { return Ok(()) };
                self.is_listing = true;
                let item = read_line(&text)?;
                match step.text.last_mut() {
                    Some(Block::List { is_numbered: before, items })
                        if was_listing && *before == is_numbered =>
                    {
                        items.push(item);
                    }
                    _ => step.text.push(Block::List { is_numbered, items: vec![item] }),
                }
                Ok(())
            }
            Element::Paragraph(text) => {
                let Some(step) = self.lesson.steps.last_mut() else { return Ok(()) };
                step.text.push(Block::Paragraph(read_line(&text)?));
                Ok(())
            }
        }
    }

    fn begin_step(&mut self, line: usize, heading: &str) -> Result<(), String> {
        let Some(chapter_idx) = self.lesson.chapters.len().checked_sub(1) else {
            return Err("a chapter (##) comes before its steps (###)".to_owned());
        };
        if self.lesson.steps.len() == MOST_STEPS {
            return Err(format!("a lesson has at most {MOST_STEPS} steps"));
        }
        let (title, name) =
            match heading.split_once("{#").and_then(|(title, name)| Some((title, name.strip_suffix('}')?))) {
                Some((title, name)) => (title.trim(), name.to_owned()),
                None => (heading, name_of(heading)),
            };
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) || title.is_empty() {
            return Err(format!(
                "the step “{heading}” needs a name for the address: ### {title} {{#my-name}}, with a to z, 0 to 9 and -"
            ));
        }
        if let Some(other) = self.lesson.steps.iter().find(|step| step.name == name) {
            return Err(format!("the step of line {} already has the name “{name}”", other.line));
        }
        self.lesson.steps.push(Step { name, title: title.to_owned(), chapter_idx, line, ..Step::default() });
        Ok(())
    }

    fn read_field(&mut self, name: &'static str, text: &str) -> Result<(), String> {
        let Some(step) = self.lesson.steps.last_mut() else {
            return Err(format!("“{name}:” belongs to a step, which begins with ###"));
        };
        if text.is_empty() {
            return Err(format!("“{name}:” is empty"));
        }
        let is_new = match name {
            "predict" => {
                let question = Question { text: read_line(text)?, choices: Vec::new() };
                step.question.replace(question).is_none()
            }
            "true" | "false" => {
                let statement = Statement { text: read_line(text)?, is_true: name == "true" };
                step.statement.replace(statement).is_none()
            }
            "done" => {
                let checks = limited_checks(text)?;
                std::mem::replace(&mut step.done, checks).is_empty()
            }
            "claims" => {
                let checks = limited_checks(text)?;
                std::mem::replace(&mut step.claims, checks).is_empty()
            }
            "look" => {
                let controls: Result<Vec<Control>, String> =
                    text.split(',').map(|name| Control::read(name.trim())).collect();
                std::mem::replace(&mut step.look, at_most(MOST_IN_A_LINE, controls?)?).is_empty()
            }
            "start" => step.start.replace(state(text)?).is_none(),
            "show" => step.show.replace(state(text)?).is_none(),
            "hint" => step.hint.replace(read_line(text)?).is_none(),
            _ => step.then.replace(read_line(text)?).is_none(),
        };
        if is_new { Ok(()) } else { Err(format!("the step has two “{name}:” lines")) }
    }

    fn read_choice(&mut self, text: &str) -> Result<(), String> {
        let Some(question) = self.lesson.steps.last_mut().and_then(|step| step.question.as_mut()) else {
            return Ok(());
        };
        let (checks, text) = text
            .strip_prefix('[')
            .and_then(choice_parts)
            .filter(|(_, text)| !text.is_empty())
            .ok_or("a choice is “- [checks] text”, such as “- [answer=7] It reads a 7”")?;
        if question.choices.len() == MOST_CHOICES {
            return Err(format!("a question has at most {MOST_CHOICES} choices"));
        }
        question.choices.push(Choice { text: read_line(text)?, checks: limited_checks(checks)? });
        Ok(())
    }

    fn end_chapter(&self) -> Result<(), String> {
        let n_chapters = self.lesson.chapters.len();
        let has_steps = self.lesson.steps.last().map_or(0, |step| step.chapter_idx + 1) == n_chapters;
        if has_steps {
            Ok(())
        } else {
            Err(format!("the chapter in line {} has no step (###)", self.chapter_line))
        }
    }

    /// What can be told only at the end, with its line.
    fn finish(&self) -> Result<(), (usize, String)> {
        self.end_chapter().map_err(|message| (self.chapter_line, message))?;
        for step in &self.lesson.steps {
            if step.question.as_ref().is_some_and(|question| question.choices.len() < 2) {
                return Err((step.line, "the step’s question needs two or more choices below it".to_owned()));
            }
            if step.statement.is_some() && (step.question.is_some() || step.done.is_empty()) {
                let message = "a statement (“true:” or “false:”) needs “done:” for trying it out, and cannot have “predict:”";
                return Err((step.line, message.to_owned()));
            }
            if step.show.is_none() && !step.done.iter().all(can_be_shown) {
                let message =
                    "“Show me” cannot do this step by itself: add “show:” with the state it leads to";
                return Err((step.line, message.to_owned()));
            }
        }
        Ok(())
    }
}

/// The checks and the text of a choice, after its opening bracket. A check may have brackets of its own.
fn choice_parts(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1_i32;
    let end = text.find(|c| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        depth == 0
    })?;
    Some((&text[..end], text[end + 1..].trim()))
}

fn limited_checks(text: &str) -> Result<Vec<Check>, String> {
    at_most(MOST_IN_A_LINE, read_checks(text)?)
}

fn at_most<T>(most: usize, things: Vec<T>) -> Result<Vec<T>, String> {
    if things.len() > most { Err(format!("there are more than {most} in this line")) } else { Ok(things) }
}

/// A state in the link's format, as it is in the address or a whole address.
fn state(text: &str) -> Result<String, String> {
    let state = text.rsplit_once('#').map_or(text, |(_, state)| state);
    match mistakes_in(state).first() {
        Some(mistake) => Err(format!("this is not a state from a shared link: {mistake}")),
        None => Ok(state.to_owned()),
    }
}

/// A name made of a title.
fn name_of(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') && !"'’".contains(c) {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

/// Plain text of a line, for tests and for screen readers.
pub fn plain(line: &Line) -> String {
    use crate::lesson::text::Inline;
    line.iter()
        .map(|piece| match piece {
            Inline::Text(text) | Inline::Emphasis(text) | Inline::Strong(text) | Inline::Code(text) => {
                text.as_str()
            }
            Inline::Link { text, .. } => text,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::check::{Event, Expected};
    use crate::lesson::text::Inline;
    use proptest::prelude::*;

    const SMALL: &str = "\
# A lesson

Text for the authors.

## First chapter

### What is this? {#what}

Look at *this*,
which: goes on.

- one
- two,
  which goes on

1. first

predict: Is it a 3?
- [answer=3] It is
- [otherwise] It is `not`
done: drawn
look: pad, neuron 1:4
hint: Draw
  a 3.

### It’s the end

then: Bye.
claims: parameters=13002
";

    #[test]
    fn a_lesson_is_read() {
        let lesson = parse(SMALL).expect("it is well formed");
        assert_eq!(
            (lesson.title.as_str(), &lesson.chapters[..]),
            ("A lesson", &["First chapter".to_owned()][..])
        );
        let [what, end] = &lesson.steps[..] else { panic!("{lesson:?}") };
        assert_eq!((what.name.as_str(), what.title.as_str(), what.line), ("what", "What is this?", 7));
        assert_eq!((end.name.as_str(), end.title.as_str()), ("its-the-end", "It’s the end"));
        let [
            Block::Paragraph(words),
            Block::List { is_numbered: false, items },
            Block::List { is_numbered: true, items: numbered },
        ] = &what.text[..]
        else {
            panic!("{:?}", what.text)
        };
        assert_eq!(plain(words), "Look at this, which: goes on.");
        assert_eq!(words[1], Inline::Emphasis("this".into()));
        assert_eq!(items.iter().map(plain).collect::<Vec<_>>(), ["one", "two, which goes on"]);
        assert_eq!(numbered.len(), 1);
        let question = what.question.as_ref().expect("a question");
        assert_eq!(question.choices[0].checks, [Check::Answer(Expected::Digit(3))]);
        assert_eq!(plain(&question.choices[1].text), "It is not");
        assert_eq!(what.done, [Check::Event(Event::Drawn)]);
        assert_eq!(what.look.len(), 2);
        assert_eq!(what.hint.as_ref().map(plain).as_deref(), Some("Draw a 3."));
        assert_eq!(end.then.as_ref().map(plain).as_deref(), Some("Bye."));
        assert_eq!(
            (lesson.step_idx("what"), lesson.step_idx("who"), lesson.first_step(0)),
            (Some(0), None, Some(0))
        );
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        let lesson = |step: &str| format!("# L\n## C\n### S\nText.\n{step}\n");
        for (text, line, part) in [
            (String::new(), 1, "no title"),
            ("Only text.".into(), 1, "no title"),
            ("# L".into(), 1, "no step"),
            ("# L\n## C\n".into(), 2, "no step"),
            ("# L\n## C\n## D\n### S\n".into(), 3, "line 2 has no step"),
            ("# L\n### S\n".into(), 2, "a chapter"),
            ("## C\n".into(), 1, "title"),
            ("# L\n# M\n".into(), 2, "second title"),
            ("# L\n## C\n### S\n### S\n".into(), 4, "line 3 already has the name “s”"),
            ("# L\n## C\n### S {#S}\n".into(), 3, "needs a name"),
            ("# L\n## C\n### ...\n".into(), 3, "needs a name"),
            ("# L\n## C\n#### S\n".into(), 3, "heading"),
            ("#L".into(), 1, "heading"),
            ("done: drawn".into(), 1, "belongs to a step"),
            (lesson("done: drawm"), 5, "“drawm”"),
            (lesson("done:"), 5, "is empty"),
            (lesson("done: drawn\n\ndone: empty"), 7, "two “done:” lines"),
            (lesson("look: paper"), 5, "“paper”"),
            (lesson("\nlok: pad"), 6, "“lok:”"),
            (lesson("done: drawn\nlok: pad"), 6, "“lok:”"),
            (lesson("start: v=1&panel=kitchen"), 5, "panel=kitchen"),
            (lesson("start: hello"), 5, "not a state"),
            (lesson("predict: What?"), 3, "two or more choices"),
            (lesson("predict: What?\n- A 3\n"), 6, "“- [checks] text”"),
            (lesson("predict: What?\n- [answer=3]\n"), 6, "“- [checks] text”"),
            (lesson("predict: What?\n- [answer=11] An 11\n"), 6, "“11”"),
            (lesson("done: confidence>0.9"), 3, "“show:”"),
            (lesson("[here](http://a.example)"), 4, "https://"),
            (lesson("```"), 5, "code blocks"),
            (lesson("a\u{7}"), 5, "not text"),
            (lesson(&"look: pad,".repeat(9)), 5, "no control"),
            (lesson(&format!("look: {}pad", "pad,".repeat(8))), 5, "more than 8"),
        ] {
            let fault = parse(&text).expect_err(&text);
            assert!(fault.line == line && fault.message.contains(part), "{text}\n{fault}");
        }
    }

    #[test]
    fn what_is_too_much_is_refused() {
        assert!(
            parse(&format!("# L\n{}", "a".repeat(LONGEST)))
                .is_err_and(|fault| fault.message.contains("256 KiB"))
        );
        let steps: String = (0..=MOST_STEPS).map(|idx| format!("### S {idx}\n")).collect();
        assert!(
            parse(&format!("# L\n## C\n{steps}")).is_err_and(|fault| fault.message.contains("at most 200"))
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = parse(&text);
        }

        /// Pieces of the format in any order.
        #[test]
        fn no_lesson_panics(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
            let text: String = pieces.into_iter().map(|idx| PIECES[idx]).collect();
            if let Err(fault) = parse(&text) {
                prop_assert!(fault.line >= 1 && fault.line <= text.lines().count().max(1));
            }
        }
    }

    const PIECES: [&str; 24] = [
        "# ",
        "## ",
        "### ",
        "title",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "[",
        "]",
        "](https://a)",
        "*",
        "**",
        "`",
        "done: ",
        "predict: ",
        "look: ",
        "start: v=1&",
        "drawn",
        "activation[",
        "1:2",
        ",",
        "  ",
        "é{#}",
    ];
}
