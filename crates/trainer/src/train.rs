//! `inkling train`: prepares the data and the network, trains, evaluates and writes the model file.

pub(crate) mod learn;
pub(crate) mod mix;
pub(crate) mod reporter;
pub(crate) mod threads;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use learning::{InitialNetwork, InitialNetworkError, Recipe, Schedule, Targets, calibrate};
use models::{Model, N_DIGITS, TrainingRecord};
use nn::{ActivationFn, Loss, UpdateRule};
use rayon::ThreadPoolBuilder;

use crate::cli::{Cli, LossArg, OptimiserArg, ScheduleArg, TrainArgs};
use crate::evaluate::measure::{Extent, Measured, MeasuringData, measure};
use crate::files;
use crate::model_files::store::read_model;
use crate::terminal::command_line;
use crate::terminal::signals::Signals;
use crate::train::learn::{Learned, learn};
use crate::train::mix::Mix;

/// Trains as the arguments say and writes the model file.
///
/// # Errors
///
/// If the arguments do not describe a network, data is missing or damaged, training diverges, or the file cannot be written.
pub(crate) fn train(args: &TrainArgs, signals: &Signals) -> Result<ExitCode> {
    check(args)?;
    if let Some(n_threads) = args.threads {
        ThreadPoolBuilder::new().num_threads(n_threads.into()).build_global()?;
    }
    let untrained = untrained_model(args)?;
    let mut mix = Mix::read(&args.mix, targets(args)?, args.seed)?;
    // Damaged data is found before ten minutes of training, not after.
    let measuring_data = measuring_data(args, &mix)?;
    signals.take_as_requests();

    let initial = untrained.network.clone();
    let Learned { mut network, n_epochs } = learn(initial, &mix, recipe(args), signals)?;
    let is_complete = n_epochs == args.learning.epochs;
    if !is_complete {
        let stopped = format!("stopped after {n_epochs} of {} epochs", args.learning.epochs);
        // A closed standard error is no reason to lose the network.
        let _ = writeln!(io::stderr(), "{stopped}; saving the network so far");
        mix.description = format!("{}; {stopped}", mix.description);
    }

    if args.calibrate {
        let sets = [&mix.mnist_validation, &mix.synthetic_validation];
        calibrate(&mut network, sets.map(|set| set.items()));
    }
    let network = network.rounded(args.significant_digits.into());
    save(args, &mix, &measuring_data, Model { network, ..untrained }, n_epochs)?;
    Ok(signals.exit_code().filter(|_| !is_complete).unwrap_or(ExitCode::SUCCESS))
}

/// Checks what clap does not.
fn check(args: &TrainArgs) -> Result<()> {
    if args.mix.mnist_weight == 0.0 && args.mix.strokes_weight == 0.0 && args.mix.synthetic == 0 {
        return Err(usage(
            "--mnist-weight, --strokes-weight and --synthetic are all 0: there is no data to train on",
        ));
    }
    // This too is found before training.
    let destination = files::destination(&args.output);
    if let Some(directory) = destination.parent().filter(|parent| !parent.as_os_str().is_empty())
        && !directory.is_dir()
    {
        bail!("{}: no such directory", directory.display());
    }
    Ok(())
}

/// An error in the arguments.
fn usage(message: impl Display) -> anyhow::Error {
    Cli::command().error(ErrorKind::ValueValidation, message).into()
}

fn recipe(args: &TrainArgs) -> Recipe {
    let learning = &args.learning;
    Recipe {
        loss: loss(args),
        update_rule: match learning.optimiser {
            OptimiserArg::Adam => UpdateRule::ADAM,
            OptimiserArg::Sgd => UpdateRule::Sgd { momentum: learning.momentum },
        },
        learning_rate: learning.learning_rate,
        schedule: match learning.schedule {
            ScheduleArg::Constant => Schedule::Constant,
            ScheduleArg::Cosine => Schedule::Cosine,
        },
        mini_batch: learning.mini_batch as usize,
        n_epochs: learning.epochs,
        weight_decay: learning.weight_decay,
        averaging: learning.average,
    }
}

fn targets(args: &TrainArgs) -> Result<Targets> {
    let preprocessing = &args.mix.preprocessing.0;
    let mut teachers = Vec::new();
    for path in &args.learning.teacher {
        let teacher = read_model(path)?;
        if teacher.preprocessing != *preprocessing {
            bail!("{}: the teacher's preprocessing differs from --preprocessing", path.display());
        }
        teachers.push(teacher.network);
    }
    Ok(Targets {
        smoothing: args.learning.label_smoothing,
        // The outputs of softmax add up to 1, whatever they see.
        non_digit: match args.network.output_activation {
            ActivationFn::Softmax => 1.0 / N_DIGITS as f32,
            _ => 0.0,
        },
        teachers,
        teacher_share: args.learning.teacher_share,
    })
}

const fn loss(args: &TrainArgs) -> Loss {
    match args.learning.loss {
        LossArg::CrossEntropy => Loss::CrossEntropy,
        LossArg::Quadratic => Loss::Quadratic,
    }
}

fn untrained_model(args: &TrainArgs) -> Result<Model> {
    let initial = InitialNetwork {
        hidden: args.network.hidden.clone(),
        hidden_fn: args.network.activation,
        output_fn: args.network.output_activation,
        spread: args.network.initial_spread,
        seed: args.seed,
        parameters: None,
    };
    let network = initial.network().map_err(|error| match error {
        InitialNetworkError::HiddenLayers | InitialNetworkError::Neurons => {
            usage(format!("--hidden: {error}"))
        }
        InitialNetworkError::Spread | InitialNetworkError::Parameters | InitialNetworkError::Network(_) => {
            usage(error)
        }
    })?;
    loss(args).check(&network).map_err(usage)?;
    let stem = args.output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (name, title) = (args.name.clone().unwrap_or(stem), args.title.clone());
    let title = title.unwrap_or_else(|| network.title());
    Model::new(name, title, network, args.mix.preprocessing.0.clone()).map_err(usage)
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
        writeln!(io::stderr(), "{missing}: not found; the model will not be evaluated on it")?;
    }
    Ok(data)
}

/// Evaluates the network and writes it together with the evaluation.
fn save(args: &TrainArgs, mix: &Mix, data: &MeasuringData, mut model: Model, n_epochs: u32) -> Result<()> {
    let Measured { evaluation, rejection_threshold } = measure(&model.network, &model.preprocessing, data)?;
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
