// Draws the states and territories: the map of the directory in panels, and one map of each state.
// The server adds the offices, so every map comes with the numbers of its projection.
import { createRequire } from "node:module";
import { geoBounds, geoConicEqualArea, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const atlas = createRequire(import.meta.url)("us-atlas/states-10m.json");

// The atlas has the numbers of FIPS 5-2, the directory has postal codes.
const CODES = {
  "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", 10: "DE", 11: "DC",
  12: "FL", 13: "GA", 15: "HI", 16: "ID", 17: "IL", 18: "IN", 19: "IA", 20: "KS", 21: "KY", 22: "LA",
  23: "ME", 24: "MD", 25: "MA", 26: "MI", 27: "MN", 28: "MS", 29: "MO", 30: "MT", 31: "NE", 32: "NV",
  33: "NH", 34: "NJ", 35: "NM", 36: "NY", 37: "NC", 38: "ND", 39: "OH", 40: "OK", 41: "OR", 42: "PA",
  44: "RI", 45: "SC", 46: "SD", 47: "TN", 48: "TX", 49: "UT", 50: "VT", 51: "VA", 53: "WA", 54: "WV",
  55: "WI", 56: "WY", 60: "AS", 66: "GU", 69: "MP", 72: "PR", 78: "VI",
};
const STATES = Object.fromEntries(
  feature(atlas, atlas.objects.states).features.map((state) => [CODES[state.id], state]),
);
const ALL = Object.keys(STATES).sort();
const APART = ["AK", "HI", "PR", "VI", "GU", "MP", "AS"];

// Sizes are in units of about a pixel. A frame is the west, south, east and north of what is shown, where
// that is not everything: the islands far north of Saipan would make specks of all others.
const PANELS = {
  mainland: { states: ALL.filter((code) => !APART.includes(code)), size: [960, 600] },
  alaska: { states: ["AK"], size: [300, 200] },
  hawaii: { states: ["HI"], size: [300, 200] },
  caribbean: { states: ["PR", "VI"], size: [300, 200] },
  marianas: { states: ["GU", "MP"], size: [300, 200], frame: [144.2, 13.1, 146.4, 15.4] },
  samoa: { states: ["AS"], size: [300, 200] },
};
const FRAMES = { MP: [145, 14, 146, 15.4] };
const STATE_SIZE = 720;
const FLATTEST = 0.5;
const MARGIN = 0.05;
const BEYOND = 300; // units drawn outside a map, for windows of another shape

// Where d3 puts these places is written down, for a test of the server’s own arithmetic.
const CITIES = {
  TX: [27.506, -99.507], ME: [44.906, -66.99], WA: [48.372, -124.624], FL: [24.555, -81.78],
  AK: [52.908, 172.91], HI: [21.307, -157.858], PR: [18.466, -66.106], VI: [17.747, -64.706],
  GU: [13.488, 144.781], MP: [15.12, 145.73], AS: [-14.274, -170.7],
};

const round = (number) => Math.round(number * 1e4) / 1e4;

// The boxes of the two meet, when each is made as large again on every side; about the date line too many do.
function areNear(code, other) {
  const [[west, south], [east, north]] = geoBounds(STATES[code]);
  const [[otherWest, otherSouth], [otherEast, otherNorth]] = geoBounds(STATES[other]);
  const width = Math.max(east - west, north - south, 1);
  return otherWest < east + width && otherEast > west - width
    && otherSouth < north + width && otherNorth > south - width;
}

function shapeOf(states, frame) {
  if (!frame) return { type: "FeatureCollection", features: states.map((code) => STATES[code]) };
  const [west, south, east, north] = frame;
  return { type: "MultiPoint", coordinates: [[west, south], [east, south], [west, north], [east, north]] };
}

// Albers’ equal-area projection, on the parallels that suit the place.
function fit(shape, [width, height]) {
  const [[west, south], [east, north]] = geoBounds(shape);
  const sixth = (north - south) / 6;
  const margin = MARGIN * Math.min(width, height);
  return geoConicEqualArea()
    .center([0, 0])
    .parallels([round(south + sixth), round(north - sixth)])
    .rotate([-round((west + east + (east < west ? 360 : 0)) / 2), 0])
    .fitExtent([[margin, margin], [width - margin, height - margin]], shape)
    .clipExtent([[-BEYOND, -BEYOND], [width + BEYOND, height + BEYOND]]);
}

// A ring as small text: whole units, each step counted from the one before it.
function written(ring) {
  const steps = ring.map(([x, y], i) => (i ? [x - ring[i - 1][0], y - ring[i - 1][1]] : [x, y]));
  const [start, ...rest] = steps.map(([x, y]) => `${x}${y < 0 ? "" : " "}${y}`);
  return `M${start}l${rest.join(" ").replaceAll(" -", "-")}z`;
}

function isTurn([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - by) !== (by - ay) * (cx - bx);
}

// Drops what cannot be seen at this size: points on a line or on each other, islands of no area.
function thinned(points) {
  const ring = [];
  for (const point of points) {
    if (ring.length && String(point) === String(ring.at(-1))) continue;
    if (ring.length > 1 && !isTurn(ring.at(-2), ring.at(-1), point)) ring.pop();
    ring.push(point);
  }
  return ring;
}

function outline(shape, projection) {
  const rings = [];
  const point = (x, y) => [Math.round(x), Math.round(y)];
  geoPath(projection, {
    moveTo: (x, y) => rings.push([point(x, y)]),
    lineTo: (x, y) => rings.at(-1).push(point(x, y)),
    closePath() {},
  })(shape);
  return rings.map(thinned).filter((ring) => ring.length > 2).map(written).join("");
}

function draw(states, size, frame) {
  const projection = fit(shapeOf(states, frame), size);
  const cities = states.filter((code) => CITIES[code]);
  return {
    map: {
      size,
      parallels: projection.parallels().map(round),
      meridian: -projection.rotate()[0],
      scale: round(projection.scale()),
      offset: projection.translate().map(round),
      states: Object.fromEntries(states.map((code) => [code, outline(STATES[code], projection)])),
      checks: cities.map((code) => [...CITIES[code], ...projection([...CITIES[code]].reverse()).map(round)]),
    },
    projection,
  };
}

function drawState(code) {
  const shape = shapeOf([code], FRAMES[code]);
  const [[left, top], [right, bottom]] = geoPath(fit(shape, [STATE_SIZE, STATE_SIZE])).bounds(shape);
  const proportion = Math.max(FLATTEST, Math.min(1, (bottom - top) / (right - left)));
  const { map, projection } = draw([code], [STATE_SIZE, Math.round(STATE_SIZE * proportion)], FRAMES[code]);
  const others = ALL.filter((other) => other !== code && areNear(code, other));
  return { ...map, around: others.map((other) => outline(STATES[other], projection)).join("") };
}

export function drawMaps() {
  const panels = Object.entries(PANELS).map(([key, { states, size, frame }]) => [
    key,
    draw(states, size, frame).map,
  ]);
  return {
    panels: Object.fromEntries(panels),
    states: Object.fromEntries(ALL.map((code) => [code, drawState(code)])),
  };
}
