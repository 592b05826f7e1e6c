//! `cargo xtask test`: all checks and tests, cheap ones first. CI runs this and nothing else.

use std::thread;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::engines::{self, Engine};
use crate::steps::{self, Step};
use crate::workspace::Workspace;
use crate::{browser, dist, paths, reproducible, single_file, size, tidy, tools};

/// End-to-end tests of how well many hands are read. That takes long to see, and depends neither on the engine, which computes
/// as all do (`alike.rs`), nor on the later part.
const OF_READING: [&str; 2] = ["digits_in_many_hands", "digits_written_with_real_pens"];

/// Files of end-to-end tests of what panels say and do. One program makes that, by means that all panels share and that the other files
/// test in every engine, as they do for what the network loses. So one engine is enough for these; with them in all three, all tests
/// would take more than an hour on a slow machine.
const OF_CONTENT: [&str; 22] = [
    "accessibility::",
    "choose::",
    "follow::",
    "knobs::",
    "large_network::",
    "later_part::",
    "lesson::",
    "matrix::",
    "misconceptions::",
    "mnist::",
    "models::",
    "neuron::",
    "panel::",
    "predict::",
    "preprocessing::",
    "present::",
    "propagation::",
    "results::",
    "step::",
    "tally::",
    "wall::",
    "why::",
];

const STEPS: &[Step] = &[
    Step { name: "fmt", about: "the source is formatted", run: fmt },
    Step { name: "tidy", about: "the architecture's rules hold", run: tidy::run },
    Step { name: "clippy", about: "no lint warnings, native targets", run: clippy },
    Step {
        name: "clippy-wasm",
        about: "no lint warnings in the page's crates, for wasm32",
        run: clippy_wasm,
    },
    Step { name: "unit", about: "unit, property and integration tests", run: unit },
    Step { name: "doc", about: "the API documentation builds without warnings", run: doc },
    Step { name: "wasm", about: "wasm-bindgen tests in headless Chromium", run: wasm },
    Step { name: "dist", about: "the static site builds, without a path of this machine in it", run: dist },
    Step {
        name: "reproducible",
        about: "a second build, in another folder, gives the same bytes",
        run: reproducible::check,
    },
    Step { name: "single-file", about: "the site as one file is made", run: single_file::make },
    Step { name: "size", about: "the site is within its size budget", run: size::run },
    Step { name: "e2e", about: "end-to-end tests of the site in headless Chromium", run: e2e },
    Step { name: "e2e-firefox", about: "those that depend on the browser, in Firefox", run: e2e_firefox },
    Step { name: "e2e-webkit", about: "those that depend on the browser, in WebKitGTK", run: e2e_webkit },
];

/// Run if they are named.
const ON_REQUEST: &[Step] = &[
    Step { name: "e2e-firefox-rest", about: "the other tests in Firefox", run: e2e_firefox_rest },
    Step { name: "e2e-webkit-rest", about: "the other tests in WebKitGTK", run: e2e_webkit_rest },
];

/// Runs the named steps, or all of them; with `list`, only lists them.
pub(crate) fn run(workspace: &Workspace, list: bool, names: &[String]) -> Result<()> {
    if list {
        for step in STEPS.iter().chain(ON_REQUEST) {
            println!("{:<18}{}", step.name, step.about);
        }
        return Ok(());
    }
    steps::run(workspace, &steps::choose(STEPS, ON_REQUEST, names)?)
}

fn fmt(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    cmd!(sh, "cargo fmt --all --check").run().context("run `cargo fmt --all` to fix this")
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    Ok(cmd!(sh, "cargo clippy --workspace --all-targets --locked -- -D warnings").run()?)
}

fn clippy_wasm(workspace: &Workspace) -> Result<()> {
    tools::ensure_wasm_target(workspace)?;
    let (sh, target) = (&workspace.sh, tools::WASM_TARGET);
    let packages = [
        "nn",
        "digits",
        "models",
        "learning",
        "training",
        "training-worker",
        "app",
        "panels",
        "web",
        "web-panels",
        "page",
    ]
    .map(|name| format!("-p={name}"));
    Ok(cmd!(sh, "cargo clippy {packages...} --target {target} --locked -- -D warnings").run()?)
}

fn unit(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    Ok(cmd!(sh, "cargo test --workspace --exclude e2e --locked").run()?)
}

fn doc(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    Ok(cmd!(sh, "cargo doc --workspace --no-deps --document-private-items --locked")
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?)
}

fn wasm(workspace: &Workspace) -> Result<()> {
    tools::ensure_wasm_target(workspace)?;
    tools::ensure_wasm_bindgen(workspace)?;
    let browser = browser::ensure(workspace)?;
    let (sh, target) = (&workspace.sh, tools::WASM_TARGET);
    let settings = workspace.target_dir().join("webdriver.json");
    sh.write_file(&settings, browser.webdriver_json())?;
    // Training as a program of the page is built: link-time optimisation has broken such programs.
    for tests in [&["-p", "web"][..], &["-p", "learning", "--test", "determinism", "--release"]] {
        cmd!(sh, "cargo test {tests...} --target {target} --locked")
            .env("CHROMEDRIVER", &browser.chromedriver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
            .run()?;
    }
    Ok(())
}

fn dist(workspace: &Workspace) -> Result<()> {
    dist::build(workspace)?;
    paths::check(&workspace.sh, workspace.root(), &workspace.dist_dir())
}

/// Runs the end-to-end tests that match the filters in the engine that the variables name, without whatever is `blocked`.
fn e2e_in(
    workspace: &Workspace,
    variables: Vec<(&str, String)>,
    filters: &[&str],
    blocked: &str,
) -> Result<()> {
    ensure!(
        workspace.dist_dir().join("index.html").is_file(),
        "no built page; run `cargo xtask test dist e2e` to build it first"
    );
    tools::ensure_axe_core(workspace)?;
    let sh = &workspace.sh;
    // Some tests do little but wait until the page gives something up.
    let n_threads = (thread::available_parallelism()?.get() + 1).to_string();
    cmd!(sh, "cargo test -p e2e --locked -- --test-threads {n_threads} {filters...}")
        .envs(variables)
        .env("INKLING_BLOCKED", blocked)
        // A failure is reported with its causes; a backtrace into the harness is noise.
        .env("RUST_BACKTRACE", "0")
        .run()?;
    Ok(())
}

/// Runs the end-to-end tests that match the filters in an engine beside Chromium, if it is there or can be installed.
fn e2e_beside(workspace: &Workspace, engine: Engine, filters: &[&str]) -> Result<()> {
    match engine.ensure(workspace) {
        Ok(variables) => e2e_in(workspace, variables, filters, ""),
        Err(error) if engines::are_all_required() => Err(error),
        Err(error) => {
            println!("skipped, for want of the browser: {error:#}");
            Ok(())
        }
    }
}

fn e2e_firefox(workspace: &Workspace) -> Result<()> {
    e2e_beside(workspace, Engine::Firefox, &of_browser())
}

fn e2e_webkit(workspace: &Workspace) -> Result<()> {
    e2e_beside(workspace, Engine::WebKit, &of_browser())
}

fn e2e_firefox_rest(workspace: &Workspace) -> Result<()> {
    e2e_beside(workspace, Engine::Firefox, &OF_CONTENT)
}

fn e2e_webkit_rest(workspace: &Workspace) -> Result<()> {
    e2e_beside(workspace, Engine::WebKit, &OF_CONTENT)
}

fn e2e(workspace: &Workspace) -> Result<()> {
    let variables = Engine::Chromium.ensure(workspace)?;
    let tests = |filters: &[&str], blocked| e2e_in(workspace, variables.clone(), filters, blocked);
    tests(&[], "")?;
    // The first part of the program must work without the later one, which shows a neuron's numbers and reads JSON models.
    let numbers = "a_focused_neuron_shows_its_numbers";
    let json_model = "a_network_that_is_not_sure_says_so_with_its_guess";
    let filters =
        [vec!["drawing::", "keyboard::", "touch::"], without(&[numbers, json_model]), without(&OF_READING)];
    tests(&filters.concat(), "later-part")?;
    Ok(())
}

/// The test harness's options that choose the tests that depend on the browser.
fn of_browser() -> Vec<&'static str> {
    without(&[&OF_READING[..], &OF_CONTENT].concat())
}

/// The test harness's options that leave out tests of these names.
fn without<'a>(names: &[&'a str]) -> Vec<&'a str> {
    names.iter().flat_map(|name| ["--skip", name]).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_runs_in_one_engine_is_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/tests/page");
        for name in OF_CONTENT {
            let file = folder.join(name.replace("::", ".rs"));
            assert!(file.is_file(), "{}", file.display());
        }
    }
}
