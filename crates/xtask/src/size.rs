//! `cargo xtask size`: the size of each file in `dist/`, raw and compressed as a host would send it, against the budget.
//!
//! The budget is in `size-budget.json`, in bytes after brotli at its highest quality. Every file must match one of its
//! patterns (Trunk puts hashes into file names), so that no file is added unnoticed.

mod budget;
mod measure;

use anyhow::{Context, Result, ensure};

use crate::size::budget::Budget;
use crate::size::measure::{FileSize, measure_dir};
use crate::workspace::Workspace;

/// Prints the sizes. Fails if a file is over budget or not in the budget.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let budget_file = workspace.root().join("size-budget.json");
    let budget = Budget::from_json(&workspace.sh.read_file(&budget_file)?)
        .with_context(|| budget_file.display().to_string())?;
    let dist = workspace.dist_dir();
    ensure!(
        dist.join("index.html").is_file(),
        "no built page in {}; run `cargo xtask dist` first",
        dist.display()
    );
    let sizes = measure_dir(&dist)?;
    print!("{}", table(&sizes, &budget));
    let excesses = budget.excesses(&sizes);
    ensure!(excesses.is_empty(), "size budget exceeded:\n  {}", excesses.join("\n  "));
    Ok(())
}

fn table(sizes: &[FileSize], budget: &Budget) -> String {
    let mut table =
        row("bytes of dist/", ["raw", "gzip -9", "brotli -q 11", "budget (brotli)"].map(str::to_owned));
    let limit_text = |limit: Option<u64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
    for size in sizes {
        let numbers = [size.raw, size.gzip, size.brotli].map(|bytes| bytes.to_string());
        let limit = budget.limit_of(&size.name);
        table += &row(&size.name, [&numbers[..], &[limit_text(limit)]].concat());
    }
    for group in &budget.groups {
        let members: Vec<_> = sizes.iter().filter(|size| group.contains(&size.name)).collect();
        let sum = |part: fn(&FileSize) -> u64| members.iter().map(|size| part(size)).sum::<u64>().to_string();
        let numbers = [sum(|size| size.raw), sum(|size| size.gzip), sum(|size| size.brotli)];
        table += &row(&format!("= {}", group.name), [&numbers[..], &[group.brotli.to_string()]].concat());
    }
    table
}

fn row(name: &str, cells: impl AsRef<[String]>) -> String {
    let cells: String = cells.as_ref().iter().map(|cell| format!("{cell:>17}")).collect();
    format!("{name:<40}{cells}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_own_budget_holds_the_first_answer_to_135_kb() {
        let workspace = Workspace::find().unwrap();
        let json = workspace.sh.read_file(workspace.root().join("size-budget.json")).unwrap();
        let budget = Budget::from_json(&json).unwrap();
        let group = budget.groups.iter().find(|group| group.name == "first answer").unwrap();
        assert!(group.brotli <= 135_000);
        assert!(group.contains("pretrained/vanilla-1a2b3c4d.bin"));
        assert!(group.contains("page-1a2b3c4d_bg.wasm"));
    }
}
