// What trains the same network elsewhere: 784-16-16-10, sigmoid, quadratic cost, plain SGD in mini-batches of 32. Each function
// below makes a network and returns a function that trains it on `n` mini-batches, and gives the outputs for the first drawing.

const SIZES = [784, 16, 16, 10];
const BATCH = 32;
const RATE = 3;

const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
const start = () =>
  SIZES.slice(1).map((nOut, l) => ({
    weights: Float32Array.from({ length: SIZES[l] * nOut }, () => normal() / Math.sqrt(SIZES[l])),
    biases: new Float32Array(nOut),
  }));

// Typed arrays and loops, input by input, so that pixels without ink cost nothing.
async function plain({ pixels, labels }) {
  const network = start();
  const n = labels.length;
  const a = SIZES.map((size) => new Float32Array(size));
  const delta = SIZES.map((size) => new Float32Array(size));
  const sums = network.map(({ weights, biases }) => ({
    weights: new Float32Array(weights.length),
    biases: new Float32Array(biases.length),
  }));
  let next = 0;
  const sample = (idx) => {
    a[0].set(pixels.subarray(784 * idx, 784 * (idx + 1)));
    for (let l = 0; l < 3; l++) {
      const { weights, biases } = network[l];
      const [x, z, nIn, nOut] = [a[l], a[l + 1], SIZES[l], SIZES[l + 1]];
      z.set(biases);
      for (let i = 0; i < nIn; i++) {
        const xi = x[i];
        if (xi === 0) continue;
        const row = i * nOut;
        for (let j = 0; j < nOut; j++) z[j] += xi * weights[row + j];
      }
      for (let j = 0; j < nOut; j++) z[j] = 1 / (1 + Math.exp(-z[j]));
    }
    for (let j = 0; j < 10; j++) {
      const y = a[3][j];
      delta[3][j] = (y - (labels[idx] === j ? 1 : 0)) * y * (1 - y);
    }
    for (let l = 2; l >= 0; l--) {
      const weights = network[l].weights;
      const { weights: dw, biases: db } = sums[l];
      const [x, d, before, nIn, nOut] = [a[l], delta[l + 1], delta[l], SIZES[l], SIZES[l + 1]];
      for (let j = 0; j < nOut; j++) db[j] += d[j];
      for (let i = 0; i < nIn; i++) {
        const xi = x[i];
        const row = i * nOut;
        if (l > 0) {
          let sum = 0;
          for (let j = 0; j < nOut; j++) sum += weights[row + j] * d[j];
          before[i] = sum * xi * (1 - xi);
        }
        if (xi === 0) continue;
        for (let j = 0; j < nOut; j++) dw[row + j] += xi * d[j];
      }
    }
  };
  return async (nBatches) => {
    for (let batch = 0; batch < nBatches; batch++) {
      for (const { weights, biases } of sums) {
        weights.fill(0);
        biases.fill(0);
      }
      for (let s = 0; s < BATCH; s++, next = (next + 1) % n) sample(next);
      const rate = RATE / BATCH;
      network.forEach((layer, l) => {
        for (const key of ["weights", "biases"]) {
          const [to, from] = [layer[key], sums[l][key]];
          for (let i = 0; i < to.length; i++) to[i] -= rate * from[i];
        }
      });
    }
    sample(0);
    return a[3];
  };
}


// One-hot targets of a mini-batch.
const targets = (labels, from) => {
  const targets = new Float32Array(10 * BATCH);
  for (let s = 0; s < BATCH; s++) targets[10 * s + labels[from + s]] = 1;
  return targets;
};

// The mini-batches as pairs of arrays, made once.
const miniBatches = ({ pixels, labels }, array) =>
  Array.from({ length: Math.floor(labels.length / BATCH) }, (_, idx) => [
    array(pixels.slice(784 * BATCH * idx, 784 * BATCH * (idx + 1)), [BATCH, 784]),
    array(targets(labels, BATCH * idx), [BATCH, 10]),
  ]);

async function tensorflow(data, backend) {
  await tf.setBackend(backend);
  const layers = start().map(({ weights, biases }, l) => [
    tf.variable(tf.tensor2d(weights, [SIZES[l], SIZES[l + 1]])),
    tf.variable(tf.tensor1d(biases)),
  ]);
  const batches = miniBatches(data, (values, shape) => tf.tensor2d(values, shape));
  const outputs = (x) => layers.reduce((a, [w, b]) => tf.sigmoid(tf.add(tf.matMul(a, w), b)), x);
  const optimizer = tf.train.sgd(RATE);
  let next = 0;
  return async (n) => {
    await tf.setBackend(backend);
    for (let batch = 0; batch < n; batch++, next = (next + 1) % batches.length) {
      const [x, y] = batches[next];
      optimizer.minimize(() => tf.mul(tf.sum(tf.square(tf.sub(outputs(x), y))), 0.5 / BATCH));
    }
    return tf.tidy(() => outputs(batches[0][0])).dataSync();
  };
}

async function jax(data, address) {
  const { numpy: np, nn, init, defaultDevice, jit, grad } = await import(address);
  await init("wasm");
  defaultDevice("wasm");
  const array = (values, shape) => np.array(values).reshape(shape);
  const batches = miniBatches(data, array);
  const outputs = ([w1, b1, w2, b2, w3, b3], x) =>
    [[w1, b1], [w2, b2], [w3, b3]].reduce((a, [w, b]) => nn.sigmoid(np.dot(a, w).add(b)), x);
  const cost = (parameters, x, y) => {
    const error = outputs(parameters, x).sub(y);
    return np.sum(error.ref.mul(error)).mul(0.5 / BATCH);
  };
  const step = jit((parameters, x, y) => {
    const gradients = grad(cost)(parameters.map((it) => it.ref), x, y);
    return parameters.map((it, idx) => it.sub(gradients[idx].mul(RATE)));
  });
  let parameters = start().flatMap(({ weights, biases }, l) => [
    array(weights, [SIZES[l], SIZES[l + 1]]),
    np.array(biases),
  ]);
  let next = 0;
  return async (n) => {
    for (let batch = 0; batch < n; batch++, next = (next + 1) % batches.length) {
      const [x, y] = batches[next];
      parameters = step(parameters, x.ref, y.ref);
    }
    return outputs(parameters.map((it) => it.ref), batches[0][0].ref).data();
  };
}

// The page's own program. Its run is a film: the time includes what is measured for each of its frames.
async function inkling(address, request, ended) {
  const { connect } = await import(address);
  let end;
  const hear = await connect((reply) => {
    if (ended.every((byte, idx) => reply[idx] === byte)) end();
  });
  const train = () =>
    new Promise((resolve) => {
      end = resolve;
      hear(Uint8Array.from(request));
    });
  // The first time it makes the drawings.
  await train();
  return train;
}

const trainers = {};
window.prepareTraining = async ({ program, request, ended, pixels, labels, libraries }) => {
  const data = { pixels: Float32Array.from(pixels, (shade) => shade / 255), labels };
  tf.wasm.setWasmPaths(`${libraries}/@tensorflow/tfjs-backend-wasm/dist/`);
  trainers.inkling = await inkling(program, request, ended);
  trainers.plain = await plain(data);
  trainers.tensorflowWasm = await tensorflow(data, "wasm");
  trainers.tensorflowCpu = await tensorflow(data, "cpu");
  trainers.jax = await jax(data, `${libraries}/@jax-js/jax/dist/index.js`);
  return Object.keys(trainers).length;
};

// The time of `n` mini-batches in milliseconds.
window.timeTraining = async (name, n) => {
  const begin = performance.now();
  const outputs = await trainers[name](n);
  const time = performance.now() - begin;
  if (outputs && ![...outputs].every(Number.isFinite)) throw Error(`${name} has not trained`);
  return time;
};
