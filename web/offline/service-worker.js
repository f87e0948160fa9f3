/**
 * Keeps the page's files, so that it opens without a network. The build puts VERSION and FILES above this: a name for them
 * all, and those to fetch at once. Whatever else is used is kept too.
 *
 * Its answers isolate the page from other origins, which threads need, on hosts that cannot: from the second visit on.
 */
const CACHE = `kprop-explorer-${VERSION}`;
const PAGE = "./index.html";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...FILES])));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const answer = request.mode === "navigate" ? freshPage(request) : kept(request);
  event.respondWith(answer.then(isolated));
});

async function dropOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("kprop-explorer-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A page is taken from the network where there is one: it names the files that belong to it. */
async function freshPage(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match(PAGE);
  }
}

/** Files' names hold a hash of what is in them. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

function isolated(response) {
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
