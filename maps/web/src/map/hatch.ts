/** Hatching for areas, as on paper: a direction for the family, a colour for the hazard, and the land shows through.
 *
 * Areas that lie over each other share their lines instead of adding up to one dark patch.
 */

import type { SignLook } from "./icons.ts";

const SIZE_PX = 10;
const RATIO = 2;

/** Lines across a repeating square of side 1, wherever they touch its corners too. */
const RISING: Line[] = [[-0.5, 0.5, 0.5, -0.5], [0, 1, 1, 0], [0.5, 1.5, 1.5, 0.5]];
const FALLING: Line[] = RISING.map(([x1, y1, x2, y2]) => [1 - x1, y1, 1 - x2, y2]);
const LINES: Record<string, Line[]> = {
  circle: RISING,
  hexagon: FALLING,
  diamond: [[0, 0.5, 1, 0.5]],
  pentagon: [[0.5, 0, 0.5, 1]],
  square: RISING,
};

type Line = [x1: number, y1: number, x2: number, y2: number];

/** The hazard behind an image name such as `arsir/banjir`, or null. */
export function hatchOrder(name: string): string | null {
  return /^arsir\/([a-z_]+)$/.exec(name)?.[1] ?? null;
}

/** A seamless square of hatching; `pixelRatio` goes to `map.addImage`. */
export function drawHatch({ icon, color }: SignLook): { image: ImageData; pixelRatio: number } {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE_PX * RATIO;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.scale(SIZE_PX * RATIO, SIZE_PX * RATIO);
  context.lineWidth = 1.1 / SIZE_PX;
  context.strokeStyle = color;
  for (const [x1, y1, x2, y2] of LINES[icon] ?? RISING) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}
