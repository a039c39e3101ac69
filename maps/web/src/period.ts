/** The stretch of time whose events are shown, in WIB days. */

export const PRESETS = ["7d", "30d", "year", "all"] as const;
export type Preset = (typeof PRESETS)[number];
/** Either a preset, or own inclusive WIB days (`2025-10-14`); null is open. */
export type Period = Preset | { from: string | null; to: string | null };
export interface Range {
  from: string | null;
  to: string | null;
}

const DAY_MS = 86_400_000;
const WIB_MS = 7 * 3_600_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The WIB calendar day of a moment. */
export function wibDay(moment: Date): string {
  return new Date(moment.getTime() + WIB_MS).toISOString().slice(0, 10);
}

/** The WIB minute of a moment, as an `<input type="datetime-local">` wants it. */
export function wibMinute(moment: Date): string {
  return new Date(moment.getTime() + WIB_MS).toISOString().slice(0, 16);
}

/** `2025-10-14T17:30` read as WIB: an instant with its offset. */
export function wibInstant(minute: string): string {
  return `${minute}:00+07:00`;
}

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

export function isMinute(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text) && isDay(text.slice(0, 10));
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);
}

/** The days a period covers, seen from `today`; both ends belong to it. */
export function rangeOf(period: Period, today: string): Range {
  if (typeof period === "object") return { from: period.from, to: period.to };
  switch (period) {
    case "7d":
      return { from: daysBefore(today, 6), to: null };
    case "30d":
      return { from: daysBefore(today, 29), to: null };
    case "year":
      return { from: `${today.slice(0, 4)}-01-01`, to: null };
    case "all":
      return { from: null, to: null };
  }
}

/** The two ends put in order, so that a range typed backwards still means something. */
export function ordered(range: Range): Range {
  const swapped = range.from && range.to && range.from > range.to;
  return swapped ? { from: range.to, to: range.from } : range;
}

/** An OGC interval of WIB days, or null when both ends are open. */
export function interval(range: Range): string | null {
  if (!range.from && !range.to) return null;
  return `${range.from ?? ".."}/${range.to ?? ".."}`;
}
