//! Kinds of ways of writing a digit that have names, such as sevens with a bar. The ways themselves are in `skeletons.rs`.

use super::ways::Ways;

/// Some of the ways of writing a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// What they have in common, such as "With a bar".
    pub name: &'static str,
    /// A bit for each of the ways, as in [`Ways`].
    pub bits: u16,
}

/// For each digit that has two kinds: their names, and the ways of the first kind.
const FIRST_KINDS: &[(u8, [&str; 2], &[usize])] = &[
    (0, ["With a slash", "Without a slash"], &[6, 7]),
    (1, ["With a foot", "Without a foot"], &[3, 4, 7, 10, 13]),
    (2, ["With a loop", "Without a loop"], &[1, 5, 7]),
    (3, ["With a flat top", "With a round top"], &[2, 5, 8]),
    (4, ["Closed at the top", "Open at the top"], &[1, 2, 8]),
    (5, ["In two strokes", "In one stroke"], &[0, 3, 5, 7, 8]),
    (7, ["With a bar", "Without a bar"], &[2, 4, 7, 9, 10, 11]),
    (9, ["With a straight tail", "With a curved tail"], &[0, 3, 4, 5, 8]),
];

/// The two kinds of this digit's ways of writing; every way is of one of them. None if the digit has no kinds.
pub fn kinds_of(digit: u8) -> Vec<Kind> {
    let Some((_, names, first)) = FIRST_KINDS.iter().find(|(of, ..)| *of == digit) else { return Vec::new() };
    let all = Ways::all().bits()[usize::from(digit)];
    let first = first.iter().fold(0, |bits, way_idx| bits | 1 << way_idx);
    [first, all & !first].into_iter().zip(names).map(|(bits, name)| Kind { name, bits }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ways_of;
    use super::*;
    use crate::ink::Ink;

    /// Whether each way of a digit is of its first kind.
    fn are_first(digit: u8) -> Vec<bool> {
        let bits = kinds_of(digit)[0].bits;
        (0..ways_of(digit).count()).map(|way_idx| bits >> way_idx & 1 == 1).collect()
    }

    fn all(digit: u8, is_so: impl Fn(&Ink) -> bool) -> Vec<bool> {
        ways_of(digit).map(|(_, ink)| is_so(&ink)).collect()
    }

    #[test]
    fn each_way_is_of_one_kind() {
        for digit in 0..10 {
            let kinds = kinds_of(digit);
            let Some([a, b]) = kinds.first_chunk() else { continue };
            assert_eq!(a.bits & b.bits, 0, "{digit}");
            assert_eq!(u32::from(a.bits | b.bits) + 1, 1 << ways_of(digit).count(), "{digit}");
            assert!(a.bits != 0 && b.bits != 0, "{digit}");
        }
        assert!(kinds_of(6).is_empty() && kinds_of(10).is_empty());
    }

    #[test]
    fn slashes_bars_and_second_strokes_are_where_they_are_said_to_be() {
        for digit in [0, 5, 7] {
            assert_eq!(are_first(digit), all(digit, |ink| ink.strokes.len() == 2), "{digit}");
        }
    }

    #[test]
    fn a_foot_is_level_and_at_the_bottom() {
        let has_foot = |ink: &Ink| {
            let low = ink.strokes.iter().flat_map(|stroke| &stroke.points).filter(|point| point.y > 0.8);
            let (left, right) =
                low.fold((1.0_f32, 0.0_f32), |(left, right), point| (left.min(point.x), right.max(point.x)));
            right - left > 0.25
        };
        assert_eq!(are_first(1), all(1, has_foot));
    }

    #[test]
    fn a_straight_tail_ends_below_its_beginning() {
        let ends_right = |ink: &Ink| {
            let end = ink.strokes.last().and_then(|stroke| stroke.points.last());
            end.is_some_and(|point| point.x > 0.4)
        };
        let straight = are_first(9);
        for (way_idx, ends_right) in all(9, ends_right).into_iter().enumerate() {
            assert!(ends_right || !straight[way_idx], "{way_idx}");
        }
    }
}
