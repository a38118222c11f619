// The posko's board keeps itself fresh: it asks every few seconds whether anything changed, and puts what did in its
// place without moving what somebody is looking at. Everything it does by keys, links and buttons do as well.
"use strict";
(() => {
  const board = document.querySelector("[data-board]");
  const words = JSON.parse(board.dataset.words), every = Number(board.dataset.every) * 1000;
  const list = document.getElementById("daftar"), numbers = document.getElementById("angka");
  const fresh = document.getElementById("segar"), said = document.getElementById("kata");
  const lostBox = document.getElementById("putus"), sound = document.getElementById("bunyi");
  const wall = board.classList.contains("wall"), title = document.title;
  const LATE = 3, GAP = 1500, MARKED = 20_000, MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

  // The clock of the server counts, whatever this device's says.
  let offset = 0, checked = Date.now(), missed = 0, mark = board.dataset.mark, timer = 0, ended = false, ready = false;
  const now = () => Date.now() + offset;

  const amount = (number, unit) =>
    new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(number);
  const span = (by) => {
    if (by < MINUTE) return words.soon;
    if (by < 2 * HOUR) return amount(Math.floor(by / MINUTE), "minute");
    return by < 2 * DAY ? amount(Math.floor(by / HOUR), "hour") : amount(Math.floor(by / DAY), "day");
  };
  const hour = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", timeZone: board.dataset.zone });
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  const tick = () => {
    for (const each of list.querySelectorAll("[data-due]")) {
      const left = Date.parse(each.dateTime) - now();
      put(each, (left < 0 ? words.late : words.left).replace("%s", span(Math.abs(left))));
      const late = each.parentElement.classList;
      if (left < 0 && !late.contains("late") && ready) { mark = ""; ask(); } // what is overdue stands higher
      late.toggle("late", left < 0);
    }
    for (const each of list.querySelectorAll("[data-since]")) put(each, words.ago.replace("%s", span(now() - Date.parse(each.dateTime))));
    if (!ended) {
      const by = Math.max(0, Date.now() - checked);
      put(fresh, words.fresh.replace("%s", by < 2 * MINUTE ? amount(Math.round(by / 1000), "second") : span(by)));
    }
    const clock = document.getElementById("jam");
    if (clock) { clock.hidden = false; put(clock, hour(now())); }
  };

  // Rows
  const rowsIn = (root) => new Map([...root.querySelectorAll("li[data-key]")].map((each) => [each.dataset.key, each]));
  const plain = (row) => { // as the server wrote it, but for what the clock makes of it
    const copy = row.cloneNode(true);
    for (const each of copy.querySelectorAll("[data-due], [data-since]")) each.textContent = "";
    for (const each of copy.querySelectorAll(".late")) each.classList.remove("late");
    copy.classList.remove("new");
    return copy.outerHTML;
  };
  let known = new Map([...rowsIn(list)].map(([key, row]) => [key, plain(row)]));
  const linkOf = (row) => row?.querySelector("[data-line]");
  const current = () => document.activeElement?.closest?.("li[data-key]");
  const highest = () => ({ gn: Number(numbers.querySelector(".gn b").textContent), ag: Number(numbers.querySelector(".ag b").textContent) });

  const take = (data) => {
    const before = rowsIn(list), seen = new Map(), levels = new Map([...before].map(([key, row]) => [key, Number(row.dataset.level)]));
    const old = highest(), focus = document.activeElement, at = current();
    const anchor = at || [...before.values()].find((row) => row.getBoundingClientRect().top >= 0);
    const top = anchor?.getBoundingClientRect().top, key = anchor?.dataset.key, scrolled = list.getBoundingClientRect().top < 0;
    const role = ["line", "join", "verify"].find((each) => focus?.matches?.(`[data-${each}]`)) || "line";

    const made = document.createElement("template");
    made.innerHTML = data.rows;
    const risen = [];
    for (const [id, row] of rowsIn(made.content)) {
      const text = plain(row), was = before.get(id), level = Number(row.dataset.level);
      seen.set(id, text);
      if (known.get(id) === text && was) { row.replaceWith(was); continue; }
      row.classList.add("new");
      setTimeout(() => row.classList.remove("new"), MARKED);
      if (level > 1 && level > (levels.get(id) ?? 0)) risen.push(row);
    }
    list.replaceChildren(made.content);
    known = seen;
    numbers.innerHTML = data.numbers;
    if (at && document.activeElement !== focus) {
      const again = rowsIn(list).get(at.dataset.key);
      (again?.querySelector(`[data-${role}]`) || linkOf(again) || linkOf(list))?.focus({ preventScroll: true });
    }
    draw(data);
    if (place && !map?.leaflet) redraw();
    const { gn, ag } = highest();
    if (risen.length || gn > old.gn || ag > old.ag) {
      const level = risen.some((row) => row.dataset.level === "3") || (!risen.length && gn > old.gn) ? 3 : 2;
      ring(level);
      say(words.new.replace("%s", risen.length ? linkOf(risen[0]).textContent.trim() : level === 3 ? "GN" : "AG"));
    }
    count();
    tick();
    const still = key && rowsIn(list).get(key);
    if (still && (at || scrolled)) scrollBy({ top: still.getBoundingClientRect().top - top, behavior: "instant" });
  };
  const count = () => {
    const { gn, ag } = highest();
    document.title = gn + ag ? `(${gn + ag}) ${title}` : title;
  };
  const say = (text, button) => said.replaceChildren(text, ...(button ? [" ", button] : []));

  // Asking
  const hear = (answer) => {
    const date = Date.parse(answer.headers.get("Date")), gap = date - Date.now();
    if (date && Math.abs(gap - offset) > GAP) offset = gap;
    if (missed >= LATE) { lostBox.hidden = true; say(words.back); }
    missed = 0;
    checked = Date.now();
  };
  const lose = (text) => {
    put(lostBox.querySelector("p"), text);
    lostBox.hidden = false;
  };
  const ask = async () => {
    clearTimeout(timer);
    if (ended) return;
    const begun = Date.now();
    try {
      const answer = await fetch(board.dataset.url, {
        headers: { "If-None-Match": mark }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10_000),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        ended = true;
        return lose(words.out);
      }
      if (answer.status === 200) {
        const data = await answer.json();
        hear(answer);
        take(data);
        mark = answer.headers.get("ETag").replace(/^W\//, "");
      } else if (answer.status === 304) hear(answer);
      else throw new Error(answer.status);
    } catch {
      missed += 1;
      if (missed >= LATE) lose(words.lost.replace("%s", hour(checked + offset)));
    }
    const pause = document.hidden && !player ? 5 * every : missed > 20 ? 3 * every : every;
    timer = setTimeout(ask, Math.max(500, pause - (Date.now() - begun)));
  };

  // The map. Everything on it stands in the list as well, so that the board is whole without it.
  const place = document.getElementById("peta");
  const map = place && window.RukunMap ? RukunMap.make(place) : null;
  let layers = [];
  const WIDE = 56; // pixels: of a cell in which a number can be read
  const fine = () => { // the smallest cells that are still wide enough; the largest if none is
    if (!map?.leaflet || !layers.length) return [];
    return layers.find(([each]) => {
      const edges = each.cell.map((corner) => map.leaflet.latLngToContainerPoint(corner).x);
      return Math.max(...edges) - Math.min(...edges) >= WIDE;
    }) || layers.at(-1);
  };
  const redraw = async () => { // without tiles it is a drawing of the server's
    try {
      const page = await fetch(location.href, { cache: "no-store", redirect: "error" });
      const drawn = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("peta");
      if (drawn) place.replaceChildren(...drawn.childNodes);
    } catch { /* the next change tries again */ }
  };
  const draw = (data) => {
    layers = data.cells.filter((each) => each.length);
    map?.setMarks(data.points);
    map?.setCells(fine());
  };
  const first = JSON.parse(board.dataset.points);
  draw(first);
  if (map && first.points.length + first.cells.length > 1) map.fit();
  map?.leaflet?.on("zoomend", () => { if (layers.length > 1) map.setCells(fine()); });
  map?.onSelect((id, thing) => {
    const row = rowsIn(list).get(String(id));
    if (row) {
      show("list");
      linkOf(row).focus();
      row.scrollIntoView({ block: "nearest" });
    } else if (thing?.cell) map.leaflet?.fitBounds(thing.cell);
    else if (thing?.href) location.assign(thing.href);
  });
  list.addEventListener("focusin", () => { if (current()) map?.select(current().dataset.key); });
  const showOnMap = () => {
    const at = current();
    show("map");
    if (at) map?.select(at.dataset.key);
    place?.scrollIntoView({ block: "nearest" });
    return !!place;
  };
  const show = (part) => {
    board.dataset.shown = part;
    for (const each of board.querySelectorAll("[data-show]")) each.setAttribute("aria-pressed", String(each.dataset.show === part));
  };
  const parts = board.querySelector(".switch");
  if (parts) parts.hidden = false;
  for (const each of board.querySelectorAll("[data-show]")) each.addEventListener("click", () => {
    show(each.dataset.show);
    list.parentElement.scrollIntoView({ block: "start" });
  });
  show("list");

  // Sound: only after somebody switched it on. Two beats for AG, five for GN, as on a kentongan.
  let player = null;
  const ring = (level) => {
    if (!player || player.state !== "running") return;
    for (let beat = 0; beat < (level === 3 ? 5 : 2); beat += 1) {
      const at = player.currentTime + beat * 0.28, tone = player.createOscillator(), loud = player.createGain();
      tone.type = "triangle";
      tone.frequency.value = level === 3 ? 880 : 587;
      loud.gain.setValueAtTime(0.0001, at);
      loud.gain.exponentialRampToValueAtTime(0.5, at + 0.01);
      loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
      tone.connect(loud).connect(player.destination);
      tone.start(at);
      tone.stop(at + 0.24);
    }
  };
  const remember = (on) => { try { localStorage.setItem("bunyi", on ? "1" : ""); } catch { /* it is asked again */ } };
  const remembered = () => { try { return localStorage.getItem("bunyi") === "1"; } catch { return false; } };
  const tell = () => {
    const on = player?.state === "running";
    sound.setAttribute("aria-pressed", String(on));
    sound.classList.toggle("danger", !!player && !on);
    put(sound, on ? words.sound_on : player ? words.sound_wait : words.sound_off);
  };
  const open = () => {
    player = new AudioContext();
    player.addEventListener("statechange", tell);
    tell();
  };
  if (sound && "AudioContext" in window) {
    sound.hidden = false;
    if (remembered()) open();
    let woken = false; // by the very tap that is on this button
    sound.addEventListener("click", async () => {
      if (player?.state === "running" && !woken) {
        await player.close();
        player = null;
      } else {
        if (!player) open();
        await player.resume();
        ring(2);
      }
      woken = false;
      remember(!!player);
      tell();
    });
    // After a reload the browser stays silent until somebody touches the page: anything they do wakes it again.
    const wake = (event) => {
      if (player?.state !== "suspended") return;
      woken = sound.contains(event.target) || event.key === sound.dataset.press;
      player.resume();
    };
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake, true);
  }

  // One tap joins a report; another takes it back.
  const form = document.getElementById("gabung");
  const send = async (address, report) => {
    const body = new FormData(form);
    body.set("report", report);
    body.set("next", `${board.dataset.url}&kata=1`);
    try {
      const answer = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(15_000) });
      const data = await answer.json();
      hear(answer);
      take(data);
      mark = answer.headers.get("ETag").replace(/^W\//, "");
      return data.said;
    } catch {
      return [["error", words.failed]];
    }
  };
  let undo = null;
  const join = async (button) => {
    button.disabled = true;
    const { report, part } = { report: button.value, part: button.dataset.part };
    const told = await send(button.formAction, report);
    button.disabled = false;
    const wrong = told.find(([tag]) => tag.includes("error"));
    if (wrong) return say(wrong[1]);
    undo = document.createElement("button");
    undo.type = "button";
    undo.className = "quiet";
    undo.textContent = words.undo;
    undo.addEventListener("click", async () => {
      undo = null;
      const back = await send(part, report);
      say(back.find(([tag]) => tag.includes("error"))?.[1] || words.parted);
    });
    say(words.joined, undo);
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-join]");
    if (!button) return;
    event.preventDefault();
    join(button);
  });

  // Keys
  const typing = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
  const step = (by) => {
    const all = [...rowsIn(list).values()], at = all.indexOf(current());
    show("list");
    const next = all[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    linkOf(next)?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    return all.length > 0;
  };
  const inRow = (what) => {
    const found = current()?.querySelector(what);
    found?.click();
    return !!found;
  };
  const press = (key) => {
    const found = [...document.querySelectorAll("[data-press]")].find((each) => each.dataset.press === key && !each.hidden);
    if (!found) return false;
    found.click();
    if (found.matches("summary") && found.parentElement.open) {
      (found.parentElement.querySelector("input, select") || found).focus();
      found.scrollIntoView({ block: "nearest" });
    }
    return true;
  };
  const own = {
    j: () => step(1),
    k: () => step(-1),
    g: () => inRow("[data-join]"),
    v: () => inRow("[data-verify]"),
    m: () => showOnMap(),
    u: () => { undo?.click(); return !!undo; },
  };
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(typing)) return;
    if (own[event.key]?.() || (event.key.length === 1 && press(event.key))) event.preventDefault();
  });

  // The wall: awake, and as large as the screen.
  if (wall) {
    const awake = () => navigator.wakeLock?.request("screen").catch(() => {});
    awake();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) awake(); });
    const full = document.getElementById("penuh");
    if (full && document.fullscreenEnabled) {
      full.hidden = false;
      full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
    }
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  addEventListener("online", ask);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); }); // back from a situation: as it is now
  count();
  tick();
  ready = true;
  setInterval(tick, 1000);
  timer = setTimeout(ask, every);
})();
