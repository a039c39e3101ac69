/** Pure questions about a list of events: order, what the map shows, which figures lead. */

import type { EventItem, Figure, LonLat } from "./types.ts";
import type { Sort } from "./view.ts";

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

const METRES_PER_DEGREE = 111_320;

/** Gravest first: what a reader wants to know before anything else. */
const LEADING = [
  "meninggal",
  "hilang",
  "luka_berat",
  "luka",
  "luka_ringan",
  "mengungsi_jiwa",
  "mengungsi_kk",
  "terdampak_jiwa",
  "terdampak_kk",
  "rumah_rusak_berat",
  "rumah_rusak_sedang",
  "rumah_rusak_ringan",
  "rumah_rusak",
  "rumah_terbakar",
  "rumah_terendam",
  "rumah_terdampak",
  "luas_ha",
  "tinggi_air_cm_maks",
  "magnitudo",
];
/** Summary columns, before the reader asks for more. */
export const SUMMARY_KINDS = ["meninggal", "hilang", "mengungsi_jiwa", "rumah_rusak_berat"];

/** Where a kind stands when figures are listed; unknown ones come last, by name. */
export function gravity(kind: string): number {
  const place = LEADING.indexOf(kind);
  return place < 0 ? LEADING.length : place;
}

export function byGravity(a: string, b: string): number {
  return gravity(a) - gravity(b) || a.localeCompare(b);
}

/** Up to `count` figures that are more than nothing, gravest first. */
export function headlines(event: Pick<EventItem, "figures">, count = 3): [string, Figure][] {
  return Object.entries(event.figures)
    .filter(([kind, figure]) => gravity(kind) < LEADING.length && figure.value !== null && figure.value > 0)
    .sort(([a], [b]) => byGravity(a, b))
    .slice(0, count);
}

/** Whether any figure is still being counted. */
export function isCounting(event: Pick<EventItem, "figures">): boolean {
  return Object.values(event.figures).some((figure) => figure.state === "pendataan" || figure.counting);
}

export function sorted(events: readonly EventItem[], sort: Sort): EventItem[] {
  const newest = (a: EventItem, b: EventItem) => start(b) - start(a) || b.num - a.num;
  const worst = (a: EventItem, b: EventItem) => b.severity - a.severity || newest(a, b);
  return [...events].sort(sort === "worst" ? worst : newest);
}

function start(event: EventItem): number {
  return event.occurred?.start ? Date.parse(event.occurred.start) : Number.NEGATIVE_INFINITY;
}

/** Whether an event (its point, grown by how uncertain it is) lies in the frame. No place: always listed. */
export function isWithin(event: Pick<EventItem, "lonlat" | "uncertainty_m">, bounds: Bounds): boolean {
  if (!event.lonlat) return true;
  const [lon, lat] = event.lonlat;
  const margin = (event.uncertainty_m ?? 0) / METRES_PER_DEGREE; // near the equator both ways alike
  return (
    lon >= bounds.west - margin &&
    lon <= bounds.east + margin &&
    lat >= bounds.south - margin &&
    lat <= bounds.north + margin
  );
}

/** Zoom at which a circle of `metres` fills about half of a frame `size_px` wide. */
export function zoomFor(metres: number, size_px: number): number {
  const metresPerPixel = (4 * Math.max(metres, 250)) / size_px;
  return Math.min(14, Math.max(7, Math.log2(156_543 / metresPerPixel) - 1));
}

/** A closed ring of `radius_m` around a position, near enough for a province at the equator. */
export function circle([lon, lat]: LonLat, radius_m: number): LonLat[] {
  const north = radius_m / METRES_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: 65 }, (_, step): LonLat => {
    const angle = (step / 64) * 2 * Math.PI;
    return [lon + east * Math.cos(angle), lat + north * Math.sin(angle)];
  });
}
