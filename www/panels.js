// Loads the panels after the first answer: the later part of the program, their markup and their styles.

// Fetched as a document and never parsed from a string, so that it works under a Trusted Types policy.
function fetchDocument(name, { addressOf, SECONDS }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", addressOf(name));
    request.overrideMimeType("text/html");
    request.responseType = "document";
    request.timeout = SECONDS * 1000;
    request.onloadend = () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject(Error(`${name} could not be downloaded`));
    };
    request.send();
  });
}

function fetchStyles(name, { addressOf, SECONDS }) {
  const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: addressOf(name) });
  const ready = new Promise((resolve, reject) => {
    styles.onload = resolve;
    styles.onerror = () => reject(Error(`${name} could not be downloaded`));
    setTimeout(styles.onerror, SECONDS * 1000);
  });
  document.head.append(styles);
  return ready.catch((error) => {
    styles.remove();
    throw error;
  });
}

// Does not fetch again what an earlier attempt has fetched.
const arrived = {};

function once(name, get) {
  arrived[name] ??= get().catch((error) => {
    delete arrived[name];
    throw error;
  });
  return arrived[name];
}

export async function bringPanels(program, main, boot) {
  // Where the page is one file, there is nothing to fetch.
  const { getDocument = fetchDocument, getStyles = fetchStyles } = boot;
  const [markup] = await Promise.all([
    getDocument("panels.html", boot),
    once("panels.wasm", async () => {
      const bytes = await boot.fetchBytes(boot.addressOf("panels.wasm"));
      return WebAssembly.instantiate(bytes, { main });
    }),
    once("panels.css", () => getStyles("panels.css", boot)),
  ]);
  const parts = [...markup.querySelectorAll("[data-into]")];
  try {
    for (const part of parts) document.querySelector(part.dataset.into).append(part);
    program.panelsArrived();
  } catch (error) {
    for (const part of parts) part.remove();
    throw error;
  }
}
