// Shows what is pushed to this browser. It keeps nothing, and no page lies in its scope.
"use strict";
const NAME = "{{ installation.name|escapejs }}";

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  let said = {};
  try { said = event.data.json(); } catch { /* nothing that we sent: browsers want something shown all the same */ }
  const { id, title = NAME, body = "", url = "/" } = said;
  // The tag is the message's id: one that comes twice takes its own place.
  event.waitUntil(registration.showNotification(title || NAME, { body, tag: id, data: { url } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { origin } = location, to = new URL(event.notification.data?.url || "/", origin);
  const href = to.origin === origin ? to.href : `${origin}/`;
  event.waitUntil((async () => {
    const open = (await clients.matchAll({ type: "window", includeUncontrolled: true })).find(({ url }) => url === href);
    return open ? open.focus() : clients.openWindow(href);
  })());
});
