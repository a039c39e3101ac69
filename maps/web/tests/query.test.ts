import assert from "node:assert/strict";
import { test } from "node:test";
import { baseTileQuery, eventParams, eventTileQuery } from "../src/query.ts";
import { DEFAULT_VIEW } from "../src/view.ts";

const NOW = new Date("2026-03-03T10:00:00+07:00");
const CHOSEN = { ...DEFAULT_VIEW, period: "7d" as const, area: "19.03", hazards: ["banjir", "karhutla"] };

test("list and tiles ask for the same events", () => {
  const expected = { from: "2026-02-25", to: null, area: "19.03", hazard: "banjir,karhutla", as_of: null };
  assert.deepEqual(eventParams(CHOSEN, NOW), expected);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(eventTileQuery(CHOSEN, 41, NOW))), {
    datetime: "2026-02-25/..",
    area: "19.03",
    hazard: "banjir,karhutla",
  });
});

test("a past moment has its own today", () => {
  const past = { ...CHOSEN, asOf: "2025-10-14T17:30" };
  const { from, as_of } = eventParams(past, NOW);
  assert.deepEqual({ from, as_of }, { from: "2025-10-08", as_of: "2025-10-14T17:30:00+07:00" });
  assert.equal(new URLSearchParams(eventTileQuery(past, 41, NOW)).get("as_of"), "41");
  assert.equal(baseTileQuery(past), "?as_of=2025-10-14T17%3A30%3A00%2B07%3A00");
});

test("all of now needs no parameters: every reader shares its tiles", () => {
  assert.equal(eventTileQuery({ ...DEFAULT_VIEW, period: "all" }, 7, NOW), "");
  assert.equal(baseTileQuery(DEFAULT_VIEW), "");
});
