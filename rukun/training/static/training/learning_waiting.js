// Quizzes kept on this phone, and sent when there is a signal. Pages and the service worker share it.
"use strict";
const waiting = (() => {
  const OLD = 8 * 24 * 3600e3; // a day longer than the server takes them

  const store = (mode, work) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("belajar", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kuis", { keyPath: "id" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const base = opening.result, asked = work(base.transaction("kuis", mode).objectStore("kuis"));
      asked.transaction.oncomplete = () => { base.close(); resolve(asked.result); };
      asked.transaction.onabort = () => { base.close(); reject(asked.error); };
    };
  });
  const all = () => store("readonly", (rows) => rows.getAll());
  const get = (id) => store("readonly", (rows) => rows.get(id));
  const put = (row) => store("readwrite", (rows) => rows.put(row));
  const drop = (id) => store("readwrite", (rows) => rows.delete(id));

  // Several people may share a phone. A page says whose it is; one from the phone's copies, and the worker, cannot: for
  // them a quiz is whose it was as long as nobody has signed in since, which changes this cookie.
  const owner = self.document && document.querySelector("[data-owner]").dataset.owner;
  const session = async () => (self.document
    ? (document.cookie.match(/csrftoken=(\w+)/) || [])[1]
    : (await self.cookieStore?.get("csrftoken"))?.value);
  const mine = (row, now) => (owner ? row.owner === owner : now && row.session === now);
  const own = async () => {
    const now = await session();
    return (await all()).filter((row) => mine(row, now));
  };

  // What became of a quiz: "sent", "waiting" (no signal), "over", "foreign" or "signin". The server takes each once.
  const send = async (row) => {
    const body = new URLSearchParams({ ...row.answers, attempt: row.id, csrfmiddlewaretoken: (await session()) || row.token });
    try {
      const answer = await fetch(row.action, { method: "POST", body });
      if (answer.ok && new URL(answer.url).pathname === row.result) return "sent";
      if (answer.status >= 500) return "waiting";
      return { 410: "over", 404: "foreign" }[answer.status] || "signin";
    } catch {
      return "waiting";
    }
  };

  const forward = async (row, now, gone) => {
    const known = row.session === now;
    if (owner) row.session = now;
    if (row.state !== "draft" && row.state !== "over") row.state = await send(row);
    else if (known) return;
    if (row.state === "sent" || row.state === "foreign") { await drop(row.id); gone.push(row); } else await put(row);
  };

  // One at a time, whichever page or worker is first. Gives what left the phone now: "sent", or "foreign" and of no use.
  const flush = () => navigator.locks.request("belajar", async () => {
    const gone = [], now = await session();
    for (const row of await all()) {
      if (Date.now() - row.at > OLD) await drop(row.id);
      else if (mine(row, now)) await forward(row, now, gone);
    }
    return gone;
  });
  return { all, own, get, put, flush, owner, session };
})();
