"""Computes the values that `tests/reference.rs` expects of `nn`, independently, in double-precision NumPy.

    pip install numpy
    python crates/nn/reference/reference.py > crates/nn/tests/reference.json

Networks and samples are given by a formula that both sides evaluate; only results are written down. The gradients
here follow from the Jacobian of each layer, not from the shortcuts (`a - y`) that the crate takes.
"""

import json

import numpy as np

SIZES = [9, 5, 4, 3]
N_SAMPLES = 4
LEARNING_RATE = 0.1
N_STEPS = 3

CASES = [
    # hidden, output, loss, optimiser
    ("sigmoid", "sigmoid", "quadratic", "sgd"),
    ("sigmoid", "sigmoid", "cross-entropy", "sgd"),
    ("relu", "softmax", "cross-entropy", "adam"),
    ("tanh", "softmax", "quadratic", "momentum"),
    ("tanh", "identity", "quadratic", "adam"),
    ("relu", "tanh", "quadratic", "momentum"),
]


def pattern(n, stride, modulus, low, high):
    """`n` unordered-looking numbers from `low` to `high`. The crate's test has the same function."""
    steps = (np.arange(n) * stride + 3) % modulus
    return np.float32(low + (high - low) * steps / (modulus - 1)).astype(np.float64)


def network():
    """For each layer, weights `(to, from)`, in row-major order, and biases."""
    layers = []
    for i, (n_in, n_out) in enumerate(zip(SIZES, SIZES[1:])):
        weights = pattern(n_out * n_in, 7 + 2 * i, 31, -1.0, 1.2).reshape(n_out, n_in)
        layers.append([weights, pattern(n_out, 5, 11, -0.3, 0.4)])
    return layers


def samples():
    """Inputs `(n_samples, n_inputs)`, clipped at zero, and targets that add up to 1."""
    inputs = np.maximum(pattern(N_SAMPLES * SIZES[0], 11, 37, -1.0, 1.0), 0.0).reshape(N_SAMPLES, SIZES[0])
    targets = np.full((N_SAMPLES, SIZES[-1]), 0.0625)
    targets[np.arange(N_SAMPLES), np.arange(N_SAMPLES) % SIZES[-1]] = 0.875
    return inputs, targets


def activate(name, z):
    """`f(z)` and the Jacobian `df_i/dz_j` at `z`."""
    if name == "sigmoid":
        a = 1.0 / (1.0 + np.exp(-z))
        return a, np.diag(np.exp(-z) * a**2)
    if name == "relu":
        return np.maximum(z, 0.0), np.diag((z > 0.0).astype(float))
    if name == "tanh":
        return np.tanh(z), np.diag(1.0 / np.cosh(z) ** 2)
    if name == "identity":
        return z, np.eye(len(z))
    a = np.exp(z) / np.exp(z).sum()
    return a, np.diag(a) - np.outer(a, a)


def loss_and_derivative(name, output, a, y):
    """The loss of one sample and its derivative with respect to the outputs."""
    if name == "quadratic":
        return 0.5 * ((a - y) ** 2).sum(), a - y
    if output == "softmax":
        return -(y * np.log(a)).sum(), -y / a
    return -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(), (a - y) / (a * (1 - a))


def forward(layers, functions, x):
    passes, a = [], x
    for (weights, biases), function in zip(layers, functions):
        z = weights @ a + biases
        inputs, (a, jacobian) = a, activate(function, z)
        passes.append((inputs, z, a, jacobian))
    return passes


def mean_gradients(layers, functions, loss, inputs, targets):
    gradients = [[np.zeros_like(weights), np.zeros_like(biases)] for weights, biases in layers]
    total = 0.0
    for x, y in zip(inputs, targets):
        passes = forward(layers, functions, x)
        value, derivative = loss_and_derivative(loss, functions[-1], passes[-1][2], y)
        total += value
        for i in reversed(range(len(layers))):
            a_before, _, _, jacobian = passes[i]
            delta = jacobian.T @ derivative
            gradients[i][0] += np.outer(delta, a_before) / len(inputs)
            gradients[i][1] += delta / len(inputs)
            derivative = layers[i][0].T @ delta
    return total / len(inputs), gradients


def train(layers, functions, loss, optimiser, inputs, targets):
    """Takes `N_STEPS` steps and returns the loss before each."""
    losses = []
    memory = [[[np.zeros_like(p), np.zeros_like(p)] for p in layer] for layer in layers]
    for t in range(1, N_STEPS + 1):
        loss_now, gradients = mean_gradients(layers, functions, loss, inputs, targets)
        losses.append(loss_now)
        for i, layer in enumerate(layers):
            for k in range(2):
                g, (m, v) = gradients[i][k], memory[i][k]
                if optimiser == "adam":
                    m = 0.9 * m + 0.1 * g
                    v = 0.999 * v + 0.001 * g**2
                    step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
                elif optimiser == "momentum":
                    m = 0.9 * m + g
                    step = m
                else:
                    step = g
                memory[i][k] = [m, v]
                layer[k] = layer[k] - LEARNING_RATE * step
    return losses


def rounded(value):
    """The value with every number rounded to nine digits, which suffice for single precision."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def main():
    cases = []
    for hidden, output, loss, optimiser in CASES:
        layers, (inputs, targets) = network(), samples()
        functions = [hidden] * (len(layers) - 1) + [output]
        passes = forward(layers, functions, inputs[0])
        case = {
            "hidden": hidden,
            "output": output,
            "loss": loss,
            "optimiser": optimiser,
            "pre_activations": [p[1].tolist() for p in passes],
            "activations": [p[2].tolist() for p in passes],
        }
        case["losses"] = train(layers, functions, loss, optimiser, inputs, targets)
        case["weights"] = [weights.ravel().tolist() for weights, _ in layers]
        case["biases"] = [biases.tolist() for _, biases in layers]
        cases.append(case)
    print("[\n" + ",\n".join(json.dumps(rounded(case)) for case in cases) + "\n]")


if __name__ == "__main__":
    main()
