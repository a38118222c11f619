// Switches push messages on and off for this browser. Without this script, or where a browser has no push, the page
// says so; every other way to be told needs no script.
"use strict";
(async () => {
  const SCOPE = "/pekerja-notifikasi/";
  const form = document.getElementById("peramban"), { key, worker } = form.dataset;
  const [line, on, off] = form.querySelectorAll("p");
  const show = (state, words) => {
    form.dataset.state = state;
    line.textContent = words || form.dataset[state];
    on.hidden = state !== "off" && state !== "failed";
    off.hidden = state !== "on";
  };
  const post = async (values) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.status === 400) throw new Error(await answer.text());
    if (answer.status !== 204) throw new Error();
  };
  const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const subscription = async () => (await navigator.serviceWorker.getRegistration(SCOPE))?.pushManager.getSubscription();
  const ours = (found) => found && base64url(found.options.applicationServerKey) === key;
  const active = async (registration) => {
    const coming = registration.installing || registration.waiting;
    if (!registration.active && coming) await new Promise((done, failed) => {
      coming.addEventListener("statechange", () => {
        if (coming.state === "activated") done();
        if (coming.state === "redundant") failed(new Error());
      });
    });
    return registration;
  };

  if (!navigator.serviceWorker || !self.PushManager || !self.Notification) return show("none");
  if (Notification.permission === "denied") return show("denied");
  show(Notification.permission === "granted" && ours(await subscription()) ? "on" : "off");

  on.addEventListener("click", async (event) => {
    event.preventDefault();
    if (await Notification.requestPermission() !== "granted") return show("denied");
    try {
      const registration = await active(await navigator.serviceWorker.register(worker, { scope: SCOPE }));
      const old = await registration.pushManager.getSubscription();
      if (old && !ours(old)) await old.unsubscribe(); // to a key that the site no longer has
      const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint, keys } = made.toJSON();
      await post({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
      show("on");
    } catch (error) {
      show("failed", error instanceof DOMException ? "" : error.message);
    }
  });
  off.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      const found = await subscription();
      if (found) {
        await post({ endpoint: found.endpoint, off: "1" });
        await found.unsubscribe();
      }
      show("off");
    } catch {
      show("on", form.dataset.failed);
    }
  });
})();
