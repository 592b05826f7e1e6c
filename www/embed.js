// Puts Inkling into a page of yours: `<inkling-digit ui="embed">`, or `Inkling.mount(element, { ui: "embed" })`. A picture stands for
// it until it is near the window or somebody presses it; then the page is loaded, in a sandboxed frame. docs/EMBED.md has the manual.

(() => {
  const home = new URL(".", document.currentScript?.src ?? document.baseURI);
  const SETTINGS = ["model", "ui", "theme", "panel", "lesson", "step", "hide"];
  const VERBS = [
    "setStrokes", "setPixels", "clear", "undo", "redo", "setModel", "setParams", "select", "getState", "setState",
    "setDefaultState", "picture", "getActivations", "command", "pause", "resume",
  ];
  // What the page will want, before it says so.
  const SHAPES = { full: "8 / 5", embed: "3 / 2", pad: "5 / 6", network: "3 / 2" };
  const PATIENCE_MS = 60_000;

  function fault(code, message) {
    return Object.assign(new Error(message), { name: "InklingError", code });
  }

  class InklingDigit extends HTMLElement {
    static observedAttributes = SETTINGS;

    #style = new CSSStyleSheet();
    #poster = Object.assign(document.createElement("button"), { type: "button", ariaLabel: "Open Inkling: draw a digit" });
    #image = Object.assign(document.createElement("img"), { alt: "" });
    #watch = new IntersectionObserver(([{ isIntersecting }]) => this.#passes(isIntersecting), { rootMargin: "50%" });
    #isNear = false;
    #isHeld = false;
    #frame = null;
    #port = null;
    #timer = 0;
    // Requests until there is a line, and the promises of those that have no answer yet.
    #queue = [];
    #waiting = new Map();
    #lastId = 1;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [this.#style];
      this.#poster.append(this.#image);
      this.#poster.onclick = () => {
        this.load();
        this.#frame.focus();
      };
      root.append(this.#poster);
    }

    connectedCallback() {
      this.#shape();
      addEventListener("message", this);
      this.#watch.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      this.#watch.disconnect();
      this.#end("Inkling was taken out of the page.");
    }

    attributeChangedCallback(name, before, value) {
      if (before === value) return;
      if (!this.#frame) return this.#shape();
      // An attribute that has gone leaves its setting as it is.
      if (value !== null) this.setParams({ [name]: value }).catch((error) => this.#tell("error", error));
    }

    // Loads the page, if it has not been loaded.
    load() {
      if (this.#frame || !this.isConnected) return;
      const address = new URL(this.getAttribute("src") ?? home, document.baseURI);
      for (const name of SETTINGS) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      address.searchParams.set("api", 1);
      address.searchParams.set("resize", 1);
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      frame.title = this.title || "Inkling: draw a digit and watch a neural network read it";
      frame.src = address;
      frame.onload = () => this.#poster.remove();
      this.#frame = frame;
      this.#timer = setTimeout(() => this.#giveUp(), PATIENCE_MS);
      this.shadowRoot.append(frame);
    }

    // Ends the page. The picture takes its place again.
    async destroy() {
      if (this.#port) await this.#ask("destroy", {});
      this.#end("Inkling was ended.");
    }

    handleEvent({ source, data, ports }) {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.inkling !== 1) return;
      if (data.type === "resize") {
        this.#shape(data.height);
        this.#tell("resize", data);
      } else if (data.type === "ready" && !this.#port) {
        if (ports[0]) this.#begin(ports[0], data);
        else source.postMessage({ inkling: 1, type: "hello", id: 1 }, "*");
      }
    }

    #begin(port, ready) {
      clearTimeout(this.#timer);
      this.#port = port;
      port.onmessage = ({ data }) => this.#hear(data);
      for (const request of this.#queue.splice(0)) port.postMessage(request);
      this.#tell("ready", ready);
      this.#passes(this.#isNear);
    }

    #hear(message) {
      const { type, inReplyTo } = message;
      const promise = this.#waiting.get(inReplyTo);
      this.#waiting.delete(inReplyTo);
      if (!promise) this.#tell(type, message);
      else if (type === "error") promise.reject(fault(message.code, message.message));
      else promise.resolve(message);
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    #ask(type, fields) {
      if (!this.isConnected) return Promise.reject(fault("ended", "Inkling is not in the page."));
      this.load();
      const request = { ...fields, inkling: 1, type, id: ++this.#lastId };
      return new Promise((resolve, reject) => {
        this.#waiting.set(request.id, { resolve, reject });
        if (this.#port) this.#port.postMessage(request);
        else this.#queue.push(request);
      });
    }

    // Out of sight, it holds still.
    #passes(isNear) {
      this.#isNear = isNear;
      if (isNear && this.getAttribute("load") !== "click") this.load();
      if (this.#port && !this.#isHeld) this.#ask(isNear ? "resume" : "pause", {}).catch(() => {});
    }

    #shape(height) {
      const ui = this.getAttribute("ui") ?? "full";
      const theme = { light: "light", projector: "light", dark: "dark" }[this.getAttribute("theme")] ?? "light dark";
      if (!this.#frame) this.#image.src = new URL(`poster.svg${ui === "pad" ? "#pad" : ""}`, home);
      this.#style.replaceSync(`
        :host { display: block; position: relative; ${height ? `height: ${height}px` : `aspect-ratio: ${SHAPES[ui]}`} }
        button, iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; padding: 0 }
        button { cursor: pointer; background: none; color-scheme: ${theme} }
        img { width: 100%; height: 100% }`);
    }

    #giveUp() {
      const error = fault("noAnswer", "Inkling could not be loaded.");
      this.#drop(error);
      this.#tell("error", error);
    }

    #end(message) {
      clearTimeout(this.#timer);
      this.#drop(fault("ended", message));
      this.#port?.close();
      this.#frame?.remove();
      this.#port = this.#frame = null;
      this.#isHeld = false;
      this.shadowRoot.append(this.#poster);
      this.#shape();
    }

    #drop(error) {
      this.#queue = [];
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    }

    static {
      for (const verb of VERBS) {
        this.prototype[verb] = function (fields = {}) {
          // Once the host has asked, it decides.
          if (verb === "pause" || verb === "resume") this.#isHeld = verb === "pause";
          return this.#ask(verb, fields);
        };
      }
    }
  }

  customElements.define("inkling-digit", InklingDigit);

  globalThis.Inkling = {
    // Puts Inkling into `element`, with options named as the attributes. Returns the new element, which has the verbs and events.
    mount(element, options = {}) {
      const inkling = document.createElement("inkling-digit");
      for (const [name, value] of Object.entries(options)) inkling.setAttribute(name, value);
      element.append(inkling);
      return inkling;
    },
  };
})();
