/** The map itself: one small set of verbs over MapLibre, so that the rest of the page never sees it. */

import { type GeoJSONSource, Map as GlMap, type MapMouseEvent, type MapOptions, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Bounds } from "../events.ts";
import type { Translate } from "../i18n/index.ts";
import type { Basemap, CatalogueLayer, Hazard, LonLat } from "../types.ts";
import { BASE_LAYERS, type BaseLayer, type Camera, type Lang, type LayerChoice } from "../view.ts";
import { BASE_PARTS, baseStyle, seaNames, setBaseQuery } from "./basemap.ts";
import { forget, showCatalogue } from "./cataloguelayers.ts";
import { addEventLayers, AREA_LAYER, GRID_LAYER, type Placed, refreshEvents, setHalo, SIGN_LAYER, updateEventLayers } from "./eventlayers.ts";
import { showGround } from "./ground.ts";

type Box = [number, number, number, number];
const PROVINCE: Box = [104.9, -3.55, 108.45, -1.4];
const LEEWAY: Box = [98, -9, 115, 5];

export interface MapHooks {
  moved(camera: Camera, bounds: Bounds): void;
  counted(some: boolean): void; // whether discs of counts are among what is drawn
  picked(ids: string[]): void;
  failed(): void;
  nameOf(id: string): string | null;
}

export interface MapStart {
  camera: Camera | null; // null: the whole province
  lang: Lang;
  query: string; // of the boundaries' tiles
  clear_px: number; // at the bottom, for what lies on the map
  t: Translate;
}

export class MapView {
  readonly #map: GlMap;
  readonly #ready: Promise<unknown>;
  #events: { query: string; seq: number } | null = null; // of the event tiles shown
  #base: string;

  /** Throws when the browser has no WebGL. */
  constructor(container: HTMLElement, hooks: MapHooks, start: MapStart) {
    setWorkerUrl(new URL(workerUrl, document.baseURI).href);
    this.#map = new GlMap({ container, ...options(start) });
    this.#base = start.query;
    this.#ready = this.#map.once("style.load");
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
    watchMoves(this.#map, hooks);
    watchPointer(this.#map, hooks);
    this.#map.on("error", (event) => {
      console.debug(event.error);
      hooks.failed();
    });
  }

  #whenReady(work: (map: GlMap) => void): void {
    void this.#ready.then(() => work(this.#map));
  }

  /** Shows the events whose tiles answer to `query` as of `seq`; the first call needs the hazards for their signs. */
  showEvents(query: string, seq: number, hazards: readonly Hazard[]): void {
    this.#whenReady((map) => {
      const shown = this.#events;
      if (shown === null) addEventLayers(map, query, hazards);
      else if (shown.query !== query) updateEventLayers(map, query);
      else if (shown.seq !== seq) refreshEvents(map);
      this.#events = { query, seq };
    });
  }

  /** Rings the chosen event and the one the pointer is on. */
  setHalo(chosen: Placed | null, pointed: Placed | null): void {
    this.#whenReady((map) => setHalo(map, chosen, pointed));
  }

  showCatalogue(catalogue: readonly CatalogueLayer[], choices: readonly LayerChoice[], query: string): void {
    this.#whenReady((map) => showCatalogue(map, catalogue, choices, query));
  }

  /** Drops what was drawn of these layers: there is a new version, or another moment. */
  forget(catalogue: readonly CatalogueLayer[]): void {
    this.#whenReady((map) => forget(map, catalogue));
  }

  /** Points the boundaries at another moment. */
  setBaseQuery(query: string): void {
    if (query !== this.#base) this.#whenReady((map) => setBaseQuery(map, query));
    this.#base = query;
  }

  /** Lays the operator's basemap under everything, or takes it away. */
  showGround(ground: Basemap | null): void {
    this.#whenReady((map) => showGround(map, ground));
  }

  hideParts(hidden: readonly BaseLayer[]): void {
    this.#whenReady((map) => hideParts(map, hidden));
  }

  setLang(lang: Lang, t: Translate): void {
    this.#map.getCanvas().setAttribute("aria-label", t("map.label"));
    this.#whenReady((map) => map.getSource<GeoJSONSource>("laut")?.setData(seaNames(lang)));
  }

  /** Asks again for every tile. */
  reload(): void {
    for (const [id, source] of Object.entries(this.#map.getStyle().sources)) {
      if (source.type === "vector" || source.type === "raster") this.#map.refreshTiles(id);
    }
  }

  setBottomPadding(bottom_px: number): void {
    this.#map.setPadding({ top: 0, left: 0, right: 0, bottom: bottom_px });
  }

  /** The whole province, keeping `clear_px` at the bottom free. */
  home(clear_px: number): void {
    this.#map.fitBounds(PROVINCE, { padding: framing(clear_px) });
  }

  fit(box: Box): void {
    this.#map.fitBounds(box, { padding: 32, maxZoom: 13 });
  }

  goTo(center: LonLat, zoom: number): void {
    this.#map.easeTo({ center, zoom, duration: 700 });
  }

  jump(camera: Camera): void {
    this.#map.jumpTo(jumpTarget(camera));
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 250 });
  }

  camera(): Camera {
    return cameraOf(this.#map);
  }

  width_px(): number {
    return this.#map.getContainer().clientWidth;
  }

  focus(): void {
    this.#map.getCanvas().focus();
  }
}

function options({ camera, lang, query, clear_px, t }: MapStart): Omit<MapOptions, "container"> {
  const province = { bounds: PROVINCE, fitBoundsOptions: { padding: framing(clear_px) } };
  return {
    style: baseStyle(lang, query),
    ...(camera ? jumpTarget(camera) : province),
    minZoom: 5,
    maxZoom: 17,
    maxBounds: LEEWAY,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    locale: { "Map.Title": t("map.label") },
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
  };
}

function framing(clear_px: number) {
  // The names of the outer regencies stand out to sea where signs fill the land.
  return { top: 16, left: 28, right: 28, bottom: 16 + clear_px };
}

function jumpTarget({ lon, lat, zoom }: Camera): { center: LonLat; zoom: number } {
  return { center: [lon, lat], zoom };
}

function cameraOf(map: GlMap): Camera {
  const { lng, lat } = map.getCenter();
  return { zoom: map.getZoom(), lat, lon: lng };
}

function watchMoves(map: GlMap, hooks: MapHooks): void {
  const report = () => {
    const box = map.getBounds();
    const bounds = { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() };
    hooks.moved(cameraOf(map), bounds);
  };
  map.once("load", report);
  map.on("moveend", report);
  map.on("idle", () => hooks.counted(isOnGrid(map)));
}

function watchPointer(map: GlMap, hooks: MapHooks): void {
  const tip = new Popup({ closeButton: false, closeOnClick: false, className: "map-tip", offset: 16, maxWidth: "260px" });
  const reach_px = matchMedia("(pointer: coarse)").matches ? 14 : 5;
  map.on("click", (event) => {
    tip.remove();
    const ids = eventsAt(map, event, reach_px);
    if (!ids.length && isOnGrid(map, event)) map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2, duration: 400 });
    else hooks.picked(ids);
  });
  map.on("mousemove", (event) => {
    const ids = eventsAt(map, event, 2);
    map.getCanvas().style.cursor = ids.length ? "pointer" : isOnGrid(map, event) ? "zoom-in" : "";
    const names = ids.slice(0, 3).map((id) => hooks.nameOf(id)).filter((name) => name !== null);
    if (!names.length) return void tip.remove();
    const more = ids.length > 3 ? `\n+ ${ids.length - 3}` : "";
    tip.setLngLat(event.lngLat).setText(names.join("\n") + more).addTo(map);
  });
  map.on("mouseout", () => tip.remove());
}

/** Whether a position, or the map anywhere, is on a disc of counted events, which part as one comes nearer. */
function isOnGrid(map: GlMap, event?: MapMouseEvent): boolean {
  return Boolean(map.getLayer(GRID_LAYER)) && map.queryRenderedFeatures(event?.point, { layers: [GRID_LAYER] }).length > 0;
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
