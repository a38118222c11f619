{# The report page without a line. It keeps a fixed list of pages that are the same for everybody, all of one version, #}{# and lists of units; what was typed lies in the phone's own store of reports and nowhere else. #}"use strict";
const KEPT = {{ kept|safe }};
importScripts(KEPT.script);
const NAME = KEPT.prefix + KEPT.version;
const stored = (path) => caches.match(path, { cacheName: NAME, ignoreVary: true });
const fresh = { credentials: "omit", redirect: "error", cache: "no-cache" };

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
{# One by one: on a bad line the next visit goes on where this one stopped. #}    for (const path of KEPT.paths) {
      if (await stored(path)) continue;
      const answer = await fetch(path, fresh);
      if (!answer.ok) throw new Error(path);
      await cache.put(path, answer);
    }
  })());
});

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(KEPT.prefix) && name !== NAME) await caches.delete(name);
  await clients.claim();
})()));

const get = async (path, keep) => {
  const known = await stored(path), answer = known || await fetch(path, fresh);
  if (keep && answer.ok && !known) await (await caches.open(NAME)).put(path, answer.clone());
  return answer;
};

addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url), units = pathname.endsWith("/wilayah.json");
  const path = pathname === KEPT.home ? pathname : pathname + search;{# the ?rw= of a poster is read by the page's script #}
  if (event.request.method === "GET" && (units || KEPT.paths.includes(path))) event.respondWith(get(path, units));
});

{# The browser calls when the line is back, also when the page is closed by then. #}addEventListener("sync", (event) => {
  if (event.tag === "lapor") event.waitUntil(queue.flush().then((left) => { if (left) throw new Error("still no line"); }));
});
