import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { labelsOf } from "../src/codes.ts";

test("quoted cells, missing cells, empty lines", () => {
  const labels = labelsOf('slug,label_id,label_en\na,A,"Depth, least"\nb,B,"""So"" said"\nc,,\n\n');
  assert.deepEqual([...labels], [["a", "Depth, least"], ["b", '"So" said'], ["c", ""]]);
});

test("every figure of the real list has an English name", () => {
  const labels = labelsOf(readFileSync(new URL("../../../data/codes/figures.csv", import.meta.url), "utf8"));
  assert.ok(labels.size > 50);
  assert.equal(labels.get("meninggal"), "Dead");
  assert.deepEqual([...labels].filter(([, label]) => !label), []);
});
