//! The command line: commands, arguments, defaults and help texts. What a command does is in its own file.

pub mod recipe;
mod train;
mod values;

pub use train::{LearningArgs, LossArg, MixArgs, NetworkArgs, OptimiserArg, ScheduleArg, TrainArgs};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use nn::ActivationFn;

use self::recipe::PreprocessingArg;
use self::values::{activation_fn, finite, hidden_activation_fn, positive_double};

/// Train, evaluate and use neural networks that read handwritten digits
#[derive(Debug, Parser)]
#[command(name = "inkling", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Download data sets, generate synthetic drawings
    #[command(subcommand)]
    Data(DataCommand),
    /// Train a network and save it as a model file
    Train(Box<TrainArgs>),
    /// Evaluate a model: accuracy, calibration, rejection of non-digits
    Eval(EvalArgs),
    /// Classify drawings from standard input, one JSON object per line
    Predict(PredictArgs),
    /// Convert a network from network2.py (JSON) or PyTorch (.safetensors) to a model file
    Convert(ConvertArgs),
    /// Benchmark the forward pass and training on one thread
    Bench(BenchArgs),
    /// Pack the models in a directory into the compact files that the page loads
    Pack(PackArgs),
    /// Write a README.md that describes the models in a directory
    Cards(CardsArgs),
}

/// The commands of `inkling data`.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Download MNIST and the UCI pen digits, verify and convert them
    Fetch(FetchArgs),
    /// Generate synthetic digits or non-digits and save them as a strokes file
    Synthetic(SyntheticArgs),
    /// Pack MNIST at one bit per pixel for the page
    Pack(PackMnistArgs),
    /// Render many drawings, synthetic or from a strokes file, in one image (PNG)
    Sheet(SheetArgs),
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct DataArg {
    /// Data directory, which contains `mnist/` and `strokes/`
    #[arg(
        long = "data",
        value_name = "DIR",
        env = "INKLING_DATA",
        hide_env_values = true,
        default_value = "data"
    )]
    pub path: PathBuf,
}

/// `inkling data fetch`.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// Where to put the data.
    #[command(flatten)]
    pub data: DataArg,
    /// Download from this URL instead of the default mirrors; can be repeated
    #[arg(long, value_name = "URL")]
    pub mirror: Vec<String>,
}

/// `inkling data pack`.
#[derive(Debug, Args)]
pub struct PackMnistArgs {
    /// File to write
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArg,
}

/// Which synthetic drawings.
#[derive(Clone, Copy, Debug, Args)]
pub struct SyntheticKindArgs {
    /// Generate non-digits instead of digits: letters, symbols, parts of digits and scribbles
    #[arg(long)]
    pub non_digits: bool,
    /// Random seed
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// `inkling data synthetic`.
#[derive(Debug, Args)]
pub struct SyntheticArgs {
    /// Strokes file to write (.jsonl, .jsonl.gz)
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Number of drawings
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub count: usize,
    /// Which.
    #[command(flatten)]
    pub kind: SyntheticKindArgs,
}

/// `inkling data sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// Image to write (.png)
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Strokes file to render (.jsonl, .jsonl.gz), instead of synthetic drawings
    #[arg(long, value_name = "FILE", conflicts_with = "non_digits")]
    pub strokes: Option<PathBuf>,
    /// Drawings per row
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub columns: u32,
    /// Number of rows
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rows: u32,
    /// Render the 28x28 pixels that a network sees, after all preprocessing steps, instead of the strokes
    #[arg(long)]
    pub as_seen: bool,
    /// Which synthetic drawings.
    #[command(flatten)]
    pub kind: SyntheticKindArgs,
}

/// `inkling eval`. Without arguments about data, it evaluates on all the data there is.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Model file
    pub model: PathBuf,
    /// Directory with MNIST's test files [default: the one in the data directory, unless --strokes is given]
    #[arg(long, value_name = "DIR")]
    pub mnist: Option<PathBuf>,
    /// Strokes file (.jsonl, .jsonl.gz); can be repeated [default: the pen digits in the data directory by the held-out
    /// writers, unless --mnist is given]
    #[arg(long, value_name = "FILE")]
    pub strokes: Vec<PathBuf>,
    /// Evaluate only on the drawings by these writers
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', requires = "strokes")]
    pub writers: Vec<u32>,
    /// Number of synthetic digits [default: 10000, or 0 if --mnist or --strokes is given]
    #[arg(long, value_name = "N")]
    pub synthetic: Option<usize>,
    /// Number of synthetic non-digits, which the model should reject [default: 5000, or 0 if --mnist or --strokes is given]
    #[arg(long, value_name = "N")]
    pub non_digits: Option<usize>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// Write an HTML page with the worst mistakes, those with the highest confidence first
    #[arg(long, value_name = "FILE")]
    pub mistakes: Option<PathBuf>,
    /// Maximum number of mistakes on the page for each data set
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub mistakes_per_set: usize,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArg,
}

/// `inkling predict`.
#[derive(Debug, Args)]
pub struct PredictArgs {
    /// Model file
    pub model: PathBuf,
}

/// `inkling bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// File of samples, 785 bytes each: the label, then 784 pixels [default: synthetic samples, as sparse as MNIST's]
    pub samples: Option<PathBuf>,
}

/// `inkling convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Network to convert: JSON saved by network2.py, a .safetensors file of linear layers, or a model file
    pub input: PathBuf,
    /// Model file to write (.json)
    pub model: PathBuf,
    /// Activation function of the hidden layers [default: the file's, or relu]
    #[arg(long, value_name = "FN", value_parser = hidden_activation_fn())]
    pub activation: Option<ActivationFn>,
    /// Activation function of the output layer [default: the file's, or softmax]
    #[arg(long, value_name = "FN", value_parser = activation_fn())]
    pub output: Option<ActivationFn>,
    /// Mean that was subtracted from every pixel in training, such as 0.1307; folded into the first layer
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = finite, allow_negative_numbers = true)]
    pub mean: f64,
    /// Standard deviation that every pixel was divided by in training, such as 0.3081; folded into the first layer
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = positive_double)]
    pub std: f64,
    /// Preprocessing steps from ink to image, in order, or `none` [default: the file's, or fit-20,centre-of-mass]
    #[arg(long, value_name = "STEPS")]
    pub preprocessing: Option<PreprocessingArg>,
    /// Name of the model [default: the file's, or the file name]
    #[arg(long)]
    pub name: Option<String>,
    /// Title of the model [default: the file's, or its architecture]
    #[arg(long)]
    pub title: Option<String>,
}

/// `inkling pack`.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// Directory of model files; each NAME.json gets a NAME.bin beside it
    #[arg(value_name = "DIR", default_value = "pretrained")]
    pub directory: PathBuf,
}

/// `inkling cards`.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// Directory of model files; its README.md is overwritten
    #[arg(value_name = "DIR", default_value = "pretrained")]
    pub directory: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn data_is_in_the_folder_data_unless_you_say_otherwise() {
        let data = |arguments: &[&str]| match Cli::try_parse_from(arguments).map(|cli| cli.command) {
            Ok(Command::Data(DataCommand::Fetch(args))) => args.data.path,
            other => panic!("{other:?}"),
        };
        // Where INKLING_DATA is set, it is the default.
        let default = std::env::var_os("INKLING_DATA").map_or_else(|| PathBuf::from("data"), PathBuf::from);
        assert_eq!(data(&["inkling", "data", "fetch"]), default);
        assert_eq!(data(&["inkling", "data", "fetch", "--data", "there"]), PathBuf::from("there"));
    }
}
