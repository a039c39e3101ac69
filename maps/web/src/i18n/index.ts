/** The words people see: one catalogue a language, Bahasa Indonesia first. */

import type { Lang } from "../view.ts";
import en from "./en.json" with { type: "json" };
import id from "./id.json" with { type: "json" };

export type Key = keyof typeof id;
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<Lang, Record<Key, string>> = { id, en };

/** The translator of one language; `{name}` in a text is replaced by `values.name`. */
export function translator(lang: Lang): Translate {
  return (key, values = {}) =>
    CATALOGUES[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A key made of a slug the server sent, or the slug itself where we have no word for it. */
export function worded(t: Translate, prefix: string, slug: string): string {
  const key = `${prefix}.${slug}`;
  return key in id ? t(key as Key) : slug.replaceAll("_", " ");
}
