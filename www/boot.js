// Starts the page, or says what is wrong. It decides nothing.

const root = document.documentElement;
const query = new URLSearchParams(location.search);
// As the program will show it, so that nothing jumps. An unknown value matches no rule.
root.dataset.ui = query.get("ui") ?? "full";
if (matchMedia("(prefers-color-scheme: dark)").matches) root.dataset.theme = "dark";
if (["light", "dark", "projector"].includes(query.get("theme"))) root.dataset.theme = query.get("theme");

// Files by their names in the code. The real names contain a hash, so that two builds never mix.
const files = Object.fromEntries(
  document.getElementById("files").content.split(" ").map((file) => [file.replace(/-[0-9a-f]{8}\./, "."), file]),
);
const urlOf = (name) => new URL(files[name] ?? name, document.baseURI);

const failure = document.getElementById("failure");
const certainty = document.querySelector("#answer .certainty");
// Without this script, nobody is invited to draw and nothing is said to be loading.
root.dataset.untouched = true;
certainty.textContent = "loading…";
// From here on, this script says what is wrong.
document.getElementById("unstarted").remove();

function fail(message) {
  // An earlier message is closer to the cause.
  if (!failure.hidden) return;
  failure.textContent = message;
  failure.hidden = false;
  certainty.textContent = "";
  delete root.dataset.untouched;
}

// A module with reference types and 128-bit SIMD.
const needed = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
);

function isWasmForbidden() {
  try {
    // WebKit forbids no more than this.
    return !new WebAssembly.Instance(new WebAssembly.Module(needed));
  } catch {
    return true;
  }
}

const SECONDS = 20;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The error's message completes the sentence "Could not load the model: ...".
async function fetchOnce(name) {
  const control = new AbortController();
  let timer;
  const waitOn = () => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), SECONDS * 1000);
  };
  let cause = "it could not be downloaded (you are offline, or the site does not allow it)";
  let isWorthRetrying = true;
  try {
    waitOn();
    const response = await fetch(urlOf(name), { signal: control.signal });
    cause = response.status === 404 ? "there is no file at this address (404)" : `the server refused it (${response.status})`;
    // It was there when the page was built.
    if (response.status === 404 && files[name]) cause += "; reload the page";
    isWorthRetrying = response.status >= 500;
    if (!response.ok) throw response;
    cause = "the download was interrupted";
    isWorthRetrying = true;
    const parts = [];
    const reader = response.body.getReader();
    for (let part; !(part = await reader.read()).done; waitOn()) parts.push(part.value);
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch {
    if (control.signal.aborted) throw new Error(`the server has not answered for ${SECONDS} seconds`);
    throw Object.assign(new Error(cause), { isWorthRetrying });
  } finally {
    clearTimeout(timer);
  }
}

// One of the page's files by its plain name, or any other address.
async function fetchWithRetries(name) {
  for (const wait of [500, 2000]) {
    try {
      return await fetchOnce(name);
    } catch (error) {
      if (!error.isWorthRetrying) throw error;
      await pause(wait);
    }
  }
  return fetchOnce(name);
}

// The first model comes with the program, for the first picture.
const begun = {};
const firstModel = `pretrained/${query.get("model") ?? "vanilla"}.bin`;
if (files[firstModel]) {
  begun[firstModel] = fetchWithRetries(firstModel);
  begun[firstModel].catch(() => {}); // Reported to whoever asks.
}

function fetchBytes(name) {
  const bytes = begun[name] ?? fetchWithRetries(name);
  delete begun[name];
  return bytes;
}

let loader;
let nTries = 0;

// Loads the panels, or puts a message with a button in their place.
async function loadPanels(program, main) {
  const place = document.getElementById("panels-loading");
  delete place.dataset.failed;
  place.textContent = "loading…";
  try {
    // New URLs for each further attempt: browsers remember failed ones.
    const suffix = nTries++ ? `?${nTries}` : "";
    const addressOf = (name) => urlOf(name) + suffix;
    loader ??= await Promise.race([
      import(addressOf("panels.js")),
      pause(SECONDS * 1000).then(() => Promise.reject(Error("panels.js has not come"))),
    ]);
    await loader.bringPanels(program, main, { addressOf, fetchBytes, SECONDS });
    place.remove();
  } catch (error) {
    console.error(error);
    const isOfAnotherBuild = error instanceof WebAssembly.LinkError;
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: isOfAnotherBuild ? "Reload the page" : "Try again",
      onclick: () => (isOfAnotherBuild ? location.reload() : loadPanels(program, main)),
    });
    place.replaceChildren(
      isOfAnotherBuild
        ? "The panels are from another version of this page. "
        : "The panels could not be loaded. Reload the page, or keep drawing without them. ",
      button,
    );
    place.dataset.failed = "";
  }
}

async function start() {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(needed)) {
    fail("Your browser is too old for Inkling, which needs WebAssembly with SIMD (Chrome 96, Firefox 101, Safari 16.4 or newer).");
    return;
  }
  const overdue = setTimeout(fail, SECONDS * 1000, "Inkling is taking a long time to load. Keep waiting, or reload the page.");
  try {
    const { js, wasm } = document.getElementById("app-files").dataset;
    const program = await import(new URL(js, document.baseURI));
    const main = await program.default({ module_or_path: fetch(new URL(wasm, document.baseURI)) });
    clearTimeout(overdue);
    failure.hidden = true;
    program.start((name, settled) => void fetchBytes(name).then(settled, settled));
    // The panels also read other formats of models, and hear the page that embeds this one.
    const needsPanels = ["panel", "api", "resize", "splice"].some((name) => (query.get(name) ?? "0") !== "0") || /[./]/.test(query.get("model"));
    if (["embed", "pad", "network"].includes(root.dataset.ui) && !needsPanels && !location.hash) return;
    // What a link describes is needed at once. Otherwise, the first answer comes first.
    if (!location.hash) await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 500 }));
    loadPanels(program, main);
  } catch (error) {
    clearTimeout(overdue);
    console.error(error);
    fail(
      isWasmForbidden()
        ? "Inkling cannot run here because this site's security policy forbids WebAssembly. It needs 'wasm-unsafe-eval' in script-src."
        : "Inkling could not be loaded. Check your connection and reload the page.",
    );
  }
}

start();
