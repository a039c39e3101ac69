/** What a link restores: everything the reader chose, and how it is written behind the `#`. */

import { isDay, isMinute, type Period, type Preset, PRESETS } from "./period.ts";

export type Lang = "id" | "en";
export type Tab = "events" | "summary";
export type Sort = "newest" | "worst";
export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}
export interface LayerChoice {
  slug: string;
  opacity: number; // 0..1
}
export interface View {
  camera: Camera | null; // null: the whole province
  period: Period;
  asOf: string | null; // WIB minute `2025-10-14T17:30`; null: now, live
  hazards: string[]; // empty: all
  area: string | null; // Kemendagri code
  event: string | null;
  layers: LayerChoice[];
  hidden: BaseLayer[]; // parts of the base map switched off
  tab: Tab;
  sort: Sort;
  followMap: boolean; // the list holds what the map shows
  lang: Lang;
}

export const BASE_LAYERS = ["kecamatan", "desa", "latar"] as const;
export type BaseLayer = (typeof BASE_LAYERS)[number];

export const DEFAULT_VIEW: View = {
  camera: null,
  period: "year",
  asOf: null,
  hazards: [],
  area: null,
  event: null,
  layers: [],
  hidden: [],
  tab: "events",
  sort: "newest",
  followMap: true,
  lang: "id",
};

const PERIOD_WORDS: Record<Preset, string> = {
  "7d": "7-hari",
  "30d": "30-hari",
  year: "tahun-ini",
  all: "semua",
};
const SLUG = /^[a-z0-9_-]{1,80}$/i;
const CODE = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;

/** The view as `#…`, only what differs from the default. */
export function toHash(view: View): string {
  const parts: [string, string][] = [];
  if (view.camera) parts.push(["peta", cameraText(view.camera)]);
  if (view.period !== DEFAULT_VIEW.period) parts.push(["waktu", periodText(view.period)]);
  if (view.asOf) parts.push(["per", view.asOf]);
  if (view.hazards.length) parts.push(["bahaya", view.hazards.join(",")]);
  if (view.area) parts.push(["wilayah", view.area]);
  if (view.event) parts.push(["kejadian", view.event]);
  if (view.layers.length) parts.push(["lapisan", view.layers.map(layerText).join(",")]);
  if (view.hidden.length) parts.push(["tanpa", view.hidden.join(",")]);
  if (view.tab === "summary") parts.push(["panel", "rekap"]);
  if (view.sort === "worst") parts.push(["urut", "terparah"]);
  if (!view.followMap) parts.push(["daftar", "semua"]);
  if (view.lang === "en") parts.push(["bahasa", "en"]);
  return parts.length ? "#" + parts.map(([key, value]) => `${key}=${encode(value)}`).join("&") : "";
}

/** A view from `#…`; whatever cannot be read falls back to the default. */
export function fromHash(hash: string, fallback: View = DEFAULT_VIEW): View {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const words = (key: string, pattern: RegExp) =>
    (params.get(key) ?? "").split(",").filter((word) => pattern.test(word));
  const asOf = params.get("per") ?? "";
  return {
    camera: readCamera(params.get("peta")),
    period: readPeriod(params.get("waktu")) ?? fallback.period,
    asOf: isMinute(asOf) ? asOf : null,
    hazards: words("bahaya", SLUG),
    area: words("wilayah", CODE)[0] ?? null,
    event: words("kejadian", SLUG)[0] ?? null,
    layers: (params.get("lapisan") ?? "").split(",").map(readLayer).filter((layer) => layer !== null),
    hidden: BASE_LAYERS.filter((name) => words("tanpa", SLUG).includes(name)),
    tab: params.get("panel") === "rekap" ? "summary" : "events",
    sort: params.get("urut") === "terparah" ? "worst" : "newest",
    followMap: params.get("daftar") !== "semua",
    lang: readLang(params.get("bahasa")) ?? fallback.lang,
  };
}

/** Colons, slashes and commas stay readable in the link. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|2C)/g, (code) => decodeURIComponent(code));
}

function cameraText({ zoom, lat, lon }: Camera): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`;
}

function readCamera(text: string | null): Camera | null {
  const match = /^([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(text ?? "");
  if (!match) return null;
  const [zoom, lat, lon] = match.slice(1).map(Number) as [number, number, number];
  const sane = zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sane ? { zoom, lat, lon } : null;
}

function periodText(period: Period): string {
  return typeof period === "object" ? `${period.from ?? ""}..${period.to ?? ""}` : PERIOD_WORDS[period];
}

function readPeriod(text: string | null): Period | null {
  if (!text) return null;
  const preset = PRESETS.find((name) => PERIOD_WORDS[name] === text);
  if (preset) return preset;
  const [from = "", to = "", ...rest] = text.split("..");
  if (rest.length || ![from, to].every((day) => day === "" || isDay(day)) || (!from && !to)) return null;
  return { from: from || null, to: to || null };
}

function layerText({ slug, opacity }: LayerChoice): string {
  return opacity === 1 ? slug : `${slug}:${Math.round(opacity * 100)}`;
}

function readLayer(text: string): LayerChoice | null {
  const [slug = "", percent] = text.split(":");
  const opacity = percent === undefined ? 1 : Number(percent) / 100;
  return SLUG.test(slug) && opacity >= 0 && opacity <= 1 ? { slug, opacity } : null;
}

export function readLang(text: string | null): Lang | null {
  return text === "id" || text === "en" ? text : null;
}
