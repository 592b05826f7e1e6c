//! Runs named steps in order, announcing and timing each, and stops at the first failure.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// A step of a longer command.
pub(crate) struct Step {
    /// The name to select it by on the command line.
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&Workspace) -> Result<()>,
}

/// The steps of `all` that `names` lists, in the order of `all`; all of them if `names` is empty.
pub(crate) fn choose<'a>(all: &'a [Step], names: &[String]) -> Result<Vec<&'a Step>> {
    for name in names {
        if !all.iter().any(|step| step.name == name) {
            let known: Vec<_> = all.iter().map(|step| step.name).collect();
            bail!("unknown step `{name}`; the steps are {}", known.join(", "));
        }
    }
    Ok(all.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)).collect())
}

/// Runs the steps in order up to the first failure, and prints how long each took.
pub(crate) fn run(workspace: &Workspace, steps: &[&Step]) -> Result<()> {
    let mut times = Vec::with_capacity(steps.len());
    for step in steps {
        println!("\n==> {}: {}", step.name, step.about);
        let start = Instant::now();
        (step.run)(workspace)
            .with_context(|| format!("step `{}` failed after {}", step.name, seconds(start.elapsed())))?;
        times.push((step.name, start.elapsed()));
        println!("<== {}: ok, {}", step.name, seconds(start.elapsed()));
    }
    println!();
    for (name, time) in &times {
        println!("{name:<12}{:>10}", seconds(*time));
    }
    println!("{:<12}{:>10}", "total", seconds(times.iter().map(|(_, time)| time).sum()));
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Step] = &[
        Step { name: "first", about: "passes", run: |_| Ok(()) },
        Step { name: "second", about: "fails", run: |_| bail!("on purpose") },
        Step { name: "third", about: "is never reached", run: |_| panic!("ran after a failure") },
    ];

    #[test]
    fn the_first_failure_stops_and_is_named() {
        let steps: Vec<_> = STEPS.iter().collect();
        let error = format!("{:#}", run(&Workspace::find().unwrap(), &steps).unwrap_err());
        assert!(error.contains("step `second` failed") && error.contains("on purpose"), "{error}");
    }

    #[test]
    fn named_steps_keep_their_order() {
        let chosen = choose(STEPS, &["third".to_owned(), "first".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["first", "third"]);
        assert_eq!(choose(STEPS, &[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn an_unknown_step_is_an_error_that_lists_the_known() {
        let error = choose(STEPS, &["fourth".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("fourth") && error.contains("first, second, third"), "{error}");
    }
}
