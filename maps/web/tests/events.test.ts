import assert from "node:assert/strict";
import { test } from "node:test";
import { byGravity, circle, headlines, isCounting, isWithin, sorted, zoomFor } from "../src/events.ts";
import type { EventItem, Figure, FigureState } from "../src/types.ts";

const figure = (value: number | null, state: FigureState = "angka"): Figure => ({
  value,
  state,
  unit: "",
  label: "",
  approx: false,
  low: value,
  high: value,
  derived: false,
});
const event = (num: number, severity: number, start: string | null, figures = {}): EventItem =>
  ({ num, severity, figures, occurred: start ? { start, end: null, precision: "hari" } : null }) as EventItem;

test("newest first; those without a time last; ties by number", () => {
  const events = [event(1, 0, "2025-01-01"), event(2, 0, null), event(3, 0, "2025-03-01"), event(4, 0, "2025-01-01")];
  assert.deepEqual(sorted(events, "newest").map((item) => item.num), [3, 4, 1, 2]);
});

test("worst first, newest among equals", () => {
  const events = [event(1, 1, "2025-05-01"), event(2, 3, "2025-01-01"), event(3, 3, "2025-02-01")];
  assert.deepEqual(sorted(events, "worst").map((item) => item.num), [3, 2, 1]);
});

test("headlines are the gravest figures that are more than nothing", () => {
  const figures = {
    rumah_rusak_ringan: figure(21),
    meninggal: figure(0, "nihil"),
    hilang: figure(null, "pendataan"),
    mengungsi_jiwa: figure(7),
    meninggal_lain: figure(4),
  };
  assert.deepEqual(headlines({ figures }).map(([kind]) => kind), ["mengungsi_jiwa", "rumah_rusak_ringan"]);
  assert.ok(isCounting({ figures }));
});

test("unknown kinds come after the known ones", () => {
  assert.deepEqual(["zzz", "hilang", "abc", "meninggal"].sort(byGravity), ["meninggal", "hilang", "abc", "zzz"]);
});

const FRAME = { west: 106, south: -3, east: 107, north: -2 };
const PLACES: [string, [number, number] | null, number | null, boolean][] = [
  ["inside", [106.5, -2.5], null, true],
  ["outside", [107.1, -2.5], null, false],
  ["outside, but its circle reaches in", [107.1, -2.5], 15_000, true],
  ["no place at all", null, null, true],
];
for (const [what, lonlat, uncertainty_m, expected] of PLACES) {
  test(`in the frame: ${what}`, () => assert.equal(isWithin({ lonlat, uncertainty_m }, FRAME), expected));
}

test("the accuracy circle is closed and as wide as said", () => {
  const ring = circle([106, -2.5], 11_132);
  assert.deepEqual(ring[0]!.map((value) => value.toFixed(9)), ring.at(-1)!.map((value) => value.toFixed(9)));
  assert.ok(Math.abs(Math.max(...ring.map(([, lat]) => lat)) - -2.4) < 1e-6);
});

test("the less is known, the farther away we stand", () => {
  const zooms = [50, 2_400, 9_000, 35_000].map((metres) => zoomFor(metres, 1000));
  assert.deepEqual(zooms, [...zooms].sort((a, b) => b - a));
  assert.ok(zooms.every((zoom) => zoom >= 7 && zoom <= 14));
});
