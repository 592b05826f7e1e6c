//! Takes the panics out of a program that has nobody to tell: where it would panic, it stops at once, as it does after a panic. The
//! messages, the places in the source that they name, and the code that puts them together go.
//!
//! The compiler puts `unreachable` after a call of a function that does not return. Where that function is the standard
//! library's, this is a panic. Calls become `unreachable` too, and data that nothing refers to any more become zeros, so everything
//! else stays where the linker had put it. wasm-opt leaves out functions that nothing calls, and zeros.

use std::ops::Range;

use anyhow::{Result, ensure};
use walrus::Module;
use wasmparser::{BinaryReader, FunctionBody, Operator};

use crate::graph::Graph;
use crate::linked::{Linked, Sections};

/// The instruction that stops the program, and the one that does nothing.
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;

/// The linked program without panics.
///
/// # Errors
/// If it has none, or was linked without `--emit-relocs`.
pub(crate) fn remove(linked: &[u8]) -> Result<Vec<u8>> {
    let calls = calls(&Sections::read(linked)?, linked)?;
    ensure!(!calls.is_empty(), "the linked program has no panics");
    let mut program = linked.to_vec();
    for call in &calls {
        program[call.clone()].fill(NOP);
        program[call.start] = UNREACHABLE;
    }
    let data = Linked::read_but(&program, &calls)?;
    let graph = Graph::of(&Module::from_buffer(&program)?, &data)?;
    let is_reached = graph.reach(graph.roots.iter().copied(), &[]);
    let data = data.data.iter().zip(&is_reached[graph.n_functions..]);
    let (used, unused): (Vec<_>, Vec<_>) = data.partition(|(_, is_used)| **is_used);
    for (datum, _) in unused {
        program[datum.place.clone()].fill(0);
    }
    // The end of one text may be another one.
    for (datum, _) in used {
        program[datum.place.clone()].copy_from_slice(&datum.bytes);
    }
    Ok(program)
}

/// Where the calls that panic are in the file, each with those of its arguments that are constants or variables.
fn calls(sections: &Sections<'_>, wasm: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut found = Vec::new();
    for body in &sections.bodies {
        let body = FunctionBody::new(BinaryReader::new(&wasm[body.clone()], body.start));
        let mut operators = body.get_operators_reader()?;
        // Where the arguments begin that come just before, and where the call does that comes just before, with its arguments.
        let (mut arguments, mut call) = (None, None);
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            if let (Operator::Unreachable, Some(start)) = (&operator, call) {
                found.push(start..at);
            }
            call = match operator {
                Operator::Call { function_index } if is_of_library(sections.name_of(function_index)?) => {
                    arguments.or(Some(at))
                }
                _ => None,
            };
            arguments = match operator {
                Operator::I32Const { .. } | Operator::LocalGet { .. } => arguments.or(Some(at)),
                _ => None,
            };
        }
    }
    Ok(found)
}

/// Whether the standard library defines the function.
fn is_of_library(name: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    ["core::", "alloc::", "std::"].iter().any(|library| name.starts_with(library))
}
