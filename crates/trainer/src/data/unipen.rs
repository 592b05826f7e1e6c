//! Reads the UCI pen digits' original files: the part of the UNIPEN format (I. Guyon et al., UNIPEN project of on-line data
//! exchange and recognizer benchmarks, 1994) that they use.
//!
//! ```text
//! .SEGMENT DIGIT 0-1 ? "4"     a digit: the numbers of its strokes in the file, and its label
//! .COMMENT 4 12 224            the label again, the writer, and the number of the writer's digit
//! .PEN_DOWN
//!  273  323                    x to the right, y upwards, in a box of 500 by 500
//! .PEN_UP
//! .DT 100
//! ```

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use digits::{Drawing, Point, Stroke, excerpt};

/// The side of the box that each digit was written in, in units of the tablet.
const BOX_SIDE: i32 = 500;

/// The digits of a file, in order. y is flipped to point down; nothing is left out.
///
/// # Errors
///
/// At the first invalid line; the error gives its number.
pub(crate) fn parse(text: &str) -> Result<Vec<Drawing>> {
    let mut reader = Reader::default();
    for (idx, line) in text.lines().enumerate() {
        reader.read(line.trim()).with_context(|| format!("line {}", idx + 1))?;
    }
    ensure!(!reader.is_pen_down, "the file ends with the pen down");
    Ok(reader.drawings)
}

#[derive(Default)]
struct Reader {
    drawings: Vec<Drawing>,
    is_pen_down: bool,
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<()> {
        match line.split_whitespace().next() {
            Some(".SEGMENT") => self.start_digit(line),
            Some(".COMMENT") => self.read_writer(line),
            Some(".PEN_DOWN") => self.put_pen_down(),
            Some(".PEN_UP") => {
                self.is_pen_down = false;
                Ok(())
            }
            Some(word) if !word.starts_with('.') && self.is_pen_down => self.add_point(line),
            // Descriptions, times, and points where the pen hovered.
            _ => Ok(()),
        }
    }

    fn start_digit(&mut self, line: &str) -> Result<()> {
        ensure!(!self.is_pen_down, "a digit starts before the pen is up");
        let label = line
            .strip_prefix(".SEGMENT DIGIT ")
            .and_then(|rest| rest.split('"').nth(1))
            .and_then(|label| label.parse().ok())
            .filter(|label| *label <= 9)
            .ok_or_else(|| anyhow!("expected `.SEGMENT DIGIT`, stroke numbers and a digit in quotes"))?;
        self.drawings.push(Drawing { label: Some(label), ..Drawing::default() });
        Ok(())
    }

    /// A comment of three numbers within a digit names its writer. Other comments are for people.
    fn read_writer(&mut self, line: &str) -> Result<()> {
        let numbers: Option<Vec<u32>> =
            line.split_whitespace().skip(1).map(|word| word.parse().ok()).collect();
        let (Some(drawing), Some(&[label, writer, _])) = (self.drawings.last_mut(), numbers.as_deref())
        else {
            return Ok(());
        };
        if drawing.label.map(u32::from) != Some(label) {
            bail!("the comment says {label}, but `.SEGMENT` another digit");
        }
        drawing.writer = Some(writer);
        Ok(())
    }

    fn put_pen_down(&mut self) -> Result<()> {
        ensure!(!self.is_pen_down, "the pen is already down");
        let drawing = self.drawings.last_mut().ok_or_else(|| anyhow!("the pen is down before any digit"))?;
        drawing.ink.strokes.push(Stroke::default());
        self.is_pen_down = true;
        Ok(())
    }

    fn add_point(&mut self, line: &str) -> Result<()> {
        let stroke = self.drawings.last_mut().and_then(|drawing| drawing.ink.strokes.last_mut());
        let numbers: Option<Vec<i16>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
        let (Some(stroke), Some(&[x, y])) = (stroke, numbers.as_deref()) else {
            bail!("not two whole numbers: \"{}\"", excerpt(line));
        };
        let in_box = |coordinate: i32| coordinate as f32 / BOX_SIDE as f32;
        stroke.points.push(Point::new(in_box(x.into()), in_box(BOX_SIDE - i32::from(y))));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use digits::drawing_to_json;

    use super::*;

    /// Invented, in the style of the real files.
    const FILE: &str = " .INCLUDE dene.doc\n\n.COMMENT made up for this test\n.LEXICON \"0\" \"1\" \"2\"\n\"3\"\n.HIERARCHY DIGIT\n\n\
        .SEGMENT DIGIT 0 ? \"8\"\n.COMMENT 8 1 10\n.PEN_DOWN\n 273  323 \n 270  500 \n.PEN_UP\n.DT 100\n\n\
        .SEGMENT DIGIT 1-2 ? \"4\"\r\n.COMMENT 4 12 224\r\n.PEN_DOWN\r\n 0 0\r\n.PEN_UP\r\n.DT 100\r\n\
        .PEN_DOWN\n 250 1\n 251 2\n.PEN_UP\n.DT 100\n";

    #[test]
    fn digits_become_drawings() {
        let lines: Vec<String> = parse(FILE).unwrap().iter().map(drawing_to_json).collect();
        assert_eq!(
            lines,
            [
                r#"{"label":8,"writer":1,"strokes":[[[0.546,0.354],[0.54,0]]]}"#,
                r#"{"label":4,"writer":12,"strokes":[[[0,1]],[[0.5,0.998],[0.502,0.996]]]}"#,
            ]
        );
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn the_line_at_fault_is_named() {
        for (from, to, expected) in [
            (".SEGMENT DIGIT 0 ? \"8\"", ".SEGMENT DIGIT 0 ? \"x\"", "line 8: expected `.SEGMENT DIGIT`"),
            (".SEGMENT DIGIT 0 ? \"8\"", ".SEGMENT WORD 0 ? \"8\"", "line 8: expected `.SEGMENT DIGIT`"),
            (".COMMENT 8 1 10", ".COMMENT 3 1 10", "line 9: the comment says 3"),
            (" 273  323 ", " 273  ", "line 11: not two whole numbers: \"273\""),
            (" 270  500 ", ".PEN_DOWN", "line 12: the pen is already down"),
            (" 270  500 \n.PEN_UP", "", "line 15: a digit starts before the pen is up"),
            (".HIERARCHY DIGIT", ".PEN_DOWN", "line 6: the pen is down before any digit"),
            (" 251 2\n.PEN_UP", "", "the file ends with the pen down"),
        ] {
            assert!(FILE.contains(from));
            let error = format!("{:#}", parse(&FILE.replace(from, to)).unwrap_err());
            assert!(error.starts_with(expected), "{error}, not {expected}");
        }
    }
}
