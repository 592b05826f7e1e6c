//! The confusion matrix: how often each digit is read as each.

use std::fmt;
use std::str::FromStr;

use app::network_layout::Direction;
use models::N_DIGITS;

use crate::matrix::Step;

/// A cell of the matrix. As text, it is the two digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The digit that was written, which is the row.
    pub written: u8,
    /// The digit that it is read as, which is the column.
    pub read: u8,
}

/// A cell as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellScene {
    /// How many drawings are in it.
    pub n: u32,
    /// Their share of the drawings of the digit written.
    pub share: f32,
}

impl Cell {
    /// The cell of these digits, if they are digits.
    pub fn new(written: u8, read: u8) -> Option<Cell> {
        let is_digit = |number: u8| usize::from(number) < N_DIGITS;
        (is_digit(written) && is_digit(read)).then_some(Cell { written, read })
    }

    /// Whether its drawings are read wrongly.
    pub fn is_mistake(self) -> bool {
        self.written != self.read
    }

    /// The cell that a key leads to.
    pub(in crate::training) fn step(self, step: Step) -> Cell {
        let Cell { written, read } = self;
        let last = N_DIGITS as u8 - 1;
        match step {
            Step::To(Direction::Up) => Cell { written: written.saturating_sub(1), read },
            Step::To(Direction::Down) => Cell { written: (written + 1).min(last), read },
            Step::To(Direction::Left) => Cell { written, read: read.saturating_sub(1) },
            Step::To(Direction::Right) => Cell { written, read: (read + 1).min(last) },
            Step::RowStart => Cell { written, read: 0 },
            Step::RowEnd => Cell { written, read: last },
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.written, self.read)
    }
}

impl FromStr for Cell {
    type Err = ();

    fn from_str(text: &str) -> Result<Cell, ()> {
        let digit = |byte: u8| byte.wrapping_sub(b'0');
        let [written, read] = text.as_bytes() else { return Err(()) };
        Cell::new(digit(*written), digit(*read)).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_comes_back_from_its_text() {
        for (written, read) in [(0, 0), (4, 9), (9, 0)] {
            let cell = Cell::new(written, read).expect("digits");
            assert_eq!(cell.to_string().parse(), Ok(cell));
        }
        for text in ["", "4", "4a", "499", "÷"] {
            assert!(text.parse::<Cell>().is_err(), "{text}");
        }
    }

    #[test]
    fn keys_lead_to_neighbours_and_not_over_the_edge() {
        let corner = Cell::default();
        assert_eq!(corner.step(Step::To(Direction::Up)), corner);
        assert_eq!(corner.step(Step::To(Direction::Left)), corner);
        let below = corner.step(Step::To(Direction::Down));
        assert_eq!(below, Cell { written: 1, read: 0 });
        let end = below.step(Step::RowEnd);
        assert_eq!(end, Cell { written: 1, read: 9 });
        assert_eq!(end.step(Step::To(Direction::Right)), end);
        assert_eq!(end.step(Step::RowStart), below);
    }
}
