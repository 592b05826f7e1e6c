"""Compares the training speed of 784-16-16-10 in NumPy and `inkling bench`, on the same samples, one thread each.

    pip install numpy
    python crates/nn/reference/bench_numpy.py [--mnist DIR] [--rounds N]

Both use mini-batches of 128, plain SGD, sigmoid outputs and cross-entropy, and take the samples in the same order: NumPy from a
matrix of pixels as numbers, inkling from the images' bytes, as its training loop does. They take turns, so that other load on the
machine affects both alike; the best figure of each is the least disturbed. Without MNIST's training files (IDX, gzipped or
not) in DIR, the images are synthetic, with as large a share of zero pixels, in runs like MNIST's.
"""

import os

# Must be set before NumPy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import gzip
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

import numpy as np

SIZES = [784, 16, 16, 10]
MINI_BATCH = 128
LEARNING_RATE = np.float32(0.5)
N_EPOCHS = 5
N_SYNTHETIC = 20_000
CRATE = pathlib.Path(__file__).resolve().parents[1]


def read_idx(directory, name, header):
    for path in [directory / name, directory / f"{name}.gz"]:
        if path.exists():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            return np.frombuffer(data, np.uint8)[header:]
    raise SystemExit(f"{directory / name}[.gz] does not exist")


def load_samples(mnist):
    """Labels and pixels as bytes, 785 per sample."""
    if mnist is not None:
        labels = read_idx(mnist, "train-labels-idx1-ubyte", 8)
        pixels = read_idx(mnist, "train-images-idx3-ubyte", 16).reshape(-1, SIZES[0])
        return np.column_stack([labels, pixels])
    return np.column_stack([np.arange(N_SYNTHETIC) % SIZES[-1], synthetic_images()]).astype(np.uint8)


def synthetic_images():
    """One run of ink in each of the middle 20 rows, at varying positions: about 19% of the pixels, as in MNIST."""
    rng = np.random.default_rng(1)
    start = 4 + rng.integers(0, 7, (N_SYNTHETIC, 20, 1))
    end = start + 1 + rng.integers(0, 14, (N_SYNTHETIC, 20, 1))
    column = np.arange(28)
    images = np.zeros((N_SYNTHETIC, 28, 28))
    ink = 128 + rng.integers(0, 128, (N_SYNTHETIC, 20, 1))
    images[:, 4:24] = ink * ((start <= column) & (column < end))
    return images.reshape(N_SYNTHETIC, SIZES[0])


def sigmoid(z):
    """Works in place, to avoid allocating temporaries."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def train_epoch(weights, biases, inputs, targets):
    for start in range(0, len(inputs) - MINI_BATCH + 1, MINI_BATCH):
        activations = [inputs[start : start + MINI_BATCH]]
        for w, b in zip(weights, biases):
            z = activations[-1] @ w
            z += b
            activations.append(sigmoid(z))
        delta = activations[-1] - targets[start : start + MINI_BATCH]
        delta *= LEARNING_RATE / MINI_BATCH
        for i in reversed(range(len(weights))):
            a = activations[i]
            step_weights, step_biases = a.T @ delta, delta.sum(axis=0)
            if i > 0:
                delta = delta @ weights[i].T
                delta *= a
                delta *= 1 - a
            weights[i] -= step_weights
            biases[i] -= step_biases


def time_numpy(samples):
    """Millions of samples per second in the fastest epoch."""
    inputs = samples[:, 1:].astype(np.float32) / np.float32(255)
    targets = np.eye(SIZES[-1], dtype=np.float32)[samples[:, 0]]
    rng = np.random.default_rng(1)
    shapes = list(zip(SIZES, SIZES[1:]))
    weights = [(rng.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32) for shape in shapes]
    biases = [np.zeros(n_out, np.float32) for _, n_out in shapes]
    seconds = []
    for _ in range(N_EPOCHS):
        start = time.perf_counter()
        train_epoch(weights, biases, inputs, targets)
        seconds.append(time.perf_counter() - start)
    return len(inputs) // MINI_BATCH * MINI_BATCH / min(seconds) / 1e6


def build_inkling():
    """Builds `inkling` and returns its path."""
    command = ["cargo", "build", "--profile", "native", "--package", "trainer", "--message-format", "json"]
    output = subprocess.run(command, cwd=CRATE, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = [json.loads(line) for line in output.splitlines()]
    return next(m["executable"] for m in messages if m.get("executable"))


def time_inkling(program, file):
    """The figures that the program prints, by name."""
    output = subprocess.run([program, "bench", file], check=True, stdout=subprocess.PIPE, text=True).stdout
    return {name.strip(): float(figure) for name, figure in re.findall(r"^(\D+?)\s+([\d.]+)", output, re.MULTILINE)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=pathlib.Path, help="directory with MNIST's training files")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()

    program = build_inkling()
    samples = load_samples(arguments.mnist)
    print(f"{len(samples)} samples, {(samples[:, 1:] != 0).mean():.1%} of the pixels are not zero, NumPy {np.__version__}")
    figures = []
    with tempfile.NamedTemporaryFile() as file:
        samples.tofile(file.name)
        for _ in range(arguments.rounds):
            numpy, inkling = time_numpy(samples), time_inkling(program, file.name)
            sgd = inkling.pop("train sgd")
            figures.append((numpy, sgd))
            others = ", ".join(f"{name} {figure:.3f}" for name, figure in inkling.items())
            print(f"NumPy {numpy:.3f} M samples/s, inkling {sgd:.3f}: {sgd / numpy:.2f}x   ({others})")
    median = statistics.median(inkling / numpy for numpy, inkling in figures)
    best_numpy, best_inkling = (max(column) for column in zip(*figures))
    best = best_inkling / best_numpy
    print(f"median ratio {median:.2f}x; best {best_inkling:.3f} vs {best_numpy:.3f}: {best:.2f}x")


if __name__ == "__main__":
    main()
