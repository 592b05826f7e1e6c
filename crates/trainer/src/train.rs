//! `inkling train`: puts together data and plan, trains, and writes the model file.

pub(crate) mod averaging;
pub(crate) mod calibrate;
pub(crate) mod learn;
pub(crate) mod mix;
pub(crate) mod pixel_usage;
pub(crate) mod reporter;
pub(crate) mod samples;
pub(crate) mod schedule;
pub(crate) mod targets;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use models::{MAX_HIDDEN_LAYERS, MAX_NEURONS, Model, N_DIGITS, TrainingRecord};
use nn::{ActivationFn, Loss, Network, Optimiser, UpdateRule};
use rayon::ThreadPoolBuilder;

use crate::cli::{Cli, LossArg, OptimiserArg, TrainArgs};
use crate::evaluate::measure::{Extent, Measured, MeasuringData, measure};
use crate::files;
use crate::model_files::store::read_model;
use crate::terminal::command_line;
use crate::terminal::signals::Signals;
use crate::train::calibrate::calibrate;
use crate::train::learn::{Plan, learn};
use crate::train::mix::Mix;
use crate::train::pixel_usage::zero_input_weights;
use crate::train::reporter::Reporter;
use crate::train::targets::Targets;

/// Inputs are the pixels of a 28x28 image.
const N_INPUTS: usize = digits::N_PIXELS;

/// A pixel that was inked in fewer images than this share has no say: its weights would be little but their random start.
const SELDOM_INKED: f64 = 1e-3;

/// Trains as the arguments say and writes the model file.
///
/// # Errors
///
/// If the arguments make no network, data is missing or damaged, training diverges, or the file cannot be written.
pub(crate) fn train(args: &TrainArgs, signals: &Signals) -> Result<ExitCode> {
    check(args)?;
    if let Some(n_threads) = args.threads {
        ThreadPoolBuilder::new().num_threads(n_threads.into()).build_global()?;
    }
    let plan = plan(args);
    let network = initial_network(args)?;
    let mut mix = Mix::read(&args.mix, targets(args)?, args.seed)?;
    // What is damaged shows before ten minutes of training, not after them.
    let measuring_data = measuring_data(args, &mix)?;
    signals.take_as_requests();

    let mut reporter = Reporter::new(args.learning.epochs);
    let learned = learn(
        network,
        &mix.training,
        plan,
        || signals.is_stop_requested(),
        |end| reporter.report(&end, &mix),
    )?;
    reporter.finish();
    let is_complete = learned.n_epochs == args.learning.epochs;
    if !is_complete {
        let stopped = format!("stopped after {} of {} epochs", learned.n_epochs, args.learning.epochs);
        // A closed standard error is no reason to lose the network.
        let _ = writeln!(io::stderr(), "{stopped}; saving the network so far");
        mix.description = format!("{}; {stopped}", mix.description);
    }

    let mut network = learned.network;
    zero_input_weights(&mut network, &learned.pixel_usage.pixels_below(SELDOM_INKED));
    if args.calibrate {
        calibrate(&mut network, &[&mix.mnist_validation, &mix.synthetic_validation]);
    }
    let network = network.rounded(args.significant_digits.into());
    save(args, &mix, &measuring_data, network, learned.n_epochs)?;
    Ok(signals.exit_code().filter(|_| !is_complete).unwrap_or(ExitCode::SUCCESS))
}

/// What clap cannot see by itself.
fn check(args: &TrainArgs) -> Result<()> {
    if args.network.hidden.len() > MAX_HIDDEN_LAYERS {
        return Err(usage(format!("--hidden: at most {MAX_HIDDEN_LAYERS} hidden layers")));
    }
    if args.network.hidden.iter().any(|neurons| !(1..=MAX_NEURONS).contains(neurons)) {
        return Err(usage(format!("--hidden: each layer has 1 to {MAX_NEURONS} neurons")));
    }
    if args.mix.mnist_weight == 0.0 && args.mix.strokes_weight == 0.0 && args.mix.synthetic == 0 {
        return Err(usage(
            "--mnist-weight, --strokes-weight and --synthetic are all 0: there is nothing to learn from",
        ));
    }
    // Before ten minutes of training, not after them.
    let destination = files::destination(&args.output);
    if let Some(directory) = destination.parent().filter(|parent| !parent.as_os_str().is_empty())
        && !directory.is_dir()
    {
        bail!("{}: no such directory", directory.display());
    }
    Ok(())
}

/// The error of a command line that makes no sense.
fn usage(message: impl Display) -> anyhow::Error {
    Cli::command().error(ErrorKind::ValueValidation, message).into()
}

fn plan(args: &TrainArgs) -> Plan {
    let learning = &args.learning;
    let rule = match learning.optimiser {
        OptimiserArg::Adam => UpdateRule::ADAM,
        OptimiserArg::Sgd => UpdateRule::Sgd { momentum: learning.momentum },
    };
    Plan {
        loss: loss(args),
        optimiser: Optimiser::new(rule, 0.0),
        weight_decay: learning.weight_decay,
        n_epochs: learning.epochs,
        mini_batch: learning.mini_batch as usize,
        learning_rate: learning.learning_rate,
        schedule: learning.schedule,
        average: learning.average,
    }
}

fn targets(args: &TrainArgs) -> Result<Targets> {
    let preprocessing = &args.mix.preprocessing.0;
    let mut teachers = Vec::new();
    for path in &args.learning.teacher {
        let teacher = read_model(path)?;
        if teacher.preprocessing != *preprocessing {
            bail!("{}: sees ink by other steps than those of --preprocessing", path.display());
        }
        teachers.push(teacher.network);
    }
    Ok(Targets {
        smoothing: args.learning.label_smoothing,
        // The outputs of softmax add up to 1, whatever they see.
        of_non_digits: match args.network.output_activation {
            ActivationFn::Softmax => 1.0 / N_DIGITS as f32,
            _ => 0.0,
        },
        teachers,
        teachers_share: args.learning.teacher_share,
    })
}

const fn loss(args: &TrainArgs) -> Loss {
    match args.learning.loss {
        LossArg::CrossEntropy => Loss::CrossEntropy,
        LossArg::Quadratic => Loss::Quadratic,
    }
}

fn initial_network(args: &TrainArgs) -> Result<Network> {
    let mut sizes = vec![N_INPUTS];
    sizes.extend(&args.network.hidden);
    sizes.push(N_DIGITS);
    let network = Network::random(&sizes, args.network.activation, args.network.output_activation, args.seed)
        .map_err(usage)?;
    loss(args).check(&network).map_err(usage)?;
    Ok(network)
}

fn measuring_data(args: &TrainArgs, mix: &Mix) -> Result<MeasuringData> {
    let extent = Extent {
        n_mnist_validation: args.mix.mnist_validation,
        held_out_writers: &args.mix.validation_writers,
        n_synthetic: args.measure_on,
        n_non_digits: args.measure_on / 2,
    };
    let data = MeasuringData::read(&mix.data_dir, &extent)?;
    for missing in data.missing() {
        writeln!(io::stderr(), "will not be measured on {missing}: not there")?;
    }
    Ok(data)
}

/// Measures the network and writes it with what was measured.
fn save(args: &TrainArgs, mix: &Mix, data: &MeasuringData, network: Network, n_epochs: u32) -> Result<()> {
    let Measured { evaluation, rejection_threshold } = measure(&network, &mix.training.preprocessing, data);
    let stem = args.output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let title = args.title.clone().unwrap_or_else(|| network.title());
    let preprocessing = mix.training.preprocessing.clone();
    let mut model = Model::new(args.name.clone().unwrap_or(stem), title, network, preprocessing)?;
    model.rejection_threshold = rejection_threshold;
    model.training = TrainingRecord {
        data: Some(if n_epochs == 0 { "none".to_owned() } else { mix.description.clone() }),
        seed: Some(args.seed),
        epochs: Some(n_epochs),
        command: Some(command_line::this()),
    };
    model.evaluation = evaluation.clone();
    files::write(&args.output, model.to_json().as_bytes())?;

    // Not on standard output, which may be the file.
    let mut message = format!("{}: written", args.output.display());
    for (name, accuracy) in [
        ("MNIST test", evaluation.mnist_test_accuracy),
        ("held-out pens", evaluation.pen_validation_accuracy),
        ("synthetic", evaluation.synthetic_accuracy),
    ] {
        if let Some(accuracy) = accuracy {
            message.push_str(&format!("; {name} {:.2}%", 100.0 * accuracy));
        }
    }
    writeln!(io::stderr(), "{message}")?;
    Ok(())
}
