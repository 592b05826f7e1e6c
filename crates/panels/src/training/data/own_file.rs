//! Files of your own drawings: a line of JSON each, as in the strokes files that `inkling` reads and writes.

use digits::Ink;

use crate::drawings::line::parse;

/// What a file holds: drawings with labels, and what is wrong with which lines.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Contents {
    pub(super) drawings: Vec<(u8, Ink)>,
    /// Line numbers, counted from 1.
    pub(super) refused: Vec<(usize, String)>,
}

/// Whether a file of this name holds drawings.
pub fn is_drawings(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".jsonl")
}

/// Reads a file, line by line. Blank lines are passed over.
pub(super) fn read(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let parsed = match std::str::from_utf8(bytes).map(str::trim) {
            Ok("") => continue,
            Ok(text) => parse(text),
            Err(_) => Err("it is not text".to_owned()),
        };
        match parsed {
            Ok(drawing) => contents.drawings.push(drawing),
            Err(why) => contents.refused.push((line, why)),
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    use digits::Point;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_a_file_holds_each_of_its_lines_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let is_blank = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|text| text.trim().is_empty());
            let n_lines = bytes.split(|byte| *byte == b'\n').filter(|line| !is_blank(line)).count();
            let contents = read(&bytes);
            prop_assert_eq!(contents.drawings.len() + contents.refused.len(), n_lines);
        }
    }

    #[test]
    fn damaged_lines_are_refused_by_number_and_the_others_kept() {
        let good = r#"{"label":7,"strokes":[[[0.1,0.2,5,0.5],[0.3,0.4]]]}"#;
        let text =
            [good, "", "{\"label\":7", r#"{"strokes":[[[0,0]]]}"#, r#"{"label":1,"strokes":[]}"#, good]
                .join("\r\n");
        let contents = read(text.as_bytes());
        assert_eq!(contents.drawings.iter().map(|(label, _)| *label).collect::<Vec<_>>(), [7, 7]);
        assert_eq!(
            contents.drawings[0].1.strokes[0].points[0],
            Point::new(0.1, 0.2),
            "without time and pressure"
        );
        let lines: Vec<usize> = contents.refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5]);
        assert_eq!(contents.refused[1].1, "it has no label");
        assert_eq!(contents.refused[2].1, "nothing is drawn");
        assert_eq!(read(b"\xff\n").refused, [(1, "it is not text".to_owned())]);
    }
}
