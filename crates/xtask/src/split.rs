//! `cargo xtask split`: cuts the page's program in two, the part that the first answer needs and the panels', which is
//! fetched after it. Trunk calls it as a hook of its build.
//!
//! What only the panels' entry points lead to goes into the second module. Both share one memory, one function table and one
//! state: the first module reaches the second through slots of the table, which are empty until the second is there, and
//! the second imports from the first whatever it needs.

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportedFunction, LocalFunction, Module, TableId,
};
use xshell::cmd;

use crate::tools;
use crate::workspace::Workspace;

/// What the panels' module imports from.
const MAIN: &str = "main";

/// Splits the program that Trunk has just built.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let staging =
        env::var_os("TRUNK_STAGING_DIR").context("Trunk calls this; `cargo xtask dist` calls Trunk")?;
    let main_file = find_program(workspace, Path::new(&staging))?;
    let panels_file = panels_file_of(&main_file)?;
    let (main, panels) = split(&workspace.sh.read_binary_file(&main_file)?)?;
    for (file, module) in [(&main_file, main), (&panels_file, panels)] {
        workspace.sh.write_file(file, module)?;
        if env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release") {
            optimise(workspace, file)?;
        }
    }
    Ok(())
}

/// After the split: before it, an entry point that is called once would be inlined.
fn optimise(workspace: &Workspace, file: &Path) -> Result<()> {
    tools::ensure_wasm_opt(workspace)?;
    let sh = &workspace.sh;
    cmd!(sh, "wasm-opt -Os -o {file} {file}").quiet().run().context("wasm-opt could not optimise the program")
}

fn find_program(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let files = workspace.sh.read_dir(folder)?;
    let mut programs = files.into_iter().filter(|file| file.to_string_lossy().ends_with("_bg.wasm"));
    programs.next().with_context(|| format!("there is no program in {}", folder.display()))
}

/// Beside the program and with its digest, so that the two belong together: `boot.js` knows this name.
fn panels_file_of(main_file: &Path) -> Result<PathBuf> {
    let name = main_file.file_name().and_then(|name| name.to_str()).context("the program has no name")?;
    Ok(main_file.with_file_name(name.replace("_bg.wasm", "_panels.wasm")))
}

/// Crates that the panels alone use. What of them stands in the function table, for errors and the like, moves too.
const CRATES_OF_PANELS: [&str; 3] = ["safetensors::", "hashbrown::", "foldhash::"];

/// What else the first answer does not need: showing the numbers of a neuron. It must not be inlined.
const ENTRIES: [&str; 1] = ["<web::view::inspector::InspectorView>::show_detail"];

/// Whether a function, by its demangled name, is where the rest of the program enters the panels' part: one of [`ENTRIES`], all
/// that `web::panels` defines, whatever calls a closure that it made, and all of
/// [`CRATES_OF_PANELS`].
fn is_entry_to_panels(name: &str) -> bool {
    let name = without_hashes(name);
    let is_defined_there = name.trim_start_matches('<').starts_with("web::panels::");
    // What drops a closure is the same code for many, of which the compiler keeps one, by the name of any.
    let is_drop = name.starts_with("core::ptr::drop_in_place");
    let calls_its_closure = name.contains("web::panels::") && name.contains("{closure#") && !is_drop;
    let path = name.trim_start_matches(['<', '&']);
    ENTRIES.contains(&name.as_str())
        || CRATES_OF_PANELS.iter().any(|name| path.starts_with(name))
        || is_defined_there
        || calls_its_closure
}

/// `web[3e099e2d7ce2de55]::panels` as `web::panels`: crates' hashes change with every compiler.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                plain.push_str(rest);
            }
            _ => {
                plain.push('[');
                plain.push_str(part);
            }
        }
    }
    plain
}

/// The two modules.
fn split(wasm: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut main = Module::from_buffer(wasm)?;
    let mut panels = Module::from_buffer(wasm)?;
    let cut = Cut::of(&main);
    ensure!(!cut.moved.is_empty(), "no function of the program is the panels' (are its names there?)");
    let first_slot = cut.make_main(&mut main)?;
    cut.make_panels(&mut panels, &main, first_slot)?;
    for module in [&mut main, &mut panels] {
        walrus::passes::gc::run(module);
    }
    Ok((main.emit_wasm(), panels.emit_wasm()))
}

/// Which functions go where. Two modules read from the same bytes number their functions alike.
struct Cut {
    /// Functions of the panels' module.
    moved: HashSet<usize>,
    /// Those of them that the first module refers to, in the order of their slots.
    entries: Vec<usize>,
    /// Functions of the first module that the panels' refers to.
    lent: HashSet<usize>,
}

impl Cut {
    fn of(module: &Module) -> Cut {
        let is_entry: HashSet<usize> = module
            .funcs
            .iter()
            .filter(|function| function.name.as_deref().is_some_and(is_entry_to_panels))
            .map(|function| function.id().index())
            .collect();
        let roots = referred_to_from_outside(module);
        let mut stays: HashSet<usize> = HashSet::new();
        let mut waiting: Vec<FunctionId> = roots.clone();
        while let Some(id) = waiting.pop() {
            if !is_entry.contains(&id.index()) && stays.insert(id.index()) {
                waiting.extend(references(module, id));
            }
        }
        let moved: HashSet<usize> = module
            .funcs
            .iter_local()
            .map(|(id, _)| id.index())
            .filter(|index| !stays.contains(index))
            .collect();
        let (mut entries, mut lent) = (HashSet::new(), HashSet::new());
        entries.extend(roots.iter().map(|id| id.index()).filter(|index| moved.contains(index)));
        for function in module.funcs.iter() {
            let is_moved = moved.contains(&function.id().index());
            for target in references(module, function.id()).into_iter().map(|id| id.index()) {
                match (is_moved, moved.contains(&target)) {
                    (false, true) => entries.insert(target),
                    (true, false) => lent.insert(target),
                    _ => false,
                };
            }
        }
        let mut entries: Vec<usize> = entries.into_iter().collect();
        entries.sort_unstable();
        Cut { moved, entries, lent }
    }

    /// Leaves calls through the table in place of what has moved, and exports what it is needed for there. Returns the
    /// first of the new slots.
    fn make_main(&self, module: &mut Module) -> Result<u64> {
        let table_id = function_table(module)?;
        let table = module.tables.get_mut(table_id);
        let first_slot = table.initial;
        let n_slots = self.entries.len() as u64;
        table.initial += n_slots;
        table.maximum = table.maximum.map(|maximum| maximum + n_slots);
        let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        for id in ids {
            if self.lent.contains(&id.index()) {
                module.exports.add(&lent_name(id.index()), id);
            }
            if let Ok(position) = self.entries.binary_search(&id.index()) {
                let stub = call_through_table(module, id, table_id, first_slot + position as u64);
                module.funcs.get_mut(id).kind = FunctionKind::Local(stub);
            }
        }
        let memories: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
        let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
        let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
        memories.into_iter().for_each(|id| export(module, ExportItem::Memory(id)));
        tables.into_iter().for_each(|id| export(module, ExportItem::Table(id)));
        globals.into_iter().for_each(|id| export(module, ExportItem::Global(id)));
        Ok(first_slot)
    }

    /// Imports from `main` all that has not moved, and fills the slots.
    fn make_panels(&self, module: &mut Module, main: &Module, first_slot: u64) -> Result<()> {
        let table_id = function_table(module)?;
        let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
        exports.into_iter().for_each(|id| module.exports.delete(id));
        let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
        segments.into_iter().for_each(|id| module.data.delete(id));
        let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
        elements.into_iter().for_each(|id| module.elements.delete(id));
        module.start = None;

        let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        for id in ids.iter().copied().filter(|id| !self.moved.contains(&id.index())) {
            if let Some(import) = module.imports.get_imported_func(id).map(|import| import.id()) {
                module.imports.delete(import);
            }
            let ty = module.funcs.get(id).ty();
            let import = module.imports.add(MAIN, &lent_name(id.index()), id);
            module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
        for memory in module.memories.iter_mut() {
            memory.data_segments.clear();
            memory.import = Some(module.imports.add(MAIN, &memory_name(memory.id().index()), memory.id()));
        }
        for (table, of_main) in module.tables.iter_mut().zip(main.tables.iter()) {
            table.elem_segments.clear();
            (table.initial, table.maximum) = (of_main.initial, of_main.maximum);
            table.import = Some(module.imports.add(MAIN, &table_name(table.id().index()), table.id()));
        }
        let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
        for id in globals {
            let import = module.imports.add(MAIN, &global_name(id.index()), id);
            module.globals.get_mut(id).kind = GlobalKind::Import(import);
        }

        let by_index = |index: &usize| ids.iter().copied().find(|id| id.index() == *index);
        let entries: Vec<FunctionId> = self.entries.iter().filter_map(by_index).collect();
        let offset = ConstExpr::Value(walrus::ir::Value::I32(i32::try_from(first_slot)?));
        let kind = ElementKind::Active { table: table_id, offset };
        let filled = module.elements.add(kind, ElementItems::Functions(entries));
        module.tables.get_mut(table_id).elem_segments.insert(filled);
        Ok(())
    }
}

fn function_table(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("the program has no function table")
}

/// Functions that are exported, begin the program, or stand in the table.
fn referred_to_from_outside(module: &Module) -> Vec<FunctionId> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let mut found: Vec<FunctionId> = exported.chain(module.start).collect();
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(ids) => found.extend(ids),
            ElementItems::Expressions(_, items) => found.extend(items.iter().filter_map(|item| match item {
                ConstExpr::RefFunc(id) => Some(*id),
                _ => None,
            })),
        }
    }
    found
}

/// The functions that a function calls or takes the address of.
fn references(module: &Module, id: FunctionId) -> Vec<FunctionId> {
    #[derive(Default)]
    struct References(Vec<FunctionId>);
    impl Visitor<'_> for References {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let mut found = References::default();
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut found, function, function.entry_block());
    }
    found.0
}

/// A function of the type of `id` that passes its arguments to the function in a slot of the table.
fn call_through_table(module: &mut Module, id: FunctionId, table: TableId, slot: u64) -> LocalFunction {
    let ty = module.funcs.get(id).ty();
    let (parameters, results) = (module.types.params(ty).to_vec(), module.types.results(ty).to_vec());
    let arguments: Vec<_> = parameters.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = builder.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(slot as i32).call_indirect(ty, table);
    builder.local_func(arguments)
}

fn export(module: &mut Module, item: ExportItem) {
    let name = match item {
        ExportItem::Memory(id) => memory_name(id.index()),
        ExportItem::Table(id) => table_name(id.index()),
        ExportItem::Global(id) => global_name(id.index()),
        ExportItem::Function(id) => lent_name(id.index()),
        ExportItem::Tag(id) => format!("E{}", id.index()),
    };
    module.exports.add(&name, item);
}

/// In base 36: there are hundreds of these names, in both modules.
fn lent_name(index: usize) -> String {
    let digit = |place: u32| index / 36_usize.pow(place) % 36;
    let n_digits = (1..).find(|&n| index < 36_usize.pow(n)).unwrap_or(1);
    (0..n_digits).rev().filter_map(|place| char::from_digit(digit(place) as u32, 36)).collect()
}

fn memory_name(index: usize) -> String {
    format!("M{index}")
}

fn table_name(index: usize) -> String {
    format!("T{index}")
}

fn global_name(index: usize) -> String {
    format!("G{index}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{RefType, ValType};

    #[test]
    fn entries_are_known_by_their_names() {
        for (name, is_entry) in [
            ("<web[3e099e2d7ce2de55]::panels::Panels>::show", true),
            (
                "<web::input::Wiring>::on::<web_sys::Event, web::panels::why::listen::{closure#0}>::{closure#0}",
                true,
            ),
            ("core::ptr::drop_in_place::<web::panels::models::listen::{closure#0}>", false),
            ("<panels::why::Why>::update", false),
            ("<&safetensors[3e099e2d7ce2de55]::tensor::Dtype as core::fmt::Display>::fmt", true),
            ("<<hashbrown::raw::RawTable<(alloc::string::String, usize)>>::insert", true),
            ("<core::cell::RefCell<core::option::Option<web::panels::Panels>>>::borrow", false),
            ("web::panels_arrived", false),
            ("<[u8; 4]>::len", false),
        ] {
            assert_eq!(is_entry_to_panels(name), is_entry, "{name}");
        }
    }

    /// A program of four functions: `start` (exported) calls `shared` and the panels' `update`, which calls `shared` too and
    /// `helper`.
    fn program() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        let table = module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
        let add = |module: &mut Module, name: &str, calls: &[FunctionId]| {
            let argument = module.locals.add(ValType::I32);
            let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            builder.name(name.to_owned());
            let mut body = builder.func_body();
            body.local_get(argument);
            for callee in calls {
                body.call(*callee);
            }
            builder.finish(vec![argument], &mut module.funcs)
        };
        let shared = add(&mut module, "digits::shared", &[]);
        let helper = add(&mut module, "panels::why::helper", &[]);
        let update = add(&mut module, "web::panels::update", &[shared, helper]);
        let start = add(&mut module, "web::start", &[shared, update]);
        module.exports.add("start", start);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(walrus::ir::Value::I32(0)) };
        let element = module.elements.add(kind, ElementItems::Functions(vec![shared]));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.emit_wasm()
    }

    fn functions(module: &Module) -> Vec<&str> {
        let mut names: Vec<&str> =
            module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_only_the_panels_lead_to_is_cut_out_and_reached_through_the_table() {
        let (main, panels) = split(&program()).unwrap();
        let main = Module::from_buffer(&main).unwrap();
        let panels = Module::from_buffer(&panels).unwrap();
        // `update` stays as a stub.
        assert_eq!(functions(&main), ["digits::shared", "web::panels::update", "web::start"]);
        assert_eq!(functions(&panels), ["panels::why::helper", "web::panels::update"]);
        let table = main.tables.iter().next().unwrap();
        assert_eq!((table.initial, table.maximum), (2, Some(2)), "one slot more");

        let exported: HashSet<&str> = main.exports.iter().map(|export| export.name.as_str()).collect();
        let wanted: Vec<&str> = panels.imports.iter().map(|import| import.name.as_str()).collect();
        assert!(
            !wanted.is_empty() && wanted.iter().all(|name| exported.contains(name)),
            "{wanted:?} of {exported:?}"
        );
        let filled = panels.elements.iter().next().unwrap();
        assert!(matches!(
            filled.kind,
            ElementKind::Active { offset: ConstExpr::Value(walrus::ir::Value::I32(1)), .. }
        ));
        assert_eq!(panels.exports.iter().count(), 0);
    }

    #[test]
    fn what_is_lent_has_a_short_name_of_its_own() {
        let names: HashSet<String> = (0..5000).map(lent_name).collect();
        assert_eq!(names.len(), 5000);
        assert_eq!(
            (lent_name(0).as_str(), lent_name(35).as_str(), lent_name(36 * 36).as_str()),
            ("0", "z", "100")
        );
    }

    #[test]
    fn a_program_without_names_is_refused() {
        let mut nameless = Module::from_buffer(&program()).unwrap();
        nameless.funcs.iter_mut().for_each(|function| function.name = None);
        assert!(split(&nameless.emit_wasm()).unwrap_err().to_string().contains("names"));
    }
}
