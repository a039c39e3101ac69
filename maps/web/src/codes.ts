/** Reading the product's own code lists (data/codes/*.csv), which the build packs in. */

/** slug → English label of a code list with the columns `slug` and `label_en`. */
export function labelsOf(csv: string): ReadonlyMap<string, string> {
  const [head = [], ...rows] = csv.split(/\r?\n/).filter(Boolean).map(cells);
  const [slug, label] = [head.indexOf("slug"), head.indexOf("label_en")];
  return new Map(rows.map((row) => [row[slug] ?? "", row[label] ?? ""]));
}

/** The cells of one line; quoted ones may hold commas. */
function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}
