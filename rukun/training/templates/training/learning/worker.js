// Cards without a signal. It keeps a fixed list of pages that are the same for everybody, fetched as nobody, and nothing
// else: what belongs to somebody always comes from the net, or from the phone's own store of quizzes.
"use strict";
const KEPT = {{ kept|safe }};
importScripts(KEPT.files.find((each) => each.includes("learning_waiting")));
const NAME = KEPT.prefix + KEPT.version, SLOW = 6000;
const stored = (path) => caches.match(path, { cacheName: NAME, ignoreVary: true });

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    // One by one: on a bad line the next visit goes on where this one stopped.
    for (const path of [...KEPT.files, KEPT.shell, ...KEPT.pages]) {
      if (await cache.match(path, { ignoreVary: true })) continue;
      const answer = await fetch(path, { credentials: "omit", redirect: "error", cache: "no-cache" });
      if (!answer.ok) throw new Error(path);
      await cache.put(path, answer);
    }
  })());
});

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(KEPT.prefix) && name !== NAME) await caches.delete(name);
  await clients.claim();
})()));

const card = async (event, path) => {
  const { request } = event;
  let late;
  const slow = new Promise((_, reject) => { late = setTimeout(reject, SLOW); });
  try {
    const answer = await Promise.race([fetch(request), slow]);
    if (answer.status < 500) return answer;
  } catch { /* no signal */ } finally { clearTimeout(late); }
  const copy = await stored(path);
  if (!copy) return fetch(request);
  event.waitUntil(event.handled.then(() => clients.get(event.resultingClientId)).then((page) => page?.postMessage("salinan")));
  return copy;
};

addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (KEPT.files.includes(pathname)) event.respondWith(stored(pathname).then((known) => known || fetch(request)));
  else if (request.mode !== "navigate") return;
  else if (KEPT.pages.includes(pathname)) event.respondWith(card(event, pathname));
  else event.respondWith(fetch(request).catch(async () => (await stored(KEPT.shell)) || Response.error()));
});

// The browser calls when the line is back, also when the page is closed by then.
addEventListener("sync", (event) => {
  if (event.tag !== "belajar") return;
  event.waitUntil(waiting.flush().then(async () => {
    for (const each of await clients.matchAll()) each.postMessage("belajar");
    if ((await waiting.own()).some((row) => row.state === "waiting")) throw new Error("still no signal");
  }));
});
