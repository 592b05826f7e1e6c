//! The size budget and how files exceed it.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::size::measure::FileSize;

/// The limits for files and groups of files, in bytes after brotli.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Budget {
    files: Vec<FileBudget>,
    pub(super) groups: Vec<GroupBudget>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBudget {
    /// A path below `dist/`, in which `*` matches any characters except `/`, and `?` matches one.
    name: String,
    brotli: u64,
}

/// A limit for the total of some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupBudget {
    pub(super) name: String,
    files: Vec<String>,
    pub(super) brotli: u64,
}

impl Budget {
    pub(super) fn from_json(json: &str) -> Result<Self> {
        let budget: Self = serde_json::from_str(json)?;
        for group in &budget.groups {
            ensure!(!group.files.is_empty(), "group `{}` has no files", group.name);
        }
        Ok(budget)
    }

    /// The limit for the file of this name: that of the first pattern that matches.
    pub(super) fn limit_of(&self, name: &str) -> Option<u64> {
        self.files.iter().find(|file| matches(&file.name, name)).map(|file| file.brotli)
    }

    /// One line for each file or group over its limit, each file without a limit, and each pattern of a group without a file.
    pub(super) fn excesses(&self, sizes: &[FileSize]) -> Vec<String> {
        let mut excesses = Vec::new();
        for FileSize { name, brotli, .. } in sizes {
            match self.limit_of(name) {
                None => excesses.push(format!("{name}: not in the budget")),
                Some(limit) if *brotli > limit => {
                    excesses.push(format!("{name}: {brotli} bytes, {} over budget", brotli - limit));
                }
                Some(_) => {}
            }
        }
        for group in &self.groups {
            let members = sizes.iter().filter(|size| group.contains(&size.name));
            let sum: u64 = members.map(|size| size.brotli).sum();
            if sum > group.brotli {
                excesses.push(format!("{}: {sum} bytes, {} over budget", group.name, sum - group.brotli));
            }
            // A renamed file must not drop out of its group unnoticed.
            for pattern in &group.files {
                if !sizes.iter().any(|size| matches(pattern, &size.name)) {
                    excesses.push(format!("{}: no file matches {pattern}", group.name));
                }
            }
        }
        excesses
    }
}

impl GroupBudget {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.files.iter().any(|pattern| matches(pattern, name))
    }
}

/// Whether `name` matches `pattern`, in which each `*` matches any characters except `/`, and each `?` matches one.
fn matches(pattern: &str, name: &str) -> bool {
    let (mut wanted, mut found) = (pattern.chars(), name.chars());
    match (wanted.next(), found.next()) {
        (None, None) => true,
        (Some('*'), first) => {
            matches(wanted.as_str(), name)
                || first.is_some_and(|c| c != '/' && matches(pattern, found.as_str()))
        }
        (Some('?'), Some(c)) => c != '/' && matches(wanted.as_str(), found.as_str()),
        (Some(a), Some(b)) => a == b && matches(wanted.as_str(), found.as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{
        "files": [{"name": "*.js", "brotli": 100}, {"name": "models/*.json", "brotli": 1000}],
        "groups": [{"name": "start", "files": ["*.js", "models/small.json"], "brotli": 150}]
    }"#;

    fn size(name: &str, brotli: u64) -> FileSize {
        FileSize { name: name.to_owned(), raw: 0, gzip: 0, brotli }
    }

    #[test]
    fn a_star_stands_for_characters_of_one_folder() {
        assert!(matches("*.js", "page-1a2b.js"));
        assert!(matches("page-*_bg.wasm", "page-1a2b_bg.wasm"));
        assert!(matches("models/*.json", "models/small.json"));
        assert!(!matches("*.js", "snippets/a.js"));
        assert!(!matches("*.js", "a.json"));
        assert!(!matches("index.html", "index.htm"));
    }

    #[test]
    fn a_question_mark_stands_for_one_character() {
        assert!(matches("vanilla-????.json", "vanilla-1a2b.json"));
        assert!(!matches("vanilla-????.json", "vanilla-relu-1a2b.json"));
        assert!(!matches("a?b", "a/b"));
    }

    #[test]
    fn a_site_within_its_budget_passes() {
        let budget = Budget::from_json(JSON).unwrap();
        assert!(budget.excesses(&[size("a.js", 90), size("models/small.json", 60)]).is_empty());
    }

    #[test]
    fn each_excess_is_told() {
        let budget = Budget::from_json(JSON).unwrap();
        let check = |sizes: &[FileSize], expected: &[&str]| assert_eq!(budget.excesses(sizes), expected);
        let small = || size("models/small.json", 1);
        check(&[size("a.js", 101), small()], &["a.js: 101 bytes, 1 over budget"]);
        check(&[size("a.js", 1), small(), size("b.txt", 1)], &["b.txt: not in the budget"]);
        check(&[size("a.js", 100), size("models/small.json", 60)], &["start: 160 bytes, 10 over budget"]);
        check(&[size("a.js", 1)], &["start: no file matches models/small.json"]);
    }

    #[test]
    fn a_group_of_nothing_is_refused() {
        assert!(
            Budget::from_json(r#"{"files": [], "groups": [{"name": "x", "files": [], "brotli": 1}]}"#)
                .is_err()
        );
    }
}
