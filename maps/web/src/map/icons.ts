/** The signs of hazards, shared with paper (maps/signs.json): a shape for the family, a picture for the hazard. */

import drawings from "../../../signs.json" with { type: "json" };
import type { Hazard } from "../types.ts";

/** Path data of what is stroked and what is filled, in a 24 × 24 box. */
export interface Picture {
  strokes: string;
  fills: string;
}
/** What a sign is drawn from. */
export type SignLook = Pick<Hazard, "slug" | "color" | "icon">;

const SHAPES: Record<string, string> = drawings.shapes;
const PICTURES: Record<string, Picture> = drawings.pictures;

/** How a hazard that the server did not tell of is drawn. */
export const UNKNOWN: SignLook = { slug: "lainnya", color: "#4d5c68", icon: "square" };

export function pictureOf(hazard: string): Picture {
  return PICTURES[hazard] ?? PICTURES.lainnya!;
}

/** The outline of a family's shape around (0, 0) for a radius of 1. */
export function outline(shape: string): string {
  return SHAPES[shape] ?? SHAPES.square!;
}
