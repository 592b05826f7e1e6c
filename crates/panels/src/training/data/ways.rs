//! The ways of writing a digit, as pictures that one switches on and off.

use app::number;
use digits::synthetic::{Ways, kinds_of, ways_of};

use crate::drawings::path;

/// The ways of writing one digit.
#[derive(Clone, Debug, PartialEq)]
pub struct WaysScene {
    /// The digit.
    pub digit: u8,
    /// Two kinds that every way is one of, such as with a bar and without; none where there are no such kinds.
    pub kinds: Vec<WayScene>,
    /// Each way, in the order of the table that the handwriting is made from.
    pub ways: Vec<WayScene>,
    /// How many of them occur, in words.
    pub n_occurring: String,
}

/// Ways of writing a digit that are switched together: a kind of them, or one.
#[derive(Clone, Debug, PartialEq)]
pub struct WayScene {
    /// Which they are, as in [`Ways`].
    pub bits: u16,
    /// Whether they occur: `None` if only some of them do.
    pub occur: Option<bool>,
    /// What they are called; of a single one, which it is and how common.
    pub name: String,
    /// A single one as a path in a box of 40 by 40; empty for a kind.
    pub path: String,
}

/// The ways of writing this digit.
pub(crate) fn ways_scene(digit: u8, ways: Ways) -> WaysScene {
    let own = ways.bits()[usize::from(digit)];
    let occur = |bits: u16| match own & bits {
        0 => Some(false),
        some => (some == bits).then_some(true),
    };
    let kinds = kinds_of(digit);
    let all: Vec<_> = ways_of(digit).collect();
    let n_all = all.len();
    let way = |(way_idx, (share, ink)): (usize, (f32, digits::Ink))| {
        let bits = 1 << way_idx;
        let kind = kinds.iter().find(|kind| kind.bits & bits != 0);
        let kind = kind.map_or_else(String::new, |kind| format!("{}, ", kind.name));
        let name =
            format!("{kind}{} of all {digit}s (way {} of {n_all})", number::percent(share), way_idx + 1);
        WayScene { bits, occur: occur(bits), name, path: path(&ink) }
    };
    let ways: Vec<WayScene> = all.into_iter().enumerate().map(way).collect();
    let kinds = kinds.iter().map(|kind| WayScene {
        bits: kind.bits,
        occur: occur(kind.bits),
        name: kind.name.to_owned(),
        path: String::new(),
    });
    let kinds = kinds.collect();
    let n_occurring = match own.count_ones() as usize {
        0 => format!("No {digit} is included."),
        n if n == n_all => {
            format!("All {n} ways of writing a {digit} are included. Switch off any that it should not see.")
        }
        n => format!("{n} of {n_all} ways of writing a {digit} are included. It is tested on all of them."),
    };
    WaysScene { digit, kinds, ways, n_occurring }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn barred_sevens_are_seen_and_switched_off() {
        let scene = ways_scene(7, Ways::all().with(7, 1 << 2, false));
        assert_eq!(scene.ways.len(), 12);
        assert_eq!(scene.ways[2].path.matches('M').count(), 2, "it has a bar");
        assert_eq!((scene.ways[2].occur, scene.ways[0].occur), (Some(false), Some(true)));
        assert_eq!(scene.ways[2].name, "With a bar, 13% of all 7s (way 3 of 12)");
        assert_eq!(
            scene.n_occurring,
            "11 of 12 ways of writing a 7 are included. It is tested on all of them."
        );
        assert!(ways_scene(4, Ways::from_bits([0; 10])).n_occurring.starts_with("No 4 is included"));
    }

    #[test]
    fn a_kind_is_switched_off_whole_and_says_when_only_a_part_is() {
        let occur = |ways| ways_scene(7, ways).kinds.iter().map(|kind| kind.occur).collect::<Vec<_>>();
        assert_eq!(occur(Ways::all()), [Some(true), Some(true)]);
        assert_eq!(occur(Ways::all().with(7, 1 << 2, false)), [None, Some(true)]);
        let barred = ways_scene(7, Ways::all()).kinds[0].bits;
        let without = Ways::all().with(7, barred, false);
        assert_eq!(occur(without), [Some(false), Some(true)]);
        let scene = ways_scene(7, without);
        assert!(
            scene.ways.iter().all(|way| (way.path.matches('M').count() == 2) != (way.occur == Some(true)))
        );
        assert_eq!(scene.kinds[0].name, "With a bar");
        assert!(ways_scene(6, without).kinds.is_empty());
    }
}
