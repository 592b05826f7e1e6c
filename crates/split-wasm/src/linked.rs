//! What the linker knew and a finished program no longer tells: which functions and data each function, and each piece of
//! data, refers to by address. `--emit-relocs` leaves this in the linked program as relocations.
//!
//! wasm-bindgen runs after the linker and keeps names of functions, slots of the table and addresses of data, so this still holds
//! for the program that it makes. `graph` checks the slots, `modules` the data.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{
    BinaryReader, ConstExpr, CustomSectionReader, DataKind, ElementItems, ElementKind, KnownCustom, Linking,
    Name, Operator, Parser, Payload, RelocSectionReader, RelocationType, SymbolFlags, SymbolInfo,
};

/// A linked program: its data by symbol, and what refers to what by address.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// What the functions of each name refer to by address. Calls are not included.
    pub(crate) functions: HashMap<String, References>,
    /// How many bytes the body of each function has.
    pub(crate) sizes: HashMap<String, usize>,
    pub(crate) data: Vec<Datum>,
    /// The name of the function in each slot of the table.
    pub(crate) slots: BTreeMap<u32, String>,
    /// What data that no symbol covers refers to.
    pub(crate) unowned: References,
}

/// Addresses taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Slots of the function table.
    pub(crate) slots: BTreeSet<u32>,
    /// Positions in [`Linked::data`].
    pub(crate) data: BTreeSet<usize>,
}

/// A constant or a variable.
#[derive(Debug, Default)]
pub(crate) struct Datum {
    pub(crate) address: u32,
    /// Empty for what begins as zeros and so is not in the program.
    pub(crate) bytes: Vec<u8>,
    /// Where the bytes are in the file.
    pub(crate) place: Range<usize>,
    pub(crate) references: References,
}

impl Linked {
    /// Reads a program that was linked with `--emit-relocs`.
    pub(crate) fn read(wasm: &[u8]) -> Result<Linked> {
        Linked::read_but(wasm, &[])
    }

    /// The same, where these bytes of the code have been overwritten, and what the linker wrote there is gone.
    pub(crate) fn read_but(wasm: &[u8], overwritten: &[Range<usize>]) -> Result<Linked> {
        let sections = Sections::read(wasm)?;
        let code = sections.relocations_of("reloc.CODE")?;
        let data = sections.relocations_of("reloc.DATA")?;
        ensure!(
            !code.is_empty() && !sections.symbols.is_empty(),
            "the linked program has no relocations: link it with `-C link-arg=--emit-relocs`"
        );
        let mut linked = Linked {
            sizes: sections.named_sizes()?,
            data: sections.data(),
            slots: sections.named_slots()?,
            ..Linked::default()
        };
        let is_there =
            |relocation: &Relocation| !overwritten.iter().any(|gone| gone.contains(&relocation.at));
        for relocation in code.into_iter().filter(is_there) {
            sections.check(&relocation)?;
            let Some(target) = relocation.target else { continue };
            let function = sections.function_at(relocation.at)?;
            target.add_to(linked.functions.entry(function.to_owned()).or_default());
        }
        for relocation in data {
            sections.check(&relocation)?;
            let Some(target) = relocation.target else { continue };
            let owners = sections.data_at(relocation.at);
            for owner in &owners {
                target.add_to(&mut linked.data[*owner].references);
            }
            if owners.is_empty() {
                target.add_to(&mut linked.unowned);
            }
        }
        Ok(linked)
    }
}

/// What an address is of.
#[derive(Clone, Copy, Debug)]
enum Target {
    /// A function, by its slot of the table.
    Slot(u32),
    Data(usize),
}

impl Target {
    fn add_to(self, references: &mut References) {
        match self {
            Target::Slot(slot) => _ = references.slots.insert(slot),
            Target::Data(position) => _ = references.data.insert(position),
        }
    }
}

/// A place where the linker wrote an address.
struct Relocation {
    /// In the file.
    at: usize,
    ty: RelocationType,
    addend: i64,
    /// Nothing for what is no address of code or data, a call say.
    target: Option<Target>,
}

/// A symbol of the linker's table.
#[derive(Clone, Copy)]
enum Symbol {
    Function(u32),
    /// The position among the data's symbols.
    Data(usize),
    /// Globals, tables, and addresses that the linker makes up, such as where the heap begins.
    Other,
}

/// A data symbol: where in which segment.
struct DataSymbol {
    segment: usize,
    offset: usize,
    size: usize,
}

/// A data segment of the program.
struct Segment {
    address: u32,
    /// In the file.
    bytes: Range<usize>,
}

/// The parts of the file that are used here.
#[derive(Default)]
pub(crate) struct Sections<'a> {
    wasm: &'a [u8],
    code_start: usize,
    data_start: usize,
    n_imported_functions: u32,
    /// Where the body of each function is in the file, in order.
    pub(crate) bodies: Vec<Range<usize>>,
    names: HashMap<u32, &'a str>,
    slots: BTreeMap<u32, u32>,
    segments: Vec<Segment>,
    symbols: Vec<Symbol>,
    data_symbols: Vec<DataSymbol>,
    relocations: Vec<CustomSectionReader<'a>>,
}

impl<'a> Sections<'a> {
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Sections<'a>> {
        let mut sections = Sections { wasm, ..Sections::default() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                        sections.n_imported_functions += u32::from(is_function);
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        sections.read_element(element?)?;
                    }
                }
                Payload::CodeSectionStart { range, .. } => sections.code_start = range.start,
                Payload::CodeSectionEntry(body) => sections.bodies.push(body.range()),
                Payload::DataSection(data) => {
                    sections.data_start = data.range().start;
                    for segment in data {
                        sections.read_segment(segment?)?;
                    }
                }
                Payload::CustomSection(section) if section.name().starts_with("reloc.") => {
                    sections.relocations.push(section);
                }
                Payload::CustomSection(section) => sections.read_custom(&section)?,
                _ => {}
            }
        }
        Ok(sections)
    }

    fn read_element(&mut self, element: wasmparser::Element<'a>) -> Result<()> {
        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (element.kind, element.items)
        else {
            bail!("the linked program fills its table in an unknown way");
        };
        for (slot, function) in (constant(&offset_expr)?..).zip(functions) {
            self.slots.insert(slot, function?);
        }
        Ok(())
    }

    fn read_segment(&mut self, segment: wasmparser::Data<'a>) -> Result<()> {
        let DataKind::Active { offset_expr, .. } = segment.kind else {
            bail!("the linked program has data without an address");
        };
        let bytes = segment.range.end - segment.data.len()..segment.range.end;
        self.segments.push(Segment { address: constant(&offset_expr)?, bytes });
        Ok(())
    }

    fn read_custom(&mut self, section: &CustomSectionReader<'a>) -> Result<()> {
        match section.as_known() {
            KnownCustom::Name(names) => {
                for name in names {
                    if let Name::Function(functions) = name? {
                        for naming in functions {
                            let naming = naming?;
                            self.names.insert(naming.index, naming.name);
                        }
                    }
                }
            }
            KnownCustom::Linking(linking) => {
                for subsection in linking.subsections() {
                    if let Linking::SymbolTable(symbols) = subsection? {
                        for symbol in symbols {
                            self.read_symbol(symbol?);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn read_symbol(&mut self, symbol: SymbolInfo<'a>) {
        let symbol = match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(index),
            SymbolInfo::Data { flags, symbol: Some(place), .. } if !flags.contains(SymbolFlags::ABSOLUTE) => {
                let [segment, offset, size] = [place.index, place.offset, place.size].map(|n| n as usize);
                self.data_symbols.push(DataSymbol { segment, offset, size });
                Symbol::Data(self.data_symbols.len() - 1)
            }
            _ => Symbol::Other,
        };
        self.symbols.push(symbol);
    }

    /// The relocations of one section.
    fn relocations_of(&self, name: &str) -> Result<Vec<Relocation>> {
        let mut found = Vec::new();
        for section in self.relocations.iter().filter(|section| section.name() == name) {
            let start = if name == "reloc.CODE" { self.code_start } else { self.data_start };
            let reader = RelocSectionReader::new(BinaryReader::new(section.data(), section.data_offset()))?;
            for entry in reader.entries() {
                let entry = entry?;
                let at = start + entry.offset as usize;
                let target = self.target_of(entry.ty, entry.index)?;
                found.push(Relocation { at, ty: entry.ty, addend: entry.addend, target });
            }
        }
        Ok(found)
    }

    /// What a relocation refers to by address.
    fn target_of(&self, ty: RelocationType, symbol: u32) -> Result<Option<Target>> {
        use RelocationType as R;
        match ty {
            // Calls and the like, which the finished program tells itself.
            R::FunctionIndexLeb
            | R::TypeIndexLeb
            | R::GlobalIndexLeb
            | R::TableNumberLeb
            | R::EventIndexLeb => {
                return Ok(None);
            }
            R::TableIndexSleb
            | R::TableIndexI32
            | R::MemoryAddrLeb
            | R::MemoryAddrSleb
            | R::MemoryAddrI32 => {}
            _ => bail!("the linked program has a relocation of the unknown kind {ty:?}"),
        }
        match self.symbols.get(symbol as usize).context("a relocation names no symbol")? {
            Symbol::Function(index) => {
                let slot = self.slots.iter().find(|(_, function)| *function == index);
                Ok(Some(Target::Slot(*slot.context("an addressed function has no slot")?.0)))
            }
            Symbol::Data(position) => Ok(Some(Target::Data(*position))),
            Symbol::Other => Ok(None),
        }
    }

    /// Whether what the linker wrote at a relocation is what the relocation says.
    fn check(&self, relocation: &Relocation) -> Result<()> {
        use RelocationType as R;
        let Some(target) = relocation.target else { return Ok(()) };
        let mut reader = BinaryReader::new(&self.wasm[relocation.at..], relocation.at);
        let written = match relocation.ty {
            R::TableIndexI32 | R::MemoryAddrI32 => reader.read_u32()?,
            R::MemoryAddrLeb => reader.read_var_u32()?,
            _ => reader.read_var_i32()? as u32,
        };
        let fits = match target {
            Target::Slot(slot) => written == slot,
            Target::Data(position) => self.address_of(&self.data_symbols[position]).is_none_or(|address| {
                i64::from(written as i32) == i64::from(address as i32) + relocation.addend
            }),
        };
        ensure!(fits, "the linked program's relocations do not fit it (at byte {})", relocation.at);
        Ok(())
    }

    /// Nothing for what begins as zeros, whose segment the program leaves out.
    fn address_of(&self, symbol: &DataSymbol) -> Option<u32> {
        Some(self.segments.get(symbol.segment)?.address + symbol.offset as u32)
    }

    fn data(&self) -> Vec<Datum> {
        let datum = |symbol: &DataSymbol| {
            let (Some(segment), Some(address)) = (self.segments.get(symbol.segment), self.address_of(symbol))
            else {
                return Datum::default();
            };
            let start = segment.bytes.start + symbol.offset;
            let place = start..start + symbol.size;
            Datum {
                address,
                bytes: self.wasm[place.clone()].to_vec(),
                place,
                references: References::default(),
            }
        };
        self.data_symbols.iter().map(datum).collect()
    }

    fn named_slots(&self) -> Result<BTreeMap<u32, String>> {
        self.slots.iter().map(|(slot, function)| Ok((*slot, self.name_of(*function)?.to_owned()))).collect()
    }

    fn named_sizes(&self) -> Result<HashMap<String, usize>> {
        let bodies = (self.n_imported_functions..).zip(&self.bodies);
        bodies.map(|(function, body)| Ok((self.name_of(function)?.to_owned(), body.len()))).collect()
    }

    pub(crate) fn name_of(&self, function: u32) -> Result<&'a str> {
        self.names.get(&function).copied().context("the linked program's functions have no names")
    }

    /// The name of the function whose body holds a byte of the file.
    fn function_at(&self, at: usize) -> Result<&'a str> {
        let position = self.bodies.partition_point(|body| body.end <= at);
        ensure!(
            self.bodies.get(position).is_some_and(|body| body.contains(&at)),
            "a relocation of the code lies in no function"
        );
        self.name_of(self.n_imported_functions + position as u32)
    }

    /// The data symbols that hold a byte of the file.
    fn data_at(&self, at: usize) -> Vec<usize> {
        let Some(segment) = self.segments.iter().position(|segment| segment.bytes.contains(&at)) else {
            return Vec::new();
        };
        let offset = at - self.segments[segment].bytes.start;
        let holds = |symbol: &DataSymbol| {
            symbol.segment == segment && (symbol.offset..symbol.offset + symbol.size).contains(&offset)
        };
        self.data_symbols
            .iter()
            .enumerate()
            .filter(|(_, symbol)| holds(symbol))
            .map(|(position, _)| position)
            .collect()
    }
}

/// The number that a constant expression is.
fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => bail!("the linked program has an offset that is no constant"),
    }
}
