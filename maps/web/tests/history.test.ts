import assert from "node:assert/strict";
import { test } from "node:test";
import { revisions } from "../src/history.ts";
import type { LedgerFigure, Version } from "../src/types.ts";

const BPBD = { slug: "bpbd_bangka_selatan", name: "BPBD Kabupaten Bangka Selatan" };

function version(seq: number, value: number | null, until: number | null, more: Partial<Version> = {}): Version {
  const at = (hour: number) => `2026-03-10T${String(hour).padStart(2, "0")}:00:00Z`;
  return {
    seq,
    value,
    state: value === null ? "pendataan" : "angka",
    approx: false,
    source: BPBD,
    recorded_at: at(seq),
    until: until === null ? null : at(until),
    corrected: false,
    ...more,
  };
}

function figure(published: Version[], more: Partial<LedgerFigure> = {}): LedgerFigure {
  const area = { code: "19.03.01", name: "Kecamatan Toboali" };
  return { kind: "rumah_terendam", label: "Rumah terendam", unit: "unit", total: true, area, published, ...more };
}

test("a value that never changed has no history", () => {
  assert.deepEqual(revisions([figure([version(1, 24, null)])]), []);
});

test("a corrected value comes first, with the officer's reason where it is told", () => {
  const words = [{ recorded_at: "2026-03-10T02:00:00Z", reason: "ditelepon" }];
  const [told] = revisions([figure([version(1, 24, 2), version(2, 31, null, { corrected: true })], { words })]);
  assert.deepEqual(
    told!.steps.map((step) => [step.version.value, step.version.corrected, step.reason]),
    [
      [31, true, "ditelepon"],
      [24, false, null],
    ],
  );
});

test("a total that is told for another area later is one total", () => {
  const there = { code: "19.05", name: "Kabupaten Bangka Barat" };
  const [told, more] = revisions([figure([version(3, 41, null)]), figure([version(1, 24, 3)], { area: there })]);
  assert.equal(more, undefined);
  assert.deepEqual(told!.steps.map((step) => step.version.value), [41, 24]);
  assert.equal(told!.named, false);
});

test("totals of two regencies at once stay apart", () => {
  const there = { code: "19.04", name: "Kabupaten Bangka Tengah" };
  const found = revisions([figure([version(1, 24, 2), version(2, 31, null)]), figure([version(1, 5, null)], { area: there })]);
  assert.deepEqual(found.map(({ figure, named }) => [figure.area.code, named]), [["19.03.01", true]]);
});

test("versions that differ only in what readers do not see are one", () => {
  const [told] = revisions([figure([version(1, 24, 2), version(2, 24, 3, { corrected: true }), version(3, 31, null)])]);
  assert.deepEqual(told!.steps.map((step) => step.version.value), [31, 24]);
});
