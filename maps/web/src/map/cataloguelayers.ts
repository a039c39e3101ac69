/** Layers of the catalogue that the reader switched on, drawn with the colours of their legend. */

import type { ExpressionSpecification, LayerSpecification, Map as GlMap, SourceSpecification } from "maplibre-gl";
import type { CatalogueLayer } from "../types.ts";
import type { LayerChoice } from "../view.ts";
import { tilesOf } from "./basemap.ts";
import { token } from "./tokens.ts";

const PREFIX = "katalog:";

/** Brings the map in line with the choices: adds, drops, and sets opacities. */
export function showCatalogue(map: GlMap, catalogue: readonly CatalogueLayer[], choices: readonly LayerChoice[], query: string): void {
  const wanted = new Map(choices.map((choice) => [choice.slug, choice.opacity]));
  for (const layer of catalogue) {
    const opacity = wanted.get(layer.slug);
    if (opacity === undefined) drop(map, layer);
    else show(map, layer, opacity, query);
  }
}

/** Throws away what was drawn of these layers, so that a new version is fetched. */
export function forget(map: GlMap, catalogue: readonly CatalogueLayer[]): void {
  catalogue.forEach((layer) => drop(map, layer));
}

function drop(map: GlMap, layer: CatalogueLayer): void {
  for (const drawn of drawnAs(layer)) if (map.getLayer(drawn.id)) map.removeLayer(drawn.id);
  if (map.getSource(PREFIX + layer.slug)) map.removeSource(PREFIX + layer.slug);
}

function show(map: GlMap, layer: CatalogueLayer, opacity: number, query: string): void {
  const source = PREFIX + layer.slug;
  if (!map.getSource(source)) {
    map.addSource(source, sourceOf(layer, query));
    const before = layer.kind === "raster" || isPolygon(layer) ? "pantai" : "laut-nama";
    drawnAs(layer).forEach((drawn) => map.addLayer(drawn, before));
  }
  drawnAs(layer).forEach((drawn) => map.setPaintProperty(drawn.id, `${drawn.type}-opacity` as "fill-opacity", opacity * strength(drawn)));
}

/** Fills let the land through even at full strength. */
function strength(drawn: LayerSpecification): number {
  return drawn.type === "fill" ? 0.6 : 1;
}

function sourceOf(layer: CatalogueLayer, query: string): SourceSpecification {
  const zooms = { minzoom: layer.minzoom ?? 0, maxzoom: layer.maxzoom ?? 14, ...(layer.bbox && { bounds: layer.bbox }) };
  return layer.kind === "raster"
    ? { type: "raster", tiles: [tilesOf(layer.slug, query, "png")], tileSize: 256, ...zooms }
    : { type: "vector", tiles: [tilesOf(layer.slug, query)], ...zooms };
}

function isPolygon(layer: CatalogueLayer): boolean {
  return /polygon/i.test(layer.geometry_type ?? "");
}

function drawnAs(layer: CatalogueLayer): LayerSpecification[] {
  return layer.kind === "raster" ? shapes(layer) : [...shapes(layer), counts(layer)];
}

/** Where features are too many or too small, the tiles hold how many there are in each cell. */
function counts(layer: CatalogueLayer): LayerSpecification {
  const source = PREFIX + layer.slug;
  const paint = {
    "circle-color": layer.legend[0]?.color ?? token("accent"),
    "circle-radius": ["min", 12, ["+", 1.2, ["^", ["get", "jumlah"], 0.35]]] as ExpressionSpecification,
  };
  return { id: `${source}:kisi`, type: "circle", source, "source-layer": `${layer.slug}_kisi`, paint };
}

function shapes(layer: CatalogueLayer): LayerSpecification[] {
  const id = PREFIX + layer.slug;
  if (layer.kind === "raster") return [{ id, type: "raster", source: id, paint: { "raster-resampling": "nearest" } }];
  const common = { source: id, "source-layer": layer.slug };
  const color = layer.legend[0]?.color ?? token("accent");
  if (isPolygon(layer)) {
    return [
      { id, type: "fill", ...common, paint: { "fill-color": color } },
      { id: `${id}:tepi`, type: "line", ...common, paint: { "line-color": color, "line-width": 1.2 } },
    ];
  }
  if (/line/i.test(layer.geometry_type ?? "")) {
    return [{ id, type: "line", ...common, paint: { "line-color": color, "line-width": 2.4 } }];
  }
  const dot = { "circle-color": color, "circle-radius": 5, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 };
  return [{ id, type: "circle", ...common, paint: dot }];
}
