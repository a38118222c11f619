// Keys for whoever works through reports. Everything they do, links and buttons do as well.
"use strict";
{
  const typing = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
  const shown = (each) => each.getClientRects().length > 0;
  const lines = () => [...document.querySelectorAll("[data-line]")];
  const current = () => document.activeElement.closest("li")?.querySelector("[data-line]");
  const boxOf = (line) => line?.closest("li").querySelector("input[type=checkbox]");
  const listed = "laporan"; // the last list in this tab, for the next and the one before of a report
  const beside = (by) => {
    try {
      const all = JSON.parse(sessionStorage.getItem(listed)) || [], at = all.indexOf(location.pathname);
      return at < 0 ? undefined : all[at + by];
    } catch {
      return undefined; // the browser keeps nothing
    }
  };
  const has = (key) => document.querySelector(`[data-key="${key}"]`)
    || (key === "j" && (lines()[0] || beside(1) || beside(-1)))
    || (key === "Enter" && lines()[0]) || (key === "x" && boxOf(lines()[0]));

  const step = (by) => {
    const all = lines(), at = all.indexOf(current());
    if (!all.length) {
      const other = beside(by);
      if (other) location.assign(other);
      return !!other;
    }
    const next = all[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return !!next;
  };
  const use = (key) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key);
    const found = all.find(shown) || all[0];
    if (!found) return false;
    let around = found.matches("summary") ? found.parentElement : found;
    while ((around = around.parentElement?.closest("details"))) around.open = true;
    if (!shown(found)) return false;
    if (found.matches("summary")) {
      found.click();
      const inside = found.parentElement.querySelector("input:not([type=hidden]), select, textarea");
      (found.parentElement.open && inside || found).focus();
      found.scrollIntoView({ block: "nearest" });
    } else if (found.matches(typing) || found.matches("button, input")) {
      found.focus(); // a slip of the finger sends nothing: Enter does
      found.scrollIntoView({ block: "center" });
    } else found.click();
    return true;
  };
  const own = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => current() === document.activeElement && step(1),
    ArrowUp: () => current() === document.activeElement && step(-1),
    x: () => { const box = boxOf(current()); box?.click(); return !!box; },
  };

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.(typing)) return;
    if (event.target.matches?.("[type=radio]") && event.key.startsWith("Arrow")) return;
    if (own[event.key]?.() || (event.key.length === 1 && use(event.key))) event.preventDefault();
  });

  document.querySelector("[data-all]")?.addEventListener("click", (event) => {
    const boxes = lines().map(boxOf).filter(Boolean), on = boxes.some((each) => !each.checked);
    for (const each of boxes) each.checked = on;
    event.preventDefault();
  });

  for (const each of document.querySelectorAll("[data-for]")) each.hidden = !has(each.dataset.for);
  if (lines()[0]) sessionStorage.setItem(listed, JSON.stringify([...new Set(lines().map((each) => each.pathname))]));
}
