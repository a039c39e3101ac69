/** Events on the map: the areas of those known only coarsely, the signs of all, a halo for the chosen one. */

import type {
  ExpressionSpecification,
  FilterSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as GlMap,
  VectorTileSource,
} from "maplibre-gl";
import type { Feature } from "geojson";
import { circle } from "../events.ts";
import type { Hazard, LonLat } from "../types.ts";
import { SEMIBOLD, tilesOf } from "./basemap.ts";
import { drawHatch, hatchOrder } from "./hatch.ts";
import { UNKNOWN } from "./icons.ts";
import { drawSprite, spriteOrder } from "./sprites.ts";
import { token } from "./tokens.ts";

export const SIGN_LAYER = "kejadian-tanda";
export const AREA_LAYER = "kejadian-wilayah";
export const GRID_LAYER = "kejadian-kisi";
const AREA_EDGE = "kejadian-wilayah-tepi";
const SOURCE = "kejadian";
const HALO = "sorotan";
const REACH = "sorotan-ketelitian";

const AS_AREA = ["kecamatan", "kabupaten"];
const COARSE: ExpressionSpecification = ["in", ["get", "precision"], ["literal", AS_AREA]];
const SEVERITY: ExpressionSpecification = ["coalesce", ["get", "severity"], 0];

/** An event as far as a halo needs it. */
export interface Placed {
  id: string;
  lonlat: LonLat | null;
  precision: string;
  uncertainty_m: number | null;
}

/** Adds source and layers; signs are drawn when a tile first asks for them. */
export function addEventLayers(map: GlMap, query: string, hazards: readonly Hazard[]): void {
  const looks = new Map(hazards.map((hazard) => [hazard.slug, hazard]));
  map.setMissingStyleImageResolver((name) => {
    if (map.hasImage(name)) return;
    const lookOf = (hazard: string) => looks.get(hazard) ?? UNKNOWN;
    const [order, hatched] = [spriteOrder(name), hatchOrder(name)];
    const drawn = order ? drawSprite(order, lookOf(order.hazard), token("map-ring")) : hatched ? drawHatch(lookOf(hatched)) : null;
    if (drawn) map.addImage(name, drawn.image, { pixelRatio: drawn.pixelRatio });
  });
  map.addSource(SOURCE, { type: "vector", tiles: [tilesOf(SOURCE, query)], maxzoom: 14 });
  map.addSource(HALO, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  const before = map.getLayer("laut-nama") ? "laut-nama" : undefined;
  areaLayers(hazards).forEach((layer) => map.addLayer(layer, before));
  [...reach(), ...grid(), halo(), signs()].forEach((layer) => map.addLayer(layer));
}

/** Points the tiles at another moment or another choice of events. */
export function updateEventLayers(map: GlMap, query: string): void {
  map.getSource<VectorTileSource>(SOURCE)?.setTiles([tilesOf(SOURCE, query)]);
}

/** Fetches again what has changed of the event tiles shown. */
export function refreshEvents(map: GlMap): void {
  map.refreshTiles(SOURCE);
}

function areaLayers(hazards: readonly Hazard[]): LayerSpecification[] {
  const pairs = hazards.flatMap((hazard) => [hazard.slug, hazard.color]);
  const fallback = token("ink-muted");
  const color = (pairs.length ? ["match", ["get", "hazard"], ...pairs, fallback] : fallback) as unknown as ExpressionSpecification;
  const common = { source: SOURCE, "source-layer": "kejadian_wilayah" };
  return [
    { id: AREA_LAYER, type: "fill", ...common, paint: { "fill-pattern": ["concat", "arsir/", ["get", "hazard"]], "fill-opacity": 0.3 } },
    {
      id: AREA_EDGE,
      type: "line",
      ...common,
      paint: { "line-color": color, "line-width": 1.4, "line-opacity": 0.75, "line-dasharray": [2, 1.5] },
    },
  ];
}

/** Where events are too many for signs the tiles hold counts by cell: discs whose area is the count. */
function grid(): LayerSpecification[] {
  const common = { source: SOURCE, "source-layer": "kejadian_kisi" };
  const count: ExpressionSpecification = ["get", "jumlah"];
  return [
    {
      id: GRID_LAYER,
      type: "circle",
      ...common,
      layout: { "circle-sort-key": count },
      paint: {
        "circle-color": ["case", [">", ["get", "berat"], 0], token("map-grid-grave"), token("map-grid")],
        "circle-opacity": 0.85,
        "circle-radius": ["min", 18, ["+", 3, ["*", 1.1, ["sqrt", count]]]],
        "circle-stroke-color": token("map-grid-ink"),
        "circle-stroke-width": 1,
      },
    },
    {
      id: `${GRID_LAYER}-jumlah`,
      type: "symbol",
      ...common,
      filter: [">", count, 24], // smaller discs have no room for a number
      layout: {
        "text-field": ["number-format", count, { locale: "id" }],
        "text-font": SEMIBOLD,
        "text-size": 11,
        "symbol-sort-key": ["-", 0, count],
      },
      paint: { "text-color": token("map-grid-ink") },
    },
  ];
}

function signs(): LayerSpecification {
  const place: ExpressionSpecification = ["case", COARSE, "wilayah", "titik"];
  return {
    id: SIGN_LAYER,
    type: "symbol",
    source: SOURCE,
    "source-layer": "kejadian",
    layout: {
      "icon-image": ["concat", "kejadian/", ["get", "hazard"], "/", ["to-string", SEVERITY], "/", place],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 5, 0.5, 6.6, 0.66, 8, 0.9, 12, 1.15],
      "icon-allow-overlap": true,
      "symbol-sort-key": SEVERITY,
    },
  };
}

/** The circle within which the chosen event happened. */
function reach(): LayerSpecification[] {
  const common = { source: HALO, filter: ["==", ["geometry-type"], "Polygon"] as FilterSpecification };
  const ink = token("map-selected");
  return [
    { id: REACH, type: "fill", ...common, paint: { "fill-color": ink, "fill-opacity": 0.06 } },
    { id: `${REACH}-tepi`, type: "line", ...common, paint: { "line-color": ink, "line-width": 1, "line-dasharray": [3, 3] } },
  ];
}

function halo(): LayerSpecification {
  return {
    id: HALO,
    type: "circle",
    source: HALO,
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 15, 8, 21, 12, 26],
      "circle-color": token("map-selected"),
      "circle-opacity": 0.12,
      "circle-stroke-color": token("map-selected"),
      "circle-stroke-width": ["case", ["get", "chosen"], 2.5, 1],
    },
  };
}

/** Areas say themselves how far they reach; a point gets its circle. */
function accuracy(event: Placed | null): Feature[] {
  if (!event?.lonlat || !event.uncertainty_m || AS_AREA.includes(event.precision)) return [];
  const geometry = { type: "Polygon" as const, coordinates: [circle(event.lonlat, event.uncertainty_m)] };
  return [{ type: "Feature", properties: {}, geometry }];
}

/** Rings the chosen event and the one the pointer is on in the list. */
export function setHalo(map: GlMap, chosen: Placed | null, pointed: Placed | null): void {
  const source = map.getSource<GeoJSONSource>(HALO);
  const ring = (event: Placed | null, isChosen: boolean): Feature[] =>
    event?.lonlat
      ? [{ type: "Feature", properties: { chosen: isChosen }, geometry: { type: "Point", coordinates: event.lonlat } }]
      : [];
  const other = pointed?.id === chosen?.id ? null : pointed;
  const features = [...accuracy(chosen), ...ring(chosen, true), ...ring(other, false)];
  source?.setData({ type: "FeatureCollection", features });
  if (map.getLayer(AREA_LAYER)) {
    const isChosen: ExpressionSpecification = ["==", ["get", "event_id"], chosen?.id ?? ""];
    map.setPaintProperty(AREA_LAYER, "fill-opacity", ["case", isChosen, 0.85, 0.3]);
    map.setPaintProperty(AREA_EDGE, "line-width", ["case", isChosen, 2.6, 1.4]);
  }
}
