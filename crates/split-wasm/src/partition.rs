//! Which functions and data belong to which part of the program.
//!
//! The later part is what can be reached only through the entries, by calls or by addresses. Everything else stays, so the
//! first part is complete without the later one.
//!
//! A function's name does not decide where it goes: the compiler merges functions with identical code under any one of their
//! names. Names serve to refuse programs that enter the later crates other than by the entries. Only one crate of the first
//! part depends on them, the one that composes both, so only that one can call them. But the optimiser can find more:
//! where a trait object has only one type, it refers to that type's functions directly. So what stays of the later crates
//! may not be more than merging explains.

use std::collections::BTreeSet;

use anyhow::{Result, bail, ensure};

use crate::graph::Graph;

/// Small functions of the later crates stay in the first part when the compiler has merged them with functions used there.
const MAX_MERGED_BYTES: usize = 2048;

/// Which crates the parts are made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    /// The crates whose code arrives later.
    pub(crate) later: &'a [&'a str],
    /// The one crate of the first part that depends on them.
    pub(crate) composer: &'a str,
    /// The only functions through which it may enter them.
    pub(crate) entries: &'a [&'a str],
}

/// The nodes of the graph that move to the later part, and where the parts meet.
#[derive(Debug, Default, Hash)]
pub(crate) struct Partition {
    /// Functions of the later part.
    pub(crate) functions: BTreeSet<usize>,
    /// Data of the later part, by position.
    pub(crate) data: BTreeSet<usize>,
    /// The functions of the later part that the first one calls.
    pub(crate) entries: BTreeSet<usize>,
    /// Functions of the first part that the later one calls.
    pub(crate) lent: BTreeSet<usize>,
}

impl Partition {
    /// `is_imported` tells which functions come from the page's JavaScript. They cannot move.
    pub(crate) fn of(
        graph: &Graph,
        parts: Parts<'_>,
        is_imported: impl Fn(usize) -> bool,
    ) -> Result<Partition> {
        let entries = find_entries(graph, parts)?;
        let is_later = graph.reach(entries.iter().copied(), &[]);
        // What nothing refers to may be used in a way that this graph does not show, by wasm-bindgen's JavaScript for example.
        let is_known = graph.reach(graph.roots.iter().chain(&entries).copied(), &[]);
        let strays = (0..graph.edges.len()).filter(|node| !is_known[*node]);
        let stays = graph.reach(graph.roots.iter().copied().chain(strays), &entries);
        refuse_other_entries(graph, parts, &entries, &stays)?;
        refuse_leaks(graph, parts, &entries, &stays)?;

        let moves = |node: &usize| is_later[*node] && !stays[*node];
        let functions: BTreeSet<usize> =
            (0..graph.n_functions).filter(moves).filter(|node| !is_imported(*node)).collect();
        let data = (graph.n_functions..graph.edges.len())
            .filter(moves)
            .map(|node| node - graph.n_functions)
            .collect();
        let called = functions.iter().flat_map(|node| &graph.edges[*node]);
        let lent =
            called.filter(|node| graph.is_function(**node) && !functions.contains(node)).copied().collect();
        Ok(Partition { functions, data, entries: entries.into_iter().collect(), lent })
    }
}

/// The functions that the entries name.
fn find_entries(graph: &Graph, parts: Parts<'_>) -> Result<Vec<usize>> {
    ensure!(
        graph.names.iter().any(Option::is_some),
        "the program cannot be split: its functions have no names"
    );
    let mut found = Vec::new();
    for entry in parts.entries {
        let before = found.len();
        found.extend((0..graph.n_functions).filter(|node| graph.name(*node) == *entry));
        ensure!(
            found.len() > before,
            "the program has no function `{entry}`, the entry to its later part: was it renamed or inlined?"
        );
    }
    Ok(found)
}

/// Refuses references from the composing crate to functions of the later ones, direct or through data such as a vtable.
fn refuse_other_entries(graph: &Graph, parts: Parts<'_>, entries: &[usize], stays: &[bool]) -> Result<()> {
    let is_of_later = |node: usize| parts.later.iter().any(|name| is_of_crate(graph.name(node), name));
    let mut refused = BTreeSet::new();
    for &root in graph.roots.iter().filter(|root| is_of_later(**root)) {
        refused.insert(format!("`{}` is exported", graph.name(root)));
    }
    let composing = (0..graph.n_functions).filter(|node| is_of_crate(graph.name(*node), parts.composer));
    for caller in composing.filter(|node| stays[*node]) {
        let mut waiting = graph.edges[caller].clone();
        let mut seen = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            if !graph.is_function(node) {
                waiting.extend(&graph.edges[node]);
            } else if is_of_later(node) && !entries.contains(&node) {
                refused.insert(format!("`{}` leads to `{}`", graph.name(caller), graph.name(node)));
            }
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = refused.into_iter().collect();
    bail!(
        "the first part of the program may enter {} only through {}, but:\n  {}",
        parts.later.join(" and "),
        parts.entries.join(" and "),
        list.join("\n  ")
    )
}

/// Refuses a first part with more code of the later crates than merging of identical functions explains.
fn refuse_leaks(graph: &Graph, parts: Parts<'_>, entries: &[usize], stays: &[bool]) -> Result<()> {
    let is_of_later = |node: &usize| parts.later.iter().any(|name| is_of_crate(graph.name(*node), name));
    let mut left: Vec<usize> =
        (0..graph.n_functions).filter(|node| stays[*node]).filter(is_of_later).collect();
    let n_bytes: usize = left.iter().map(|node| graph.sizes[*node]).sum();
    if n_bytes <= MAX_MERGED_BYTES {
        return Ok(());
    }
    left.sort_by_key(|node| std::cmp::Reverse(graph.sizes[*node]));
    let way = |node: &usize| graph.way_to(*node, &graph.roots, entries).join("\n    -> ");
    let ways: Vec<String> = left.iter().take(3).map(way).collect();
    bail!(
        "the first part of the program leads to {n_bytes} bytes of {}, for instance:\n  {}",
        parts.later.join(" and "),
        ways.join("\n  ")
    )
}

/// Whether a demangled name is that of a function defined in the crate: `knobs::turn`, `<knobs::Knob>::turn`,
/// `<&knobs::Knob as core::fmt::Debug>::fmt`. Instances of another crate's generic functions are not.
fn is_of_crate(name: &str, of: &str) -> bool {
    let path = name.trim_start_matches(['<', '&']);
    path.strip_prefix("mut ").unwrap_or(path).strip_prefix(of).is_some_and(|rest| rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts<'_> = Parts { later: &["panels"], composer: "page", entries: &["panels::arrive"] };

    /// A program in which each line is `name: what it refers to`; names in capitals are data, `page::start` is exported.
    fn graph(lines: &[(&str, &[&str])]) -> Graph {
        let is_data = |name: &str| name.chars().all(|c| c.is_uppercase());
        let (functions, data): (Vec<_>, Vec<_>) = lines.iter().partition(|(name, _)| !is_data(name));
        let ordered: Vec<_> = functions.iter().chain(&data).collect();
        let node = |name: &str| ordered.iter().position(|(other, _)| *other == name).unwrap();
        Graph {
            n_functions: functions.len(),
            names: ordered.iter().map(|(name, _)| (!is_data(name)).then(|| (*name).to_owned())).collect(),
            sizes: vec![200; functions.len()],
            edges: ordered.iter().map(|(_, to)| to.iter().map(|name| node(name)).collect()).collect(),
            roots: vec![node("page::start")],
        }
    }

    fn moved(lines: &[(&str, &[&str])]) -> Result<(Vec<String>, usize)> {
        let graph = graph(lines);
        let partition = Partition::of(&graph, PARTS, |node| graph.name(node) == "imported")?;
        Ok((
            partition.functions.iter().map(|node| graph.name(*node).to_owned()).collect(),
            partition.data.len(),
        ))
    }

    fn refusal(lines: &[(&str, &[&str])]) -> String {
        moved(lines).unwrap_err().to_string()
    }

    #[test]
    fn what_only_the_entry_leads_to_moves() {
        let (moved, n_data) = moved(&[
            ("page::start", &["web::draw", "panels::arrive", "TEXT"]),
            ("web::draw", &["nn::forward"]),
            ("nn::forward", &[]),
            ("panels::arrive", &["nn::forward", "nn::train", "VTABLE", "TEXT"]),
            ("nn::train", &[]),
            ("<panels::Why as web::LaterPart>::update", &[]),
            ("VTABLE", &["<panels::Why as web::LaterPart>::update"]),
            ("TEXT", &[]),
        ])
        .unwrap();
        assert_eq!(moved, ["panels::arrive", "nn::train", "<panels::Why as web::LaterPart>::update"]);
        assert_eq!(n_data, 1, "the text is used by both");
    }

    #[test]
    fn what_the_page_lends_cannot_move() {
        let lines: &[(&str, &[&str])] =
            &[("page::start", &["panels::arrive"]), ("panels::arrive", &["imported"]), ("imported", &[])];
        assert_eq!(moved(lines).unwrap().0, ["panels::arrive"]);
        let graph = graph(lines);
        let lent = Partition::of(&graph, PARTS, |node| graph.name(node) == "imported").unwrap().lent;
        assert_eq!(lent, BTreeSet::from([2]));
    }

    #[test]
    fn merged_code_that_the_first_part_uses_stays_under_whatever_name() {
        let (moved, _) = moved(&[
            ("page::start", &["panels::arrive", "web::draw", "VTABLE"]),
            ("web::draw", &["<panels::Why>::is_empty"]),
            ("<panels::Why>::is_empty", &[]),
            ("core::ptr::drop_in_place::<panels::Why>", &[]),
            ("VTABLE", &["core::ptr::drop_in_place::<panels::Why>"]),
            ("panels::arrive", &["<panels::Why>::is_empty", "core::ptr::drop_in_place::<panels::Why>"]),
        ])
        .unwrap();
        assert_eq!(moved, ["panels::arrive"]);
    }

    #[test]
    fn what_nothing_known_refers_to_stays() {
        let (moved, _) = moved(&[
            ("page::start", &["panels::arrive"]),
            ("panels::arrive", &[]),
            ("wasm_bindgen::invoke", &["core::shared"]),
            ("core::shared", &[]),
        ])
        .unwrap();
        assert_eq!(moved, ["panels::arrive"]);
    }

    #[test]
    fn a_way_past_the_entry_is_refused_by_name() {
        let call = refusal(&[
            ("page::start", &["panels::arrive", "panels::peek"]),
            ("panels::arrive", &[]),
            ("panels::peek", &[]),
        ]);
        assert!(call.contains("`page::start` leads to `panels::peek`"), "{call}");
        let vtable = refusal(&[
            ("page::start", &["panels::arrive", "VTABLE"]),
            ("panels::arrive", &[]),
            ("VTABLE", &["<panels::Why as web::LaterPart>::update"]),
            ("<panels::Why as web::LaterPart>::update", &[]),
        ]);
        assert!(vtable.contains("leads to `<panels::Why as web::LaterPart>::update`"), "{vtable}");
    }

    #[test]
    fn a_way_that_the_optimiser_found_is_refused_with_its_steps() {
        let mut graph = graph(&[
            ("page::start", &["panels::arrive", "web::draw"]),
            ("web::draw", &["VTABLE"]),
            ("VTABLE", &["<panels::Why as web::LaterPart>::update"]),
            ("<panels::Why as web::LaterPart>::update", &["panels::why"]),
            ("panels::why", &[]),
            ("panels::arrive", &[]),
        ]);
        graph.sizes = vec![2000; graph.n_functions];
        let error = Partition::of(&graph, PARTS, |_| false).unwrap_err().to_string();
        assert!(error.contains("leads to 4000 bytes of panels"), "{error}");
        assert!(error.contains("page::start\n    -> web::draw\n    -> <panels::Why as"), "{error}");
    }

    #[test]
    fn an_export_of_a_later_crate_is_refused() {
        let mut graph =
            graph(&[("page::start", &["panels::arrive"]), ("panels::arrive", &[]), ("panels::test", &[])]);
        graph.roots.push(2);
        let error = Partition::of(&graph, PARTS, |_| false).unwrap_err().to_string();
        assert!(error.contains("`panels::test` is exported"), "{error}");
    }

    #[test]
    fn an_entry_that_does_not_exist_is_refused() {
        let error = refusal(&[("page::start", &[]), ("panels::come", &[])]);
        assert!(error.contains("no function `panels::arrive`"), "{error}");
    }

    #[test]
    fn a_program_without_names_is_refused() {
        let nameless =
            Graph { n_functions: 1, names: vec![None], sizes: vec![1], edges: vec![vec![]], roots: vec![0] };
        assert!(Partition::of(&nameless, PARTS, |_| false).unwrap_err().to_string().contains("no names"));
    }

    #[test]
    fn a_function_belongs_to_the_crate_that_defines_it() {
        for name in [
            "panels::why::update",
            "<panels::Why>::update",
            "<&panels::Why as core::fmt::Debug>::fmt",
            "<&mut panels::Why as core::fmt::Debug>::fmt",
            "panels::why::listen::{closure#0}",
        ] {
            assert!(is_of_crate(name, "panels"), "{name}");
        }
        for name in ["app::panels::update", "panels_of_oak::saw", "core::ptr::drop_in_place::<panels::Why>"] {
            assert!(!is_of_crate(name, "panels"), "{name}");
        }
    }
}
