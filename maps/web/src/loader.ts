/** Keeps the model's answers in step with the reader's choices and the server's changes. */

import { ApiError, fetchAreas, fetchEvent, fetchEvents, fetchHazards, fetchLayers, fetchSummary, type Params } from "./api.ts";
import { PROVINCE } from "./areas.ts";
import { listen } from "./live.ts";
import { currentRange, failed, loading, type Model, ready } from "./model.ts";
import { interval, ordered, wibInstant } from "./period.ts";
import type { Change } from "./types.ts";
import type { Store } from "./store.ts";
import { DEFAULT_VIEW, type View } from "./view.ts";

const SETTLE_MS = 250;
const POLL_MS = 30_000;

export type Loader = ReturnType<typeof createLoader>;

export function createLoader(store: Store<Model>, hooks: { layersChanged(slugs: string[]): void }) {
  const aborts = new Map<string, AbortController>();
  let widen = true; // only the very first answer may widen the period

  /** A fresh signal for one kind of request; the one before it is dropped. */
  function signalFor(kind: string): AbortSignal {
    aborts.get(kind)?.abort();
    const controller = new AbortController();
    aborts.set(kind, controller);
    return controller.signal;
  }

  async function loadEvents(): Promise<void> {
    const signal = signalFor("events");
    const { view, events } = store.get();
    store.set({ events: loading(events.value), summary: loading(store.get().summary.value) });
    try {
      const list = await fetchEvents(eventParams(view), view.lang, signal);
      if (signal.aborted) return;
      if (widen && list.matched === 0 && isUntouched(view)) return void widenPeriod();
      widen = false;
      store.set({ events: ready(list), lastDataAt: new Date() });
      await loadSummary(list.as_of.seq);
    } catch (error) {
      if (signal.aborted) return;
      store.set({ events: failed(asApiError(error), store.get().events.value), summary: failed(asApiError(error), store.get().summary.value) });
    }
  }

  /** Early in a year, or with old data, "this year" is empty: then the first look shows everything. */
  function widenPeriod(): Promise<void> {
    widen = false;
    store.set({ view: { ...store.get().view, period: "all" }, notice: { key: "list.widened" } });
    return loadEvents();
  }

  async function loadSummary(seq: number): Promise<void> {
    const signal = signalFor("summary");
    const { view } = store.get();
    try {
      const area = view.area ?? PROVINCE;
      const level = area === PROVINCE ? 2 : Math.min(4, area.split(".").length + 1);
      const summary = await fetchSummary({ ...eventParams(view), area, level, as_of: seq }, view.lang, signal);
      if (!signal.aborted) store.set({ summary: ready(summary) });
    } catch (error) {
      if (!signal.aborted) store.set({ summary: failed(asApiError(error), store.get().summary.value) });
    }
  }

  async function loadDetail(): Promise<void> {
    const signal = signalFor("detail");
    const { view, detail } = store.get();
    if (!view.event) return store.set({ detail: null });
    const kept = detail?.value?.id === view.event ? detail.value : null;
    store.set({ detail: loading(kept) });
    try {
      const event = await fetchEvent(view.event, { as_of: moment(view) }, view.lang, signal);
      if (!signal.aborted) store.set({ detail: ready(event) });
    } catch (error) {
      if (!signal.aborted) store.set({ detail: failed(asApiError(error), kept) });
    }
  }

  async function loadCatalogue(): Promise<void> {
    const { view, catalogue } = store.get();
    try {
      store.set({ catalogue: ready(await fetchLayers({ as_of: moment(view) }, view.lang)) });
    } catch (error) {
      store.set({ catalogue: failed(asApiError(error), catalogue.value) });
    }
  }

  async function loadCodes(): Promise<void> {
    const { lang } = store.get().view;
    const [hazards, regencies, districts] = await Promise.all([fetchHazards(lang), fetchAreas(2, lang), fetchAreas(3, lang)]);
    const areas = [...regencies.areas, ...districts.areas];
    store.set({ hazards, edition: regencies.edition, areas: new Map(areas.map((area) => [area.code, area])) });
  }

  /** Hazards and areas first, since signs and names need them; then the rest side by side. */
  async function loadAll(): Promise<void> {
    if (!store.get().hazards.length) {
      try {
        await loadCodes();
      } catch (error) {
        store.set({ events: failed(asApiError(error)), summary: failed(asApiError(error)) });
        return;
      }
    }
    await Promise.all([loadEvents(), loadDetail(), loadCatalogue()]);
  }

  return { loadAll, loadEvents, loadDetail, loadCatalogue, follow: () => follow(store, loadAll, hooks) };
}

/** Reloads after changes, after a break, and every half minute while the stream is down. */
function follow(store: Store<Model>, reload: () => Promise<void>, hooks: { layersChanged(slugs: string[]): void }): void {
  let settle: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  const isNow = () => store.get().view.asOf === null;
  const heard = () => {
    clearInterval(poll);
    store.set({ link: "live" });
  };
  listen({
    opened() {
      const wasLost = store.get().link === "lost";
      heard();
      if (wasLost && isNow()) void reload();
    },
    lost() {
      store.set({ link: "lost" });
      clearInterval(poll);
      poll = setInterval(() => void (isNow() && reload()), POLL_MS);
    },
    changed(change: Change) {
      heard();
      if (!isNow()) return;
      if (change.layers.length) hooks.layersChanged(change.layers);
      clearTimeout(settle);
      settle = setTimeout(() => void reload(), SETTLE_MS);
    },
  });
}

/** The past moment asked for, or null for now. */
export function moment(view: View): string | null {
  return view.asOf ? wibInstant(view.asOf) : null;
}

function eventParams(view: View): Params {
  const { from, to } = ordered(currentRange(view, new Date()));
  return { from, to, area: view.area, hazard: view.hazards.join(","), as_of: moment(view) };
}

/** The query of the event tiles: the list's own moment, so that list and map never disagree. */
export function tileQuery(view: View, seq: number): string {
  const datetime = interval(ordered(currentRange(view, new Date())));
  const params = { as_of: String(seq), datetime, area: view.area, hazard: view.hazards.join(",") };
  const given = Object.entries(params).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `?${new URLSearchParams(given).toString()}`;
}

/** Nothing chosen yet but the default. */
function isUntouched(view: View): boolean {
  return view.period === DEFAULT_VIEW.period && !view.hazards.length && !view.area && !view.asOf;
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error(error);
  return new ApiError("network");
}
