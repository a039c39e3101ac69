/** Our own base map: sea, land, boundaries and names, from SIGAP's tiles and the page's web fonts. */

import type {
  ExpressionSpecification,
  LayerSpecification,
  Map as GlMap,
  SourceSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
  VectorTileSource,
} from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import type { BaseLayer, Lang } from "../view.ts";
import { token } from "./tokens.ts";

/** Web fonts (css/fonts.css): with no `glyphs` in the style MapLibre draws labels from them. */
export const REGULAR = ["Noto Sans Regular"];
export const SEMIBOLD = ["Noto Sans SemiBold"];
const ITALIC = ["Noto Sans Italic"];

const AREA_LAYERS = ["provinsi", "kabupaten", "kecamatan", "desa"] as const;

export const tilesOf = (slug: string, query = "", ending = "mvt"): string =>
  `${new URL(`tiles/${slug}/`, document.baseURI).href}{z}/{x}/{y}.${ending}${query}`;

export function baseStyle(lang: Lang, query: string): StyleSpecification {
  const areas = AREA_LAYERS.map((slug): [string, SourceSpecification] => [slug, areaSource(slug, query)]);
  return {
    version: 8,
    sources: { ...Object.fromEntries(areas), laut: { type: "geojson", data: seaNames(lang) } },
    layers: [...surfaces(), ...boundaries(), ...names()],
  };
}

/** Points the boundaries at another moment. */
export function setBaseQuery(map: GlMap, query: string): void {
  for (const slug of AREA_LAYERS) {
    map.getSource<VectorTileSource>(slug)?.setTiles([tilesOf(slug, query)]);
  }
}

/** Which style layers belong to a switchable part of the base map. */
export const BASE_PARTS: Record<BaseLayer, string[]> = {
  kecamatan: ["kecamatan-garis", "kecamatan-nama"],
  desa: ["desa-nama"],
  latar: [], // the operator's basemap: map/ground.ts
};

function areaSource(slug: string, query: string): SourceSpecification {
  return { type: "vector", tiles: [tilesOf(slug, query)], minzoom: slug === "desa" ? 9 : 0, maxzoom: 14 };
}

function surfaces(): LayerSpecification[] {
  return [
    { id: "laut-warna", type: "background", paint: { "background-color": token("map-sea") } },
    {
      id: "daratan",
      type: "fill",
      source: "provinsi",
      "source-layer": "provinsi",
      paint: { "fill-color": token("map-land"), "fill-antialias": false },
    },
  ];
}

function boundaries(): LayerSpecification[] {
  return [
    border({ id: "pantai", area: "provinsi", color: token("map-coast"), widths: [5, 0.6, 10, 1.2] }),
    border({
      id: "kecamatan-garis",
      area: "kecamatan",
      color: token("map-border-minor"),
      widths: [8, 0.5, 12, 1.1],
      minzoom: 8,
      dashes: [3, 2],
    }),
    border({ id: "kabupaten-garis", area: "kabupaten", color: token("map-border"), widths: [6, 0.8, 12, 1.8] }),
  ];
}

interface Border {
  id: string;
  area: string;
  color: string;
  widths: number[]; // zoom, px, zoom, px
  minzoom?: number;
  dashes?: number[];
}

function border({ id, area, color, widths, minzoom = 0, dashes }: Border): LayerSpecification {
  const width = ["interpolate", ["linear"], ["zoom"], ...widths] as ExpressionSpecification;
  return {
    id,
    type: "line",
    source: area,
    "source-layer": area,
    minzoom,
    layout: { "line-join": "round" },
    paint: { "line-color": color, "line-width": width, ...(dashes && { "line-dasharray": dashes }) },
  };
}

function names(): LayerSpecification[] {
  return [
    {
      id: "laut-nama",
      type: "symbol",
      source: "laut",
      maxzoom: 10,
      layout: { "text-field": ["get", "nama"], "text-font": ITALIC, "text-size": 13, "text-letter-spacing": 0.12, "text-max-width": 7 },
      paint: { "text-color": token("map-sea-ink"), "text-halo-color": token("map-sea"), "text-halo-width": 1 },
    },
    areaName("desa", { minzoom: 10.5, size: [10.5, 10.5, 14, 13], font: REGULAR, color: token("map-label-minor") }),
    areaName("kecamatan", { minzoom: 8.6, size: [8.6, 11, 12, 14], font: REGULAR, color: token("map-label-minor") }),
    areaName("kabupaten", { minzoom: 6, maxzoom: 11, size: [6, 11.5, 10, 16], font: SEMIBOLD, color: token("map-label"), always: true }),
  ];
}

type Anchors = NonNullable<SymbolLayerSpecification["layout"]>["text-variable-anchor-offset"];
type Place = ["center" | "top" | "bottom" | "left" | "right", [number, number]];

/** Sixteen directions, the upright ones first: a narrow map's edge cuts no name that stands above or below. */
const TURNS = Array.from({ length: 16 }, (_, n) => (n * Math.PI) / 8).sort((a, b) => Math.abs(Math.sin(a)) - Math.abs(Math.sin(b)));

/** Where a name may go when signs stand in its place: nearest first, in ems. */
const AROUND: Place[] = [
  ["center", [0, 0]],
  ...[0.8, 2, 3.4].flatMap((reach): Place[] => [["top", [0, reach]], ["bottom", [0, -reach]], ...beside(reach)]),
];
/** The same and farther, above and below before aside: for the names of regencies, which must be read among many signs. */
const FAR_AROUND: Place[] = [
  ...AROUND,
  ...[2, 4, 6, 8].flatMap((reach) => TURNS.map((turn): Place => ["center", [round(1.5 * reach * Math.sin(turn)), round(-reach * Math.cos(turn))]])),
];

/** Right and left of the middle, not so far that a narrow map's edge would cut the name. */
function beside(reach: number): Place[] {
  return reach > 2 ? [] : [["left", [1.2 * reach, 0]], ["right", [-1.2 * reach, 0]]];
}

function round(ems: number): number {
  return Math.round(ems * 100) / 100;
}

interface NameLook {
  minzoom: number;
  maxzoom?: number;
  size: number[];
  font: string[];
  color: string;
  always?: boolean; // rather under a sign than not at all
}

function areaName(area: string, look: NameLook): LayerSpecification {
  return {
    id: `${area}-nama`,
    type: "symbol",
    source: area,
    "source-layer": `${area}_label`,
    minzoom: look.minzoom,
    maxzoom: look.maxzoom ?? 24,
    layout: {
      "text-field": ["get", "nama"],
      "text-font": look.font,
      "text-size": ["interpolate", ["linear"], ["zoom"], ...look.size] as ExpressionSpecification,
      "text-max-width": 8,
      "text-padding": 2,
      "text-variable-anchor-offset": (look.always ? FAR_AROUND : AROUND).flat() as Anchors,
      "text-overlap": look.always ? "cooperative" : "never",
    },
    paint: { "text-color": look.color, "text-halo-color": token("map-land"), "text-halo-width": 1.4 },
  };
}

/** Seas and straits, placed by hand where no island is in the way. */
export function seaNames(lang: Lang): FeatureCollection {
  const seas: [string, string, number, number][] = [
    ["Selat Bangka", "Bangka Strait", 105.25, -2.45],
    ["Selat Gelasa", "Gelasa Strait", 107.1, -2.7],
    ["Selat Karimata", "Karimata Strait", 108.75, -2.35],
    ["Laut Natuna", "Natuna Sea", 107.0, -1.5],
    ["Laut Jawa", "Java Sea", 107.8, -3.7],
  ];
  const features = seas.map(([id, en, lon, lat]): Feature => ({
    type: "Feature",
    properties: { nama: lang === "id" ? id : en },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  return { type: "FeatureCollection", features };
}
