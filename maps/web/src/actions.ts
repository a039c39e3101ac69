/** What a reader can do, each as one verb on the model. */

import { zoomFor } from "./events.ts";
import type { Loader } from "./loader.ts";
import type { MapView } from "./map/mapview.ts";
import { eventById, legendHeight_px, LIST_STEP, type Model, type Panel, type SheetHeight } from "./model.ts";
import type { Store } from "./store.ts";
import { type BaseLayer, type Camera, DEFAULT_VIEW, type View } from "./view.ts";

const REMEMBER_LANG = "sigap.bahasa";
const NARROW = matchMedia("(max-width: 799px)");

export type Actions = ReturnType<typeof createActions>;

export function createActions(store: Store<Model>, loader: Loader, map: MapView | null) {
  let cameraBefore: Camera | null = null; // to return to after a look at one event
  let cameraAtEvent: Camera | null = null;

  const setView = (patch: Partial<View>) => store.set({ view: { ...store.get().view, ...patch } });

  /** A choice that changes which events there are. */
  function filter(patch: Partial<View>): void {
    setView(patch);
    store.set({ picked: null, shown: LIST_STEP });
    if ("asOf" in patch) void loader.loadAll();
    else void loader.loadEvents();
  }

  function toggle(panel: Panel, on?: boolean): void {
    const open = new Set(store.get().open);
    if (on ?? !open.has(panel)) open.add(panel);
    else open.delete(panel);
    store.set({ open });
  }

  function openEvent(id: string, options: { fly: boolean }): void {
    if (store.get().view.event === null) cameraBefore = map?.camera() ?? null;
    setView({ event: id });
    if (NARROW.matches && store.get().sheet === "peek") store.set({ sheet: "half" });
    if (options.fly) fly(id);
    else cameraBefore = null;
    void loader.loadDetail();
  }

  function fly(id: string): void {
    const event = eventById(store.get(), id) ?? store.get().detail?.value ?? null;
    if (!map || !event?.lonlat) return;
    const zoom = Math.max(map.camera().zoom, zoomFor(event.uncertainty_m ?? 0, map.width_px()));
    const capped = Math.max(map.camera().zoom, Math.min(zoom, 10.5));
    map.goTo(event.lonlat, capped);
    cameraAtEvent = { lon: event.lonlat[0], lat: event.lonlat[1], zoom: capped };
  }

  /** Back to the list, and to the frame before it, unless the reader has moved the map since. */
  function closeEvent(): void {
    const id = store.get().view.event;
    setView({ event: null });
    store.set({ detail: null });
    if (map && cameraBefore && cameraAtEvent && isNear(map.camera(), cameraAtEvent)) map.goTo([cameraBefore.lon, cameraBefore.lat], cameraBefore.zoom);
    cameraBefore = cameraAtEvent = null;
    requestAnimationFrame(() => focusItem(id));
  }

  const home = () => map?.home(legendHeight_px(store.get()));

  return {
    filter,
    toggle,
    setView,
    openEvent: (id: string) => openEvent(id, { fly: true }),
    closeEvent,
    zoomToEvent: fly,
    retry: () => void loader.loadAll(),
    retryMap(): void {
      store.set({ map: "ready" });
      map?.reload();
    },
    pickOnMap(ids: string[]): void {
      if (ids.length === 1) return openEvent(ids[0]!, { fly: false });
      if (!ids.length) return store.set({ picked: null });
      setView({ event: null, tab: "events" });
      store.set({ detail: null, picked: ids, sheet: store.get().sheet === "peek" ? "half" : store.get().sheet });
    },
    clearPick: () => store.set({ picked: null }),
    point: (id: string | null) => store.set({ pointed: id }),
    showMore: () => store.set({ shown: store.get().shown + LIST_STEP }),
    setArea(code: string | null): void {
      filter({ area: code });
      const box = code ? store.get().areas.get(code)?.bbox : null;
      if (box) map?.fit(box);
      else if (!code) home();
    },
    setLang(lang: View["lang"]): void {
      setView({ lang });
      remember(lang);
      void loader.loadAll();
    },
    resetFilters(): void {
      const { period, hazards, area, asOf } = DEFAULT_VIEW;
      filter({ period, hazards, area, asOf });
    },
    toggleLayer(slug: string): void {
      const { layers } = store.get().view;
      const isOn = layers.some((layer) => layer.slug === slug);
      setView({ layers: isOn ? layers.filter((layer) => layer.slug !== slug) : [...layers, { slug, opacity: 0.8 }] });
    },
    setOpacity(slug: string, opacity: number): void {
      const { layers } = store.get().view;
      setView({ layers: layers.map((layer) => (layer.slug === slug ? { slug, opacity } : layer)) });
    },
    toggleBase(part: BaseLayer): void {
      const { hidden } = store.get().view;
      setView({ hidden: hidden.includes(part) ? hidden.filter((name) => name !== part) : [...hidden, part] });
    },
    fitLayer(slug: string): void {
      const box = store.get().catalogue.value?.find((layer) => layer.slug === slug)?.bbox;
      if (box) map?.fit(box);
    },
    setSheet: (sheet: SheetHeight) => store.set({ sheet }),
    home,
    zoomBy: (steps: number) => map?.zoomBy(steps),
    dismiss: () => store.set({ notice: null }),
    async copyLink(): Promise<void> {
      try {
        await navigator.clipboard.writeText(location.href);
        store.set({ notice: { key: "app.copied" } });
      } catch {
        store.set({ notice: { key: "app.copyFailed" } });
      }
    },
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
