/** Everything the page shows at a moment: the reader's choices, the server's answers, what is open. */

import type { ApiError, EventList } from "./api.ts";
import { type Bounds, isWithin, sorted } from "./events.ts";
import type { Key } from "./i18n/index.ts";
import { type Range, rangeOf, wibDay } from "./period.ts";
import type { Area, AreaList, Basemap, CatalogueLayer, EventDetail, EventItem, Hazard, Summary } from "./types.ts";
import { DEFAULT_VIEW, type View } from "./view.ts";

/** An answer on its way, here, or failed; while it is asked for again the old one stays. */
export interface Load<T> {
  state: "loading" | "ready" | "failed";
  value: T | null;
  error: ApiError | null;
}
export type Panel = "layers" | "hazards" | "own-period" | "as-of" | "filters" | "legend";
export type SheetHeight = "peek" | "half" | "full";

export interface Model {
  view: View;
  events: Load<EventList>;
  summary: Load<Summary>;
  detail: Load<EventDetail> | null; // null: no event is open
  areas: ReadonlyMap<string, Area>;
  edition: AreaList["edition"];
  hazards: readonly Hazard[];
  catalogue: Load<readonly CatalogueLayer[]>;
  basemap: Basemap | null; // the operator's own, where there is one
  link: "connecting" | "live" | "lost";
  lastDataAt: Date | null;
  map: "loading" | "ready" | "failed" | "absent";
  bounds: Bounds | null;
  counted: boolean; // some of the events on the map are drawn as counts
  picked: readonly string[] | null; // several events under one click
  pointed: string | null; // the event the pointer is on in the list
  shown: number; // how many list items are drawn
  open: ReadonlySet<Panel>;
  sheet: SheetHeight;
  notice: { key: Key; values?: Record<string, string | number> } | null;
}

export const LIST_STEP = 100;

export const loading = <T>(value: T | null = null): Load<T> => ({ state: "loading", value, error: null });
export const ready = <T>(value: T): Load<T> => ({ state: "ready", value, error: null });
export const failed = <T>(error: ApiError, value: T | null = null): Load<T> => ({ state: "failed", value, error });

export function initialModel(view: View, open: readonly Panel[] = []): Model {
  return {
    view,
    events: loading(),
    summary: loading(),
    detail: view.event ? loading() : null,
    areas: new Map(),
    edition: null,
    hazards: [],
    catalogue: loading(),
    basemap: null,
    link: "connecting",
    lastDataAt: null,
    map: "loading",
    bounds: null,
    counted: false,
    picked: null,
    pointed: null,
    shown: LIST_STEP,
    open: new Set(open),
    sheet: view.event ? "half" : "peek",
    notice: null,
  };
}

/** The WIB days asked for; a past moment has its own "today". */
export function currentRange(view: View, now: Date): Range {
  return rangeOf(view.period, view.asOf ? view.asOf.slice(0, 10) : wibDay(now));
}

/** The events to list, in order: those under the last click, or those in the frame, or all. */
export function listed(model: Model): EventItem[] {
  const events = model.events.value?.events ?? [];
  const { view, picked } = model;
  if (picked) return sorted(events.filter((event) => picked.includes(event.id)), view.sort);
  return sorted(view.followMap ? inFrame(model) : events, view.sort);
}

/** The events whose place is in the map's frame; all of them while there is no map. */
export function inFrame({ events, bounds }: Model): EventItem[] {
  const all = events.value?.events ?? [];
  return bounds ? all.filter((event) => isWithin(event, bounds)) : all;
}

export function eventById(model: Model, id: string | null): EventItem | null {
  return (id && model.events.value?.events.find((event) => event.id === id)) || null;
}

/** Whether anything shown is invented and must be marked so. */
export function hasInvented(model: Model): boolean {
  const chosen = new Set(model.view.layers.map((layer) => layer.slug));
  const events = model.events.value?.events ?? [];
  return (
    events.some((event) => event.invented) ||
    (model.catalogue.value ?? []).some((layer) => layer.invented && chosen.has(layer.slug))
  );
}

/** What the open legend takes of the map's lower edge; nothing where the map is low anyway. */
export function legendHeight_px(model: Model): number {
  return model.open.has("legend") && innerHeight >= 800 ? 180 : 0;
}

/** How many filters are on, for the button that hides them on a phone. */
export function activeFilters(view: View): number {
  return [view.period !== DEFAULT_VIEW.period, view.hazards.length, view.area, view.asOf].filter(Boolean).length;
}
