// Trains in slices of a few milliseconds: as the program of a worker, or on the page's own thread, which imports this where it
// can have no worker. Requests and replies are bytes, which only the programs at both ends understand.

import start, { Training } from "./training_program.js";

// The longest that a request has to wait.
const SLICE_MS = 8;

// Calls `reply` with each reply. Returns a function that hears requests. The first reply comes after that. A reply without bytes
// says that the program has crashed: nothing more comes of it. The program may be given, compiled or as bytes.
export async function connect(reply, program) {
  await start({ module_or_path: program });
  const training = new Training();
  const { port1, port2 } = new MessageChannel();
  let isDue = false;
  let isDead = false;
  // On the page's own thread, an error that got out would stop the page. The page hears of it after its request, not during it.
  const safely = (work) => {
    if (isDead) return;
    try {
      work();
    } catch (error) {
      isDead = true;
      console.warn(error);
      queueMicrotask(() => reply(new Uint8Array()));
    }
  };
  // A message to itself lets others in between, without the delay of a timer.
  const goOn = () => {
    if (isDue || !training.isBusy()) return;
    isDue = true;
    port2.postMessage(null);
  };
  port1.onmessage = () => safely(() => {
    isDue = false;
    const end = performance.now() + SLICE_MS;
    while (training.isBusy() && performance.now() < end) {
      const bytes = training.step();
      if (bytes) reply(bytes);
    }
    goOn();
  });
  goOn();
  return (request) => safely(() => {
    training.hear(request);
    goOn();
  });
}

if (typeof document !== "undefined") {
  // The page waits for this at the element that has loaded this file.
  const name = import.meta.url;
  const element = [...document.scripts].find((script) => script.src === name);
  element?.dispatchEvent(new CustomEvent("training", { detail: connect }));
} else {
  const reply = (bytes) => postMessage(bytes, [bytes.buffer]);
  // The first message is the program.
  onmessage = ({ data }) =>
    connect(reply, data).then(
      (hear) => (onmessage = ({ data }) => hear(data)),
      // Out of the promise, the error reaches the page.
      (error) => setTimeout(() => { throw error; }),
    );
}
