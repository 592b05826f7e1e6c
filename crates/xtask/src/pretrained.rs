//! `cargo xtask pretrained`: retrains the models in `pretrained/`, each with one `inkling` command, and updates their cards.
//!
//! The recipes are here. `inkling train --help` explains the options, and `docs/MODEL.md` the reasons for these choices.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;

/// A model and how it is trained.
struct Recipe {
    /// Its file is `pretrained/NAME.json`.
    name: &'static str,
    /// Options of `inkling train`, separated by white space.
    options: &'static str,
}

/// In training order.
const RECIPES: &[Recipe] = &[
    Recipe { name: "untrained", options: "--epochs 0" },
    Recipe {
        name: "textbook",
        options: "--loss quadratic --optimiser sgd --learning-rate 3 --schedule constant --average 0 --mini-batch 10 \
                  --epochs 30 --strokes-weight 0 --augmentation none --preprocessing fit-20,centre-of-mass",
    },
    Recipe {
        name: "vanilla",
        options: "--epochs 150 --learning-rate 0.01 --weight-decay 0.07 --strokes-weight 4 --synthetic 30000 \
                  --non-digits 10000 --calibrate \
                  --augmentation rotation=8,shear=0.12,stretch=0.12,elastic=1.5,scale=0.05,shift=0.5,pen=0.4 \
                  --mnist-augmentation rotation=3,shear=0.05,stretch=0.05,elastic=0.75,scale=0.025,shift=0.25",
    },
    Recipe {
        name: "vanilla-relu",
        options: "--activation relu --output-activation softmax --epochs 120 --learning-rate 0.005 \
                  --weight-decay 0.02 --strokes-weight 4 --synthetic 30000 --non-digits 10000 --calibrate \
                  --augmentation rotation=8,shear=0.12,stretch=0.12,elastic=1.5,scale=0.05,shift=0.5,pen=0.4 \
                  --mnist-augmentation rotation=3,shear=0.05,stretch=0.05,elastic=0.75,scale=0.025,shift=0.25",
    },
    Recipe {
        name: "wide",
        options: "--hidden 30 --epochs 100 --learning-rate 0.01 --weight-decay 0.05 --strokes-weight 4 \
                  --synthetic 30000 --non-digits 10000 --calibrate \
                  --augmentation rotation=8,shear=0.12,stretch=0.12,elastic=1.5,scale=0.05,shift=0.5,pen=0.4 \
                  --mnist-augmentation rotation=3,shear=0.05,stretch=0.05,elastic=0.75,scale=0.025,shift=0.25",
    },
    Recipe {
        name: "sharp",
        options: "--hidden 136,80 --activation relu --output-activation softmax --mini-batch 128 --epochs 80 \
                  --learning-rate 0.002 --weight-decay 0.03 --label-smoothing 0.02 --strokes-weight 5 \
                  --synthetic 40000 --non-digits 10000 --calibrate --significant-digits 3 \
                  --augmentation rotation=8,shear=0.15,stretch=0.15,elastic=2,scale=0.07,shift=0.7,pen=0.4 \
                  --mnist-augmentation rotation=6,shear=0.1,stretch=0.1,elastic=1.5,scale=0.05,shift=0.5",
    },
];

/// Retrains the named models, or all of them, and then updates all packed files and cards.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    if let Some(name) = names.iter().find(|name| RECIPES.iter().all(|recipe| recipe.name != **name)) {
        let known: Vec<&str> = RECIPES.iter().map(|recipe| recipe.name).collect();
        bail!("unknown model `{name}`; the models are {}", known.join(", "));
    }
    let sh = &workspace.sh;
    cmd!(sh, "cargo build --profile native -p trainer --locked").run()?;
    let inkling = workspace.target_dir().join("native").join("inkling");
    for recipe in RECIPES {
        if names.is_empty() || names.iter().any(|name| name == recipe.name) {
            let output = format!("pretrained/{}.json", recipe.name);
            let options = recipe.options.split_whitespace();
            cmd!(sh, "{inkling} train --output {output} {options...}").run()?;
        }
    }
    cmd!(sh, "{inkling} pack pretrained").run()?;
    Ok(cmd!(sh, "{inkling} cards pretrained").run()?)
}
