//! Makes the two modules of a program that was partition.
//!
//! They share one memory, one function table and the globals, which the first exports and the second imports. In place of an entry
//! the first has a call through a slot of the table. The second, when it is instantiated, fills that slot and those of its
//! other functions, writes its data to where the linker had put it, and gets from the first whatever it calls there.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportedFunction, LocalFunction, Module, TableId,
};

use crate::glue::{self, short_name};
use crate::linked::Datum;
use crate::partition::Partition;

/// What the second module imports from.
const FIRST: &str = "main";

/// The two modules of a program, as bytes.
#[derive(Debug)]
pub(crate) struct Modules {
    pub(crate) first: Vec<u8>,
    pub(crate) later: Vec<u8>,
    /// The old and new names of what the first imports from the glue.
    pub(crate) renamed: Vec<(String, String)>,
}

/// The two modules of `program`.
pub(crate) fn make(program: &[u8], partition: &Partition, data: &[Datum]) -> Result<Modules> {
    let (mut first, mut later) = (Module::from_buffer(program)?, Module::from_buffer(program)?);
    let names = Names::new(program, partition);
    let slots = make_first(&mut first, partition, data, &names)?;
    let size = {
        let table = first.tables.get(function_table(&first)?);
        (table.initial, table.maximum)
    };
    make_later(&mut later, partition, data, &names, &slots, size)?;
    let renamed = glue::shorten(&mut first);
    Ok(Modules { first: finish(first), later: finish(later), renamed })
}

/// Names of what the first module exports to the second.
struct Names {
    lent: HashMap<usize, String>,
    /// The memory's name holds a digest of this program and partition. So parts of two builds refuse each other, where they
    /// would otherwise call the wrong functions.
    memory: String,
}

impl Names {
    fn new(program: &[u8], partition: &Partition) -> Names {
        let mut hasher = DefaultHasher::new();
        (program, partition).hash(&mut hasher);
        let lent = partition
            .lent
            .iter()
            .enumerate()
            .map(|(position, index)| (*index, short_name(position)))
            .collect();
        Names { lent, memory: format!("build-{:016x}", hasher.finish()) }
    }

    fn lent(&self, id: FunctionId) -> Option<&String> {
        self.lent.get(&id.index())
    }

    fn table(id: TableId) -> String {
        format!("T{}", id.index())
    }

    fn global(id: walrus::GlobalId) -> String {
        format!("G{}", id.index())
    }
}

/// Takes out what moves. Returns the slots of the table that the second module is to fill, with its functions' numbers.
fn make_first(
    module: &mut Module,
    partition: &Partition,
    data: &[Datum],
    names: &Names,
) -> Result<Vec<(u32, usize)>> {
    let table = function_table(module)?;
    let mut slots = empty_slots(module, partition, table)?;
    let entries: Vec<FunctionId> = find(module, |index| partition.entries.contains(&index));
    for id in entries {
        let slot = add_slot(module, table)?;
        let stub = call_through_table(module, id, table, slot);
        module.funcs.get_mut(id).kind = FunctionKind::Local(stub);
        slots.push((slot, id.index()));
    }
    erase(module, partition, data)?;
    for id in find(module, |index| partition.lent.contains(&index)) {
        let name = names.lent(id).context("a lent function has no name")?;
        module.exports.add(name, id);
    }
    let memory = module.memories.iter().next().context("the program has no memory")?.id();
    module.exports.add(&names.memory, memory);
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    tables.into_iter().for_each(|id| _ = module.exports.add(&Names::table(id), id));
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    globals.into_iter().for_each(|id| _ = module.exports.add(&Names::global(id), id));
    Ok(slots)
}

/// Imports all that has not moved, and fills memory and table with what has.
fn make_later(
    module: &mut Module,
    partition: &Partition,
    data: &[Datum],
    names: &Names,
    slots: &[(u32, usize)],
    table_size: (u64, Option<u64>),
) -> Result<()> {
    let table = function_table(module)?;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    segments.into_iter().for_each(|id| module.data.delete(id));
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    elements.into_iter().for_each(|id| module.elements.delete(id));
    module.start = None;

    let memory = module.memories.iter_mut().next().context("the program has no memory")?;
    memory.data_segments.clear();
    let memory_id = memory.id();
    memory.import = Some(module.imports.add(FIRST, &names.memory, memory_id));
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
        table.import = Some(module.imports.add(FIRST, &Names::table(table.id()), table.id()));
    }
    (module.tables.get_mut(table).initial, module.tables.get_mut(table).maximum) = table_size;
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let import = module.imports.add(FIRST, &Names::global(id), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    for id in find(module, |index| !partition.functions.contains(&index)) {
        if let Some(import) = module.imports.get_imported_func(id).map(|import| import.id()) {
            module.imports.delete(import);
        }
        let ty = module.funcs.get(id).ty();
        match names.lent(id) {
            Some(name) => {
                let import = module.imports.add(FIRST, name, id);
                module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
            }
            None => module.funcs.delete(id),
        }
    }
    fill_table(module, table, slots)?;
    for (address, bytes) in runs(partition, data) {
        let offset = ConstExpr::Value(Value::I32(address as i32));
        let id = module.data.add(DataKind::Active { memory: memory_id, offset }, bytes);
        module.memories.get_mut(memory_id).data_segments.insert(id);
    }
    Ok(())
}

/// Readable names, for a program that keeps them, nothing that holds for the undivided program alone, and nothing unused.
fn finish(mut module: Module) -> Vec<u8> {
    for function in module.funcs.iter_mut() {
        if let Some(name) = &mut function.name {
            *name = format!("{:#}", rustc_demangle::demangle(name));
        }
    }
    let is_linkers = |name: &str| name == "linking" || name.starts_with("reloc.");
    let stale: Vec<_> =
        module.customs.iter().filter(|(_, section)| is_linkers(section.name())).map(|(id, _)| id).collect();
    for id in stale {
        module.customs.delete(id);
    }
    walrus::passes::gc::run(&mut module);
    module.emit_wasm()
}

/// The functions whose number is one of those.
fn find(module: &Module, is_one: impl Fn(usize) -> bool) -> Vec<FunctionId> {
    module.funcs.iter().map(|function| function.id()).filter(|id| is_one(id.index())).collect()
}

fn function_table(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("the program has no function table")
}

/// Leaves the slots of functions that move empty, and returns them.
fn empty_slots(module: &mut Module, partition: &Partition, table: TableId) -> Result<Vec<(u32, usize)>> {
    let mut slots = Vec::new();
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for id in elements {
        let element = module.elements.get(id);
        let (ElementKind::Active { table: of, offset }, ElementItems::Functions(ids)) =
            (&element.kind, &element.items)
        else {
            continue;
        };
        if *of != table || !ids.iter().any(|id| partition.functions.contains(&id.index())) {
            continue;
        }
        let ConstExpr::Value(Value::I32(first)) = *offset else {
            bail!("the function table is filled from a place that is not constant");
        };
        let (moving, staying): (Vec<_>, Vec<_>) = (first as u32..)
            .zip(ids.iter().copied())
            .partition(|(_, function)| partition.functions.contains(&function.index()));
        slots.extend(moving.iter().map(|(slot, function)| (*slot, function.index())));
        module.elements.delete(id);
        module.tables.get_mut(table).elem_segments.remove(&id);
        add_elements(module, table, &staying);
    }
    Ok(slots)
}

fn add_slot(module: &mut Module, table: TableId) -> Result<u32> {
    let table = module.tables.get_mut(table);
    let slot = u32::try_from(table.initial)?;
    table.initial += 1;
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
    Ok(slot)
}

fn fill_table(module: &mut Module, table: TableId, slots: &[(u32, usize)]) -> Result<()> {
    let ids: HashMap<usize, FunctionId> =
        module.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
    let mut functions = Vec::new();
    for (slot, index) in slots {
        functions.push((*slot, *ids.get(index).context("a function of the later part is missing")?));
    }
    functions.sort_by_key(|(slot, _)| *slot);
    add_elements(module, table, &functions);
    Ok(())
}

/// Puts functions into slots, in order, with one segment for each run of neighbours.
fn add_elements(module: &mut Module, table: TableId, functions: &[(u32, FunctionId)]) {
    for run in functions.chunk_by(|(before, _), (after, _)| before + 1 == *after) {
        let offset = ConstExpr::Value(Value::I32(run[0].0 as i32));
        let items = ElementItems::Functions(run.iter().map(|(_, function)| *function).collect());
        let id = module.elements.add(ElementKind::Active { table, offset }, items);
        module.tables.get_mut(table).elem_segments.insert(id);
    }
}

/// Overwrites data that moves with zeros, which wasm-opt leaves out of the file.
fn erase(module: &mut Module, partition: &Partition, data: &[Datum]) -> Result<()> {
    let ids: Vec<_> = module.data.iter().map(|segment| segment.id()).collect();
    let runs = runs(partition, data);
    let mut n_erased = 0;
    for id in ids {
        let segment = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = segment.kind else {
            continue;
        };
        for (address, bytes) in &runs {
            let Some(offset) = (*address as usize).checked_sub(start as u32 as usize) else { continue };
            let Some(place) = segment.value.get_mut(offset..offset + bytes.len()) else { continue };
            if place != bytes.as_slice() {
                bail!("the data at {address} is not what the linker had put there");
            }
            place.fill(0);
            n_erased += 1;
        }
    }
    if n_erased != runs.len() {
        bail!("data of the later part is not where the linker had put it");
    }
    Ok(())
}

/// What data moves, as runs of neighbouring bytes at their addresses. A byte that also belongs to data that stays does not.
fn runs(partition: &Partition, data: &[Datum]) -> Vec<(u32, Vec<u8>)> {
    let mut bytes: std::collections::BTreeMap<u32, u8> = std::collections::BTreeMap::new();
    let addressed = |datum: &Datum| datum.address..datum.address + datum.bytes.len() as u32;
    for datum in partition.data.iter().map(|position| &data[*position]) {
        bytes.extend(addressed(datum).zip(datum.bytes.iter().copied()));
    }
    for (_, datum) in data.iter().enumerate().filter(|(position, _)| !partition.data.contains(position)) {
        addressed(datum).for_each(|address| _ = bytes.remove(&address));
    }
    let mut runs: Vec<(u32, Vec<u8>)> = Vec::new();
    for (address, byte) in bytes {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == address => run.push(byte),
            _ => runs.push((address, vec![byte])),
        }
    }
    runs
}

/// A function of the type of `id` that passes its arguments to the function in a slot of the table.
fn call_through_table(module: &mut Module, id: FunctionId, table: TableId, slot: u32) -> LocalFunction {
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
