//! The program as a graph: functions and data, and which of them each refers to, by a call or by an address.

use std::collections::{HashMap, HashSet, VecDeque};

use anyhow::{Result, ensure};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, Module};

use crate::linked::{Linked, References};

/// Functions come first, numbered as the module numbers them, then data, in the order of [`Linked::data`].
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) n_functions: usize,
    /// Names as they are to be read; nothing for data and for functions without one.
    pub(crate) names: Vec<Option<String>>,
    /// How many bytes each function has; nothing for data.
    pub(crate) sizes: Vec<usize>,
    /// Of each node, those that it refers to.
    pub(crate) edges: Vec<Vec<usize>>,
    /// What is used from outside: by the page's JavaScript, or at the start.
    pub(crate) roots: Vec<usize>,
}

impl Graph {
    /// The program that wasm-bindgen made of the linked one.
    pub(crate) fn of(module: &Module, linked: &Linked) -> Result<Graph> {
        let slots = slots(module, linked)?;
        let n_functions = module.funcs.iter().map(|function| function.id().index() + 1).max().unwrap_or(0);
        let addressed = |references: &References| -> Vec<usize> {
            let functions = references.slots.iter().filter_map(|slot| slots.get(slot)).copied();
            functions.chain(references.data.iter().map(|position| n_functions + position)).collect()
        };
        let n_nodes = n_functions + linked.data.len();
        let (mut names, mut edges) = (vec![None; n_nodes], vec![Vec::new(); n_nodes]);
        let mut sizes = vec![0; n_functions];
        for function in module.funcs.iter() {
            let node = function.id().index();
            edges[node] = calls(module, function.id());
            if let Some(name) = &function.name {
                edges[node].extend(linked.functions.get(name).map(addressed).unwrap_or_default());
                sizes[node] = linked.sizes.get(name).copied().unwrap_or_default();
                names[node] = Some(format!("{:#}", rustc_demangle::demangle(name)));
            }
        }
        for (position, datum) in linked.data.iter().enumerate() {
            edges[n_functions + position] = addressed(&datum.references);
        }
        let mut roots = used_from_outside(module);
        roots.extend(addressed(&linked.unowned));
        // wasm-bindgen renames what it exports and drops what only described it. What such functions refer to stays.
        let names_now: HashSet<&str> =
            module.funcs.iter().filter_map(|function| function.name.as_deref()).collect();
        let gone = linked.functions.iter().filter(|(name, _)| !names_now.contains(name.as_str()));
        roots.extend(gone.flat_map(|(_, references)| addressed(references)));
        Ok(Graph { n_functions, names, sizes, edges, roots })
    }

    /// Which nodes can be reached from some, through none of those that are `cut`. A cut node is not reached itself.
    pub(crate) fn reach(&self, from: impl IntoIterator<Item = usize>, cut: &[usize]) -> Vec<bool> {
        let mut is_reached = vec![false; self.edges.len()];
        let mut waiting: Vec<usize> = from.into_iter().collect();
        while let Some(node) = waiting.pop() {
            if !cut.contains(&node) && !std::mem::replace(&mut is_reached[node], true) {
                waiting.extend(&self.edges[node]);
            }
        }
        is_reached
    }

    /// The names of the functions on a shortest way to a node, which begins at one of `from` and passes none that is `cut`.
    pub(crate) fn way_to(&self, to: usize, from: &[usize], cut: &[usize]) -> Vec<&str> {
        let mut before: HashMap<usize, usize> = from.iter().map(|node| (*node, *node)).collect();
        let mut waiting: VecDeque<usize> = from.iter().copied().collect();
        while let Some(node) = waiting.pop_front() {
            for next in self.edges[node].iter().filter(|next| !cut.contains(next)) {
                before.entry(*next).or_insert_with(|| {
                    waiting.push_back(*next);
                    node
                });
            }
        }
        let mut way = vec![to];
        while let Some(node) = way.last().and_then(|node| before.get(node))
            && !way.contains(node)
        {
            way.push(*node);
        }
        way.into_iter().rev().filter(|node| self.is_function(*node)).map(|node| self.name(node)).collect()
    }

    pub(crate) fn name(&self, node: usize) -> &str {
        self.names[node].as_deref().unwrap_or_default()
    }

    pub(crate) fn is_function(&self, node: usize) -> bool {
        node < self.n_functions
    }
}

/// The functions that a function calls.
fn calls(module: &Module, id: FunctionId) -> Vec<usize> {
    #[derive(Default)]
    struct Calls(Vec<usize>);
    impl Visitor<'_> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(id.index());
        }
    }
    let mut found = Calls::default();
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut found, function, function.entry_block());
    }
    found.0
}

/// Functions that are exported or begin the program, and those that wasm-bindgen has put into tables of its own.
fn used_from_outside(module: &Module) -> Vec<usize> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let in_expressions = module.elements.iter().flat_map(|element| match &element.items {
        ElementItems::Functions(_) => Vec::new(),
        ElementItems::Expressions(_, items) => items
            .iter()
            .filter_map(|item| match item {
                ConstExpr::RefFunc(id) => Some(*id),
                _ => None,
            })
            .collect(),
    });
    exported.chain(module.start).chain(in_expressions).map(|id| id.index()).collect()
}

/// The function in each slot of the table, which must be the one that the linker put there, or one that wasm-bindgen made in
/// its place.
fn slots(module: &Module, linked: &Linked) -> Result<HashMap<u32, usize>> {
    let mut slots = HashMap::new();
    for element in module.elements.iter() {
        let (ElementKind::Active { offset, .. }, ElementItems::Functions(ids)) =
            (&element.kind, &element.items)
        else {
            continue;
        };
        let ConstExpr::Value(walrus::ir::Value::I32(first)) = offset else { continue };
        for (slot, id) in (*first as u32..).zip(ids) {
            let (before, now) = (linked.slots.get(&slot), &module.funcs.get(*id).name);
            let is_linkers = now.as_ref().is_some_and(|now| linked.sizes.contains_key(now));
            ensure!(
                before == now.as_ref() || !is_linkers,
                "slot {slot} of the function table held {before:?} and now holds {now:?}: is this the linked program's?"
            );
            slots.insert(slot, id.index());
        }
    }
    Ok(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_reached_through_a_cut_node() {
        // 0 -> 1 -> 2 -> 3, 0 -> 3
        let edges = vec![vec![1, 3], vec![2], vec![3], vec![]];
        let names = ["a", "b", "c", "d"].map(|name| Some(name.to_owned())).into();
        let graph = Graph { n_functions: 4, names, sizes: vec![1; 4], edges, roots: vec![0] };
        assert_eq!(graph.reach([0], &[1]), [true, false, false, true]);
        assert_eq!(graph.reach([1], &[]), [false, true, true, true]);
        assert_eq!(graph.way_to(2, &[0], &[]), ["a", "b", "c"]);
    }
}
