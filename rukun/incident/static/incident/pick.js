// A point set by a tap on the map, or by the map's middle for whoever moves it by keys. The field stays the one that counts:
// what is typed there shows on the map, and without this script it is all there is.
"use strict";
{
  const box = document.querySelector("[data-pick]");
  const field = document.querySelector("[name=point]");
  const around = box.closest("details");
  const said = box.querySelector("[role=status]");
  const POINT = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;
  const NEAR = 17;
  let map = null;

  const show = (move) => {
    const found = POINT.exec(field.value);
    map.setMarks(found ? [{ id: "titik", lat: +found[1], lon: +found[2], kind: "point" }] : []);
    if (found && move) map.leaflet.setView([+found[1], +found[2]], Math.max(map.leaflet.getZoom(), NEAR));
  };
  const put = (place) => {
    const { lat, lng } = place.wrap();
    field.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
    said.textContent = box.dataset.set;
    show(false);
  };
  const begin = () => {
    const element = box.querySelector(".posko-map");
    if (map || !element || !window.RukunMap) return;
    box.hidden = false;
    map = RukunMap.make(element);
    if (!map.leaflet) { box.hidden = true; return; }
    element.setAttribute("aria-describedby", "cara-titik");
    map.onSelect(() => {}); // the mark itself leads nowhere
    map.leaflet.on("click", (event) => put(event.latlng));
    show(true);
    field.addEventListener("change", () => show(true));
    box.querySelector("[data-middle]").addEventListener("click", () => put(map.leaflet.getCenter()));
    box.querySelector("[data-none]").addEventListener("click", () => {
      field.value = "";
      said.textContent = box.dataset.gone;
      show(false);
    });
  };
  around.addEventListener("toggle", () => { if (around.open) begin(); });
  if (around.open) begin();
}
