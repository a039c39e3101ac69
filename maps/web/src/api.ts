/** The server's answers, or a failure a reader can understand. */

import type { AreaList, Basemap, Catalogue, EventDetail, EventItem, EventPage, Hazard, Moment, Summary } from "./types.ts";
import type { Lang } from "./view.ts";

const TIMEOUT_MS = 20_000;
const PAGE = 500;
/** More events than this are not listed at once; the reader narrows the time or the area. */
export const MOST_EVENTS = 3000;

export type Params = Record<string, string | number | null | undefined>;
export interface EventList {
  as_of: Moment;
  events: EventItem[];
  matched: number;
}

/** `kind` says what went wrong; `detail` is the server's own words, in the reader's language. */
export class ApiError extends Error {
  readonly kind: "network" | "timeout" | "server";
  readonly status: number;
  readonly detail: string;

  constructor(kind: ApiError["kind"], status = 0, detail = "") {
    super(detail || `${kind} ${status}`);
    this.kind = kind;
    this.status = status;
    this.detail = detail;
  }
}

/** An address below the page's own, whatever base path it is served from. */
export function address(path: string, params: Params = {}): string {
  const url = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  return url.href;
}

async function getJson<T>(path: string, params: Params, lang: Lang, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { Accept: "application/json", "Accept-Language": lang };
  try {
    const response = await fetch(address(path, params), { headers, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (!response.ok) throw new ApiError("server", response.status, await problemDetail(response));
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw new ApiError(limit.aborted ? "timeout" : "network");
  }
}

/** The words of an RFC 9457 problem, if it is one. */
async function problemDetail(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const { detail, title } = (body ?? {}) as { detail?: unknown; title?: unknown };
  return [detail, title].find((text): text is string => typeof text === "string") ?? "";
}

/** All events of a filter, page after page, up to MOST_EVENTS; later pages are read at the first one's moment. */
export async function fetchEvents(params: Params, lang: Lang, signal: AbortSignal): Promise<EventList> {
  const first = await getJson<EventPage>("api/events", { ...params, limit: PAGE }, lang, signal);
  const events = [...first.events];
  let cursor = cursorOf(first.next);
  while (cursor && events.length < MOST_EVENTS) {
    const more = { ...params, as_of: first.as_of.seq, limit: PAGE, cursor };
    const page = await getJson<EventPage>("api/events", more, lang, signal);
    events.push(...page.events);
    cursor = cursorOf(page.next);
  }
  return { as_of: first.as_of, events, matched: Math.max(first.matched ?? 0, events.length) };
}

/** Only the cursor of a `next` link is used: its host may be the public one of another network. */
function cursorOf(next: string | null): string | null {
  return next ? new URL(next, document.baseURI).searchParams.get("cursor") : null;
}

export function fetchEvent(id: string, params: Params, lang: Lang, signal: AbortSignal): Promise<EventDetail> {
  return getJson(`api/events/${encodeURIComponent(id)}`, params, lang, signal);
}

export function fetchSummary(params: Params, lang: Lang, signal: AbortSignal): Promise<Summary> {
  return getJson("api/summary", params, lang, signal);
}

export function fetchAreas(level: number, lang: Lang): Promise<AreaList> {
  return getJson("api/areas", { level }, lang);
}

export async function fetchHazards(lang: Lang): Promise<Hazard[]> {
  const answer = await getJson<Hazard[] | { hazards: Hazard[] }>("api/hazards", {}, lang);
  return Array.isArray(answer) ? answer : answer.hazards;
}

export function fetchLayers(params: Params, lang: Lang): Promise<Catalogue> {
  return getJson("api/layers", params, lang);
}

export function fetchBasemap(lang: Lang): Promise<Basemap> {
  return getJson("basemap", {}, lang);
}
