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

// Not by a link: Firefox holds back other requests while one waits, even when it has been given up.
async function fetchStyles(name, { addressOf, fetchBytes }) {
  const text = new TextDecoder().decode(await fetchBytes(addressOf(name)));
  // A network that wants you to log in answers with a page.
  if (/^\s*</.test(text)) throw Error(`${name} is no style sheet`);
  const styles = await new CSSStyleSheet().replace(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, styles];
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
  const { getDocument = fetchDocument } = boot;
  const [markup] = await Promise.all([
    getDocument("panels.html", boot),
    once("panels.wasm", async () =>
      WebAssembly.instantiate(await boot.fetchBytes(boot.addressOf("panels.wasm")), { main }),
    ),
    once("panels.css", () => fetchStyles("panels.css", boot)),
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
