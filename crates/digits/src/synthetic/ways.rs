//! A choice among the ways of writing the digits, such as sevens without a bar.

use super::skeletons::DIGITS;

/// The ways of writing that may occur, for each digit. A digit without any does not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// For each digit a bit for each of its ways, in the order of the table of skeletons.
    bits: [u16; 10],
}

impl Ways {
    /// Every way of every digit.
    #[must_use]
    pub fn all() -> Self {
        Self { bits: DIGITS.map(|styles| ((1_u32 << styles.len()) - 1) as u16) }
    }

    /// The ways with these bits, the first way's being the lowest; bits of ways that do not exist are ignored.
    #[must_use]
    pub fn from_bits(mut bits: [u16; 10]) -> Self {
        for (bits, all) in bits.iter_mut().zip(Self::all().bits) {
            *bits &= all;
        }
        Self { bits }
    }

    /// For each digit a bit for each of its ways.
    #[must_use]
    pub const fn bits(&self) -> [u16; 10] {
        self.bits
    }

    /// The same, but for the ways of writing a digit that have these bits, which may occur from now on or may not. What does not
    /// exist is ignored.
    #[must_use]
    pub fn with(mut self, digit: u8, bits: u16, occur: bool) -> Self {
        if let Some(own) = self.bits.get_mut(usize::from(digit)) {
            *own = if occur { *own | bits } else { *own & !bits };
        }
        Self::from_bits(self.bits)
    }

    /// The digits that occur, in order.
    pub fn digits(&self) -> impl Iterator<Item = u8> {
        (0..).zip(self.bits).filter(|(_, bits)| *bits != 0).map(|(digit, _)| digit)
    }

    /// Every way of the digits that occur.
    #[must_use]
    pub fn all_of_these_digits(&self) -> Self {
        let mut all = Self::all();
        for (all, bits) in all.bits.iter_mut().zip(self.bits) {
            if bits == 0 {
                *all = 0;
            }
        }
        all
    }

    /// Whether this way of writing the digit may occur.
    #[must_use]
    pub fn contains(&self, digit: u8, way_idx: usize) -> bool {
        self.bits[usize::from(digit)] >> way_idx & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, Ways};

    #[test]
    fn all_ways_have_one_bit_each() {
        for (bits, styles) in Ways::all().bits().iter().zip(DIGITS) {
            assert_eq!(bits.count_ones() as usize, styles.len());
        }
        assert_eq!(Ways::from_bits([u16::MAX; 10]), Ways::all());
    }

    #[test]
    fn a_way_is_switched_off_and_on_alone() {
        let without = Ways::all().with(7, 1 << 2, false);
        assert!(!without.contains(7, 2) && without.contains(7, 1) && without.contains(4, 2));
        assert_eq!(without.with(7, 1 << 2, true), Ways::all());
        assert_eq!(Ways::all().with(7, 1 << 15, true).with(10, 1, false), Ways::all());
        assert_eq!(Ways::all().with(7, u16::MAX, false).digits().count(), 9);
    }

    #[test]
    fn digits_without_a_way_do_not_occur() {
        let mut bits = [0; 10];
        (bits[3], bits[8]) = (0b100, 0b1);
        let ways = Ways::from_bits(bits);
        assert_eq!(ways.digits().collect::<Vec<_>>(), [3, 8]);
        assert!(ways.contains(3, 2) && !ways.contains(3, 0));
        assert_eq!(ways.all_of_these_digits().bits()[8], Ways::all().bits()[8]);
        assert_eq!(ways.all_of_these_digits().bits()[7], 0);
    }
}
