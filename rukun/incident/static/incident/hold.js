// Without a line nothing is sent: what was typed stays where it is until the site can be reached, and whoever typed it
// is told since when it cannot, and when it can again. Without this script the browser's own page would stand there.
"use strict";
{
  const words = document.currentScript.dataset;
  const EVERY = 5000, PATIENCE = 8000;
  let sure = null, asking = false, since = 0, box = null;

  const reached = () =>
    fetch(words.ask, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).then(() => true, () => false);
  const hour = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", timeZone: words.zone });
  const say = (form, text, kind) => {
    box ??= document.createElement("p");
    box.className = `notice ${kind}`;
    box.setAttribute("role", "alert");
    box.textContent = text;
    form.append(box);
    box.scrollIntoView({ block: "nearest" });
  };
  const watch = async (form) => {
    if (!since) return;
    if (await reached()) {
      since = 0;
      say(form, words.back, "success");
    } else setTimeout(watch, EVERY, form);
  };
  addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || event.defaultPrevented || sure === form) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const there = await reached();
    asking = false;
    if (there) {
      sure = form;
      since = 0;
      form.requestSubmit(button);
    } else {
      if (!since) setTimeout(watch, EVERY, form);
      since ||= Date.now();
      say(form, words.held.replace("%s", hour(since)), "error");
    }
  });
  addEventListener("pageshow", () => { sure = null; }); // back from the page that came of it
}
