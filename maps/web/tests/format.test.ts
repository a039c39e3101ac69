import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../src/format.ts";
import { translator } from "../src/i18n/index.ts";
import type { FigureState, Occurred } from "../src/types.ts";

const id = translator("id");

test("moments are WIB, with a dot in Bahasa and a colon in English", () => {
  assert.equal(format.moment("2025-10-14T10:30:00Z", "id"), "14 Okt 2025 pukul 17.30 WIB");
  assert.equal(format.moment("2025-10-14T10:30:00Z", "en"), "14 Oct 2025, 17:30 WIB");
  assert.equal(format.time(new Date("2025-10-13T17:05:00Z"), "id"), "00.05 WIB");
});

const OCCURRED: [Occurred | null, string | null][] = [
  [{ start: "2025-10-14T14:20:00+07:00", end: "2025-10-14T14:21:00+07:00", precision: "menit" }, "Selasa, 14 Okt 2025 pukul 14.20 WIB"],
  [{ start: "2025-10-14T14:00:00+07:00", end: "2025-10-14T15:00:00+07:00", precision: "jam" }, "Selasa, 14 Okt 2025 ± 14.00 WIB"],
  [{ start: "2025-10-14T00:00:00+07:00", end: "2025-10-15T00:00:00+07:00", precision: "hari" }, "Selasa, 14 Okt 2025"],
  [{ start: "2025-10-14T00:00:00+07:00", end: "2025-10-17T00:00:00+07:00", precision: "hari" }, "14 Okt 2025 – 16 Okt 2025"],
  [{ start: "2025-10-01T00:00:00+07:00", end: "2025-11-01T00:00:00+07:00", precision: "bulan" }, "Oktober 2025"],
  [{ start: "2025-01-01T00:00:00+07:00", end: "2026-01-01T00:00:00+07:00", precision: "tahun" }, "2025"],
  [{ start: null, end: null, precision: null }, null],
  [null, null],
];
for (const [when, words] of OCCURRED) {
  test(`occurred ${when?.precision}: ${words}`, () => assert.equal(format.occurred(when, "id"), words));
}

const VALUES: [number | null, FigureState, string, boolean, string][] = [
  [1234, "angka", "jiwa", false, "1.234 jiwa"],
  [12.5, "angka", "ha", true, "± 12,5 ha"],
  [0, "nihil", "jiwa", false, "0 jiwa (nihil)"],
  [0, "strip", "jiwa", false, "0 jiwa"],
  [null, "pendataan", "jiwa", false, "dalam pendataan"],
  [null, "kosong", "jiwa", false, "tidak diisi"],
  [250_000_000, "angka", "Rp", false, "Rp250.000.000"],
];
for (const [value, state, unit, approx, words] of VALUES) {
  test(`value ${value} ${state}: ${words}`, () => assert.equal(format.value({ value, state, unit, approx }, "id", id), words));
}

test("English labels already say people, houses, households", () => {
  const en = translator("en");
  assert.equal(format.value({ value: 97, state: "angka", unit: "jiwa", approx: false }, "en", en), "97");
  assert.equal(format.value({ value: 12.5, state: "angka", unit: "ha", approx: false }, "en", en), "12.5 ha");
});

test("distances and positions", () => {
  assert.equal(format.distance(347, "id"), "350 m");
  assert.equal(format.distance(7840, "id"), "7,8 km");
  assert.equal(format.lonlat([106.4551, -3.0127], "id"), "3,0127° LS, 106,4551° BT");
  assert.equal(format.lonlat([106.4551, -3.0127], "en"), "3.0127° S, 106.4551° E");
});
