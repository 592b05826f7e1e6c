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

/// The steps that `names` lists, in their own order; those of `all` if it lists none. Those `on_request` come after them.
pub(crate) fn choose<'a>(all: &'a [Step], on_request: &'a [Step], names: &[String]) -> Result<Vec<&'a Step>> {
    if names.is_empty() {
        return Ok(all.iter().collect());
    }
    let known: Vec<_> = all.iter().chain(on_request).collect();
    for name in names {
        if !known.iter().any(|step| step.name == name) {
            let names: Vec<_> = known.iter().map(|step| step.name).collect();
            bail!("unknown step `{name}`; the steps are {}", names.join(", "));
        }
    }
    Ok(known.into_iter().filter(|step| names.iter().any(|name| name == step.name)).collect())
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
        println!("{name:<18}{:>10}", seconds(*time));
    }
    println!("{:<18}{:>10}", "total", seconds(times.iter().map(|(_, time)| time).sum()));
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
        let (all, on_request) = STEPS.split_at(2);
        let chosen = choose(all, on_request, &["third".to_owned(), "first".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["first", "third"]);
    }

    #[test]
    fn without_names_only_what_is_not_on_request_is_chosen() {
        let (all, on_request) = STEPS.split_at(2);
        let chosen = choose(all, on_request, &[]).unwrap();
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["first", "second"]);
    }

    #[test]
    fn an_unknown_step_is_an_error_that_lists_the_known() {
        let error = choose(STEPS, &[], &["fourth".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("fourth") && error.contains("first, second, third"), "{error}");
    }
}
