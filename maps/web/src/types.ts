/** What the server answers (docs: `/docs`). */

export type LonLat = [number, number];
export type FigureState = "angka" | "nihil" | "pendataan" | "strip" | "kosong";

export interface Moment {
  seq: number;
  recorded_at: string;
}
export interface Figure {
  value: number | null;
  state: FigureState;
  unit: string;
  label: string;
  approx: boolean;
  low?: number | null; // over sources; absent where they agree or only one speaks
  high?: number | null;
  derived?: boolean; // summed from its parts
  counting?: boolean; // a later word says: still being counted
}
export interface AreaName {
  code: string;
  name: string;
  level?: number;
  unsplit?: boolean; // in a summary: known only for this wider area
}
export interface Occurred {
  start: string | null;
  end: string | null;
  precision: "menit" | "jam" | "hari" | "bulan" | "tahun" | null;
}
export interface EventItem {
  id: string;
  num: number;
  name: string;
  hazard: string;
  hazard_label: string;
  other_hazards?: string[];
  is_bencana: boolean;
  severity: number; // 0..3
  occurred: Occurred | null;
  areas: AreaName[];
  lonlat: LonLat | null;
  precision: string;
  uncertainty_m: number | null;
  approximate: boolean;
  verified: boolean;
  sources: number;
  reports: number;
  valid_at: string | null;
  valid_at_known: boolean; // false: the moment is that of receipt
  invented: boolean;
  figures: Record<string, Figure>;
}
export interface Source {
  slug: string;
  name: string;
}
export interface Dissent {
  source: Source;
  value: number | null;
  state: FigureState;
  valid_at: string | null;
}
export interface Published extends Omit<Figure, "unit" | "label"> {
  kind: string;
  label: string;
  unit: string;
  total: boolean; // for the whole event; otherwise the part of `area`
  area: AreaName;
  source: Source;
  valid_at: string | null;
  valid_at_known: boolean;
  corrected: boolean; // written by an officer
  dissent: Dissent[];
  lineage?: { reason: string | null } | null; // officers only
}
/** A value that was published for a while. */
export interface Version {
  seq: number;
  value: number | null;
  state: FigureState;
  approx: boolean;
  source: Source;
  recorded_at: string;
  until: string | null; // null: it holds
  corrected: boolean;
}
export interface LedgerFigure {
  kind: string;
  label: string;
  unit: string;
  total: boolean;
  area: AreaName;
  published: Version[];
  words?: { recorded_at: string; reason: string | null }[]; // officers only
}
export interface ReportItem {
  id: string;
  source: Source;
  valid_at: string | null;
  valid_at_known: boolean;
  recorded_at: string | null;
  status: string;
}
export interface EventDetail extends EventItem {
  published: Published[];
  ledger: LedgerFigure[];
  reports_behind?: ReportItem[]; // officers only
}
export interface EventPage {
  as_of: Moment;
  events: EventItem[];
  next: string | null;
  matched: number;
}
export interface SummaryFigure {
  value: number | null;
  reported: number;
  of: number;
  label: string;
  unit: string;
}
export interface SummaryRow {
  area: AreaName;
  events: number;
  figures: Record<string, SummaryFigure>;
}
export interface Summary {
  as_of: Moment;
  area: AreaName;
  areas: SummaryRow[];
  total: { events: number; figures: Record<string, SummaryFigure> };
  indicative: boolean;
}
export interface Area {
  code: string;
  bps_code: string | null;
  name: string;
  kind: string;
  level: number;
  parent: string | null;
  bbox: [number, number, number, number] | null;
  lonlat: LonLat | null;
}
export interface AreaList {
  edition: { slug: string; title: string; indicative: boolean } | null;
  areas: Area[];
}
export interface Hazard {
  slug: string;
  label_id: string;
  label_en: string;
  is_bencana: boolean;
  color: string;
  icon: string; // circle, diamond, hexagon, pentagon or square
}
export interface LegendItem {
  label: string;
  color: string;
}
export interface CatalogueLayer {
  slug: string;
  title: string;
  description?: string;
  kind: "vektor" | "raster";
  geometry_type: string | null;
  bbox: [number, number, number, number] | null;
  minzoom: number | null;
  maxzoom: number | null;
  source: string;
  source_date: string | null;
  licence: string | null;
  access: string;
  invented: boolean;
  legend: LegendItem[];
  tilejson: string;
}
/** The operator's own basemap, as its TileJSON says. */
export interface Basemap {
  name: string;
  attribution: string;
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
  vector_layers?: { id: string }[]; // absent: pictures
}
export interface Catalogue {
  layers: CatalogueLayer[];
  basemap: string | null;
}
export interface Change {
  seq: number | null;
  events: string[] | null; // null: too much to name, read everything again
  layers: string[];
}
