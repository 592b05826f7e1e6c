// Starts the page: loads the program and says plainly what is wrong where that fails. No logic of the page is here.

const root = document.documentElement;
const query = new URLSearchParams(location.search);
// The first picture is what the program will make of it, so that nothing jumps; an unknown value matches no rule.
root.dataset.ui = query.get("ui") ?? "full";
if (matchMedia("(prefers-color-scheme: dark)").matches) root.dataset.theme = "dark";
if (["light", "dark", "projector"].includes(query.get("theme"))) root.dataset.theme = query.get("theme");

function fail(message) {
  const failure = document.getElementById("failure");
  // Whatever is said there already is nearer to the cause.
  if (!failure.hidden) return;
  failure.textContent = message;
  failure.hidden = false;
  document.querySelector("#answer .certainty").textContent = "";
}

// (module (table 0 externref) (func (result v128) i32.const 0 i8x16.splat)): valid only where WebAssembly has reference
// types and 128-bit SIMD.
const needed = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
);

// The page's own model, which the program wants unless the address names another: fetched beside the program, so that
// its first picture has the network in it. Without it the program fetches for itself, and says what is wrong.
async function ownModel() {
  if (query.has("model")) return undefined;
  try {
    const response = await fetch("pretrained/vanilla.json");
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

// The panels: the other part of the program (`cargo xtask split`), markup and looks, once the first answer is there.
async function loadPanels(program, main, wasm) {
  const loading = document.getElementById("panels-loading");
  const file = (name) => new URL(name, new URL(wasm, document.baseURI));
  try {
    // A link is waited for; else the first answer has the time that it needs.
    if (!location.hash) await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 500 }));
    const looks = Object.assign(document.createElement("link"), { rel: "stylesheet", href: file("panels.css") });
    const looksReady = new Promise((resolve, reject) => Object.assign(looks, { onload: resolve, onerror: reject }));
    document.head.append(looks);
    const [markup] = await Promise.all([
      fetch(file("panels.html")).then((response) => (response.ok ? response.text() : Promise.reject(response.status))),
      WebAssembly.instantiateStreaming(fetch(file(wasm.replace("_bg.wasm", "_panels.wasm"))), { main }),
      looksReady,
    ]);
    const parts = new DOMParser().parseFromString(markup, "text/html");
    for (const part of parts.querySelectorAll("[data-into]")) document.querySelector(part.dataset.into).append(part);
    loading.remove();
    program.panelsArrived();
  } catch (error) {
    loading.dataset.failed = "";
    loading.textContent = "The panels could not be loaded. Check the connection and reload the page.";
    console.error(error);
  }
}

async function start() {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(needed)) {
    fail("This browser is too old for Inkling: it needs WebAssembly with SIMD (Chrome 96, Firefox 89, Safari 16.4, or newer).");
    return;
  }
  try {
    const { js, wasm } = document.getElementById("app-files").dataset;
    const model = ownModel();
    const program = await import(new URL(js, document.baseURI));
    const main = await program.default({ module_or_path: fetch(new URL(wasm, document.baseURI)) });
    program.start(await model);
    // The panels' code also reads files of other formats, which a model of another address may be.
    const needsPanels = query.has("panel") || /[./]/.test(query.get("model"));
    if (!["embed", "pad", "network"].includes(root.dataset.ui) || needsPanels || location.hash) loadPanels(program, main, wasm);
  } catch (error) {
    fail("Inkling could not be loaded. Check the connection and reload the page.");
    console.error(error);
  }
}

start();
