/** The reader's choices as the server wants them asked. */

import type { Params } from "./api.ts";
import { currentRange } from "./model.ts";
import { interval, ordered, wibInstant } from "./period.ts";
import type { View } from "./view.ts";

/** The past moment asked for, or null for now. */
export function momentOf(view: View): string | null {
  return view.asOf ? wibInstant(view.asOf) : null;
}

/** For `/api/events` and `/api/summary`. */
export function eventParams(view: View, now = new Date()): Params {
  const { from, to } = ordered(currentRange(view, now));
  return { from, to, area: view.area, hazard: view.hazards.join(","), as_of: momentOf(view) };
}

/**
 * For the event tiles. A past moment is asked for by the list's own `seq`, so that the two agree; now is asked
 * for without one: then all readers share the server's tiles, and the browser's own stay good until a change.
 */
export function eventTileQuery(view: View, seq: number, now = new Date()): string {
  const datetime = interval(ordered(currentRange(view, now)));
  const params = { as_of: view.asOf && String(seq), datetime, area: view.area, hazard: view.hazards.join(",") };
  const given = Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length ? `?${new URLSearchParams(given).toString()}` : "";
}

/** For boundaries and catalogue layers: those of the moment looked at; now needs no moment. */
export function baseTileQuery(view: View): string {
  const at = momentOf(view);
  return at ? `?as_of=${encodeURIComponent(at)}` : "";
}
