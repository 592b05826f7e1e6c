//! Files of drawings: one JSON object a line (`.jsonl`), gzipped or not. A single line is in `strokes_json.rs`.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use thiserror::Error;

use crate::gzip;
use crate::ink::Drawing;
use crate::strokes_json::{MAX_LINE_BYTES, StrokesError, drawing_to_json, parse_drawing};

/// The most drawings that one file is read for.
pub const MAX_DRAWINGS: usize = 1_000_000;

/// What can be wrong with a file of drawings.
#[derive(Debug, Error)]
pub enum StrokesFileError {
    /// It cannot be read, is damaged gzip data, or is not UTF-8.
    #[error("line {line}: {cause}")]
    Read {
        /// Counted from 1.
        line: usize,
        /// What went wrong.
        cause: io::Error,
    },
    /// A line that is no drawing.
    #[error("line {line}: {cause}")]
    Drawing {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        cause: StrokesError,
    },
    /// More than [`MAX_DRAWINGS`].
    #[error("more than {MAX_DRAWINGS} drawings")]
    TooMany,
}

/// The drawings of a file, read one at a time. Blank lines are passed over.
pub struct Drawings<R> {
    reader: R,
    line: usize,
    buffer: Vec<u8>,
}

impl<R: BufRead> Drawings<R> {
    /// Reads plain lines, such as standard input's.
    pub const fn new(reader: R) -> Self {
        Self { reader, line: 0, buffer: Vec::new() }
    }

    /// The number of the line read last, counted from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    fn next_line(&mut self) -> Result<Option<&str>, StrokesFileError> {
        self.line += 1;
        let line = self.line;
        self.buffer.clear();
        // One byte more than allowed, so that a line that is too long shows.
        let limit = MAX_LINE_BYTES as u64 + 2;
        self.reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.buffer)
            .map_err(|cause| StrokesFileError::Read { line, cause })?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        std::str::from_utf8(&self.buffer)
            .map(|text| Some(text.trim()))
            .map_err(|error| StrokesFileError::Read { line, cause: io::Error::other(error) })
    }
}

impl<R: BufRead> Iterator for Drawings<R> {
    type Item = Result<Drawing, StrokesFileError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let parsed = match self.next_line() {
                Ok(None) => return None,
                Ok(Some("")) => continue,
                Ok(Some(text)) => parse_drawing(text),
                Err(error) => return Some(Err(error)),
            };
            return Some(parsed.map_err(|cause| StrokesFileError::Drawing { line: self.line, cause }));
        }
    }
}

/// Reads a whole file, gzipped or not.
///
/// # Errors
///
/// At the first line that is wrong, or if there are more than [`MAX_DRAWINGS`].
pub fn read(reader: impl Read) -> Result<Vec<Drawing>, StrokesFileError> {
    let mut reader = BufReader::new(reader);
    let start = reader.fill_buf().map_err(|cause| StrokesFileError::Read { line: 1, cause })?;
    if start.starts_with(&gzip::MAGIC) {
        collect(Drawings::new(BufReader::new(MultiGzDecoder::new(reader))))
    } else {
        collect(Drawings::new(reader))
    }
}

fn collect(lines: Drawings<impl BufRead>) -> Result<Vec<Drawing>, StrokesFileError> {
    let mut drawings = Vec::new();
    for drawing in lines {
        if drawings.len() == MAX_DRAWINGS {
            return Err(StrokesFileError::TooMany);
        }
        drawings.push(drawing?);
    }
    Ok(drawings)
}

/// Writes drawings, one a line.
///
/// # Errors
///
/// If writing fails.
pub fn write(mut writer: impl Write, drawings: &[Drawing]) -> io::Result<()> {
    for drawing in drawings {
        writeln!(writer, "{}", drawing_to_json(drawing))?;
    }
    writer.flush()
}

/// Writes drawings, one a line, gzipped. The same drawings give the same bytes.
///
/// # Errors
///
/// If writing fails.
pub fn write_gzipped(writer: impl Write, drawings: &[Drawing]) -> io::Result<()> {
    let mut encoder = GzEncoder::new(writer, Compression::best());
    write(&mut encoder, drawings)?;
    encoder.finish()?.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::{Ink, Point, Stroke};

    fn drawings() -> Vec<Drawing> {
        let point = |x| Point { x, y: 0.5, t_ms: Some(8.0), pressure: Some(0.25) };
        let stroke = Stroke { points: vec![Point::new(0.1, 0.2), point(0.3)] };
        vec![
            Drawing { label: Some(3), writer: Some(7), ink: Ink { strokes: vec![stroke.clone(), stroke] } },
            Drawing::default(),
        ]
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut plain = Vec::new();
        write(&mut plain, &drawings()).unwrap();
        assert_eq!(read(&plain[..]).unwrap(), drawings());

        let (mut gzipped, mut again) = (Vec::new(), Vec::new());
        write_gzipped(&mut gzipped, &drawings()).unwrap();
        write_gzipped(&mut again, &drawings()).unwrap();
        assert_eq!(read(&gzipped[..]).unwrap(), drawings());
        assert_eq!(gzipped, again);
    }

    #[test]
    fn blank_lines_and_windows_line_ends_are_passed_over() {
        let text = "\r\n{\"strokes\":[]}\r\n\n{\"strokes\":[],\"label\":4}";
        let labels: Vec<_> = read(text.as_bytes()).unwrap().iter().map(|drawing| drawing.label).collect();
        assert_eq!(labels, [None, Some(4)]);
    }

    #[test]
    fn the_line_at_fault_is_named() {
        let rows: [(&[u8], &str); 4] = [
            (
                b"{\"strokes\":[]}\n\n{\"label\":12,\"strokes\":[]}",
                "line 3: label: must be a whole number from 0 to 9",
            ),
            (b"{\"strokes\":[]}\n[]\n", "line 2: drawing: must be an object"),
            (b"{\"strokes\":[]}\n\xff\xfe\n", "line 2: invalid utf-8 sequence of 1 bytes from index 0"),
            (b"\x1f\x8b\x08\0\0\0", "line 1: unexpected end of file"),
        ];
        for (bytes, expected) in rows {
            let error = read(bytes).unwrap_err();
            assert_eq!(error.to_string(), expected);
            // Its text holds the cause; a chain of sources would say it again.
            assert!(std::error::Error::source(&error).is_none());
        }
    }

    #[test]
    fn an_endless_line_is_refused_without_reading_it_all() {
        let error = read(io::repeat(b'[')).unwrap_err();
        assert_eq!(error.to_string(), format!("line 1: longer than {MAX_LINE_BYTES} bytes"));
    }
}
