// Starts the page where all of it is one file. What the site fetches is in that file, deflated and written as text. Its scripts
// are functions that are given what they use of the browser, and so fetch from here.

"use strict";

// Where the scripts in the file, and the program, find what is here.
window.inklingFile = {};

(() => {
  // Of the file's own policy: nothing comes this way but what is in the file.
  const asItIs = (text) => text;
  const rules = { createHTML: asItIs, createScript: asItIs, createScriptURL: asItIs };
  const trusted = window.trustedTypes?.createPolicy("inkling-file", rules) ?? rules;

  const blockOf = (name) => [...document.querySelectorAll("[data-file]")].find((block) => block.dataset.file === name);

  // As `seven_bits.rs` writes them: a character is seven bits, or those of one that cannot be in a script and of the next.
  const CANNOT_BE = [0x00, 0x0d, 0x3c];

  function bytesOf({ textContent, dataset }) {
    const bytes = new Uint8Array(dataset.size);
    let [at, bits, nBits] = [0, 0, 0];
    const take = (sevenBits) => {
      bits = (bits << 7) | sevenBits;
      nBits += 7;
      if (nBits < 8) return;
      nBits -= 8;
      bytes[at++] = bits >> nBits;
    };
    for (let idx = 0; idx < textContent.length; idx++) {
      const code = textContent.charCodeAt(idx);
      if (code > 0x7f) take(CANNOT_BE[(code >> 7) - 2]);
      take(code & 0x7f);
    }
    return bytes;
  }

  // Only programs need this type, and nothing minds it.
  const asProgram = (body) => new Response(body, { headers: { "content-type": "application/wasm" } });

  const read = (name) =>
    asProgram(new Blob([bytesOf(blockOf(name))]).stream().pipeThrough(new DecompressionStream("deflate")));

  // What is in the file; or from elsewhere, if an address names that.
  async function fetchHere(address, options) {
    const folder = new URL(".", document.baseURI).href;
    const { href } = new URL(address, document.baseURI);
    const name = href.startsWith(folder) ? href.slice(folder.length).split(/[?#]/)[0] : "";
    return blockOf(name) ? read(name) : fetch(address, options);
  }

  const workerScript = () => `"use strict"; (${inklingFile.modules.training})({ importMetaUrl: "file:///" });`;

  // How to address it. One that a browser refuses is not tried again.
  let blobAddress;
  const ways = [
    () => (blobAddress ??= URL.createObjectURL(new Blob([workerScript()], { type: "text/javascript" }))),
    () => `data:text/javascript;charset=utf-8,${encodeURIComponent(workerScript())}`,
  ];

  // What the page takes for a worker: the only one that it starts is that of `training.js`.
  const BrowserWorker = window.Worker;
  window.Worker = class {
    constructor() {
      this.start();
    }

    start() {
      const way = ways[0];
      if (!way) throw new Error("no worker can be started from a file");
      const isRefused = () => {
        if (ways[0] === way) ways.shift();
      };
      let worker;
      try {
        worker = new BrowserWorker(trusted.createScriptURL(way()));
      } catch {
        isRefused();
        return this.start();
      }
      this.worker = worker;
      if (this.program) worker.postMessage(this.program);
      worker.onerror = (event) => {
        event.preventDefault();
        isRefused();
        try {
          this.start();
        } catch {
          this.onerror(event);
        }
      };
      worker.onmessage = (event) => {
        worker.onmessage = (event) => this.onmessage(event);
        worker.onerror = (event) => this.onerror(event);
        this.onmessage(event);
      };
    }

    // The first message is the program, which another worker needs if this one is refused.
    postMessage(message) {
      this.program ??= message;
      this.worker.postMessage(message);
    }

    terminate() {
      this.worker.terminate();
    }
  };

  const outside = { fetch: fetchHere, importFrom, importMetaUrl: document.baseURI };

  // The page's modules, by the start of their names, which digests follow.
  async function importFrom(address) {
    const [, name] = /([a-z_]+)-[0-9a-f]+\.js(?:\?.*)?$/.exec(address);
    const module = inklingFile.modules[name](outside);
    return name === "panels" ? panelsFromHere(module) : module;
  }

  // Their markup comes from here, too.
  const panelsFromHere = ({ bringPanels }) => ({
    bringPanels: (program, main, boot) => bringPanels(program, main, { ...boot, getDocument }),
  });

  const textAt = async (address) => (await fetchHere(address)).text();

  async function getDocument(name, { addressOf }) {
    return new DOMParser().parseFromString(trusted.createHTML(await textAt(addressOf(name))), "text/html");
  }

  // For the program, where there is no worker.
  inklingFile.connect = (...given) => inklingFile.modules.training(outside).connect(...given);

  async function start() {
    // The last thing in the file.
    if (!blockOf("licences.txt")) throw new Error("the file is cut off");
    if (new URLSearchParams(location.search).has("licences")) {
      document.body.replaceChildren(Object.assign(document.createElement("pre"), { textContent: await textAt("licences.txt") }));
      return;
    }
    const script = document.createElement("script");
    script.textContent = trusted.createScript(await textAt("modules.js"));
    document.head.append(script);
    inklingFile.modules.boot(outside);
  }

  document.addEventListener("DOMContentLoaded", () =>
    start().catch((error) => {
      console.error(error);
      const failure = document.getElementById("failure");
      failure.textContent = /^(blob|data):/.test(document.baseURI)
        ? "Save this file, then open the saved copy."
        : typeof DecompressionStream === "function"
          ? "This copy of Inkling is incomplete or damaged. Save the file again from where you got it."
          : "Your browser is too old for Inkling as one file. Update it, or use another one.";
      failure.hidden = false;
      document.getElementById("unstarted")?.remove();
    }),
  );
})();
