// The page of a situation: keys for everything, and what others do meanwhile. Links and buttons do the same.
"use strict";
{
  const typing = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
  const shown = (each) => each.getClientRects().length > 0;
  const found = (key) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key);
    return all.find(shown) || all[0];
  };
  const use = (key) => {
    const it = found(key);
    if (!it) return false;
    let around = it.matches("summary") ? it.parentElement : it;
    while ((around = around.parentElement?.closest("details"))) around.open = true;
    if (!shown(it)) return false;
    if (it.matches("summary")) {
      it.click();
      const inside = it.parentElement.querySelector("input:not([type=hidden]), select, textarea");
      (it.parentElement.open && inside || it).focus();
    } else if ("now" in it.dataset) it.click(); // what one key can undo, one key does
    else if (it.matches(typing) || it.matches("button, input")) it.focus();
    else { it.click(); return true; }
    it.scrollIntoView({ block: "center" });
    return true;
  };
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(typing)) return;
    if (event.key.length === 1 && use(event.key)) event.preventDefault();
  });
  for (const each of document.querySelectorAll("[data-for]")) each.hidden = !found(each.dataset.for);

  const told = document.getElementById("berubah"), people = document.getElementById("dipanggil");
  const every = 4000;
  let tag = "", misses = 0;
  const ask = async () => {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(`${told.dataset.url}?v=${told.dataset.version}`, { headers, credentials: "same-origin", cache: "no-store" });
      if (answer.redirected) return; // signed out meanwhile: what is typed stays here
      if (answer.status === 200) {
        const now = await answer.json();
        tag = answer.headers.get("ETag") || "";
        if (now.words) {
          told.querySelector("span").textContent = now.words;
          told.hidden = false;
        }
        if (people && !people.contains(document.activeElement)) {
          const open = [...people.querySelectorAll("details")].map((each) => each.open);
          people.innerHTML = now.ring;
          people.querySelectorAll("details").forEach((each, at) => { each.open = open[at] ?? false; });
        }
      }
      misses = 0;
    } catch {
      misses += 1; // no network: asked again, less often
    }
    setTimeout(ask, Math.min(every * 2 ** misses, 60000));
  };
  if (told) setTimeout(ask, every);
}
