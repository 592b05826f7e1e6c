//! Short names for what a program imports from its JavaScript glue. wasm-bindgen ends each name with a hash, which no compression
//! makes shorter, and the first answer loads all of them twice: in the program and in the glue.

use anyhow::{Result, ensure};
use walrus::Module;

/// How many characters of a hash end a name.
const HASH: usize = 16;

/// Gives the imports whose names end with a hash short names. Returns the old and the new names.
pub(crate) fn shorten(module: &mut Module) -> Vec<(String, String)> {
    let mut names: Vec<String> =
        module.imports.iter().map(|import| import.name.clone()).filter(|name| has_hash(name)).collect();
    names.sort_unstable();
    names.dedup();
    let new_names = (0..names.len()).map(|position| ["_", &short_name(position)].concat());
    let renamed: Vec<(String, String)> = names.into_iter().zip(new_names).collect();
    for import in module.imports.iter_mut() {
        if let Ok(idx) = renamed.binary_search_by(|(old, _)| old.cmp(&import.name)) {
            import.name.clone_from(&renamed[idx].1);
        }
    }
    renamed
}

/// The glue with the new names.
///
/// # Errors
/// If it does not define each of them in the way that is expected.
pub(crate) fn rename(glue: &str, renamed: &[(String, String)]) -> Result<String> {
    let mut glue = glue.to_owned();
    for (old, new) in renamed {
        let [old, new] = [old, new].map(|name| [name, ": function("].concat());
        ensure!(glue.matches(&old).count() == 1, "the glue does not define `{old}` once");
        glue = glue.replace(&old, &new);
    }
    Ok(glue)
}

/// In base 36: there are hundreds of these names, in both modules.
pub(crate) fn short_name(position: usize) -> String {
    let digit = |place: u32| position / 36_usize.pow(place) % 36;
    let n_digits = (1..).find(|&n| position < 36_usize.pow(n)).unwrap_or(1);
    (0..n_digits).rev().filter_map(|place| char::from_digit(digit(place) as u32, 36)).collect()
}

fn has_hash(name: &str) -> bool {
    let hash = name.rsplit_once('_').map_or("", |(_, hash)| hash);
    hash.len() == HASH && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ModuleConfig, ValType};

    fn module() -> Module {
        let mut module = Module::with_config(ModuleConfig::new());
        let ty = module.types.add(&[ValType::I32], &[]);
        for name in
            ["__wbg_fill_cb36fe21a8d46cd7", "__wbindgen_init_externref_table", "__wbg_arc_00112233445566ff"]
        {
            module.add_import_func("./page_bg.js", name, ty);
        }
        module
    }

    #[test]
    fn names_with_a_hash_become_short_ones_in_program_and_glue() {
        let mut module = module();
        let renamed = shorten(&mut module);
        let names: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["_1", "__wbindgen_init_externref_table", "_0"]);
        let glue = "__wbg_arc_00112233445566ff: function(a) {},\n__wbg_fill_cb36fe21a8d46cd7: function() {}";
        assert_eq!(rename(glue, &renamed).expect("both are there"), "_0: function(a) {},\n_1: function() {}");
        assert!(rename("__wbg_arc_00112233445566ff: function(a) {}", &renamed).is_err());
    }
}
