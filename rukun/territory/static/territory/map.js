// A map that moves and zooms, over this installation's own tiles. What {% posko_map %} puts on a page becomes one by
//
//   const map = RukunMap.make(document.querySelector(".posko-map"));
//   map.setMarks([{ id, lat, lon, kind: "PG" | "AG" | "GN" | "post" | "gathering" | "point", label, href, verified }]);
//   map.setCells([{ id, cell: [[lat, lon], …], count, kind, label, href }]);
//   map.onSelect(id => …);  // instead of following href
//   map.select(id); map.fit(); map.leaflet  // null where the page shows the drawing instead
//
// Kinds differ in shape and letters, not in colour alone; what is not verified is hollow and dashed. Of all marks one can
// be reached by Tab, the others from it by the arrow keys, in the order given.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SIZE = 44; // pixels: a thumb's width
  const LETTERS = new Set(["PG", "AG", "GN"]);
  const CLOSE = 17;
  const SPARE = 0.05; // of the area, that may lie beyond the edge rather than all be half as large

  const shape = (name, said) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(said)) element.setAttribute(key, value);
    return element;
  };

  const picture = (kind, text, signs) => {
    const svg = shape("svg", { viewBox: "-24 -24 48 48", width: SIZE, height: SIZE, "aria-hidden": "true" });
    svg.append(shape("path", { class: "sign", d: `M0 0${signs[kind] || signs.point}` }));
    if (text) {
      const letters = shape("text", { y: kind === "AG" ? 11 : 4.5, "text-anchor": "middle" });
      letters.textContent = text;
      svg.append(letters);
    }
    return svg;
  };

  const bounds = element => {
    const [west, south, east, north] = element.dataset.bounds.split(",").map(Number);
    return L.latLngBounds([south, west], [north, east]);
  };

  class Board {
    constructor(element) {
      this.words = JSON.parse(element.dataset.words);
      this.signs = JSON.parse(element.dataset.signs);
      this.home = bounds(element);
      this.entries = new Map(); // id → { thing, element, marker }
      this.selected = null;
      this.callback = null;
      element.replaceChildren();
      const map = L.map(element, {
        zoomControl: false, attributionControl: false, minZoom: RukunGround.LOWEST, maxZoom: RukunGround.HIGHEST,
        zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
        maxBounds: this.home.pad(2), renderer: L.svg({ padding: 0.5 }),
      });
      this.leaflet = map;
      L.control.zoom({ zoomInTitle: this.words.in, zoomOutTitle: this.words.out }).addTo(map);
      const credit = L.control.attribution({ prefix: false }).addTo(map);
      const text = document.createElement("span");
      text.textContent = element.dataset.attribution;
      credit.addAttribution(text.innerHTML);
      L.control.scale({ imperial: false }).addTo(map);
      map.fitBounds(this.home.pad(-SPARE));
      this.areas = L.layerGroup().addTo(map);
      this.marks = L.layerGroup().addTo(map);
      const tiles = element.dataset.tiles;
      const draw = () => {
        const before = this.ground;
        this.ground = RukunGround.layer(tiles, this.home.pad(0.5)).addTo(map);
        if (before) before.remove();
      };
      draw();
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
      element.dataset.ready = "";
    }

    setMarks(things) {
      this._replace("mark", this.marks, things, thing => [thing.lat, thing.lon]);
    }

    setCells(things) {
      this.areas.clearLayers();
      const middle = new Map();
      for (const thing of things) {
        const area = L.polygon(thing.cell, { className: `area ${(thing.kind || "").toLowerCase()}`, interactive: false });
        middle.set(thing, area.addTo(this.areas).getBounds().getCenter());
      }
      this._replace("cell", this.marks, things, thing => middle.get(thing));
    }

    onSelect(callback) {
      this.callback = callback;
    }

    // Show which one is meant; moves the map only where it would not be seen.
    select(id) {
      const before = this.entries.get(this.selected);
      if (before) before.element.removeAttribute("aria-current");
      const key = String(id);
      const entry = this.entries.get(key);
      this.selected = entry ? key : null;
      if (!entry) return;
      entry.element.setAttribute("aria-current", "true");
      this._reach(key);
      const place = entry.marker.getLatLng();
      if (!this.leaflet.getBounds().pad(-0.1).contains(place)) this.leaflet.panTo(place);
    }

    // Everything that is on the map, or the whole area where nothing is.
    fit() {
      const places = [...this.entries.values()].map(entry => entry.marker.getLatLng());
      if (places.length) this.leaflet.fitBounds(L.latLngBounds(places).pad(0.1), { maxZoom: CLOSE });
      else this.leaflet.fitBounds(this.home.pad(-SPARE));
    }

    // A mark that stays keeps its element, and with it the focus of whoever is on it.
    _replace(sort, group, things, placeOf) {
      const wanted = new Map(things.map((thing, i) => [String(thing.id ?? `${sort}-${i}`), thing]));
      const focused = [...this.entries].find(([, entry]) => entry.element === document.activeElement);
      for (const [id, entry] of this.entries) {
        if (entry.sort === sort && !wanted.has(id)) {
          entry.marker.remove();
          this.entries.delete(id);
        }
      }
      for (const [id, thing] of wanted) {
        const old = this.entries.get(id);
        const look = JSON.stringify([thing.kind, thing.label, thing.count, thing.verified, thing.href]);
        if (old && old.sort === sort && old.look === look) {
          old.marker.setLatLng(placeOf(thing));
          this.entries.delete(id); // and back at its place in the order
          this.entries.set(id, old);
          continue;
        }
        if (old) old.marker.remove();
        this.entries.delete(id);
        this.entries.set(id, this._entry(id, sort, look, thing, placeOf(thing), group));
      }
      if (this.selected !== null && !this.entries.has(this.selected)) this.selected = null;
      else if (this.selected !== null) this.entries.get(this.selected).element.setAttribute("aria-current", "true");
      const first = this.entries.keys().next().value;
      this._reach(focused && this.entries.has(focused[0]) ? focused[0] : this.selected ?? first);
      if (focused && this.entries.has(focused[0])) this.entries.get(focused[0]).element.focus({ preventScroll: true });
    }

    _entry(id, sort, look, thing, place, group) {
      const body = document.createElement("div");
      const text = sort === "cell" ? String(thing.count ?? "…") : LETTERS.has(thing.kind) ? thing.kind : "";
      if (sort === "cell") {
        if (LETTERS.has(thing.kind)) body.append(picture(thing.kind, thing.kind, this.signs));
        const count = document.createElement("b");
        count.textContent = text;
        body.append(count);
      } else body.append(picture(thing.kind, text, this.signs));
      const hollow = thing.verified === false ? " hollow" : "";
      const icon = L.divIcon({
        html: body, className: `posko-${sort} ${(thing.kind || "").toLowerCase()}${hollow}`, iconSize: [SIZE, SIZE],
      });
      const marker = L.marker(place, { icon, keyboard: false, riseOnHover: true, riseOffset: 4000, zIndexOffset: { GN: 3000, AG: 2000, PG: 1000 }[thing.kind] || 0 }).addTo(group);
      const element = marker.getElement();
      element.dataset.id = id;
      element.setAttribute("role", thing.href && !this.callback ? "link" : "button");
      element.setAttribute("aria-label", this._said(sort, thing));
      element.title = thing.label || "";
      element.tabIndex = -1;
      const open = () => {
        this._reach(id);
        if (this.callback) this.callback(thing.id ?? id, thing);
        else if (thing.href) location.assign(thing.href);
      };
      marker.on("click", open);
      element.addEventListener("keydown", event => this._key(event, id, open));
      return { thing, sort, look, element, marker };
    }

    _said(sort, thing) {
      const parts = [this.words[thing.kind] || "", thing.label || ""];
      if (sort === "cell") parts.push(String(thing.count ?? this.words.few));
      if (thing.verified === false) parts.push(this.words.unverified);
      return parts.filter(Boolean).join(", ");
    }

    _key(event, id, open) {
      const ids = [...this.entries.keys()];
      const here = ids.indexOf(id);
      const to = {
        ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: ids.length - 1,
      }[event.key];
      if (event.key === "Enter" || event.key === " ") open();
      else if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      else {
        const next = ids[(to + ids.length) % ids.length];
        const entry = this.entries.get(next);
        this._reach(next);
        entry.element.focus({ preventScroll: true });
        if (!this.leaflet.getBounds().contains(entry.marker.getLatLng())) this.leaflet.panTo(entry.marker.getLatLng());
      }
      event.preventDefault();
      event.stopPropagation();
    }

    // The one that Tab leads to.
    _reach(id) {
      for (const [each, entry] of this.entries) entry.element.tabIndex = each === id ? 0 : -1;
    }
  }

  const still = { leaflet: null, setMarks() {}, setCells() {}, onSelect() {}, select() {}, fit() {} };

  window.RukunMap = {
    make: element => (element && element.dataset.tiles && window.L && window.protomapsL ? new Board(element) : still),
  };
})();
