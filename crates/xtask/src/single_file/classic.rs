//! Modules as functions, for a page whose scripts are all in one file: what a module imports and what it uses of the browser become
//! parameters, and what it exports is returned.
//!
//! It knows the few forms that the page's own modules and wasm-bindgen's have, each at the start of a line, and refuses any other.

use anyhow::{Context, Result, bail, ensure};

/// What a module is given, by the names that it uses; except for these two, which are syntax in a module.
const PARAMETERS: &str = "{ fetch, importFrom, importMetaUrl }";
const SYNTAX: [(&str, &str); 2] = [("import(", "importFrom("), ("import.meta.url", "importMetaUrl")];

/// The module as a function, for strict code, which a module always is. `read` reads a module that this one imports.
pub(super) fn function_of(module: &str, read: &dyn Fn(&str) -> Result<String>) -> Result<String> {
    let (mut body, mut exports) = (String::new(), Vec::new());
    for line in module.lines() {
        let line = match (line.strip_prefix("export "), line.strip_prefix("import ")) {
            (Some(declaration), _) => exported(declaration, &mut exports)
                .with_context(|| format!("this export is of no known form: {line}"))?,
            (_, Some(import)) => imported(import, read)?,
            _ => line.to_owned(),
        };
        body += &SYNTAX.iter().fold(line, |line, (from, to)| line.replace(from, to));
        body.push('\n');
    }
    ensure!(!body.contains("import.meta"), "import.meta has no other use than import.meta.url");
    Ok(format!("({PARAMETERS}) => {{\n{body}return {{ {} }};\n}}", exports.join(", ")))
}

/// What remains of a line that exports something, whose names are added to the others.
fn exported(declaration: &str, exports: &mut Vec<String>) -> Option<String> {
    if let Some(names) = declaration.strip_prefix("{ ").and_then(|rest| rest.strip_suffix(" };")) {
        exports.extend(names.split(", ").map(|name| match name.split_once(" as ") {
            Some((here, there)) => format!("{there}: {here}"),
            None => name.to_owned(),
        }));
        return Some(String::new());
    }
    let kinds = ["async function ", "function ", "class "];
    let name = kinds.iter().find_map(|kind| declaration.strip_prefix(kind))?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$')?;
    exports.push(name[..end].to_owned());
    Some(declaration.to_owned())
}

/// A line that imports `NAME, { NAMES } from "./FILE";`.
fn imported(import: &str, read: &dyn Fn(&str) -> Result<String>) -> Result<String> {
    let parts = import.strip_suffix("\";").and_then(|import| import.split_once(" from \"./"));
    let (names, file) = parts.with_context(|| format!("this import is of no known form: {import}"))?;
    let Some((default, others)) = names.split_once(", { ") else {
        bail!("this import is of no known form: {import}");
    };
    let module = function_of(&read(file)?, read).with_context(|| file.to_owned())?;
    Ok(format!("const {{ default: {default}, {others} = ({module})({PARAMETERS});"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(module: &str) -> Result<String> {
        function_of(module, &|file| bail!("{file} is not there"))
    }

    #[test]
    fn exports_are_returned() {
        let module = "export class Pad {\n}\nexport async function draw(ink) {}\nfunction b() {}\nexport { a, b as default };";
        assert_eq!(
            alone(module).unwrap(),
            "({ fetch, importFrom, importMetaUrl }) => {\nclass Pad {\n}\nasync function draw(ink) {}\n\
             function b() {}\n\nreturn { Pad, draw, a, default: b };\n}"
        );
    }

    #[test]
    fn what_is_imported_is_called() {
        let read = |file: &str| {
            assert_eq!(file, "pad-1a.js");
            Ok("export class Pad {}".to_owned())
        };
        let function = function_of("import start, { Pad } from \"./pad-1a.js\";", &read).unwrap();
        assert!(function.contains("const { default: start, Pad } = (({ fetch, "), "{function}");
        assert!(
            function.contains("return { Pad };\n})({ fetch, importFrom, importMetaUrl });"),
            "{function}"
        );
    }

    #[test]
    fn what_only_modules_can_say_is_said_otherwise() {
        let function = alone("await import(file(import.meta.url));").unwrap();
        assert!(function.contains("await importFrom(file(importMetaUrl));"), "{function}");
    }

    #[test]
    fn an_unknown_form_is_refused() {
        for module in [
            "export default 1;",
            "export const a = 1;",
            "export * from \"./a.js\";",
            "import \"./a.js\";",
            "import * as a from \"./a.js\";",
            "import { a } from \"./a.js\";",
            "const here = import.meta.resolve;",
        ] {
            assert!(alone(module).is_err(), "{module}");
        }
    }
}
