//! The rule that no files of a crate import each other in a circle, except a parent and its own children.
//!
//! A file is a module. What it imports are the paths that its text names from `crate`, `super` or `self` (and from a module
//! that such a path brought in), each followed to the deepest file on its way. Tests are left out: they may look at anything.

use std::collections::{BTreeMap, BTreeSet};

/// The modules of one crate by their paths (`["why", "scene"]`; the root is empty), each with those it imports.
type Graph = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

/// The circles of a crate: a complaint for each. `files` are the paths of its source files, such as `why/scene.rs`, and
/// their texts.
pub(super) fn check(crate_name: &str, files: &[(String, String)]) -> Vec<String> {
    let circles = circles(&graph(files));
    let complaint = |circle: Vec<Vec<String>>| {
        let files: Vec<String> = circle.iter().map(|module| file_of(module, files)).collect();
        format!("{crate_name}: {} import each other in a circle", files.join(", "))
    };
    circles.into_iter().map(complaint).collect()
}

fn graph(files: &[(String, String)]) -> Graph {
    let modules: BTreeSet<Vec<String>> = files.iter().map(|(name, _)| module_of(name)).collect();
    let imports = |(name, text): &(String, String)| {
        let own = module_of(name);
        let mut imported: BTreeSet<Vec<String>> =
            paths(text).iter().filter_map(|path| followed(path, &own, &modules)).collect();
        imported.remove(&own);
        (own, imported)
    };
    files.iter().filter(|(name, _)| !is_test(name)).map(imports).collect()
}

fn is_test(name: &str) -> bool {
    ["tests.rs", "test_support.rs"].iter().any(|test| name == *test || name.ends_with(&format!("/{test}")))
}

/// `why/scene.rs` as `["why", "scene"]`; `lib.rs`, `main.rs` and `mod.rs` are the folder that they are in.
fn module_of(name: &str) -> Vec<String> {
    let mut module: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

fn file_of(module: &[String], files: &[(String, String)]) -> String {
    let file = files.iter().find(|(name, _)| module_of(name) == module);
    file.map_or_else(|| module.join("::"), |(name, _)| name.clone())
}

/// The deepest module on a path, seen from a module; none where the path leads out of the crate.
fn followed(path: &[String], own: &[String], modules: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    let mut rest = path;
    let mut at: Vec<String> = match rest.split_first() {
        Some((first, after)) if first == "crate" => {
            rest = after;
            Vec::new()
        }
        Some((first, after)) if first == "self" => {
            rest = after;
            own.to_vec()
        }
        Some((first, _)) if first == "super" => own.to_vec(),
        // A module of the file's own, by its name alone.
        Some((first, _)) if modules.contains(&[own, std::slice::from_ref(first)].concat()) => own.to_vec(),
        _ => return None,
    };
    while let Some((_, after)) = rest.split_first().filter(|(first, _)| *first == "super") {
        at.pop()?;
        rest = after;
    }
    for name in rest {
        let next = [at.as_slice(), std::slice::from_ref(name)].concat();
        if !modules.contains(&next) {
            break;
        }
        at = next;
    }
    Some(at)
}

/// All paths that a file's program names, imports spelled out.
fn paths(text: &str) -> Vec<Vec<String>> {
    let program: String = text
        .lines()
        .take_while(|line| line.trim() != "mod tests {")
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut paths = Vec::new();
    let mut rest = program.as_str();
    while let Some(start) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
        let (names, is_import) = {
            let before = rest[..start].trim_end();
            let end = word_end(&rest[start..]);
            (&rest[start..start + end], before.ends_with("::"))
        };
        rest = &rest[start..];
        if is_import {
            rest = &rest[names.len()..];
            continue;
        }
        rest = read_path(rest, Vec::new(), &mut paths);
    }
    paths
}

/// Reads the path at the beginning of `text`, with all branches of its braces. Returns what follows.
fn read_path<'a>(mut text: &'a str, mut path: Vec<String>, paths: &mut Vec<Vec<String>>) -> &'a str {
    loop {
        let end = word_end(text);
        path.push(text[..end].to_owned());
        text = &text[end..];
        let Some(after) = text.strip_prefix("::") else { break };
        if let Some(inside) = after.strip_prefix('{') {
            return read_branches(inside, &path, paths);
        }
        if !after.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            break;
        }
        text = after;
    }
    // A name alone imports nothing: `pub(super)`, `mod scene;`.
    if path.len() > 1 {
        paths.push(path);
    }
    text
}

fn read_branches<'a>(mut text: &'a str, path: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    while let Some(start) = text.find(|c: char| c.is_alphabetic() || c == '_' || c == '}') {
        text = &text[start..];
        if let Some(after) = text.strip_prefix('}') {
            return after;
        }
        text = read_path(text, path.to_vec(), paths);
        // `as` and the name after it are no path.
        if let Some(after) = text.strip_prefix(" as ") {
            text = &after[word_end(after)..];
        }
    }
    text
}

fn word_end(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// The circles that are more than a parent with its own children, each in the order of its modules' names.
fn circles(graph: &Graph) -> Vec<Vec<Vec<String>>> {
    let mut found = Vec::new();
    for group in mutually_reachable(graph) {
        let shortest = group.iter().min_by_key(|module| module.len());
        let Some(parent) = shortest.filter(|_| group.len() > 1).cloned() else { continue };
        let are_its_own = group.iter().all(|module| module.starts_with(&parent));
        if are_its_own {
            // Without the parent, its children must form no circle.
            let children: Graph = graph
                .iter()
                .filter(|(module, _)| group.contains(*module) && **module != parent)
                .map(|(module, imports)| (module.clone(), imports.clone()))
                .collect();
            found.extend(circles(&children));
        } else {
            found.push(group.into_iter().collect());
        }
    }
    found
}

/// The modules in groups of those that lead to each other.
fn mutually_reachable(graph: &Graph) -> BTreeSet<BTreeSet<Vec<String>>> {
    let reached: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> =
        graph.keys().map(|module| (module, reachable(graph, module))).collect();
    let group = |module: &Vec<String>| {
        let leads_back =
            |other: &&Vec<String>| reached.get(other).is_some_and(|from_other| from_other.contains(module));
        let others = reached[module].iter().filter(leads_back);
        others.chain([module]).cloned().collect()
    };
    graph.keys().map(group).collect()
}

fn reachable(graph: &Graph, from: &[String]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut next = vec![from.to_vec()];
    while let Some(module) = next.pop() {
        for imported in graph.get(&module).into_iter().flatten() {
            if found.insert(imported.clone()) {
                next.push(imported.clone());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_files(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<_> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        assert_eq!(check("x", &files), expected);
    }

    #[test]
    fn a_tree_is_no_circle() {
        check_files(
            &[
                ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub(crate) fn f() {}\n"),
                ("a.rs", "use crate::b::{B, c::C};\n"),
                ("b.rs", "pub mod c;\nuse std::fmt;\n"),
                ("b/c.rs", "pub(super) struct C;\n"),
            ],
            &[],
        );
    }

    #[test]
    fn two_files_that_import_each_other_are_a_circle() {
        check_files(
            &[("lib.rs", ""), ("a.rs", "use crate::b::B;\n"), ("b.rs", "fn f(a: crate::a::A) {}\n")],
            &["x: a.rs, b.rs import each other in a circle"],
        );
    }

    #[test]
    fn a_parent_and_its_children_may() {
        check_files(
            &[
                ("lib.rs", "pub use a::f;\n"),
                ("a.rs", "mod b;\nuse self::b::B;\n"),
                ("a/b.rs", "use super::A;\nuse super::super::Root;\n"),
            ],
            &[],
        );
    }

    #[test]
    fn children_among_themselves_may_not() {
        check_files(
            &[
                ("a.rs", "use b::B;\n"),
                ("a/b.rs", "use super::c::C;\n"),
                ("a/c.rs", "use super::{A, b::{self, B}};\n"),
            ],
            &["x: a/b.rs, a/c.rs import each other in a circle"],
        );
    }

    #[test]
    fn nor_may_two_families() {
        check_files(
            &[
                ("a.rs", "use crate::b::B;\npub use c::C;\n"),
                ("a/c.rs", "use super::A;\n"),
                ("b.rs", "use crate::a::c::C;\n"),
            ],
            &["x: a.rs, a/c.rs, b.rs import each other in a circle"],
        );
    }

    #[test]
    fn tests_comments_and_other_crates_count_for_nothing() {
        check_files(
            &[
                (
                    "a.rs",
                    "use other::b::B;\n// see crate::b::B\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n",
                ),
                ("b.rs", "use crate::a::A;\n"),
                ("b/tests.rs", "use crate::a::A;\n"),
            ],
            &[],
        );
    }

    #[test]
    fn branches_of_an_import_are_followed_one_by_one() {
        let paths = paths("use crate::{a::{A as Other, b}, c::*};\nlet x = crate::d::e(y);\n");
        let written: Vec<String> =
            paths.iter().map(|path| path.join("::")).filter(|it| it.starts_with("crate")).collect();
        assert_eq!(written, ["crate::a::A", "crate::a::b", "crate::c", "crate::d::e"]);
    }
}
