//! A directory of small data that the tests generate, in which the real program runs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use digits::{Drawing, Ink, N_PIXELS, Point, Preprocessing, Stroke, strokes_file};
use tempfile::TempDir;

/// Polylines that look enough like digits, one string of `x,y` for each stroke, in tenths of the pad.
const SHAPES: [&[&str]; 10] = [
    &["5,1 3,3 3,7 5,9 7,7 7,3 5,1"],
    &["5,1 5,9"],
    &["3,3 5,1 7,3 3,9 7,9"],
    &["3,1 7,1 5,4 7,6 6,9 3,8"],
    &["5,1 3,6 8,6", "6,4 6,9"],
    &["7,1 3,1 3,5 6,4 7,7 5,9 3,8"],
    &["6,1 3,5 3,8 5,9 7,7 5,5 3,7"],
    &["3,1 7,1 4,9"],
    &["5,1 3,3 7,7 5,9 3,7 7,3 5,1"],
    &["7,4 5,5 3,3 5,1 7,3 6,9"],
];

/// A directory for one test, gone at its end.
pub(crate) struct Bench {
    directory: TempDir,
}

impl Bench {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory") }
    }

    /// One with an MNIST of 400 and 100 images in `data/mnist`, and 240 drawings by writers 1 to 6 in `data/strokes`, where
    /// the program finds them by default.
    pub(crate) fn with_data() -> Self {
        let bench = Self::new();
        fs::create_dir_all(bench.path("data/mnist")).expect("a directory");
        fs::create_dir_all(bench.path("data/strokes")).expect("a directory");
        bench.write_mnist("train", 400);
        bench.write_mnist("t10k", 100);
        let drawings: Vec<Drawing> = (0..240).map(|n| drawing(n, 1 + (n as u32 / 10) % 6)).collect();
        let file = File::create(bench.path("data/strokes/pendigits-train.jsonl.gz")).expect("a file");
        strokes_file::write_gzipped(file, &drawings).expect("written");
        bench
    }

    /// A path in the directory.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The program, ready to run in the directory, without this machine's data.
    pub(crate) fn inkling(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inkling"));
        command
            .current_dir(self.directory.path())
            .env_remove("INKLING_DATA")
            .args(arguments.split_whitespace());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.inkling(arguments).output().expect("the program runs")
    }

    /// Runs the program, which must succeed. Returns its standard output.
    pub(crate) fn succeed(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs the program, which must fail with this exit code. Returns its standard error.
    pub(crate) fn fail(&self, code: i32, arguments: &str) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    fn write_mnist(&self, prefix: &str, count: u32) {
        let idx = |numbers: &[u32], payload: Vec<u8>| -> Vec<u8> {
            numbers.iter().flat_map(|number| number.to_be_bytes()).chain(payload).collect()
        };
        let drawings: Vec<Drawing> = (0..count as usize).map(|n| drawing(n, 0)).collect();
        let images = drawings.iter().flat_map(|drawing| {
            let image = drawing.ink.to_image(&Preprocessing::mnist());
            image.pixels().map(|pixel| (255.0 * pixel) as u8)
        });
        let images: Vec<u8> = images.collect();
        assert_eq!(images.len(), count as usize * N_PIXELS);
        let labels = drawings.iter().filter_map(|drawing| drawing.label).collect();
        let write = |kind: &str, bytes: Vec<u8>| {
            fs::write(self.path(format!("data/mnist/{prefix}-{kind}")), bytes).expect("written");
        };
        write("images-idx3-ubyte", idx(&[0x0803, count, 28, 28], images));
        write("labels-idx1-ubyte", idx(&[0x0801, count], labels));
    }
}

/// What a program printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Drawing number `n`: its digit is the last digit of `n`, and its points are shaken by a noise that depends on `n`.
pub(crate) fn drawing(n: usize, writer: u32) -> Drawing {
    let label = n % 10;
    let mut noise = Noise(n as u32 * 2 + 1);
    let stroke = |shape: &&str| Stroke {
        points: shape
            .split(' ')
            .filter_map(|point| point.split_once(','))
            .map(|(x, y)| noise.shake(x, y))
            .collect(),
    };
    let ink = Ink { strokes: SHAPES[label].iter().map(stroke).collect() };
    Drawing { label: u8::try_from(label).ok(), writer: Some(writer), ink }
}

/// Pseudo-random numbers (Numerical Recipes' linear congruential generator).
struct Noise(u32);

impl Noise {
    fn shake(&mut self, x: &str, y: &str) -> Point {
        let mut coordinate = |text: &str| {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (self.0 >> 8) as f32 / (1 << 24) as f32 - 0.5;
            (text.parse::<f32>().expect("a number") + noise) / 10.0
        };
        Point::new(coordinate(x), coordinate(y))
    }
}
