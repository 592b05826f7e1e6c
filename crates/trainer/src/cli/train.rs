//! The arguments of `inkling train`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use nn::ActivationFn;

use super::DataArg;
use super::recipe::{AugmentationArg, PenArg, PreprocessingArg};
use super::values::{activation_fn, fraction, hidden_activation_fn, positive, repetitions, share};
use crate::evaluate::test_sets::N_SYNTHETIC;

/// `inkling train`.
#[derive(Clone, Debug, Args)]
pub struct TrainArgs {
    /// Model file to write
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Name of the model [default: the file name]
    #[arg(long)]
    pub name: Option<String>,
    /// Title of the model [default: its architecture]
    #[arg(long)]
    pub title: Option<String>,
    /// Random seed for the initial weights, the order of the data, augmentation and synthetic drawings
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Significant digits of the weights and biases in the model file
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub significant_digits: u8,
    /// Number of threads; does not affect the result [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Number of synthetic digits to evaluate the trained network on, with half as many non-digits
    #[arg(long, value_name = "N", default_value_t = N_SYNTHETIC, hide = true)]
    pub measure_on: usize,
    /// The architecture.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How it is trained.
    #[command(flatten)]
    pub learning: LearningArgs,
    /// After training, scale the output layer so that confidence matches accuracy on the validation data
    /// (temperature scaling)
    #[arg(long)]
    pub calibrate: bool,
    /// What it is trained on.
    #[command(flatten)]
    pub mix: MixArgs,
}

/// The architecture.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// Number of neurons in each hidden layer
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', default_value = "16,16")]
    pub hidden: Vec<usize>,
    /// Activation function of the hidden layers
    #[arg(long, value_name = "FN", default_value = "sigmoid", value_parser = hidden_activation_fn())]
    pub activation: ActivationFn,
    /// Activation function of the output layer
    #[arg(long, value_name = "FN", default_value = "sigmoid", value_parser = activation_fn())]
    pub output_activation: ActivationFn,
    /// Spread of the random initial weights, relative to the usual one for the activation function
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = positive)]
    pub initial_spread: f32,
}

/// How the network is trained.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Training")]
pub struct LearningArgs {
    /// Loss function
    #[arg(long, value_enum, default_value_t = LossArg::CrossEntropy)]
    pub loss: LossArg,
    /// Optimiser
    #[arg(long, value_enum, default_value_t = OptimiserArg::Adam)]
    pub optimiser: OptimiserArg,
    /// Momentum of SGD
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub momentum: f32,
    /// Label smoothing: share of each target that is spread evenly over all ten outputs
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub label_smoothing: f32,
    /// Model file of a teacher network, for knowledge distillation; repeat it to use the mean output of several
    #[arg(long, value_name = "FILE")]
    pub teacher: Vec<PathBuf>,
    /// Weight of the teachers' outputs in the targets, 0 to 1; the labels make up the rest
    #[arg(long, value_name = "X", default_value_t = 0.7, value_parser = share, requires = "teacher")]
    pub teacher_share: f32,
    /// Number of epochs; 0 saves the network with its random initial weights
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub epochs: u32,
    /// Mini-batch size
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub mini_batch: u32,
    /// Peak learning rate
    #[arg(long, value_name = "X", default_value_t = 0.005, value_parser = positive)]
    pub learning_rate: f32,
    /// Learning rate schedule
    #[arg(long, value_enum, default_value_t = ScheduleArg::Cosine)]
    pub schedule: ScheduleArg,
    /// Decay of the exponential moving average (EMA) of the weights, which is what is saved; 0 for no averaging
    #[arg(long, value_name = "X", default_value_t = 0.999, value_parser = fraction)]
    pub average: f32,
    /// Weight decay of the first layer, decoupled from the gradient as in AdamW
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub weight_decay: f32,
}

/// What the network is trained on.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Data")]
pub struct MixArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArg,
    /// How many times each MNIST image appears per epoch; 0 leaves MNIST out
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = repetitions)]
    pub mnist_weight: f32,
    /// How many times each drawing appears per epoch; 0 leaves drawings out
    #[arg(long, value_name = "X", default_value_t = 3.0, value_parser = repetitions)]
    pub strokes_weight: f32,
    /// Number of synthetic digits per epoch, newly generated each time
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000_000))]
    pub synthetic: u32,
    /// Number of synthetic non-digits per epoch, newly generated each time; the target of each output is 0, or 0.1
    /// with softmax
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000_000))]
    pub non_digits: u32,
    /// Strokes file (.jsonl, .jsonl.gz); can be repeated [default: the pen digits in the data directory]
    #[arg(long, value_name = "FILE")]
    pub strokes: Vec<PathBuf>,
    /// Writers whose drawings are held out for validation
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', default_value = "3,8,13,18,23,28")]
    pub validation_writers: Vec<u32>,
    /// Number of MNIST training images held out for validation, from the end
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub mnist_validation: usize,
    /// Preprocessing steps from ink to image, in order, or `none`
    #[arg(long, value_name = "STEPS", default_value = "fit-20,straighten,centre-of-mass")]
    pub preprocessing: PreprocessingArg,
    /// Augmentation of drawings: `none`, or maximum values such as `rotation=6,elastic=1.5` for rotation (degrees),
    /// shear, stretch, elastic (pixels), scale, shift (pixels) and pen
    #[arg(
        long,
        value_name = "LIST",
        default_value = "rotation=6,shear=0.1,stretch=0.1,elastic=1.5,scale=0.05,shift=0.5,pen=0.1"
    )]
    pub augmentation: AugmentationArg,
    /// Augmentation of MNIST images [default: the same as for drawings]
    #[arg(long, value_name = "LIST")]
    pub mnist_augmentation: Option<AugmentationArg>,
    /// Pen to draw strokes with in training. Hidden, because it only serves to find the best pen: the page and all
    /// other commands draw with the standard one
    #[arg(long, value_name = "WIDTH,SOFTNESS", hide = true)]
    pub pen: Option<PenArg>,
}

/// See [`LearningArgs::loss`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LossArg {
    /// Binary for each sigmoid output, categorical for softmax
    CrossEntropy,
    /// Half the squared error, summed over the outputs
    Quadratic,
}

/// See [`LearningArgs::optimiser`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimiserArg {
    /// Adaptive moment estimation (Kingma and Ba, 2015)
    Adam,
    /// Stochastic gradient descent, with momentum if --momentum is given
    Sgd,
}

/// See [`LearningArgs::schedule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScheduleArg {
    /// The same rate throughout
    Constant,
    /// Linear warm-up for 1% of the steps, then cosine decay to zero
    Cosine,
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use crate::cli::{Cli, Command};
    use crate::evaluate::test_sets::HELD_OUT_WRITERS;

    #[test]
    fn training_and_evaluation_hold_out_the_same_writers() {
        let Command::Train(args) = Cli::parse_from(["inkling", "train", "--output", "model.json"]).command
        else {
            panic!("not training");
        };
        assert_eq!(args.mix.validation_writers, HELD_OUT_WRITERS);
    }
}
