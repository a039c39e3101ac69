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

/** For the event tiles: at the list's own `seq`, so that list and map never disagree. */
export function eventTileQuery(view: View, seq: number, now = new Date()): string {
  const datetime = interval(ordered(currentRange(view, now)));
  const params = { as_of: String(seq), datetime, area: view.area, hazard: view.hazards.join(",") };
  const given = Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `?${new URLSearchParams(given).toString()}`;
}

/** For boundaries and catalogue layers: those of the moment looked at; now needs no moment. */
export function baseTileQuery(view: View): string {
  const at = momentOf(view);
  return at ? `?as_of=${encodeURIComponent(at)}` : "";
}
