/** What was published of an event's totals before, and which of it an officer corrected: newest first. */

import type { LedgerFigure, Version } from "./types.ts";

/** One value that held for a while. `reason` is known to officers only. */
export interface Step {
  version: Version;
  reason: string | null;
}
export interface Revision {
  figure: LedgerFigure;
  steps: Step[];
  named: boolean; // one of several totals of its kind, each of its own area
}

/** The totals that read otherwise once, in the ledger's order. A total told for another area later is the same one. */
export function revisions(ledger: readonly LedgerFigure[]): Revision[] {
  const totals = ledger.filter((figure) => figure.total);
  const kinds = [...new Set(totals.map((figure) => figure.kind))];
  return kinds.flatMap((kind) => ofKind(totals.filter((figure) => figure.kind === kind))).filter(({ steps }) => steps.length > 1);
}

function ofKind(figures: LedgerFigure[]): Revision[] {
  const apart = figures.some((one, index) => figures.slice(index + 1).some((other) => heldAtOnce(one, other)));
  if (apart) return figures.map((figure) => ({ figure, steps: steps(stepsOf(figure)), named: true }));
  const all = figures.flatMap(stepsOf).sort((a, b) => a.version.seq - b.version.seq);
  return [{ figure: figures[0]!, steps: steps(all), named: false }];
}

function heldAtOnce(one: LedgerFigure, other: LedgerFigure): boolean {
  return one.published.some((a) => other.published.some((b) => begins(a) < ends(b) && begins(b) < ends(a)));
}

const begins = (version: Version): number => Date.parse(version.recorded_at);
const ends = (version: Version): number => (version.until === null ? Infinity : Date.parse(version.until));

function stepsOf(figure: LedgerFigure): Step[] {
  return figure.published.map((version) => {
    const word = figure.words?.find((said) => said.reason && said.recorded_at === version.recorded_at);
    return { version, reason: version.corrected ? (word?.reason ?? null) : null };
  });
}

/** Versions in which value, state and source stay are one. */
function steps(ordered: Step[]): Step[] {
  const kept: Step[] = [];
  for (const step of ordered) {
    const [before, now] = [kept.at(-1)?.version, step.version];
    const same = before && before.value === now.value && before.state === now.state && before.source.slug === now.source.slug;
    if (!same) kept.push(step);
  }
  return kept.reverse();
}
