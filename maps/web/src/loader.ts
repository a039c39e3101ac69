/** Brings the server's answers to the reader's choices into the model. */

import { ApiError, fetchAreas, fetchBasemap, fetchEvent, fetchEvents, fetchHazards, fetchLayers, fetchSummary } from "./api.ts";
import { PROVINCE } from "./areas.ts";
import { failed, loading, type Model, ready } from "./model.ts";
import { eventParams, momentOf } from "./query.ts";
import type { Store } from "./store.ts";
import { DEFAULT_VIEW, type View } from "./view.ts";

export class Loader {
  readonly #store: Store<Model>;
  readonly #aborts = new Map<string, AbortController>();
  #mayWiden = true; // only the very first answer may widen the period

  constructor(store: Store<Model>) {
    this.#store = store;
  }

  /** Hazards and areas first, since signs and names need them; then the rest side by side. */
  async loadAll(): Promise<void> {
    if (!this.#store.get().hazards.length) {
      try {
        await this.#loadCodes();
      } catch (error) {
        return this.#failEvents(error);
      }
    }
    await Promise.all([this.loadEvents(), this.loadDetail(), this.#loadCatalogue()]);
  }

  async loadEvents(): Promise<void> {
    const signal = this.#signalFor("events");
    const { view, events, summary } = this.#store.get();
    this.#store.set({ events: loading(events.value), summary: loading(summary.value) });
    try {
      const list = await fetchEvents(eventParams(view), view.lang, signal);
      if (this.#mayWiden && list.matched === 0 && isUntouched(view)) return void this.#widenPeriod();
      this.#mayWiden = false;
      this.#store.set({ events: ready(list), lastDataAt: new Date() });
      await this.#loadSummary(list.as_of.seq);
    } catch (error) {
      if (!signal.aborted) this.#failEvents(error);
    }
  }

  #failEvents(error: unknown): void {
    const { events, summary } = this.#store.get();
    const cause = asApiError(error);
    this.#store.set({ events: failed(cause, events.value), summary: failed(cause, summary.value) });
  }

  /** Early in a year, or with old data, "this year" is empty: then the first look shows everything. */
  #widenPeriod(): Promise<void> {
    this.#mayWiden = false;
    this.#store.set({ view: { ...this.#store.get().view, period: "all" }, notice: { key: "list.widened" } });
    return this.loadEvents();
  }

  /** Sums at the list's own moment, so that the two agree. */
  async #loadSummary(seq: number): Promise<void> {
    const signal = this.#signalFor("summary");
    const { view } = this.#store.get();
    try {
      const area = view.area ?? PROVINCE;
      const level = area === PROVINCE ? 2 : Math.min(4, area.split(".").length + 1);
      const summary = await fetchSummary({ ...eventParams(view), area, level, as_of: seq }, view.lang, signal);
      this.#store.set({ summary: ready(summary) });
    } catch (error) {
      if (!signal.aborted) this.#store.set({ summary: failed(asApiError(error), this.#store.get().summary.value) });
    }
  }

  async loadDetail(): Promise<void> {
    const signal = this.#signalFor("detail");
    const { view, detail } = this.#store.get();
    if (!view.event) return this.#store.set({ detail: null });
    const kept = detail?.value?.id === view.event ? detail.value : null;
    this.#store.set({ detail: loading(kept) });
    try {
      const event = await fetchEvent(view.event, { as_of: momentOf(view) }, view.lang, signal);
      this.#store.set({ detail: ready(event) });
    } catch (error) {
      if (!signal.aborted) this.#store.set({ detail: failed(asApiError(error), kept) });
    }
  }

  async #loadCatalogue(): Promise<void> {
    const { view, catalogue } = this.#store.get();
    try {
      const { layers, basemap } = await fetchLayers({ as_of: momentOf(view) }, view.lang);
      this.#store.set({ catalogue: ready(layers) });
      if (basemap && !this.#store.get().basemap) this.#store.set({ basemap: await fetchBasemap(view.lang) });
    } catch (error) {
      this.#store.set({ catalogue: failed(asApiError(error), catalogue.value) });
    }
  }

  async #loadCodes(): Promise<void> {
    const { lang } = this.#store.get().view;
    const [hazards, regencies, districts] = await Promise.all([fetchHazards(lang), fetchAreas(2, lang), fetchAreas(3, lang)]);
    const areas = [...regencies.areas, ...districts.areas];
    this.#store.set({ hazards, edition: regencies.edition, areas: new Map(areas.map((area) => [area.code, area])) });
  }

  /** A fresh signal for one kind of request; the one before it is dropped. */
  #signalFor(kind: string): AbortSignal {
    this.#aborts.get(kind)?.abort();
    const controller = new AbortController();
    this.#aborts.set(kind, controller);
    return controller.signal;
  }
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
