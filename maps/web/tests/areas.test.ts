import assert from "node:assert/strict";
import { test } from "node:test";
import { areaLabel, parentOf, placeText } from "../src/areas.ts";
import type { Area } from "../src/types.ts";

const area = (code: string, name: string, kind: string): [string, Area] => [code, { code, name, kind, level: 0 } as Area];
const KNOWN = new Map([
  area("19.03", "Bangka Selatan", "kabupaten"),
  area("19.71", "Pangkal Pinang", "kota"),
  area("19.03.01", "Toboali", "kecamatan"),
  area("19.03.02", "Lepar", "kecamatan"),
]);

test("labels carry their kind, in both languages", () => {
  assert.equal(areaLabel(KNOWN.get("19.71")!, "id"), "Kota Pangkal Pinang");
  assert.equal(areaLabel(KNOWN.get("19.03")!, "en"), "Bangka Selatan Regency");
});

test("codes lead upwards", () => {
  assert.equal(parentOf("19.03.01.2003"), "19.03.01");
  assert.equal(parentOf("19"), null);
});

const PLACES: [string, { code: string; name: string }[], string][] = [
  ["a village", [{ code: "19.03.01.1001", name: "Teladan" }], "Teladan, Kec. Toboali, Kab. Bangka Selatan"],
  [
    "two villages of one district",
    [
      { code: "19.03.01.1001", name: "Teladan" },
      { code: "19.03.01.2003", name: "Gadung" },
    ],
    "Teladan & Gadung, Kec. Toboali, Kab. Bangka Selatan",
  ],
  [
    "two districts of two regencies",
    [
      { code: "19.03.01", name: "Toboali" },
      { code: "19.71", name: "Pangkal Pinang" },
    ],
    "Kec. Toboali, Kab. Bangka Selatan; Kota Pangkal Pinang",
  ],
  ["nowhere on land", [], ""],
];
for (const [what, areas, words] of PLACES) {
  test(`place of ${what}`, () => assert.equal(placeText(areas, KNOWN, "id"), words));
}
