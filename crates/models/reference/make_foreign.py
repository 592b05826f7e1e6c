"""Makes the files in tests/foreign: networks that other people's programs really saved, with the outputs they gave.

Needs PyTorch, safetensors and NumPy, and the file network2.py of M. Nielsen's "Neural Networks and Deep Learning",
brought to Python 3 (`xrange` is `range`, `print` a function), which is not part of this project:

    python make_foreign.py path/to/network2.py ../tests/foreign

The digits that they learn are made up: bars at ten heights. What is compared is not how well a network reads, but that
the same numbers come out here. `mean_std.safetensors` learned from inputs less 0.1307, over 0.3081, as MNIST is usually
normalised; its outputs are listed for the pictures as they are before that.
"""

import importlib.util
import json
import pathlib
import random
import sys

import numpy as np
import torch
from safetensors.torch import save_file

MEAN, STD = 0.1307, 0.3081
N_COMPARED = 6


def pictures(n, rng):
    """`n` pictures of 784 numbers from 0 to 1, three decimals each, and their digits."""
    digits = rng.integers(0, 10, n)
    images = np.zeros((n, 28, 28))
    for image, digit in zip(images, digits):
        top = 2 + 2 * digit + rng.integers(0, 2)
        left = rng.integers(2, 8)
        image[top : top + 4, left : left + 16] = rng.uniform(0.4, 1.0, (4, 16))
    return np.round(images.reshape(n, 784), 3), digits


def sparse(image):
    """`[[pixel, value], ...]` of what is not zero."""
    return [[int(at), float(image[at])] for at in np.flatnonzero(image)]


def learn(model, images, digits, loss):
    """A hundred steps of PyTorch's own Adam."""
    optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(100):
        optimiser.zero_grad()
        loss(model(images), digits).backward()
        optimiser.step()


def save_torch(path, layers, images, metadata=None, after=torch.nn.Identity(), prefix=None):
    """Trains and saves a stack; returns its case. `after` is what follows the last layer when it is used."""
    model = torch.nn.Sequential(*layers)
    x = torch.tensor(images[0], dtype=torch.float32)
    is_normalised = path.name.startswith("mean_std")
    shown = (x - MEAN) / STD if is_normalised else x
    learn(model, shown, torch.tensor(images[1]), torch.nn.CrossEntropyLoss())
    saved = torch.nn.ModuleDict({prefix: model}) if prefix else model
    save_file(saved.state_dict(), path, metadata=metadata)
    with torch.no_grad():
        outputs = after(model(shown[:N_COMPARED]))
    return {"file": path.name, "outputs": outputs.tolist()}


def save_network2(path, network2, images):
    """Trains and saves a network of Nielsen's; returns its case."""
    target = np.eye(10)
    data = [(image.reshape(784, 1), target[digit].reshape(10, 1)) for image, digit in zip(*images)]
    network = network2.Network([784, 4, 10], cost=network2.CrossEntropyCost)
    network.SGD(data, 20, 10, 0.5, lmbda=0.1)
    network.save(path)
    outputs = [network.feedforward(image.reshape(784, 1)).ravel().tolist() for image in images[0][:N_COMPARED]]
    return {"file": path.name, "outputs": outputs}


def main():
    module, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    spec = importlib.util.spec_from_file_location("network2", module)
    network2 = importlib.util.module_from_spec(spec)
    sys.modules["network2"] = network2
    spec.loader.exec_module(network2)

    torch.manual_seed(1)
    np.random.seed(1)
    random.seed(1)
    images = pictures(200, np.random.default_rng(1))
    nn = torch.nn
    softmax = nn.Softmax(dim=1)
    cases = [
        save_network2(folder / "network2.json", network2, images),
        # No word about the functions: ReLU and, for what cross-entropy wants, softmax.
        save_torch(
            folder / "relu.safetensors",
            [nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 10)],
            images,
            after=softmax,
        ),
        # Flatten takes index 0; the stack is a part of a module; a layer without biases; the functions are named.
        save_torch(
            folder / "tanh.safetensors",
            [nn.Flatten(), nn.Linear(784, 12), nn.Tanh(), nn.Linear(12, 7, bias=False), nn.Tanh(), nn.Linear(7, 10)],
            images,
            metadata={"activation": "tanh", "output": "identity"},
            prefix="stack",
        ),
        save_torch(
            folder / "mean_std.safetensors",
            [nn.Linear(784, 8), nn.Sigmoid(), nn.Linear(8, 10)],
            images,
            after=softmax,
        ),
    ]
    inputs = [sparse(image) for image in images[0][:N_COMPARED]]
    (folder / "cases.json").write_text(json.dumps({"inputs": inputs, "cases": cases}) + "\n")


main()
