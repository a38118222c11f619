// Boxes over faces and plates, drawn with a finger or a mouse; the numbers in the form are what is sent.
"use strict";
{
  const field = document.getElementById("lukis"), form = document.getElementById("kotak"), hint = document.getElementById("cara");
  const rows = () => [...form.querySelectorAll("fieldset")], inputs = (row) => [...row.querySelectorAll("input")];
  const values = (row) => inputs(row).map((each) => parseFloat(each.value.replace(",", ".")));
  const space = field.querySelector("svg"), most = 12;
  const show = () => {
    const old = space.querySelectorAll("rect");
    for (const each of old) each.remove();
    for (const row of rows()) {
      const [left, right, top, bottom] = values(row);
      if (!(right > left && bottom > top)) continue;
      const box = document.createElementNS(space.namespaceURI, "rect");
      const sides = { x: left, y: top, width: right - left, height: bottom - top, "fill-opacity": 0.8, stroke: "#fff", "vector-effect": "non-scaling-stroke" };
      for (const name in sides) box.setAttribute(name, sides[name]);
      space.append(box);
    }
    const empty = rows().filter((row) => inputs(row).every((each) => !each.value));
    empty.forEach((row, place) => { row.hidden = place > 0; }); // one to type into is enough
  };
  const free = () => {
    const all = rows(), found = all.find((row) => inputs(row).every((each) => !each.value));
    if (found || all.length >= most) return found;
    const row = all[0].cloneNode(true);
    const number = row.querySelector("span").textContent = all.length + 1;
    for (const each of inputs(row)) {
      const label = row.querySelector(`label[for="${each.id}"]`);
      each.value = "";
      label.htmlFor = each.id = `id_${each.name}_${number}`;
    }
    all.at(-1).after(row);
    return row;
  };
  const at = (event) => {
    const frame = field.getBoundingClientRect(), part = (value, length) => Math.min(Math.max(100 * value / length, 0), 100);
    return [part(event.clientX - frame.left, frame.width), part(event.clientY - frame.top, frame.height)];
  };
  let row, from;
  const draw = (event) => {
    const [x, y] = at(event), sides = [Math.min(x, from[0]), Math.max(x, from[0]), Math.min(y, from[1]), Math.max(y, from[1])];
    inputs(row).forEach((each, place) => { each.value = sides[place].toFixed(1); });
    show();
  };
  field.addEventListener("pointerdown", (event) => {
    row = free();
    if (!row || !event.isPrimary) return;
    event.preventDefault();
    from = at(event);
    field.setPointerCapture(event.pointerId);
  });
  field.addEventListener("pointermove", (event) => { if (from) draw(event); });
  const end = (event) => {
    if (!from) return;
    draw(event);
    const [left, right, top, bottom] = values(row), tap = right - left < 1 || bottom - top < 1;
    if (tap || event.type === "pointercancel") for (const each of inputs(row)) each.value = ""; // no box
    from = undefined;
    show();
  };
  field.addEventListener("pointerup", end);
  field.addEventListener("pointercancel", end);
  form.addEventListener("input", () => { free(); show(); });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const each of rows().flatMap(inputs)) each.value = "";
    show();
  });
  for (const line of space.querySelectorAll("path")) line.remove();
  hint.textContent = hint.dataset.with;
  field.style.touchAction = "pinch-zoom"; // else the page scrolls under the finger
  field.style.cursor = "crosshair";
  show();
}
