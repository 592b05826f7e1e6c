//! The whole way, on a small program made here: linked, read, partitioned, and made into two modules.

use std::collections::HashSet;

use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, ElementItems, ElementKind, Module};
use wasm_encoder::{
    CodeSection, ConstExpr as Offset, CustomSection, DataSection, DataSymbolDefinition, ElementSection,
    Elements, ExportKind, ExportSection, Function, FunctionSection, LinkingSection, MemorySection,
    MemoryType, NameMap, NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection,
};

use crate::graph::Graph;
use crate::linked::Linked;
use crate::modules::Modules;
use crate::panics;
use crate::partition::Parts;
use crate::split;

const PARTS: Parts<'_> = Parts { later: &["panels"], composer: "page", entries: &["panels::arrive"] };

/// Where the data is: eight bytes of text for both parts, then the later part's vtable.
const DATA_AT: u32 = 1024;
const VTABLE_AT: u32 = DATA_AT + 8;

/// Slots of the function table.
const DRAW_SLOT: u32 = 1;
const UPDATE_SLOT: u32 = 2;

/// A number as the linker writes it: in five bytes, so that another would fit.
fn padded(number: u32) -> [u8; 5] {
    let byte = |position: u32| (number >> (7 * position)) as u8 & 0x7f | 0x80;
    [byte(0), byte(1), byte(2), byte(3), (number >> 28) as u8]
}

/// A function without arguments or result that takes addresses, and calls.
fn body(addresses: &[u32], calls: &[u32]) -> Vec<u8> {
    let mut bytes = vec![0];
    for address in addresses {
        bytes.push(0x41);
        bytes.extend(padded(*address));
        bytes.push(0x1a);
    }
    for callee in calls {
        bytes.push(0x10);
        bytes.extend(padded(*callee));
    }
    bytes.push(0x0b);
    bytes
}

/// A section of relocations: kind, place, symbol, and for memory an addend.
fn relocations(section: u8, entries: &[(u8, u32, u8)]) -> Vec<u8> {
    let mut bytes = vec![section, entries.len() as u8];
    for &(kind, at, symbol) in entries {
        bytes.push(kind);
        bytes.extend(padded(at));
        bytes.push(symbol);
        if kind == MEMORY_SLEB {
            bytes.push(0);
        }
    }
    bytes
}

const TABLE_SLEB: u8 = 1;
const TABLE_I32: u8 = 2;
const MEMORY_SLEB: u8 = 4;

/// The functions, by index and symbol: `start` takes the address of `draw` and the text's, and calls `arrive`, which takes the text's and
/// the vtable's and calls `draw`; the vtable names `update`, which calls `helper`.
const FUNCTIONS: [&str; 5] = [
    "page::start",
    "web::draw",
    "panels::arrive",
    "<panels::Why as web::LaterPart>::update",
    "panels::helper",
];
const START: u32 = 0;
const DRAW: u32 = 1;
const ARRIVE: u32 = 2;
const UPDATE: u32 = 3;
const HELPER: u32 = 4;
/// Their symbols come after the functions'.
const TEXT: u8 = 5;
const VTABLE: u8 = 6;

fn program(text: &[u8; 8]) -> Vec<u8> {
    let bodies = [
        body(&[DRAW_SLOT, DATA_AT], &[ARRIVE]),
        body(&[], &[]),
        body(&[DATA_AT, VTABLE_AT], &[DRAW]),
        body(&[], &[HELPER]),
        body(&[], &[]),
    ];
    let functions: Vec<_> = FUNCTIONS.into_iter().zip(bodies).collect();
    let bytes = [text.as_slice(), &UPDATE_SLOT.to_le_bytes()].concat();
    let of_code = [
        (TABLE_SLEB, START, 0, DRAW as u8),
        (MEMORY_SLEB, START, 1, TEXT),
        (MEMORY_SLEB, ARRIVE, 0, TEXT),
        (MEMORY_SLEB, ARRIVE, 1, VTABLE),
    ];
    // The count of segments, flags, the offset's three bytes and its end, the size.
    let vtable_at = 1 + 1 + 4 + 1 + 8;
    let of_data = [(TABLE_I32, vtable_at, UPDATE as u8)];
    link(&functions, &[DRAW, UPDATE], &[("TEXT", &bytes[..8]), ("VTABLE", &bytes[8..])], &of_code, &of_data)
}

/// A linked program of functions, of which the first is exported and some are in the table, and data. Relocations of code are
/// given by function and number of the address in it.
fn link(
    functions: &[(&str, Vec<u8>)],
    slots: &[u32],
    data: &[(&str, &[u8])],
    of_code: &[(u8, u32, u32, u8)],
    of_data: &[(u8, u32, u8)],
) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut declarations = FunctionSection::new();
    functions.iter().for_each(|_| _ = declarations.function(0));
    let mut tables = TableSection::new();
    let n_slots = 1 + slots.len() as u64;
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: n_slots,
        maximum: Some(n_slots),
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0).export("start", ExportKind::Func, START);
    let mut elements = ElementSection::new();
    elements.active(None, &Offset::i32_const(DRAW_SLOT as i32), Elements::Functions(slots.into()));
    let mut code = CodeSection::new();
    // The count of functions comes first; of each function, its size.
    let mut starts = Vec::new();
    let mut at = 1;
    for (_, body) in functions {
        starts.push(at + 1);
        at += 1 + body.len() as u32;
        let mut function = Function::new([]);
        function.raw(body[1..].iter().copied());
        code.function(&function);
    }
    let mut symbols = SymbolTable::new();
    for (index, (name, _)) in (0..).zip(functions) {
        symbols.function(0, index, Some(name));
    }
    let mut bytes = Vec::new();
    for (name, datum) in data {
        let (offset, size) = (bytes.len() as u32, datum.len() as u32);
        symbols.data(0, name, Some(DataSymbolDefinition { index: 0, offset, size }));
        bytes.extend_from_slice(datum);
    }
    let mut segments = DataSection::new();
    segments.active(0, &Offset::i32_const(DATA_AT as i32), bytes);

    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    let address = |&(kind, function, nth, symbol): &(u8, u32, u32, u8)| {
        (kind, starts[function as usize] + 2 + nth * 7, symbol)
    };
    let of_code = relocations(6, &of_code.iter().map(address).collect::<Vec<_>>());
    let of_data = relocations(7, of_data);
    let mut name_map = NameMap::new();
    (0..).zip(functions).for_each(|(index, (name, _))| name_map.append(index, name));
    let mut names = NameSection::new();
    names.functions(&name_map);

    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&declarations).section(&tables).section(&memories).section(&exports);
    module.section(&elements).section(&code).section(&segments).section(&linking);
    module.section(&CustomSection { name: "reloc.CODE".into(), data: of_code.into() });
    module.section(&CustomSection { name: "reloc.DATA".into(), data: of_data.into() });
    module.section(&names);
    module.finish()
}

fn modules(program: &[u8]) -> (Module, Module) {
    let Modules { first, later, .. } = split(program, program, PARTS).unwrap();
    (Module::from_buffer(&first).unwrap(), Module::from_buffer(&later).unwrap())
}

fn functions(module: &Module) -> HashSet<&str> {
    module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect()
}

/// The slots that a module fills, with the names of the functions.
fn slots(module: &Module) -> Vec<(i32, &str)> {
    let mut slots = Vec::new();
    for element in module.elements.iter() {
        let (ElementKind::Active { offset, .. }, ElementItems::Functions(ids)) =
            (&element.kind, &element.items)
        else {
            panic!("{element:?}");
        };
        let ConstExpr::Value(Value::I32(first)) = *offset else { panic!("{offset:?}") };
        let names = ids.iter().map(|id| module.funcs.get(*id).name.as_deref().unwrap());
        slots.extend((first..).zip(names));
    }
    slots.sort_unstable();
    slots
}

/// The data that a module writes when it begins: addresses and bytes.
fn data(module: &Module) -> Vec<(i32, &[u8])> {
    let segments = module.data.iter().map(|segment| match segment.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } => (at, segment.value.as_slice()),
        _ => panic!("{segment:?}"),
    });
    segments.collect()
}

#[test]
fn the_linkers_addresses_are_read() {
    let linked = Linked::read(&program(b"a number")).unwrap();
    let of = |name: &str| {
        let references = &linked.functions[name];
        (references.slots.iter().copied().collect(), references.data.iter().copied().collect())
    };
    assert_eq!(of("page::start"), (vec![DRAW_SLOT], vec![0]));
    assert_eq!(of("panels::arrive"), (vec![], vec![0, 1]));
    assert_eq!(linked.data[0].bytes, b"a number");
    assert_eq!(linked.data[1].address, VTABLE_AT);
    assert_eq!(linked.data[1].references.slots.first(), Some(&UPDATE_SLOT));
    assert_eq!(linked.slots[&UPDATE_SLOT], FUNCTIONS[UPDATE as usize]);
}

#[test]
fn code_slots_and_data_of_the_later_part_move() {
    let program = program(b"a number");
    let (first, later) = modules(&program);
    // The entry stays as a call through the table.
    assert_eq!(functions(&first), HashSet::from(["page::start", "web::draw", "panels::arrive"]));
    assert_eq!(functions(&later), HashSet::from([FUNCTIONS[2], FUNCTIONS[3], FUNCTIONS[4]]));
    let table = first.tables.iter().next().unwrap();
    assert_eq!((table.initial, table.maximum), (4, Some(4)), "one slot more");
    assert_eq!(slots(&first), [(1, "web::draw")]);
    assert_eq!(slots(&later), [(2, FUNCTIONS[UPDATE as usize]), (3, "panels::arrive")]);
    assert_eq!(data(&first), [(DATA_AT as i32, b"a number\0\0\0\0".as_slice())]);
    assert_eq!(data(&later), [(VTABLE_AT as i32, UPDATE_SLOT.to_le_bytes().as_slice())]);
    assert_eq!(later.exports.iter().count(), 0);
    for module in [&first, &later] {
        assert!(module.customs.iter().all(|(_, section)| !section.name().starts_with("reloc.")));
    }
}

/// wasm-bindgen renames the functions that it exports.
#[test]
fn what_a_renamed_function_refers_to_stays() {
    let program = program(b"a number");
    let mut renamed = Module::from_buffer(&program).unwrap();
    for function in renamed.funcs.iter_mut() {
        if function.name.as_deref() == Some("page::start") {
            function.name = Some("start".to_owned());
        }
    }
    let Modules { first, later, .. } = split(&program, &renamed.emit_wasm(), PARTS).unwrap();
    assert_eq!(data(&Module::from_buffer(&first).unwrap())[0].1[..8], *b"a number");
    assert_eq!(data(&Module::from_buffer(&later).unwrap()).len(), 1, "the vtable alone");
}

#[test]
fn parts_of_one_build_fit_and_of_two_builds_do_not() {
    let (first, later) = modules(&program(b"a number"));
    let (other_first, _) = modules(&program(b"a letter"));
    let missing = |first: &Module| -> Vec<String> {
        let exported: HashSet<&str> = first.exports.iter().map(|export| export.name.as_str()).collect();
        let wanted = later.imports.iter().map(|import| import.name.clone());
        wanted.filter(|name| !exported.contains(name.as_str())).collect()
    };
    assert_eq!(missing(&first), [""; 0]);
    let missing_in_other = missing(&other_first);
    assert!(matches!(&missing_in_other[..], [name] if name.starts_with("build-")), "{missing_in_other:?}");
}

#[test]
fn a_program_linked_without_relocations_is_refused() {
    let mut module = Module::from_buffer(&program(b"a number")).unwrap();
    let sections: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    sections.into_iter().for_each(|id| _ = module.customs.delete(id));
    let error = split(&module.emit_wasm(), &program(b"a number"), PARTS).unwrap_err().to_string();
    assert!(error.contains("--emit-relocs"), "{error}");
}

#[test]
fn a_program_of_another_link_is_refused() {
    let mut module = Module::from_buffer(&program(b"a number")).unwrap();
    module.funcs.iter_mut().for_each(|function| function.name = Some(FUNCTIONS[HELPER as usize].to_owned()));
    let error = split(&program(b"a number"), &module.emit_wasm(), PARTS).unwrap_err().to_string();
    assert!(error.contains("slot 1"), "{error}");
}

/// A body that takes the address of data for a call that does not return.
fn panicking_body(address: u32, callee: u32) -> Vec<u8> {
    [&[0, 0x41][..], &padded(address), &[0x10], &padded(callee), &[0x00, 0x0b]].concat()
}

#[test]
fn panics_become_traps_and_what_only_they_use_becomes_zeros() {
    let [throw, panic] = [1, 2];
    let bodies = |callee| {
        [
            ("page::start", panicking_body(DATA_AT, callee)),
            ("wasm_bindgen::throw_str", body(&[], &[])),
            ("core::panicking::panic", body(&[DATA_AT + 7], &[])),
        ]
    };
    let [text, place] = [3, 4];
    let data = [("TEXT", b"a panic".as_slice()), ("PLACE", b"its place")];
    let of_code = [(MEMORY_SLEB, START, 0, text), (MEMORY_SLEB, panic, 0, place)];
    let linked = |callee| link(&bodies(callee), &[], &data, &of_code, &[]);

    let program = panics::remove(&linked(panic)).unwrap();
    assert_eq!(program.len(), linked(panic).len());
    let module = Module::from_buffer(&program).unwrap();
    let [only] = self::data(&module)[..] else { panic!("there is one segment") };
    assert_eq!(only, (DATA_AT as i32, [0; 16].as_slice()));
    let calls = |program: &[u8]| Graph::of(&Module::from_buffer(program).unwrap(), &Linked::default());
    assert_eq!(calls(&linked(panic)).unwrap().edges[0], [panic as usize]);
    assert!(calls(&program).unwrap().edges[0].is_empty());

    let error = panics::remove(&linked(throw)).unwrap_err().to_string();
    assert!(error.contains("no panics"), "{error}");
}
