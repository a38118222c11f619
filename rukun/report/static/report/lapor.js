"use strict";

// Reports until the server has them.
const queue = (() => {
  const base = self.document ? document.getElementById("lapor-app").dataset.base : new URL(registration.scope).pathname;
  const news = new BroadcastChannel("lapor"), coder = new TextEncoder();
  const own = { patience: 20e3 }; // ms of work

  const tell = (...told) => { news.postMessage(told); own.changed?.(told); };
  news.onmessage = ({ data }) => own.changed?.(data);

  const store = (mode, work) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("lapor", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("laporan", { keyPath: "id" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const known = opening.result, asked = work(known.transaction("laporan", mode).objectStore("laporan"));
      asked.transaction.oncomplete = () => { known.close(); resolve(asked.result); };
      asked.transaction.onabort = () => { known.close(); reject(asked.error); };
    };
  });
  const all = () => store("readonly", (rows) => rows.getAll());
  const get = (id) => store("readonly", (rows) => rows.get(id));
  const put = (row) => store("readwrite", (rows) => rows.put(row)).then(() => tell(row.id, row.state));
  const drop = (id, state = "gone", notes) => store("readwrite", (rows) => rows.delete(id)).then(() => tell(id, state, notes));
  // What was deleted meanwhile stays so.
  const change = (row) => store("readwrite", (rows) => {
    const there = rows.count(row.id);
    there.onsuccess = () => there.result && rows.put(row);
    return there;
  }).then(() => tell(row.id, row.state));

  const newId = () => { // UUIDv7 of the full hour
    const hour = Math.floor(Date.now() / 36e5) * 36e5;
    return `${hour.toString(16).padStart(12, 0).replace(/.{8}/, "$&-")}-7${crypto.randomUUID().slice(15)}`;
  };
  const newCode = () => { // ISO 7064 MOD 11,10
    const digits = [];
    while (digits.length < 19) {
      const [each] = crypto.getRandomValues(new Uint8Array(1));
      if (each < 250) digits.push(each % 10);
    }
    let product = 10;
    for (const each of digits) product = 2 * ((product + each) % 10 || 10) % 11;
    return [...digits, (11 - product) % 10].join("");
  };

  const work = async ({ challenge, bits }) => {
    const end = Date.now() + own.patience;
    for (let n = 0; Date.now() < end; n += 500) {
      const tries = Array.from({ length: 500 }, (_, i) => crypto.subtle.digest("SHA-256", coder.encode(`${challenge}:${n + i}`)));
      const hit = (await Promise.all(tries)).findIndex((each) => new DataView(each).getUint32(0) >>> (32 - bits) === 0);
      if (hit >= 0) return { challenge, answer: n + hit };
    }
    return { challenge, answer: "" };
  };

  // Throws where no server answered.
  const post = async (path, values, file) => {
    const body = file ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(values)) body.append(name, value ?? "");
    if (file) body.append("file", file, "foto.jpg");
    const answer = await fetch(base + path, { method: "POST", body, credentials: "omit", signal: AbortSignal.timeout?.(90e3) });
    const said = await answer.json();
    if (answer.status < 500 && (answer.ok || said.errors) && answer.status !== 429) return said;
    throw new Error(answer.status);
  };

  const forward = async (row) => {
    const { id, code, at, keep, what } = row;
    if (!row.received) {
      const values = { ...row.form, id, code, ago: Math.max(0, Date.now() - at) / 1000 };
      let said = await post("kirim/", values);
      if (said.challenge) said = await post("kirim/", { ...values, ...await work(said) });
      if (said.errors) return change({ ...row, state: "refused", errors: said.errors });
      if (!said.received) throw new Error("not received");
      row = { id, code, at, keep, what, received: said.received, photos: row.photos, state: "waiting", notes: said.dropped || [] };
      await change(row); // what was typed is gone
    }
    while (row.photos.length) {
      const [{ id: key, blob, capture }, ...photos] = row.photos;
      const { errors } = await post("foto/", { ...capture, report: id, code, id: key }, blob);
      row = { ...row, photos, notes: [...row.notes, ...Object.values(errors || {})] };
      await change(row);
    }
    return row.keep ? change({ ...row, state: "sent" }) : drop(id, "sent", row.notes);
  };

  // Gives how many wait.
  const flush = () => navigator.locks.request("lapor", async () => {
    let left = 0;
    for (const { id } of await all()) {
      const row = await get(id);
      if (row?.state === "waiting") await forward(row).catch(() => { left++; });
      if (row?.state === "draft" && row.until < Date.now()) await drop(id);
    }
    return left;
  });
  return Object.assign(own, { base, all, get, put, drop, flush, newId, newCode });
})();

// A new JPEG has no metadata.
const photos = (() => {
  const LARGEST = 400e3, SIDE = 1600;

  const shrink = async (file) => {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas"), paper = canvas.getContext("2d");
    for (let side = Math.min(SIDE, Math.max(image.width, image.height)); ;) {
      const scale = side / Math.max(image.width, image.height);
      canvas.width = Math.ceil(image.width * scale);
      canvas.height = Math.ceil(image.height * scale);
      paper.fillStyle = "#fff";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
      if (!blob) throw new Error("no picture");
      if (blob.size <= LARGEST) return blob;
      side *= 0.95 * Math.sqrt(LARGEST / blob.size);
    }
  };

  const preview = async (blob) => {
    const image = await createImageBitmap(blob), canvas = document.createElement("canvas");
    canvas.height = 120;
    canvas.width = Math.min(240, 120 * image.width / image.height);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, 120);
    return canvas;
  };

  // EXIF
  const tags = (view) => {
    const little = view.getUint16(0) === 0x4949, u32 = (at) => view.getUint32(at, little);
    const entries = (at) => {
      const found = {};
      for (let i = view.getUint16(at, little); i--;) found[view.getUint16(at + 2 + 12 * i, little)] = at + 10 + 12 * i;
      return found;
    };
    const below = (tag) => (first[tag] ? entries(u32(first[tag])) : {});
    const text = (at, size) => String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, size));
    const degrees = (tag) => [0, 1, 2].reduce((sum, i) => {
      const at = u32(gps[tag]) + 8 * i;
      return sum + u32(at) / u32(at + 4) / 60 ** i;
    }, 0) * (/[SW]/.test(text(gps[tag - 1], 1)) ? -1 : 1);
    const first = entries(u32(4)), exif = below(0x8769), gps = below(0x8825), found = {};
    if (exif[0x9003]) {
      found.taken = text(u32(exif[0x9003]), 19).replace(/(\d+):(\d+):(\d+) /, "$1-$2-$3T");
      if (exif[0x9011]) found.taken += text(u32(exif[0x9011]), 6);
    }
    if (gps[2] && gps[4]) {
      found.lat = degrees(2);
      found.lon = degrees(4);
    }
    return found;
  };
  const capture = async (file) => {
    try {
      const view = new DataView(await file.slice(0, 131072).arrayBuffer());
      for (let at = 2; view.getUint8(at) === 255; at += 2 + view.getUint16(at + 2)) {
        if (view.getUint32(at + 4) === 0x45786966) return tags(new DataView(view.buffer, at + 10));
      }
    } catch {}
    return {};
  };
  return { shrink, preview, capture };
})();

// The questions.
if (self.document) (async () => {
  const root = document.getElementById("lapor-app"), main = root.closest("main"), { base } = queue, { serviceWorker, storage, geolocation } = navigator;
  if (!serviceWorker || !navigator.locks || !crypto.randomUUID) return;
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  serviceWorker.register(root.dataset.worker).catch(() => {});
  const { content } = make("template", { innerHTML: await (await fetch(root.dataset.parts)).text() });
  const app = content.firstElementChild, form = app.querySelector("form"), fields = form.elements, words = app.dataset;
  const piece = (id) => content.getElementById(id).content.cloneNode(true);
  const { categories, danger, folds, personal, instead, readers } = JSON.parse(words.known);
  const areas = [...app.querySelectorAll("[data-area]")], next = form.lastElementChild.firstElementChild, rest = make("div");
  main.querySelector(".kinds").before(rest);
  const start = [...main.childNodes];
  const shown = (name, from = app) => from.querySelector(`[data-show=${name}]`);
  const say = (name, text, from = app) => from.querySelectorAll(`[data-show=${name}]`).forEach((each) => { each.textContent = text; });
  const value = (name) => fields[name].value.trim();
  const typed = () => Object.fromEntries(new FormData(form));
  const grouped = (code) => code.replace(/.{4}(?=.)/g, "$& ");
  const map = shown("map"), refused = new Map();
  let row, last, section, accepted, files, tree, later, soon, busy, kind, away;

  const swept = (text, hits) => personal.reduce((left, [kind, flags, pattern]) => left.replace(new RegExp(pattern, `${flags}g`), (all, hit) => {
    hits.push(hit);
    return all.slice(0, -hit.length) + instead[kind];
  }), text);
  const people = (hits = []) => { swept(value("words"), hits); return hits; };
  const flow = () => {
    const { danger: risk, timed } = categories[value("category")], complaint = kind === "complaint";
    const now = risk === "ask" && value("now") === "1", first = risk === "always" || now;
    if (complaint && form.querySelector("[data-elsewhere]:checked")) return ["siapa", "lembaga"];
    return [
      kind === "protected" && "pelindungan", risk === "ask" && "sekarang", first && "darurat", complaint && "siapa", "dimana",
      !now && timed && "kapan", "cerita", value("words") !== accepted && people()[0] && "pribadi",
      !first && danger.some((each) => new RegExp(each, "i").test(
        folds.reduce((left, [pattern, to]) => left.replace(new RegExp(pattern, "gi"), to), value("words")),
      )) && "darurat", "kontak", "foto", "periksa",
    ].filter(Boolean);
  };
  const answered = {
    sekarang: () => value("now"),
    siapa: () => value("subject"),
    dimana: () => value("unit") || value("lat") && !areas.some((each) => each[1]),
    kapan: () => value("happened_about") && (fields[`${value("happened_about")}_at`]?.value ?? 1),
    cerita: () => !categories[value("category")].needs || value("words")[2],
    kontak: () => value("anonymous") === "1" || fields.phone.checkValidity(),
  };

  const units = async (code) => (await fetch(`${base}wilayah.json${code && `?di=${code}`}`)).json();
  const ask = (given) => fetch(`${base}wilayah.json`, { method: "POST", body: new URLSearchParams(given) }).then((each) => each.json()).catch(() => 0);
  const offer = (level, list = [], other = "") => {
    areas[level].parentNode.hidden = !list[0];
    areas[level].replaceChildren(...[{ name: words.choose, code: "" }, ...list, ...(other ? [{ name: words.unknown, code: other }] : [])]
      .map((each) => new Option(each.name, each.code)));
  };
  const draw = async () => {
    const of = value("unit") || tree?.code;
    if (map.parentNode.open) Object.assign(map, { innerHTML: (await ask({ map: of })).map || words.offline, of });
  };
  const within = (code) => {
    fields.unit.value = code;
    map.parentNode.hidden = !(code || tree);
    draw();
  };
  const choose = async (level) => {
    const picked = areas[level].value;
    if (!level) {
      tree = picked && await units(picked).catch(() => 0);
      offer(1, tree?.units, picked);
    }
    if (level < 2) offer(2, tree?.units?.find((each) => each.code === picked)?.units);
    within(areas.map((each) => each.value).filter(Boolean).pop() || "");
  };
  const pick = async (code) => {
    for (const level of [0, 1, 2]) {
      const at = [...areas[level].options].findIndex((each) => each.value && `${code}.`.startsWith(`${each.value}.`));
      areas[level].selectedIndex = Math.max(0, at);
      if (areas[level].options[1]) await choose(level);
    }
    within(code);
  };
  const settle = ({ unit, lat, lon }, text) => {
    fields.lat.value = lat ?? "";
    fields.lon.value = lon ?? "";
    say("located", text);
    if (unit) pick(unit);
  };
  const begun = units("").then((all) => {
    const whole = all.code.split(".")[3];
    tree = whole && all;
    offer(0, whole ? [] : all.units);
    offer(1, tree?.units, all.code);
    offer(2);
  }).catch(() => {});

  const wrong = (text) => {
    app.querySelector(".notice.error")?.remove();
    if (!text) return;
    section.firstElementChild.after(piece("lapor-salah"));
    say("wrong", text);
  };
  const drawPhotos = async () => shown("photos").replaceChildren(...await Promise.all(row.photos.map(async (each) => {
    const figure = make("div"), button = make("button", { type: "button", className: "quiet", textContent: words.remove });
    button.onclick = () => { row.photos = row.photos.filter((other) => other !== each); drawPhotos(); };
    figure.append(await photos.preview(each.blob), button);
    return figure;
  })));
  const addPhotos = async (input) => {
    wrong();
    say("shrinking", words.shrinking);
    for (const file of input.files) {
      const shot = row.photos[3] ? wrong(words.most) : await photos.shrink(file).catch(() => wrong(words.unread));
      if (!shot) continue;
      row.photos.push({ id: crypto.randomUUID(), blob: shot });
      files.set(shot, file);
    }
    input.value = "";
    say("shrinking", "");
    await drawPhotos();
  };

  const fit = () => {
    for (const each of app.querySelectorAll("[data-if]")) each.hidden = !each.dataset.is.split(" ").includes(value(each.dataset.if));
  };
  const list = (name, texts) => shown(name).replaceChildren(...texts.map((textContent) => make("li", { textContent })));
  const review = () => {
    say("readers", readers[value("subject") || value("category")]);
    const steps = flow(), told = [...form.querySelectorAll("section :checked, [data-tell]")].filter((each) => each.value
      && steps.includes(each.closest("section").dataset.step) && !each.closest("[data-if][hidden], [data-step=periksa]"));
    list("review", [...told.map((each) => `${each.closest("section").firstElementChild.textContent} ${each.text ?? (each.checked ? each.parentNode.textContent : each.value)}`),
      shown("located").textContent, row.photos[0] && `${row.photos.length} ${words.photos}`].filter(Boolean));
  };
  const show = (step) => {
    wrong();
    fit();
    section = form.querySelector(`[data-step=${step}]`);
    for (const each of form.querySelectorAll("section")) each.hidden = each !== section;
    if (step === "pribadi") list("personal", people());
    if (step === "periksa") review();
    next.parentNode.hidden = /lembaga|selesai/.test(step);
    next.textContent = section.dataset.next || next.dataset.label;
    scrollTo(0, 0);
    section.firstElementChild.focus();
  };
  const go = (step) => {
    const over = section?.dataset.step === "pribadi";
    history[over ? "replaceState" : "pushState"]({ step, id: row.id, n: (history.state?.n || 0) + !over }, "");
    show(step);
  };
  const enter = async (fresh, step) => {
    row = fresh;
    files = new Map();
    accepted = last = "";
    form.reset();
    ({ kind } = categories[row.form.category]);
    fields.keep.checked = kind === "ordinary";
    for (const [key, each] of Object.entries({ lat: "", lon: "", ...row.form })) if (fields[key]) fields[key].value = each;
    say("category", categories[value("category")].words);
    say("code", grouped(row.code));
    say("located", value("lat") && words.point);
    list("found", []);
    await begun;
    await pick(value("unit"));
    await drawPhotos();
    main.replaceChildren(app);
    go(step || flow()[0]);
  };
  const send = async () => {
    const named = value("anonymous") === "0";
    if (!named) fields.name.value = fields.phone.value = "";
    for (const each of row.photos) each.capture = named && fields.consent.checked && await photos.capture(files.get(each.blob));
    await queue.put({ ...row, form: typed(), keep: fields.keep.checked, state: "waiting" });
    last = { id: row.id, state: "waiting" };
    fields.risk.value = +flow().includes("darurat");
    fields.done.value = "waiting";
    row = null;
    form.reset();
    history.replaceState({ n: history.state.n }, "");
    show("selesai");
    storage.persist?.();
    serviceWorker.ready.then((each) => each.sync.register("lapor")).then(() => { fields.sync.value = 1; fit(); }).catch(() => {});
    flush();
  };
  const forth = async () => {
    await busy;
    const { step, wrong: why } = section.dataset;
    if (answered[step] && !answered[step]()) return wrong(why);
    if (step === "periksa") return send();
    if (step === "pribadi" && value("words") !== accepted) fields.words.value = swept(value("words"), []);
    row.form = typed();
    const all = flow();
    row.what = kind === "ordinary" ? value("category") : "";
    const draft = { ...row, form: { ...row.form, name: "", phone: "" }, photos: [], until: Date.now() + 36e5, state: "draft" };
    if (row.what) await queue.put(draft);
    go(all[all.indexOf(step) + 1 || all.indexOf("cerita") + 1]); // "pribadi" was accepted
  };
  const leave = () => {
    row = last = null;
    form.reset();
    main.replaceChildren(...start);
    refresh();
  };

  const forget = () => {
    row = files = null;
    form.replaceChildren();
    main.replaceChildren();
  };

  const edit = ({ errors = {}, state, ...kept }) => {
    const [name = "_"] = Object.keys(errors);
    refused.delete(kept.id);
    enter(kept, form.querySelector(`[data-has~=${name}]`)?.dataset.step).then(() => wrong(Object.values(errors).join(" ")));
  };
  const told = (each) => [words[each.state], ...Object.values(each.errors || {}), ...(each.notes || []).map((note) => words[note] || note)].join(" ");
  const line = (each) => {
    const item = piece("lapor-baris").firstElementChild, [button, receipt] = shown("acts", item).children;
    say("what", categories[each.what]?.words || words.private, item);
    say("when", new Date(each.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }), item);
    say("told", told(each), item);
    say("number", each.state === "draft" ? "" : grouped(each.code), item);
    button.onclick = () => edit(each);
    receipt.elements.code.value = each.code;
    if (/waiting|sent/.test(each.state)) button.remove();
    if (each.state !== "sent") receipt.remove();
    shown(each.received ? "unsent" : "delivered", item).remove();
    shown("drop", item).onsubmit = (event) => { event.preventDefault(); item.remove(); refused.delete(each.id); queue.drop(each.id); };
    return item;
  };
  const erase = async (event) => {
    event.preventDefault();
    await (await serviceWorker.getRegistration(base))?.unregister();
    for (const each of await caches.keys()) if (each.startsWith("lapor-")) await caches.delete(each);
    indexedDB.deleteDatabase("lapor").onsuccess = () => location.replace(base.replace("lapor/", ""));
  };
  const refresh = async () => {
    for (const each of await queue.all()) {
      if (each.what || each.state !== "refused" || document.hidden) continue; // shown once
      refused.set(each.id, each);
      await queue.drop(each.id);
    }
    const rows = [...await queue.all(), ...refused.values()].sort((a, b) => b.at - a.at), known = piece("lapor-antrean");
    if (last) {
      last = { ...rows.find((each) => each.id === last.id) || last };
      say("state", told(last));
      fields.done.value = last.state;
      fit();
    }
    clearTimeout(soon);
    if (main.querySelector(".confirm[open]")) soon = setTimeout(refresh, 1e3);
    else {
      shown("rows", known).append(...rows.map(line));
      shown("erase", known).onsubmit = erase;
      rest.replaceChildren(...(rows[0] ? [known.firstElementChild] : []));
      root.replaceChildren(known.lastElementChild);
    }
  };
  const flush = async () => {
    clearTimeout(later);
    later = setTimeout(flush, await queue.flush() ? 30e3 : 6e5);
  };

  const acts = {
    back: () => history.back(),
    flee: () => {
      away = shown("away").href;
      forget();
      history.go(-history.state.n);
      setTimeout(() => location.replace(away), 500);
    },
    locate: () => {
      say("located", words.finding);
      geolocation.getCurrentPosition(
        async ({ coords }) => {
          const point = { lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6) }, answer = await ask(point);
          if (answer && !answer.at) settle({}, words.away);
          else settle({ ...point, ...answer.at }, words.here.replace("%s", Math.ceil(coords.accuracy)) + (answer.at?.unit ? "" : words.also));
        },
        () => settle({}, words.lost),
        { enableHighAccuracy: true, timeout: 2e4, maximumAge: 6e4 },
      );
    },
    search: async () => {
      const answer = await ask({ di: value("place"), near: value("unit") || tree?.code || "" });
      if (!answer.found?.[0]) return list("found", [answer ? words.nothing : words.offline]);
      list("found", answer.found.map(() => ""));
      answer.found.forEach((each, i) => {
        const button = make("button", { type: "button", className: "button plain wide", textContent: each.name });
        button.onclick = () => {
          list("found", []);
          fields.place.value = each.name;
          settle(each, each.lat && words.point);
        };
        shown("found").children[i].append(button);
      });
    },
    fix: () => edit(last),
    let_be: () => { accepted = value("words"); forth(); },
  };
  app.addEventListener("click", (event) => {
    const act = acts[event.target.closest("[data-do]")?.dataset.do];
    if (!act) return;
    event.preventDefault();
    act();
  });
  map.parentNode.ontoggle = draw;
  map.onclick = async ({ clientX, clientY }) => {
    if (!map.firstElementChild) return;
    const { left, top, width } = map.firstElementChild.getBoundingClientRect();
    const answer = await ask({ di: map.of, x: clientX - left, y: clientY - top, wide: width });
    settle(answer.at || {}, answer.at ? words.point : answer ? words.outside : words.offline);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    next.disabled = true;
    forth().finally(() => { next.disabled = false; });
  });
  form.addEventListener("input", async ({ target }) => {
    const level = areas.indexOf(target), of = value("unit");
    wrong();
    if (target.files) busy = addPhotos(target);
    fit();
    if (level < 0) return;
    await choose(level);
    const unit = value("unit");
    if (!unit.startsWith(of) && !of.startsWith(unit)) settle({}, "");
  });
  main.addEventListener("submit", (event) => {
    const { name, value: category } = event.submitter || {};
    if (name !== "category") return;
    event.preventDefault();
    if (categories[category].kind === "elsewhere") return location.assign(words.elsewhere);
    const unit = new URLSearchParams(location.search).get("rw") || "";
    enter({ id: queue.newId(), code: queue.newCode(), at: Date.now(), photos: [], form: { category, unit } });
  });
  addEventListener("popstate", ({ state }) => {
    if (away) location.replace(away);
    else if (row && state?.id === row.id) show(state.step);
    else if (!location.hash) leave();
  });
  addEventListener("pagehide", () => { if (kind === "protected") forget(); });
  addEventListener("pageshow", () => main.firstChild || location.reload());
  addEventListener("visibilitychange", refresh);
  addEventListener("online", flush);
  queue.changed = ([id, state, notes]) => {
    if (last?.id === id) last = { ...last, state, notes };
    clearTimeout(soon);
    soon = setTimeout(refresh, 50);
  };
  refresh();
  flush();
})();
