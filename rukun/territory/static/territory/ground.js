// The basemap's look: which layer of the tiles is drawn how, in the colours of the page (rukun.css), by day and by night.
// Layers and their zooms come from rukun/territory/tiling/layers.py.
"use strict";
(() => {
  const P = protomapsL;
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const DEEPEST = 14; // zoom of the finest tiles
  const LOWEST = 9; // of the page: one more than that of the data
  const HIGHEST = 19;

  const wide = (...stops) => P.linear(stops);
  const is = kind => (_, feature) => feature.props.kind === kind;
  const at = level => (_, feature) => feature.props.level === level;

  const paintRules = tone => {
    const area = (dataLayer, fill, more = {}) => ({ dataLayer, symbolizer: new P.PolygonSymbolizer({ fill }), ...more });
    const line = (dataLayer, color, width, filter, more = {}) => ({
      dataLayer, filter, ...more,
      symbolizer: new P.LineSymbolizer({ color, width, lineCap: "round", lineJoin: "round", ...(more.line || {}) }),
    });
    const road = (kind, color, ...stops) => line("roads", color, wide(...stops), is(kind));
    const cased = (kind, ...stops) => line("roads", tone.way, wide(...stops.map(([zoom, w]) => [zoom, w + 2])), is(kind));
    const minor = [[10, 0.6], [14, 2.5], [18, 11]];
    const major = [[9, 1], [14, 4], [18, 15]];
    const motorway = [[9, 1.4], [14, 5], [18, 16]];
    return [
      area("territory", tone.land),
      area("green", tone.green),
      { dataLayer: "water", filter: is("water"), symbolizer: new P.PolygonSymbolizer({ fill: tone.water }) },
      line("water", tone.water, wide([11, 1], [15, 4], [18, 14]), is("river")),
      area("buildings", tone.built, { minzoom: 15 }),
      road("lane", tone.way, [14, 0.6], [16, 1.4], [18, 3.5]),
      cased("street", [12, -1.5], [15, 2], [18, 8]),
      cased("minor", ...minor),
      cased("major", ...major),
      cased("motorway", ...motorway),
      road("street", tone.road, [12, 0.5], [15, 2], [18, 8]),
      road("minor", tone.road, ...minor),
      road("major", tone.main, ...major),
      road("motorway", tone.motorway, ...motorway),
      line("rail", tone.edge, wide([10, 0.7], [15, 1.6], [18, 3]), undefined, { line: { dash: [6, 4], lineCap: "butt" } }),
      line("edges", tone.wood, 1.2, at(9), { minzoom: 16, line: { dash: [1, 4] } }),
      line("edges", tone.wood, wide([13, 0.8], [17, 1.8]), at(8), { minzoom: 13, line: { dash: [6, 4], lineCap: "butt" } }),
      line("edges", tone.wood, wide([11, 0.8], [16, 2.4]), at(7)),
      line("edges", tone.wood, wide([10, 1.2], [16, 3]), at(6)),
      line("edges", tone.wood, wide([9, 1.6], [16, 3.4]), (_, feature) => feature.props.level <= 5),
    ];
  };

  const labelRules = tone => {
    const style = (size, weight, fill) => ({
      font: `${weight} ${size}px ${FONT}`, fill, stroke: tone.halo, width: 2, lineHeight: 1.25, labelProps: ["name"],
    });
    const unit = (level, size, minzoom, maxzoom) => ({
      dataLayer: "units", filter: at(level), minzoom, maxzoom,
      symbolizer: new P.CenteredTextSymbolizer(style(size, 700, tone.wood)),
    });
    const road = (kind, size, minzoom) => ({
      dataLayer: "roads", filter: is(kind), minzoom,
      symbolizer: new P.LineLabelSymbolizer({
        ...style(size, 500, tone.ink), position: P.LineLabelPlacement.Center, repeatDistance: 300,
      }),
    });
    const place = (kinds, minzoom) => ({
      dataLayer: "places", minzoom, filter: (_, feature) => Boolean(feature.props.name) && kinds.has(feature.props.kind),
      symbolizer: new P.GroupSymbolizer([
        new P.CircleSymbolizer({ radius: 3, fill: tone.leaf, stroke: tone.halo, width: 1.5 }),
        new P.OffsetTextSymbolizer({
          ...style(11, 500, tone.leaf), offsetX: 6, offsetY: 5, placements: [P.TextPlacements.E],
        }),
      ]),
    });
    const first = new Set(["police", "hospital", "fire_station"]);
    const next = new Set(["guard_post", "bridge", "town_hall"]);
    const rest = new Set(["community_centre", "market", "school", "worship", "field"]);
    return [
      unit(5, 15, 9, 12), unit(6, 14, 11, 13), unit(7, 14, 12, 16), unit(8, 13, 16, HIGHEST),
      road("motorway", 12, 13), road("major", 12, 14), place(first, 15), road("minor", 11, 15), place(next, 16),
      unit(9, 11, 18, HIGHEST), road("street", 11, 16), place(rest, 17), road("lane", 10, 17),
      {
        dataLayer: "water", filter: is("river"), minzoom: 14,
        symbolizer: new P.LineLabelSymbolizer({ ...style(11, 500, tone.deep), position: P.LineLabelPlacement.Center }),
      },
    ];
  };

  const tones = () => {
    const style = getComputedStyle(document.documentElement);
    const tone = {};
    for (const name of ["board", "land", "green", "water", "deep", "built", "way", "road", "main", "motorway", "wood",
      "edge", "ink", "leaf"]) tone[name] = style.getPropertyValue(`--${name}`).trim() || "#888";
    tone.halo = tone.land;
    return tone;
  };

  window.RukunGround = {
    LOWEST, HIGHEST,
    layer: (url, bounds) => {
      const tone = tones();
      return P.leafletLayer({
        url, bounds, maxDataZoom: DEEPEST, minZoom: LOWEST, maxZoom: HIGHEST, noWrap: true, attribution: "",
        paintRules: paintRules(tone), labelRules: labelRules(tone),
        backgroundColor: tone.board, // outside the territory: neither land nor water
      });
    },
  };
})();
