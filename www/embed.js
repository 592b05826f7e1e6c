// Puts Inkling into a page of yours: `<inkling-digit ui="embed">`, or `Inkling.mount(element, { ui: "embed" })`. A picture stands for
// it until it is near the window or somebody presses it; then the page is loaded, in a sandboxed frame. docs/EMBED.md has the manual.

(() => {
  // A page may have been put together from several pieces that each bring this script.
  if (customElements.get("inkling-digit")) return;

  const home = new URL(".", document.currentScript?.src ?? document.baseURI);
  const SETTINGS = ["model", "ui", "theme", "panel", "lesson", "step", "hide"];
  const VERBS = [
    "setStrokes", "setPixels", "clear", "undo", "redo", "setModel", "setParams", "select", "getState", "setState",
    "setDefaultState", "picture", "getActivations", "command", "pause", "resume",
  ];
  // What the page will want, before it says so.
  const SHAPES = { full: "8 / 5", embed: "3 / 2", pad: "5 / 6", network: "3 / 2" };
  const PATIENCE_MS = 60_000;
  // What requests cost, as the page reckons, and a little less than what it reads: it drops what is beyond. As many may wait for
  // an answer.
  const PACE = { base: 20_000, part: 20, picture: 400_000, perMs: 3_000, most: 3_000_000, unanswered: 50 };

  function fault(code, message) {
    return Object.assign(new Error(message), { name: "InklingError", code });
  }

  class InklingDigit extends HTMLElement {
    static observedAttributes = SETTINGS;

    #style = new CSSStyleSheet();
    #poster = Object.assign(document.createElement("button"), { type: "button" });
    #image = Object.assign(document.createElement("img"), { alt: "" });
    #watch = new IntersectionObserver((entries) => this.#passes(entries.at(-1).isIntersecting), { rootMargin: "50%" });
    #isNear = false;
    // The host has paused it, or ended it.
    #isHeld = false;
    #isEnded = false;
    #frame = null;
    #port = null;
    #timer = 0;
    // Requests that have not been sent, and the promises of those that have no answer yet.
    #queue = [];
    #waiting = new Map();
    // What may be sent, as of then.
    #level = PACE.most;
    #levelAt = 0;
    #pace = 0;
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
      this.#end(fault("ended", "Inkling was removed from the page."));
    }

    attributeChangedCallback(name, before, value) {
      if (before === value) return;
      if (!this.#frame) return this.#shape();
      // An attribute that has gone leaves its setting as it is.
      if (value === null) return;
      const isLesson = name === "lesson" || name === "step";
      const names = isLesson ? ["lesson", "step"].filter((name) => this.hasAttribute(name)) : [name];
      const params = Object.fromEntries(names.map((name) => [name, this.getAttribute(name)]));
      this.setParams(params).catch((error) => this.#tell("error", error));
    }

    // Loads the page, if it has not been loaded.
    load() {
      if (this.#frame || !this.isConnected) return;
      const address = new URL(this.getAttribute("src") ?? home, document.baseURI);
      for (const name of SETTINGS) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      address.searchParams.set("api", 1);
      address.searchParams.set("resize", 1);
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-downloads");
      frame.title = this.title || "Inkling: draw a digit and watch a neural network read it";
      frame.src = address;
      let isReload = false;
      frame.onload = () => {
        if (isReload) this.#drop(fault("ended", "Inkling was reloaded."));
        isReload = true;
        this.#poster.remove();
      };
      this.#isEnded = false;
      this.#frame = frame;
      this.#await();
      this.shadowRoot.append(frame);
    }

    // Ends the page. The picture takes its place again.
    async destroy() {
      this.#end(fault("ended", "Inkling was ended."));
      this.#isEnded = true;
    }

    handleEvent({ source, data, ports }) {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.inkling !== 1) return;
      if (data.type === "resize") {
        const { width, height } = data;
        if (width > 0 && height > 0) this.#shape(`${Number(width)} / ${Number(height)}`);
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
      this.#send();
      this.#tell("ready", ready);
      this.#passes(this.#isNear);
    }

    // Sends what waits, no faster than the page reads.
    #send() {
      clearTimeout(this.#pace);
      const now = performance.now();
      this.#level = Math.min(PACE.most, this.#level + (now - this.#levelAt) * PACE.perMs);
      this.#levelAt = now;
      while (this.#port && this.#queue.length > 0) {
        if (this.#level < 0 || this.#waiting.size >= PACE.unanswered) {
          this.#pace = setTimeout(() => this.#send(), 20);
          return;
        }
        const { request, cost, ...promise } = this.#queue.shift();
        this.#level -= cost;
        this.#waiting.set(request.id, promise);
        this.#port.postMessage(request);
      }
    }

    #hear(message) {
      const { type, inReplyTo } = message;
      const promise = this.#waiting.get(inReplyTo);
      this.#waiting.delete(inReplyTo);
      if (inReplyTo === undefined) {
        // Requests have been dropped, and nobody knows which: another script speaks with the page, too.
        if (message.code === "tooMany") this.#reject(this.#waiting, fault(message.code, message.message));
        this.#tell(type, message);
      } else if (!promise) return;
      else if (type === "error") promise.reject(fault(message.code, message.message));
      else promise.resolve(message);
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    #ask(type, fields) {
      return new Promise((resolve, reject) => {
        if (!this.isConnected) throw fault("ended", "Inkling is not in the page.");
        this.load();
        // As it is now, and only what messages can hold.
        const json = JSON.stringify({ ...fields, inkling: 1, type, id: ++this.#lastId }, (_, part) =>
          ArrayBuffer.isView(part) ? Array.from(part) : part,
        );
        let cost = PACE.base + json.length + (type === "picture" ? PACE.picture : 0);
        const request = JSON.parse(json, (_, part) => {
          cost += PACE.part;
          return part;
        });
        this.#queue.push({ request, cost, resolve, reject });
        this.#send();
      });
    }

    // Out of sight, it holds still.
    #passes(isNear) {
      this.#isNear = isNear;
      if (isNear && !this.#isEnded && this.getAttribute("load") !== "click") this.load();
      if (this.#port && !this.#isHeld) this.#ask(isNear ? "resume" : "pause", {}).catch(() => {});
    }

    #shape(ratio) {
      const ui = this.getAttribute("ui") ?? "full";
      const theme = { light: "light", projector: "light", dark: "dark" }[this.getAttribute("theme")] ?? "light dark";
      if (!this.#frame) this.#image.src = new URL(`poster.svg${ui === "pad" ? "#pad" : ""}`, home);
      this.#poster.setAttribute("aria-label", `Open ${this.title || "Inkling: draw a digit"}`);
      this.#style.replaceSync(`
        :host { display: block; position: relative; aspect-ratio: ${ratio ?? SHAPES[ui] ?? SHAPES.full} }
        :host([hidden]) { display: none }
        button, iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; padding: 0 }
        button { cursor: pointer; background: none; color-scheme: ${theme} }
        img { width: 100%; height: 100% }`);
    }

    // Waits for a line.
    #await() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const error = fault("noAnswer", "Inkling could not be loaded.");
        this.#end(error);
        this.#isEnded = true;
        this.#tell("error", error);
      }, PATIENCE_MS);
    }

    #end(error) {
      this.#drop(error);
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = null;
      this.#isHeld = false;
      this.shadowRoot.append(this.#poster);
      this.#shape();
    }

    // The line is gone, and with it all answers. There may be another.
    #drop(error) {
      this.#port?.close();
      this.#port = null;
      this.#reject(this.#waiting, error);
      for (const { reject } of this.#queue.splice(0)) reject(error);
      this.#await();
    }

    #reject(promises, error) {
      for (const { reject } of promises.values()) reject(error);
      promises.clear();
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
