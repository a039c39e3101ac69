/** What a reader can do, each as one verb on the model. */

import { zoomFor } from "./events.ts";
import type { Loader } from "./loader.ts";
import type { MapView } from "./map/mapview.ts";
import { eventById, legendHeight_px, LIST_STEP, type Model, type Panel, type SheetHeight } from "./model.ts";
import type { Store } from "./store.ts";
import { type BaseLayer, type Camera, DEFAULT_VIEW, type View } from "./view.ts";

const REMEMBER_LANG = "sigap.bahasa";
const NARROW = matchMedia("(max-width: 799px)");
/** Closer than this we do not fly by ourselves: the reader should still know where he is. */
const CLOSEST_ZOOM = 10.5;

/** Members are arrow functions, so that templates can hand them on as they are. */
export class Actions {
  readonly #store: Store<Model>;
  readonly #loader: Loader;
  readonly #map: MapView | null;
  #cameraBefore: Camera | null = null; // to return to after a look at one event
  #cameraAtEvent: Camera | null = null;

  constructor(store: Store<Model>, loader: Loader, map: MapView | null) {
    this.#store = store;
    this.#loader = loader;
    this.#map = map;
  }

  get #model(): Model {
    return this.#store.get();
  }

  setView = (patch: Partial<View>): void => this.#store.set({ view: { ...this.#model.view, ...patch } });

  /** A choice that changes which events there are. */
  filter = (patch: Partial<View>): void => {
    this.setView(patch);
    this.#store.set({ picked: null, shown: LIST_STEP });
    if ("asOf" in patch) void this.#loader.loadAll();
    else void this.#loader.loadEvents();
  };

  resetFilters = (): void => {
    const { period, hazards, area, asOf } = DEFAULT_VIEW;
    this.filter({ period, hazards, area, asOf });
  };

  setArea = (code: string | null): void => {
    this.filter({ area: code });
    const box = code ? this.#model.areas.get(code)?.bbox : null;
    if (box) this.#map?.fit(box);
    else if (!code) this.home();
  };

  setLang = (lang: View["lang"]): void => {
    this.setView({ lang });
    remember(lang);
    void this.#loader.loadAll();
  };

  toggle = (panel: Panel, on?: boolean): void => {
    const open = new Set(this.#model.open);
    if (on ?? !open.has(panel)) open.add(panel);
    else open.delete(panel);
    this.#store.set({ open });
  };

  openEvent = (id: string): void => {
    if (this.#model.view.event === null) this.#cameraBefore = this.#map?.camera() ?? null;
    this.#show(id);
    this.flyTo(id);
  };

  pickOnMap = (ids: string[]): void => {
    const [first] = ids;
    if (first === undefined) this.clearPick();
    else if (ids.length > 1) this.#offer(ids);
    else {
      this.#cameraBefore = null; // the reader chose this frame
      this.#show(first);
    }
  };

  /** Back to the list, and to the frame before it, unless the reader has moved the map since. */
  closeEvent = (): void => {
    const id = this.#model.view.event;
    this.setView({ event: null });
    this.#store.set({ detail: null });
    const [before, there] = [this.#cameraBefore, this.#cameraAtEvent];
    if (this.#map && before && there && isNear(this.#map.camera(), there)) this.#map.goTo([before.lon, before.lat], before.zoom);
    this.#cameraBefore = this.#cameraAtEvent = null;
    requestAnimationFrame(() => focusItem(id));
  };

  flyTo = (id: string): void => {
    const event = eventById(this.#model, id) ?? this.#model.detail?.value;
    if (!this.#map || !event?.lonlat) return;
    const wanted = Math.min(zoomFor(event.uncertainty_m ?? 0, this.#map.width_px()), CLOSEST_ZOOM);
    const zoom = Math.max(this.#map.camera().zoom, wanted);
    this.#map.goTo(event.lonlat, zoom);
    this.#cameraAtEvent = { lon: event.lonlat[0], lat: event.lonlat[1], zoom };
  };

  #show(id: string): void {
    this.setView({ event: id });
    this.#raiseSheet();
    void this.#loader.loadDetail();
  }

  #offer(ids: string[]): void {
    this.setView({ event: null, tab: "events" });
    this.#store.set({ detail: null, picked: ids });
    this.#raiseSheet();
  }

  #raiseSheet(): void {
    if (NARROW.matches && this.#model.sheet === "peek") this.#store.set({ sheet: "half" });
  }

  toggleLayer = (slug: string): void => {
    const { layers } = this.#model.view;
    const isOn = layers.some((layer) => layer.slug === slug);
    this.setView({ layers: isOn ? layers.filter((layer) => layer.slug !== slug) : [...layers, { slug, opacity: 0.8 }] });
  };

  setOpacity = (slug: string, opacity: number): void => {
    const { layers } = this.#model.view;
    this.setView({ layers: layers.map((layer) => (layer.slug === slug ? { slug, opacity } : layer)) });
  };

  toggleBase = (part: BaseLayer): void => {
    const { hidden } = this.#model.view;
    this.setView({ hidden: hidden.includes(part) ? hidden.filter((name) => name !== part) : [...hidden, part] });
  };

  fitLayer = (slug: string): void => {
    const box = this.#model.catalogue.value?.find((layer) => layer.slug === slug)?.bbox;
    if (box) this.#map?.fit(box);
  };

  home = (): void => this.#map?.home(legendHeight_px(this.#model));
  zoomBy = (steps: number): void => this.#map?.zoomBy(steps);
  setSheet = (sheet: SheetHeight): void => this.#store.set({ sheet });
  clearPick = (): void => this.#store.set({ picked: null });
  point = (id: string | null): void => this.#store.set({ pointed: id });
  showMore = (): void => this.#store.set({ shown: this.#model.shown + LIST_STEP });
  dismiss = (): void => this.#store.set({ notice: null });
  retry = (): void => void this.#loader.loadAll();

  retryMap = (): void => {
    this.#store.set({ map: "ready" });
    this.#map?.reload();
  };

  copyLink = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      this.#store.set({ notice: { key: "app.copied" } });
    } catch {
      this.#store.set({ notice: { key: "app.copyFailed" } });
    }
  };
}

export function rememberedLang(): string | null {
  try {
    return localStorage.getItem(REMEMBER_LANG);
  } catch {
    return null; // storage can be forbidden
  }
}

function remember(lang: string): void {
  try {
    localStorage.setItem(REMEMBER_LANG, lang);
  } catch {
    // The choice then lives in the link alone.
  }
}

function isNear(a: Camera, b: Camera): boolean {
  return Math.abs(a.lon - b.lon) < 0.02 && Math.abs(a.lat - b.lat) < 0.02 && Math.abs(a.zoom - b.zoom) < 0.2;
}

function focusItem(id: string | null): void {
  const item = id && document.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`);
  (item || document.querySelector<HTMLElement>("#list-title"))?.focus();
}
