//! The ways of writing a digit, as pictures that one switches on and off.

use app::number;
use digits::synthetic::{Ways, ways_of};

use crate::drawings::path;

/// The ways of writing one digit.
#[derive(Clone, Debug, PartialEq)]
pub struct WaysScene {
    /// The digit.
    pub digit: u8,
    /// In the order of the table that the handwriting is made from.
    pub ways: Vec<WayScene>,
    /// How many of them occur, in words.
    pub n_occurring: String,
}

/// A way of writing a digit.
#[derive(Clone, Debug, PartialEq)]
pub struct WayScene {
    /// Its index.
    pub way_idx: usize,
    /// A path in a box of 40 by 40.
    pub path: String,
    /// Which one it is and how common, in words.
    pub name: String,
    /// Whether it occurs.
    pub occurs: bool,
}

/// The ways of writing this digit.
pub(crate) fn ways_scene(digit: u8, ways: Ways) -> WaysScene {
    let all: Vec<_> = ways_of(digit).collect();
    let n_all = all.len();
    let way = |(way_idx, (share, ink)): (usize, (f32, digits::Ink))| WayScene {
        way_idx,
        path: path(&ink),
        name: format!(
            "Way {} of {n_all} to write a {digit}, {} of them",
            way_idx + 1,
            number::percent(share)
        ),
        occurs: ways.contains(digit, way_idx),
    };
    let ways: Vec<WayScene> = all.into_iter().enumerate().map(way).collect();
    let n_occurring = ways.iter().filter(|way| way.occurs).count();
    let n_occurring = match n_occurring {
        0 => format!("No {digit} is included."),
        n if n == n_all => {
            format!("All {n} ways of writing a {digit} are included. Switch off any that it should not see.")
        }
        n => format!("{n} of {n_all} ways of writing a {digit} are included. It is tested on all of them."),
    };
    WaysScene { digit, ways, n_occurring }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn barred_sevens_are_seen_and_switched_off() {
        let scene = ways_scene(7, Ways::all().with(7, 2, false));
        assert_eq!(scene.ways.len(), 12);
        assert_eq!(scene.ways[2].path.matches('M').count(), 2, "it has a bar");
        assert!(!scene.ways[2].occurs && scene.ways[0].occurs);
        assert_eq!(scene.ways[0].name, "Way 1 of 12 to write a 7, 22% of them");
        assert_eq!(
            scene.n_occurring,
            "11 of 12 ways of writing a 7 are included. It is tested on all of them."
        );
        assert!(ways_scene(4, Ways::from_bits([0; 10])).n_occurring.starts_with("No 4 is included"));
    }
}
