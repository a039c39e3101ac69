import assert from "node:assert/strict";
import { test } from "node:test";
import { interval, isDay, isMinute, ordered, rangeOf, wibDay, wibInstant, wibMinute } from "../src/period.ts";

test("a WIB day begins seven hours before the UTC one", () => {
  assert.equal(wibDay(new Date("2025-10-13T16:59:59Z")), "2025-10-13");
  assert.equal(wibDay(new Date("2025-10-13T17:00:00Z")), "2025-10-14");
  assert.equal(wibMinute(new Date("2025-10-13T17:05:30Z")), "2025-10-14T00:05");
  assert.equal(Date.parse(wibInstant("2025-10-14T00:05")), Date.parse("2025-10-13T17:05:00Z"));
});

const RANGES = [
  ["7d", "2025-03-03", { from: "2025-02-25", to: null }],
  ["30d", "2025-03-03", { from: "2025-02-02", to: null }],
  ["year", "2025-03-03", { from: "2025-01-01", to: null }],
  ["all", "2025-03-03", { from: null, to: null }],
  [{ from: "2025-01-01", to: "2025-01-31" }, "2025-03-03", { from: "2025-01-01", to: "2025-01-31" }],
] as const;
for (const [period, today, range] of RANGES) {
  test(`${JSON.stringify(period)} seen on ${today}`, () => assert.deepEqual(rangeOf(period, today), range));
}

test("a range typed backwards is turned round", () => {
  assert.deepEqual(ordered({ from: "2025-02-01", to: "2025-01-01" }), { from: "2025-01-01", to: "2025-02-01" });
  assert.deepEqual(ordered({ from: "2025-02-01", to: null }), { from: "2025-02-01", to: null });
});

test("intervals are OGC ones", () => {
  assert.equal(interval({ from: "2025-01-01", to: null }), "2025-01-01/..");
  assert.equal(interval({ from: null, to: "2025-01-31" }), "../2025-01-31");
  assert.equal(interval({ from: null, to: null }), null);
});

test("only days and minutes that exist", () => {
  assert.ok(isDay("2024-02-29"));
  for (const text of ["2025-02-29", "2025-13-01", "14-10-2025", "", "2025-1-1"]) assert.ok(!isDay(text), text);
  assert.ok(isMinute("2025-10-14T23:59"));
  for (const text of ["2025-10-14", "2025-10-14T24:00", "2025-10-14T7:30"]) assert.ok(!isMinute(text), text);
});
