//! The cells of the confusion matrix.

use models::N_DIGITS;

use crate::drawings::Labelled;
use crate::predict::Prediction;

/// The columns: a digit each, and one for what it is not sure of.
pub const N_COLUMNS: usize = N_DIGITS + 1;
/// The cells, with a row for each digit.
pub const N_CELLS: usize = N_DIGITS * N_COLUMNS;

/// A cell of the confusion matrix. Its name is the digit meant and the digit read or `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The digit that was meant, which is the row.
    pub meant: u8,
    /// What was read, which is the column.
    pub read: Prediction,
}

impl Cell {
    /// The cell at a place, row by row.
    pub fn at(place: usize) -> Cell {
        let read = match place % N_COLUMNS {
            N_DIGITS => Prediction::NotSure,
            digit => Prediction::Digit(digit),
        };
        Cell { meant: (place / N_COLUMNS) as u8, read }
    }

    /// The cell with this name.
    pub fn from_name(name: &str) -> Option<Cell> {
        let (meant, read) = name.split_at_checked(1)?;
        Some(Cell { meant: meant.parse().ok()?, read: Prediction::from_name(read)? })
    }

    /// Its name.
    pub fn name(self) -> String {
        self.meant.to_string() + &self.read.name()
    }

    /// The cell that a drawing is in.
    pub(super) fn of(drawing: &Labelled) -> Cell {
        Cell { meant: drawing.label, read: drawing.reading.read }
    }

    /// Whether its drawings are read as what was meant.
    pub fn is_right(self) -> bool {
        self.read == Prediction::Digit(usize::from(self.meant))
    }

    /// What is in it, in words.
    pub fn words(self) -> String {
        let meant = self.meant.to_string();
        match self.read {
            Prediction::NotSure => [&meant, ", where the network was not sure"].concat(),
            Prediction::Digit(digit) => [&meant, " read as ", &digit.to_string()].concat(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_comes_back_from_its_text_and_has_a_place_of_its_own() {
        for place in 0..N_CELLS {
            let cell = Cell::at(place);
            assert_eq!((cell.place(), Cell::from_name(&cell.name())), (place, Some(cell)));
        }
        for text in ["", "4", "4a", "499", "÷9", "?4", "+1"] {
            assert!(Cell::from_name(text).is_none(), "{text}");
        }
    }
}
