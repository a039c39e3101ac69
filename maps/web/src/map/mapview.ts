/** The map itself: one small set of verbs over MapLibre, so that the rest of the page never sees it. */

import { type GeoJSONSource, Map as GlMap, type MapMouseEvent, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Bounds } from "../events.ts";
import type { Translate } from "../i18n/index.ts";
import type { CatalogueLayer, Hazard, LonLat } from "../types.ts";
import { BASE_LAYERS, type BaseLayer, type Camera, type Lang, type LayerChoice } from "../view.ts";
import { BASE_PARTS, baseStyle, seaNames, setBaseQuery } from "./basemap.ts";
import { forget, showCatalogue } from "./cataloguelayers.ts";
import { addEventLayers, AREA_LAYER, type Placed, setHalo, SIGN_LAYER, updateEventLayers } from "./eventlayers.ts";

type Box = [number, number, number, number];
const PROVINCE: Box = [105.0, -3.55, 108.45, -1.4];
const LEEWAY: Box = [98, -9, 115, 5];

export interface MapHooks {
  moved(camera: Camera, bounds: Bounds, byReader: boolean): void;
  picked(ids: string[]): void;
  failed(): void;
  nameOf(id: string): string | null;
}

export type MapView = ReturnType<typeof createMapView>;

/** Throws when the browser has no WebGL. */
export function createMapView(container: HTMLElement, hooks: MapHooks, start: { camera: Camera | null; lang: Lang; query: string; clear_px: number; t: Translate }) {
  setWorkerUrl(new URL(workerUrl, document.baseURI).href);
  const map = new GlMap({
    container,
    style: baseStyle(start.lang, start.query),
    ...(start.camera ? jumpTarget(start.camera) : { bounds: PROVINCE, fitBoundsOptions: { padding: framing(start.clear_px) } }),
    minZoom: 5,
    maxZoom: 17,
    maxBounds: LEEWAY,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    locale: { "Map.Title": start.t("map.label") },
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
  const ready = new Promise<void>((resolve) => map.once("style.load", () => resolve()));
  watchMoves(map, hooks);
  watchPointer(map, hooks);
  map.on("error", (event) => {
    console.debug(event.error);
    hooks.failed();
  });

  const whenReady = (work: () => void) => void ready.then(work);
  let shown: string | null = null; // the events' query
  let baseQuery = start.query;
  return {
    /** Shows the events whose tiles answer to `query`; the first call needs the hazards for their signs. */
    showEvents(query: string, hazards: readonly Hazard[]) {
      whenReady(() => {
        if (shown === null) addEventLayers(map, query, hazards);
        else if (shown !== query) updateEventLayers(map, query);
        shown = query;
      });
    },
    setHalo: (chosen: Placed | null, pointed: Placed | null) => whenReady(() => setHalo(map, chosen, pointed)),
    showCatalogue: (catalogue: readonly CatalogueLayer[], choices: readonly LayerChoice[], query: string) =>
      whenReady(() => showCatalogue(map, catalogue, choices, query)),
    forget: (catalogue: readonly CatalogueLayer[]) => whenReady(() => forget(map, catalogue)),
    setBaseQuery(query: string) {
      if (query !== baseQuery) whenReady(() => setBaseQuery(map, query));
      baseQuery = query;
    },
    hideParts: (hidden: readonly BaseLayer[]) => whenReady(() => hideParts(map, hidden)),
    /** Asks again for every tile. */
    reload() {
      for (const [id, source] of Object.entries(map.getStyle().sources)) {
        if (source.type === "vector" || source.type === "raster") map.refreshTiles(id);
      }
    },
    setLang(lang: Lang, t: Translate) {
      map.getCanvas().setAttribute("aria-label", t("map.label"));
      whenReady(() => (map.getSource("laut") as GeoJSONSource).setData(seaNames(lang)));
    },
    setBottomPadding: (bottom_px: number) => map.setPadding({ top: 0, left: 0, right: 0, bottom: bottom_px }),
    /** The whole province, keeping `clear_px` at the bottom free for what lies on the map. */
    home: (clear_px: number) => map.fitBounds(PROVINCE, { padding: framing(clear_px) }),
    fit: (box: Box) => map.fitBounds(box, { padding: 32, maxZoom: 13 }),
    goTo: (lonlat: LonLat, zoom: number) => map.easeTo({ center: lonlat, zoom, duration: 700 }),
    jump: (camera: Camera) => map.jumpTo(jumpTarget(camera)),
    zoomBy: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: 250 }),
    camera: () => cameraOf(map),
    width_px: () => map.getContainer().clientWidth,
    focus: () => map.getCanvas().focus(),
    resize: () => map.resize(),
  };
}

function framing(clear_px: number) {
  return { top: 16, left: 16, right: 16, bottom: 16 + clear_px };
}

function jumpTarget({ lon, lat, zoom }: Camera): { center: LonLat; zoom: number } {
  return { center: [lon, lat], zoom };
}

function cameraOf(map: GlMap): Camera {
  const { lng, lat } = map.getCenter();
  return { zoom: map.getZoom(), lat, lon: lng };
}

function watchMoves(map: GlMap, hooks: MapHooks): void {
  const report = (byReader: boolean) => {
    const box = map.getBounds();
    const bounds = { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() };
    hooks.moved(cameraOf(map), bounds, byReader);
  };
  map.once("load", () => report(false));
  map.on("moveend", (event) => report(Boolean(event.originalEvent)));
}

function watchPointer(map: GlMap, hooks: MapHooks): void {
  const tip = new Popup({ closeButton: false, closeOnClick: false, className: "map-tip", offset: 16, maxWidth: "260px" });
  const reach_px = matchMedia("(pointer: coarse)").matches ? 14 : 5;
  map.on("click", (event) => {
    tip.remove();
    hooks.picked(eventsAt(map, event, reach_px));
  });
  map.on("mousemove", (event) => {
    const ids = eventsAt(map, event, 2);
    map.getCanvas().style.cursor = ids.length ? "pointer" : "";
    const names = ids.slice(0, 3).map((id) => hooks.nameOf(id)).filter((name) => name !== null);
    if (!names.length) return void tip.remove();
    const more = ids.length > 3 ? `\n+ ${ids.length - 3}` : "";
    tip.setLngLat(event.lngLat).setText(names.join("\n") + more).addTo(map);
  });
  map.on("mouseout", () => tip.remove());
}

/** Events under a position: their signs first, their areas only when no sign is there. */
function eventsAt(map: GlMap, { point }: MapMouseEvent, reach_px: number): string[] {
  const box: [[number, number], [number, number]] = [
    [point.x - reach_px, point.y - reach_px],
    [point.x + reach_px, point.y + reach_px],
  ];
  for (const layer of [SIGN_LAYER, AREA_LAYER]) {
    if (!map.getLayer(layer)) continue;
    const hits = map.queryRenderedFeatures(layer === SIGN_LAYER ? box : point, { layers: [layer] });
    if (hits.length) return [...new Set(hits.map((hit) => String(hit.properties.event_id)))];
  }
  return [];
}

function hideParts(map: GlMap, hidden: readonly BaseLayer[]): void {
  for (const part of BASE_LAYERS) {
    const visibility = hidden.includes(part) ? "none" : "visible";
    for (const layer of BASE_PARTS[part]) map.setLayoutProperty(layer, "visibility", visibility);
  }
}
