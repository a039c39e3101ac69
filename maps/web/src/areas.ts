/** Names of areas as people say them: "Kec. Toboali, Kab. Bangka Selatan". */

import type { Area, AreaName } from "./types.ts";
import type { Lang } from "./view.ts";

const PREFIX: Record<string, string> = { kabupaten: "Kab. ", kota: "Kota ", kecamatan: "Kec. ", kelurahan: "Kel. ", desa: "Desa " };
const SUFFIX: Record<string, string> = { kabupaten: " Regency", kota: " City", kecamatan: " District" };

export const PROVINCE = "19";

export function areaLabel(area: Pick<Area, "name" | "kind">, lang: Lang): string {
  return lang === "id" ? (PREFIX[area.kind] ?? "") + area.name : area.name + (SUFFIX[area.kind] ?? "");
}

/** `19.03.01.2003` → `19.03.01`; the province has no parent. */
export function parentOf(code: string): string | null {
  const cut = code.lastIndexOf(".");
  return cut < 0 ? null : code.slice(0, cut);
}

/** One named area with those above it, up to the regency. */
export function areaChain(named: AreaName, known: ReadonlyMap<string, Area>, lang: Lang): string {
  const labels = [known.has(named.code) ? areaLabel(known.get(named.code)!, lang) : named.name];
  for (let code = parentOf(named.code); code && code !== PROVINCE; code = parentOf(code)) {
    const area = known.get(code);
    if (area) labels.push(areaLabel(area, lang));
  }
  return labels.join(", ");
}

/** Several areas, those above them said once where they share them. */
export function placeText(areas: readonly AreaName[], known: ReadonlyMap<string, Area>, lang: Lang): string {
  const parents = new Set(areas.map((area) => parentOf(area.code)));
  const [first] = areas;
  if (!first) return "";
  if (areas.length === 1 || parents.size > 1) return areas.map((area) => areaChain(area, known, lang)).join("; ");
  const own = areas.map((area) => (known.has(area.code) ? areaLabel(known.get(area.code)!, lang) : area.name));
  const above = areaChain(first, known, lang).split(", ").slice(1);
  return [own.join(" & "), ...above].join(", ");
}
