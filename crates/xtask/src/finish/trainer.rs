//! The program that trains, which is built beside the page's: Trunk would build a worker too, but without digests in its names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::tools::{self, WASM_TARGET};
use crate::workspace::Workspace;

/// The crate that it is built from.
pub(super) const CRATE: &str = "training-worker";

/// Its file, and the JavaScript that wasm-bindgen writes for it. `training.js` imports that.
pub(super) const PROGRAM: &str = "training_program_bg.wasm";
pub(super) const GLUE: &str = "training_program.js";

/// Builds it into `folder`, and returns its path there.
pub(super) fn build(workspace: &Workspace, folder: &Path, is_release: bool) -> Result<PathBuf> {
    tools::ensure_wasm_bindgen(workspace)?;
    let sh = &workspace.sh;
    let release = is_release.then_some("--release");
    cmd!(sh, "cargo build --quiet --locked --package {CRATE} --target {WASM_TARGET} {release...}")
        .quiet()
        .run()
        .context("the program that trains could not be built")?;
    let profile = if is_release { "release" } else { "debug" };
    let mut built = workspace.target_dir().join(WASM_TARGET).join(profile).join("training_worker.wasm");
    if is_release {
        // Nothing shows the message of a panic: training.js reports that the program has stopped, and the page starts it again.
        let linked = built;
        built = linked.with_file_name("training_worker_without_panics.wasm");
        cmd!(sh, "cargo run --quiet --locked -p split-wasm -- --without-panics {built} {linked}")
            .quiet()
            .run()
            .context("the panics could not be taken out of the program that trains")?;
    }
    let name = GLUE.trim_end_matches(".js");
    cmd!(sh, "wasm-bindgen --target web --no-typescript --out-dir {folder} --out-name {name} {built}")
        .quiet()
        .run()
        .context("wasm-bindgen failed")?;
    let program = folder.join(PROGRAM);
    let bytes = fs::read(&program)?;
    fs::write(&program, without_link_data(&bytes).context("the program that trains is not WebAssembly")?)?;
    Ok(program)
}

/// The program without what the linker leaves in it for `split-wasm`, which does not split this one. In WebAssembly, each
/// section is its id, its length and its content; those with id 0 begin with a name.
fn without_link_data(program: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 8;
    let (header, mut sections) = program.split_at_checked(HEADER)?;
    let mut kept = header.to_vec();
    while let Some((&id, rest)) = sections.split_first() {
        let (length, content) = leb128(rest)?;
        let (content, rest_of_sections) = content.split_at_checked(length)?;
        let is_link_data = id == 0 && {
            let (length, name) = leb128(content)?;
            let name = name.get(..length)?;
            name == b"linking" || name.starts_with(b"reloc.")
        };
        if !is_link_data {
            kept.extend(&sections[..sections.len() - rest_of_sections.len()]);
        }
        sections = rest_of_sections;
    }
    Some(kept)
}

/// A number in seven bits a byte, the lowest first, and what follows it.
fn leb128(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((number, bytes));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{leb128, without_link_data};

    #[test]
    fn only_the_linkers_sections_go() {
        let header = b"\0asm\x01\0\0\0";
        let (name, code) = (b"\0\x05\x04name", b"\x0a\x02\x01\x00");
        let linking = b"\0\x09\x07linking\x02";
        let reloc = b"\0\x0b\x0areloc.CODE";
        let program = [&header[..], code, linking, &reloc[..], name].concat();
        assert_eq!(without_link_data(&program).unwrap(), [&header[..], code, &name[..]].concat());
        assert_eq!(without_link_data(&program[..program.len() - 1]), None);
    }

    #[test]
    fn numbers_take_as_many_bytes_as_they_need() {
        assert_eq!(leb128(&[0x05, 9]), Some((5, &[9][..])));
        assert_eq!(leb128(&[0x80, 0x01]), Some((128, &[][..])));
        assert_eq!(leb128(&[0x80]), None);
    }
}
