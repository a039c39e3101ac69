/** The operator's basemap (a PMTiles file that the server reads), below everything of our own. */

import type { ExpressionSpecification, FilterSpecification, LayerSpecification, Map as GlMap } from "maplibre-gl";
import type { Basemap } from "../types.ts";
import { token } from "./tokens.ts";

const SOURCE = "latar";
/** What the basemap is drawn under, and our own land that it takes the place of. */
const [ABOVE, OWN_LAND] = ["pantai", "daratan"];

/** Shows a basemap, or none; calling again with the same one changes nothing. */
export function showGround(map: GlMap, ground: Basemap | null): void {
  const isShown = Boolean(map.getSource(SOURCE));
  if (isShown === Boolean(ground)) return;
  if (ground) add(map, ground);
  else remove(map);
  // A vector basemap has lakes and woods but seldom land: ours stays below it. Pictures hide it anyway.
  map.setLayoutProperty(OWN_LAND, "visibility", ground && !ground.vector_layers ? "none" : "visible");
}

function add(map: GlMap, ground: Basemap): void {
  const { tiles, minzoom, maxzoom, bounds } = ground;
  const common = { tiles, minzoom, maxzoom, bounds };
  map.addSource(SOURCE, ground.vector_layers ? { type: "vector", ...common } : { type: "raster", tileSize: 256, ...common });
  drawn(ground).forEach((layer) => map.addLayer(layer, ABOVE));
}

function remove(map: GlMap): void {
  const own = map.getStyle().layers.filter((layer) => "source" in layer && layer.source === SOURCE);
  own.forEach((layer) => map.removeLayer(layer.id));
  map.removeSource(SOURCE);
}

function drawn(ground: Basemap): LayerSpecification[] {
  if (!ground.vector_layers) {
    return [{ id: SOURCE, type: "raster", source: SOURCE, paint: { "raster-saturation": -0.5, "raster-opacity": 0.8 } }];
  }
  const there = new Set(ground.vector_layers.map((layer) => layer.id));
  return vector().filter((layer) => there.has(layer["source-layer"])).map(
    ({ "source-layer": part, ...look }) => ({ id: `${SOURCE}-${part}`, source: SOURCE, "source-layer": part, ...look }) as LayerSpecification,
  );
}

const CLASS: ExpressionSpecification = ["coalesce", ["get", "kind"], ["get", "class"], ""];
const MAJOR = ["highway", "major_road", "motorway", "trunk", "primary"];
const GREEN = ["forest", "wood", "park", "nature_reserve", "national_park", "grass", "wetland", "farmland"];
const POLYGONS: FilterSpecification = ["==", ["geometry-type"], "Polygon"];
const isMajor: ExpressionSpecification = ["in", CLASS, ["literal", MAJOR]];
const isGreen: FilterSpecification = ["in", CLASS, ["literal", GREEN]];

interface Look {
  type: "fill" | "line";
  "source-layer": string;
  filter?: FilterSpecification;
  minzoom?: number;
  paint: Record<string, unknown>;
}

const fill = (part: string, color: string, more: Partial<Look> = {}): Look => ({
  type: "fill",
  "source-layer": part,
  filter: POLYGONS,
  paint: { "fill-color": token(color) },
  ...more,
});

const road = (part: string): Look => ({
  type: "line",
  "source-layer": part,
  paint: {
    "line-color": ["case", isMajor, token("map-road-major"), token("map-road")],
    "line-width": ["interpolate", ["linear"], ["zoom"], 7, ["case", isMajor, 0.7, 0.2], 14, ["case", isMajor, 3, 1.4]],
  },
});

/** The two common schemas of vector basemaps, OpenMapTiles and Protomaps: their names do not clash. */
const vector = (): Look[] => [
  ...["landcover", "landuse"].map((part) => fill(part, "map-green", { filter: isGreen })),
  fill("water", "map-water"),
  { type: "line", "source-layer": "waterway", paint: { "line-color": token("map-water"), "line-width": 1 } },
  ...["building", "buildings"].map((part) => fill(part, "map-building", { minzoom: 13 })),
  ...["transportation", "roads"].map(road),
];
