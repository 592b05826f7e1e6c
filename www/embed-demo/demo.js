// Shows each event as it comes, and offers each request.

const inkling = document.querySelector("inkling-digit");
const verb = document.getElementById("verb");
const send = document.querySelector("#ask button");
const fields = document.getElementById("fields");
const reply = document.getElementById("reply");
const events = document.getElementById("events");

const THREE = [[[0.3, 0.25], [0.5, 0.18], [0.65, 0.3], [0.5, 0.47], [0.68, 0.62], [0.55, 0.8], [0.3, 0.75]]];
const MOST_EVENTS = 200;

// What is shown as it comes.
const EVENTS = [
  "ready", "prediction", "stateChanged", "stepCompleted", "lessonCompleted", "trainProgress", "tallyChanged", "resize", "error",
];

// What to begin with, for requests with fields.
const EXAMPLES = {
  setStrokes: { strokes: THREE, animate: true },
  setPixels: { pixels: Array.from({ length: 784 }, (_, i) => (i % 28 > 12 && i % 28 < 16 && i > 112 && i < 672 ? 1 : 0)) },
  setModel: { model: "wide" },
  setParams: { theme: "dark" },
  select: { layer: 1, neuron: 3 },
  setState: { state: "v=1&panel=why" },
  setDefaultState: { state: "v=1" },
  picture: { format: "svg", what: "network" },
  command: { command: "start" },
};

function shortened(message) {
  const text = JSON.stringify(message);
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text;
}

function offer() {
  fields.value = JSON.stringify(EXAMPLES[verb.value] ?? {});
}

for (const type of EVENTS) {
  inkling.addEventListener(type, ({ detail }) => {
    const line = document.createElement("li");
    line.textContent = shortened({ type, ...detail });
    events.prepend(line);
    if (events.children.length > MOST_EVENTS) events.lastChild.remove();
  });
}

// All that this version can be asked for. The element says hello by itself. It is ready again whenever a request brings back a
// frame that was destroyed, and you may be writing the next one by then.
inkling.addEventListener(
  "ready",
  ({ detail }) => {
    const verbs = detail.capabilities.filter((name) => name !== "hello");
    verb.replaceChildren(...verbs.map((name) => new Option(name, name)));
    send.disabled = false;
    offer();
  },
  { once: true },
);

verb.addEventListener("change", offer);

// The examples with a button of their own.
for (const button of document.querySelectorAll("[data-verb]")) {
  button.addEventListener("click", () => {
    verb.value = button.dataset.verb;
    fields.value = button.dataset.fields;
    send.click();
  });
}

document.getElementById("forget").addEventListener("click", () => events.replaceChildren());

document.getElementById("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  reply.textContent = "…";
  try {
    const answer = await inkling[verb.value](JSON.parse(fields.value));
    reply.textContent = shortened(answer ?? {});
  } catch (error) {
    reply.textContent = error.code ? `${error.code}: ${error.message}` : error.message;
  }
});
