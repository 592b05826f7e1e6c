//! `cargo xtask pretrained`: makes the models in `pretrained/` anew, each by one command of `inkling`, and their cards.
//!
//! Here: the recipes. What the options mean, `inkling train --help` tells; why these, `docs/MODEL.md`.

use std::fs;

use anyhow::{Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;

/// A model, and what makes it.
struct Recipe {
    /// Its file is `pretrained/NAME.json`.
    name: &'static str,
    /// Options of `inkling train`, apart by white space.
    options: &'static str,
}

/// How MNIST's images are varied for networks of sixteen or thirty neurons a layer, which have none to spare.
macro_rules! slightly_varied {
    () => {
        "--mnist-augmentation rotation=3,shear=0.05,stretch=0.05,elastic=0.75,scale=0.025,shift=0.25"
    };
}

/// In the order in which they are made and listed.
const RECIPES: &[Recipe] = &[];

/// Makes the named models, or all, and then the cards of all.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    if let Some(name) = names.iter().find(|name| RECIPES.iter().all(|recipe| recipe.name != **name)) {
        let known: Vec<&str> = RECIPES.iter().map(|recipe| recipe.name).collect();
        bail!("there is no recipe for `{name}`; there are {}", known.join(", "));
    }
    let sh = &workspace.sh;
    cmd!(sh, "cargo build --profile native -p trainer --locked").run()?;
    let inkling = workspace.target_dir().join("native").join("inkling");
    fs::create_dir_all(workspace.root().join("pretrained"))?;
    for recipe in RECIPES {
        if names.is_empty() || names.iter().any(|name| name == recipe.name) {
            let output = format!("pretrained/{}.json", recipe.name);
            let options = recipe.options.split_whitespace();
            cmd!(sh, "{inkling} train --output {output} {options...}").run()?;
        }
    }
    Ok(cmd!(sh, "{inkling} cards pretrained").run()?)
}
