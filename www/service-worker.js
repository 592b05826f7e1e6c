// Keeps the page at hand without a network: one cache for each build, filled whole or not at all. The page registers it after the
// first answer, and works the same without it.
//
// The page comes from the cache, whole, and meanwhile the browser looks for another build of this file. A new build fills its own
// cache and answers from the next load on. Open pages go on with theirs: all files but `index.html` have digests in their names,
// so what a page asks for can only be a file of its own build, and that is looked for in every cache.

// The files of this build with their digests, as `integrity` has them, and those that are kept only once a page has fetched them.
// The empty name is `index.html`. `cargo xtask finish` writes both into a release; a development build has neither, and
// its worker clears away what an earlier release has left at the same address.
const FILES = {};
const OPTIONAL = {};

const HERE = registration.scope;
const OURS = `inkling ${HERE} `;
// `index.html` names all other files.
const CACHE = OURS + FILES[""];
// Which build each open page is of.
const PAGES = `${OURS}pages`;

// By then, a page has asked for all that it needs at once.
const LOADING_MS = 5000;

const WITH_DIGEST = /-[0-9a-f]{8,16}(_bg)?\.\w+$/;

const urlOf = (name) => new URL(name, HERE).href;

// The name below this folder; a query is not part of it.
function nameOf(address) {
  const { origin, pathname } = new URL(address);
  return (origin + pathname).startsWith(HERE) ? (origin + pathname).slice(HERE.length).replace(/^index\.html$/, "") : null;
}

const find = async (name, options) => caches.match(urlOf(name), { ignoreVary: true, ...options });

// Refuses what is not of this build, be it another build's or the login page of a network.
const request = (name) =>
  new Request(urlOf(name), {
    integrity: FILES[name],
    // Some hosts serve `a.html` as `a`. But a page's own answer must not be one of another address.
    redirect: name ? "follow" : "error",
    priority: "low",
    // What the page has just loaded need not come again. But a host may say of another build's `index.html` that it has not
    // changed, because it goes by times.
    cache: name ? "default" : "reload",
  });

async function fillAnew() {
  // `index.html` is the last to be put in: where it is, all are.
  if (await find("", { cacheName: CACHE })) return;
  const kept = await Promise.all(Object.keys(OPTIONAL).map(async (name) => [name, await find(name)]));
  await caches.delete(CACHE);
  try {
    // The first to be fetched: where the host changes it, the rest is not worth fetching.
    const page = await fetch(request(""));
    if (!page.ok) throw new Error(`the page could not be fetched (${page.status})`);
    const cache = await caches.open(CACHE);
    await cache.addAll(Object.keys(FILES).filter(Boolean).map(request));
    for (const [name, response] of kept) if (response) await cache.put(urlOf(name), response);
    // Of a page that a host says nothing about, WebKit may keep another copy, which would be shown in place of the next build.
    const headers = new Headers(page.headers);
    headers.set("Cache-Control", "no-cache");
    await cache.put(urlOf(""), new Response(page.body, { headers }));
    if (!(await caches.has(CACHE))) throw new Error("the cache was deleted in the meantime");
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

let filling = null;

function fill() {
  filling ??= fillAnew().finally(() => (filling = null));
  return filling;
}

// Notes which build a new page is of, and drops the caches that no open page can need.
async function tidy(newPage) {
  const pages = await caches.open(PAGES);
  await pages.put(urlOf(`?${newPage}`), new Response(CACHE));
  // The worker of a new build is filling its cache.
  if (registration.installing) return;
  const needed = new Set([CACHE, PAGES]);
  const open = new Set([urlOf(`?${newPage}`)]);
  for (const { id, url } of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (id === newPage || nameOf(url) !== "") continue;
    const cache = await pages.match(urlOf(`?${id}`));
    // It came before there was a worker, so it may be of any build.
    if (!cache) return;
    needed.add(await cache.text());
    open.add(urlOf(`?${id}`));
  }
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && !needed.has(name)).map((name) => caches.delete(name)));
  const notes = await pages.keys();
  await Promise.all(notes.filter(({ url }) => !open.has(url)).map((note) => pages.delete(note)));
}

async function keep(name, response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  if (`sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` !== OPTIONAL[name]) return;
  const cache = await caches.open(CACHE);
  await cache.put(urlOf(name), response);
}

// Storage can fail at any time. Then it is as if there were no worker.
const ignore = () => {};

async function answerPage(event) {
  // As long as this waits, no other worker takes over. If one does while a page is loading, Firefox fetches the page's files past
  // both of them, and the server no longer has those of an earlier build.
  event.waitUntil(new Promise((resolve) => setTimeout(resolve, LOADING_MS)));
  const page = await find("", { cacheName: CACHE }).catch(ignore);
  event.waitUntil((page ? tidy(event.resultingClientId) : fill()).catch(ignore));
  return page ?? fetch(event.request);
}

async function answerFile(event, name) {
  const file = await find(name).catch(ignore);
  if (file) return file;
  const response = await fetch(event.request);
  if (OPTIONAL[name] && response.ok) event.waitUntil(keep(name, response.clone()).catch(ignore));
  return response;
}

async function clearAway() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS)).map((name) => caches.delete(name)));
  await registration.unregister();
}

oninstall = (event) => {
  skipWaiting();
  if (FILES[""]) event.waitUntil(fill());
};

onactivate = (event) => event.waitUntil(FILES[""] ? clients.claim() : clearAway());

onfetch = (event) => {
  const name = nameOf(event.request.url);
  if (!FILES[""] || event.request.method !== "GET" || name === null) return;
  if (event.request.mode !== "navigate") {
    if (WITH_DIGEST.test(name)) event.respondWith(answerFile(event, name));
  } else if (name === "") {
    event.respondWith(answerPage(event));
  }
};
