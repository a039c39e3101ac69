import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../src/i18n/en.json" with { type: "json" };
import id from "../src/i18n/id.json" with { type: "json" };
import { translator, worded } from "../src/i18n/index.ts";

test("both languages say the same things", () => assert.deepEqual(Object.keys(en), Object.keys(id)));

test("both languages fill in the same values", () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [key, text] of Object.entries(id)) assert.deepEqual(holes(en[key as keyof typeof en]), holes(text), key);
});

test("values are filled in, unknown slugs stay readable", () => {
  assert.equal(translator("id")("list.count", { n: 3 }), "3 kejadian");
  assert.equal(worded(translator("en"), "precision", "laut"), "a position at sea");
  assert.equal(worded(translator("en"), "precision", "sangat_kasar"), "sangat kasar");
});
