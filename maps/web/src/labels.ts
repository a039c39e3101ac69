/** Names of hazards, figures and events in the reader's language; the code lists hold both. */

import { placeText } from "./areas.ts";
import { labelsOf } from "./codes.ts";
import { type SignLook, UNKNOWN } from "./map/icons.ts";
import type { Model } from "./model.ts";
import type { EventItem } from "./types.ts";
import type { Lang } from "./view.ts";
import figures from "../../../data/codes/figures.csv?raw";

const ENGLISH = labelsOf(figures);

/** The server says figures in Bahasa; English comes from the same code list. */
export function figureLabel(figure: { label: string; kind: string }, lang: Lang): string {
  return lang === "en" ? (ENGLISH.get(figure.kind) ?? figure.label) : figure.label;
}

/** How a hazard is drawn. */
export function signLook(slug: string, { hazards }: Pick<Model, "hazards">): SignLook {
  return hazards.find((known) => known.slug === slug) ?? { ...UNKNOWN, slug };
}

export function hazardLabel(slug: string, { hazards, view }: Pick<Model, "hazards" | "view">): string {
  const hazard = hazards.find((known) => known.slug === slug);
  return hazard ? (view.lang === "en" ? hazard.label_en : hazard.label_id) : slug.replaceAll("_", " ");
}

/** "Banjir di Desa Gadung", as the register names it; in English "Flood, Gadung, …". */
export function eventName(event: EventItem, model: Model): string {
  if (model.view.lang === "id") return event.name;
  const [place] = placeText(event.areas, model.areas, "en").split(", ");
  return [hazardLabel(event.hazard, model), place].filter(Boolean).join(", ");
}
