import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_VIEW, fromHash, toHash, type View } from "../src/view.ts";

const FULL: View = {
  camera: { zoom: 9.5, lat: -2.13, lon: 106.11 },
  period: { from: "2025-05-01", to: null },
  asOf: "2025-10-14T17:30",
  hazards: ["banjir", "karhutla"],
  area: "19.03",
  event: "0199c0de-0000-7000-8000-000000000001",
  layers: [
    { slug: "bahaya_banjir", opacity: 0.7 },
    { slug: "posko", opacity: 1 },
  ],
  hidden: ["desa"],
  tab: "summary",
  sort: "worst",
  followMap: false,
  lang: "en",
};

test("the default view is an empty link", () => {
  assert.equal(toHash(DEFAULT_VIEW), "");
  assert.deepEqual(fromHash(""), DEFAULT_VIEW);
});

test("a link restores everything the reader chose", () => {
  assert.deepEqual(fromHash(toHash(FULL)), FULL);
});

test("every preset survives the link", () => {
  for (const period of ["7d", "30d", "year", "all"] as const) {
    assert.equal(fromHash(toHash({ ...DEFAULT_VIEW, period })).period, period);
  }
});

test("a link reads well", () => {
  const hash = toHash({ ...DEFAULT_VIEW, hazards: ["banjir", "karhutla"], asOf: "2025-10-14T17:30" });
  assert.equal(hash, "#per=2025-10-14T17:30&bahaya=banjir,karhutla");
});

const BROKEN = [
  "#peta=99/0/0",
  "#peta=8/abc/106",
  "#waktu=2025-02-30..",
  "#waktu=kemarin",
  "#waktu=..",
  "#per=2025-10-14",
  "#bahaya=<script>",
  "#wilayah=1903",
  "#kejadian=../../etc",
  "#lapisan=a:500",
  "#lapisan=%E0%A4%A",
  "#bahasa=fr",
  "#tanpa=laut",
  "#&&==",
];
for (const hash of BROKEN) {
  test(`what cannot be read falls back: ${hash}`, () => assert.deepEqual(fromHash(hash), DEFAULT_VIEW));
}

test("the remembered language counts where the link says none", () => {
  assert.equal(fromHash("#panel=rekap", { ...DEFAULT_VIEW, lang: "en" }).lang, "en");
  assert.equal(fromHash("#bahasa=id", { ...DEFAULT_VIEW, lang: "en" }).lang, "id");
});
