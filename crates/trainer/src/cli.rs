//! The command line: what can be said, and what is meant when it is not. What is done then lies in each command's file.

pub mod recipe;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use nn::ActivationFn;

use crate::cli::recipe::{AugmentationArg, PenArg, PreprocessingArg};
use crate::evaluate::test_sets::N_SYNTHETIC;

/// Train, evaluate and use networks that read handwritten digits.
#[derive(Debug, Parser)]
#[command(name = "inkling", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Get the data sets
    #[command(subcommand)]
    Data(DataCommand),
    /// Train a network and write its model file
    Train(Box<TrainArgs>),
    /// Measure how well a model reads
    Eval(EvalArgs),
    /// Read drawings from standard input (one JSON object a line), write one prediction a line
    Predict(PredictArgs),
    /// Turn a network from elsewhere (network2.py, PyTorch's .safetensors) into a model file
    Convert(ConvertArgs),
    /// Time training on one thread
    Bench(BenchArgs),
    /// Write the page about a directory's models, from what their files say
    Cards(CardsArgs),
}

/// What can be done about data.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Download MNIST and the UCI pen digits, check and convert them
    Fetch(FetchArgs),
    /// Make up drawings, digits or none, and write them as a file of strokes
    Synthetic(SyntheticArgs),
    /// Show many drawings on one picture (PNG): made-up ones, or those of a file
    Sheet(SheetArgs),
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct DataArg {
    /// Directory with `mnist/` and `strokes/` in it [default: ./data, else ../shared/data]
    #[arg(long = "data", value_name = "DIR", env = "INKLING_DATA", hide_env_values = true)]
    pub path: Option<PathBuf>,
}

/// `inkling data fetch`.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// Where to put the data.
    #[command(flatten)]
    pub data: DataArg,
    /// Download from here instead of the usual mirrors; may be given several times
    #[arg(long, value_name = "URL")]
    pub mirror: Vec<String>,
}

/// Made-up drawings.
#[derive(Clone, Copy, Debug, Args)]
pub struct MadeUpArgs {
    /// Letters, signs, parts of digits and scribbles instead of digits
    #[arg(long)]
    pub non_digits: bool,
    /// The drawings follow from this number
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// `inkling data synthetic`.
#[derive(Debug, Args)]
pub struct SyntheticArgs {
    /// The file to write (.jsonl, .jsonl.gz)
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// How many drawings
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub count: usize,
    /// Which.
    #[command(flatten)]
    pub made_up: MadeUpArgs,
}

/// `inkling data sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// The picture to write (.png)
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Show the drawings of this file (.jsonl, .jsonl.gz), instead of made-up ones
    #[arg(long, value_name = "FILE", conflicts_with = "non_digits")]
    pub strokes: Option<PathBuf>,
    /// Drawings in a row
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub columns: u32,
    /// Rows
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rows: u32,
    /// Show the 28x28 pixels that a network sees, straightened and centred
    #[arg(long)]
    pub as_seen: bool,
    /// Which are made up.
    #[command(flatten)]
    pub made_up: MadeUpArgs,
}

/// `inkling eval`. Without a word on the data: on all that is there.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// The model file
    pub model: PathBuf,
    /// Directory with MNIST's test files [default: the data directory's, if no --strokes is given]
    #[arg(long, value_name = "DIR")]
    pub mnist: Option<PathBuf>,
    /// File of drawings (.jsonl, .jsonl.gz); may be given several times [default: the data directory's pen digits by the
    /// writers that training holds out, if no --mnist is given]
    #[arg(long, value_name = "FILE")]
    pub strokes: Vec<PathBuf>,
    /// Only these writers' drawings, by number
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', requires = "strokes")]
    pub writers: Vec<u32>,
    /// How many synthetic digits [default: 10000, or none if --mnist or --strokes is given]
    #[arg(long, value_name = "N")]
    pub synthetic: Option<usize>,
    /// How many drawings of no digit, which should be refused [default: 5000, or none if --mnist or --strokes is given]
    #[arg(long, value_name = "N")]
    pub non_digits: Option<usize>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
    /// Write a sheet (HTML) of the worst mistakes, those of highest confidence first
    #[arg(long, value_name = "FILE")]
    pub mistakes: Option<PathBuf>,
    /// How many mistakes of each set are on the sheet
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub mistakes_per_set: usize,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArg,
}

/// `inkling predict`.
#[derive(Debug, Args)]
pub struct PredictArgs {
    /// The model file
    pub model: PathBuf,
}

/// `inkling bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// File of samples, 785 bytes each: the digit, then 784 pixels [default: made up, as empty as MNIST's]
    pub samples: Option<PathBuf>,
}

/// `inkling convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// The network: JSON that network2.py saved, .safetensors of a stack of linear layers, or a model file
    pub input: PathBuf,
    /// The model file to write (.json)
    pub model: PathBuf,
    /// Activation function of the hidden layers [default: what the file says, else relu]
    #[arg(long, value_name = "FN", value_parser = activation_fn)]
    pub activation: Option<ActivationFn>,
    /// Activation function of the ten outputs [default: what the file says, else softmax]
    #[arg(long, value_name = "FN", value_parser = activation_fn)]
    pub output: Option<ActivationFn>,
    /// The mean that was taken from every pixel in training, such as 0.1307; becomes part of the first layer
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = finite, allow_negative_numbers = true)]
    pub mean: f64,
    /// What every pixel was then divided by, such as 0.3081; becomes part of the first layer
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = positive_double)]
    pub std: f64,
    /// The steps from ink to image, in order [default: what the file says, else fit-20,centre-of-mass]
    #[arg(long, value_name = "STEPS")]
    pub preprocessing: Option<PreprocessingArg>,
    /// The model's name [default: what the file says, else the file's name]
    #[arg(long)]
    pub name: Option<String>,
    /// The model's name for people [default: what the file says, else its sizes and functions]
    #[arg(long)]
    pub title: Option<String>,
}

/// `inkling cards`.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// Directory of model files; its README.md is written
    #[arg(value_name = "DIR", default_value = "pretrained")]
    pub directory: PathBuf,
}

/// `inkling train`.
#[derive(Clone, Debug, Args)]
pub struct TrainArgs {
    /// The model file to write
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// The model's short name [default: the file's]
    #[arg(long)]
    pub name: Option<String>,
    /// The model's name for people [default: its shape and activation]
    #[arg(long)]
    pub title: Option<String>,
    /// The network's shape.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How it learns.
    #[command(flatten)]
    pub learning: LearningArgs,
    /// Scale the outputs' pre-activations, once trained, so that confidence on the validation images is right
    #[arg(long)]
    pub calibrate: bool,
    /// What it learns from.
    #[command(flatten)]
    pub mix: MixArgs,
    /// Everything random follows from this number
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Significant digits of the weights in the file
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub significant_digits: u8,
    /// Threads that prepare images; they change nothing in the result [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// How many synthetic digits the trained network is measured on, and half as many drawings of no digit
    #[arg(long, value_name = "N", default_value_t = N_SYNTHETIC, hide = true)]
    pub measure_on: usize,
}

/// The network's shape.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Network")]
pub struct NetworkArgs {
    /// Neurons of each hidden layer
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', default_value = "16,16")]
    pub hidden: Vec<usize>,
    /// Activation function of the hidden layers
    #[arg(long, value_name = "FN", default_value = "sigmoid", value_parser = activation_fn)]
    pub activation: ActivationFn,
    /// Activation function of the ten outputs
    #[arg(long, value_name = "FN", default_value = "sigmoid", value_parser = activation_fn)]
    pub output_activation: ActivationFn,
}

/// How the network learns.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Learning")]
pub struct LearningArgs {
    /// What is made small
    #[arg(long, value_enum, default_value_t = LossArg::CrossEntropy)]
    pub loss: LossArg,
    /// How the gradient is followed
    #[arg(long, value_enum, default_value_t = OptimiserArg::Adam)]
    pub optimiser: OptimiserArg,
    /// How much of its last step SGD keeps
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub momentum: f32,
    /// How much of each target is spread over all ten digits
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub label_smoothing: f32,
    /// Model file of a larger network to learn from, besides the labels; given several times, their mean
    #[arg(long, value_name = "FILE")]
    pub teacher: Vec<PathBuf>,
    /// How much of each target is the teachers', 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.7, value_parser = share, requires = "teacher")]
    pub teacher_share: f32,
    /// Passes over the data; 0 writes the network with its random weights
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub epochs: u32,
    /// Samples for each step
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub mini_batch: u32,
    /// The size of a step, at its largest
    #[arg(long, value_name = "X", default_value_t = 0.005, value_parser = positive)]
    pub learning_rate: f32,
    /// How the learning rate changes in the course of training
    #[arg(long, value_enum, default_value_t = ScheduleArg::Cosine)]
    pub schedule: ScheduleArg,
    /// Averaging of the weights over the steps: how much of the average each step keeps; 0 for none
    #[arg(long, value_name = "X", default_value_t = 0.999, value_parser = fraction)]
    pub average: f32,
    /// How much the first layer's weights are drawn towards zero at each step, relative to the learning rate
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = fraction)]
    pub weight_decay: f32,
}

/// What the network learns from.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Data")]
pub struct MixArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArg,
    /// How often each MNIST image is seen in an epoch; 0 leaves MNIST out
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = repetitions)]
    pub mnist_weight: f32,
    /// How often each drawing is seen in an epoch; 0 leaves drawings out
    #[arg(long, value_name = "X", default_value_t = 3.0, value_parser = repetitions)]
    pub strokes_weight: f32,
    /// How many made-up digits are seen in an epoch
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000_000))]
    pub synthetic: u32,
    /// How many made-up drawings that are no digits are seen in an epoch; the network learns to light no output for them (or,
    /// with softmax, all alike)
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000_000))]
    pub non_digits: u32,
    /// File of drawings (.jsonl, .jsonl.gz); may be given several times [default: the data directory's pen digits]
    #[arg(long, value_name = "FILE")]
    pub strokes: Vec<PathBuf>,
    /// Writers whose drawings are kept from training, to validate on
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', default_value = "3,8,13,18,23,28")]
    pub validation_writers: Vec<u32>,
    /// How many of MNIST's training images, the last ones, are kept from training, to validate on
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub mnist_validation: usize,
    /// The steps from ink to image, in order
    #[arg(long, value_name = "STEPS", default_value = "fit-20,straighten,centre-of-mass")]
    pub preprocessing: PreprocessingArg,
    /// How drawings are varied: `none`, or a list such as `rotation=6,elastic=1.5` of rotation (degrees), shear, stretch, elastic
    /// (pixels), scale, shift (pixels), pen
    #[arg(
        long,
        value_name = "LIST",
        default_value = "rotation=6,shear=0.1,stretch=0.1,elastic=1.5,scale=0.05,shift=0.5,pen=0.1"
    )]
    pub augmentation: AugmentationArg,
    /// How MNIST's images are varied [default: as drawings are]
    #[arg(long, value_name = "LIST")]
    pub mnist_augmentation: Option<AugmentationArg>,
    /// Draw strokes with another pen than everybody else: only for finding out which pen is best, as every other command, and
    /// the page, draws with the standard one
    #[arg(long, value_name = "WIDTH,SOFTNESS", hide = true)]
    pub pen: Option<PenArg>,
}

/// See [`LearningArgs::loss`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LossArg {
    /// -log of the right output (and of one minus the wrong ones)
    CrossEntropy,
    /// Half the squared distance
    Quadratic,
}

/// See [`LearningArgs::optimiser`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimiserArg {
    /// Steps scaled by the gradient's own size (Kingma and Ba, 2015)
    Adam,
    /// Plain gradient descent, with momentum if wished
    Sgd,
}

/// See [`LearningArgs::schedule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScheduleArg {
    /// Always the same
    Constant,
    /// A short rise, then down to zero along a half cosine
    Cosine,
}

fn activation_fn(name: &str) -> Result<ActivationFn, String> {
    ActivationFn::from_name(name).ok_or_else(|| "one of sigmoid, relu, tanh, identity, softmax".to_owned())
}

fn finite(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "must be a number".to_owned())
}

fn positive_double(text: &str) -> Result<f64, String> {
    finite(text).ok().filter(|&number| number > 0.0).ok_or_else(|| "must be a number above 0".to_owned())
}

fn number(text: &str, is_good: impl Fn(f32) -> bool, expected: &str) -> Result<f32, String> {
    text.parse().ok().filter(|&number| is_good(number)).ok_or_else(|| expected.to_owned())
}

fn positive(text: &str) -> Result<f32, String> {
    number(text, |number| number > 0.0 && number.is_finite(), "must be a number above 0")
}

fn fraction(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..1.0).contains(&number), "must be a number from 0 to below 1")
}

fn share(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..=1.0).contains(&number), "must be a number from 0 to 1")
}

fn repetitions(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..=1000.0).contains(&number), "must be a number from 0 to 1000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::test_sets::HELD_OUT_WRITERS;

    #[test]
    fn held_out_is_what_training_holds_out() {
        let Command::Train(args) = Cli::parse_from(["inkling", "train", "--output", "model.json"]).command
        else {
            panic!("not training");
        };
        assert_eq!(args.mix.validation_writers, HELD_OUT_WRITERS);
    }
}
