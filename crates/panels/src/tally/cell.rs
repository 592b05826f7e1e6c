//! The cells of the confusion matrix.

use std::fmt;
use std::str::FromStr;

use models::N_DIGITS;

use super::reading::Reading;
use crate::drawings::Labelled;
use crate::predict::Prediction;

/// The columns: a digit each, and one for what it is not sure of.
pub const N_COLUMNS: usize = N_DIGITS + 1;

/// A cell of the confusion matrix. As text, it is the digit meant and the digit read or `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The digit that was meant, which is the row.
    pub meant: u8,
    /// What was read, which is the column.
    pub read: Prediction,
}

impl Cell {
    /// All cells, row by row.
    pub fn all() -> impl Iterator<Item = Cell> {
        let digits = || (0..N_DIGITS).map(Prediction::Digit);
        (0..N_DIGITS as u8).flat_map(move |meant| {
            digits().chain([Prediction::NotSure]).map(move |read| Cell { meant, read })
        })
    }

    /// The cell that a drawing is in.
    pub(super) fn of(drawing: &Labelled<Reading>) -> Cell {
        Cell { meant: drawing.label, read: drawing.details.read }
    }

    /// Whether its drawings are read as what was meant.
    pub fn is_right(self) -> bool {
        self.read == Prediction::Digit(usize::from(self.meant))
    }

    /// What is in it, in words.
    pub fn words(self) -> String {
        match self.read {
            Prediction::Digit(digit) => format!("{} read as {digit}", self.meant),
            Prediction::NotSure => format!("{}, and it was not sure", self.meant),
        }
    }

    /// Its place, row by row.
    pub(super) fn place(self) -> usize {
        let column = match self.read {
            Prediction::Digit(digit) => digit,
            Prediction::NotSure => N_DIGITS,
        };
        N_COLUMNS * usize::from(self.meant) + column
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.read {
            Prediction::Digit(digit) => write!(f, "{}{digit}", self.meant),
            Prediction::NotSure => write!(f, "{}?", self.meant),
        }
    }
}

impl FromStr for Cell {
    type Err = ();

    fn from_str(text: &str) -> Result<Cell, ()> {
        let (meant, read) = text.split_at_checked(1).ok_or(())?;
        let meant = meant.parse().map_err(|_| ())?;
        Ok(Cell { meant, read: Prediction::from_name(read).ok_or(())? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_comes_back_from_its_text_and_has_a_place_of_its_own() {
        for (place, cell) in Cell::all().enumerate() {
            assert_eq!((cell.place(), cell.to_string().parse()), (place, Ok(cell)));
        }
        assert_eq!(Cell::all().count(), N_DIGITS * N_COLUMNS);
        for text in ["", "4", "4a", "499", "÷9", "?4", "+1"] {
            assert!(text.parse::<Cell>().is_err(), "{text}");
        }
    }
}
