/** Hazard signs drawn to images for the map, on demand: nothing to download, sharp on every screen. */

import { outline, type Shape, signOf } from "./icons.ts";

export interface SpriteOrder {
  hazard: string;
  severity: number; // 0..3
  coarse: boolean; // known only to a kecamatan or kabupaten
}
export interface Ink {
  fill: string;
  ring: string; // around grave events
}

const RATIO = 2;
const RADIUS_PX = [8, 9.5, 11, 12.5];
/** Tight around each sign, since names keep clear of the whole image. */
const SIZE_PX = [25, 29, 38, 48];

export function spriteName({ hazard, severity, coarse }: SpriteOrder): string {
  return `kejadian/${hazard}/${severity}/${coarse ? "wilayah" : "titik"}`;
}

/** The order behind an image name, or null for other people's images. */
export function spriteOrder(name: string): SpriteOrder | null {
  const match = /^kejadian\/([a-z_]+)\/([0-3])\/(titik|wilayah)$/.exec(name);
  return match ? { hazard: match[1]!, severity: Number(match[2]), coarse: match[3] === "wilayah" } : null;
}

/** Draws one sign; `pixelRatio` goes to `map.addImage`. */
export function drawSprite(order: SpriteOrder, ink: Ink): { image: ImageData; pixelRatio: number } {
  const canvas = document.createElement("canvas");
  const size_px = SIZE_PX[order.severity] ?? SIZE_PX[0]!;
  canvas.width = canvas.height = size_px * RATIO;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.scale(RATIO, RATIO);
  context.translate(size_px / 2, size_px / 2);
  context.lineJoin = context.lineCap = "round";
  paint(context, order, ink);
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}

function paint(context: CanvasRenderingContext2D, order: SpriteOrder, ink: Ink): void {
  const { shape, strokes } = signOf(order.hazard);
  const radius = RADIUS_PX[order.severity] ?? RADIUS_PX[0]!;
  paintRings(context, shape, radius, order.severity, ink.ring);
  const plate = new Path2D(outline(shape, radius));
  context.strokeStyle = "#fff";
  context.lineWidth = 3.5;
  context.stroke(plate);
  context.fillStyle = order.coarse ? "#fff" : ink.fill;
  context.fill(plate);
  if (order.coarse) dashedEdge(context, plate, ink.fill);
  paintGlyph(context, strokes, radius, order.coarse ? ink.fill : "#fff");
}

/** One ring for moderate, two for severe: readable without colour. */
function paintRings(context: CanvasRenderingContext2D, shape: Shape, radius: number, severity: number, color: string): void {
  const distances = severity >= 3 ? [6.2, 3.4] : severity === 2 ? [3.4] : [];
  for (const distance of distances) {
    const ring = new Path2D(outline(shape, radius + distance));
    context.strokeStyle = "#fff";
    context.lineWidth = 3.6;
    context.stroke(ring);
    context.strokeStyle = color;
    context.lineWidth = 1.6;
    context.stroke(ring);
  }
}

function dashedEdge(context: CanvasRenderingContext2D, plate: Path2D, color: string): void {
  context.setLineDash([2.6, 2.2]);
  context.strokeStyle = color;
  context.lineWidth = 1.8;
  context.stroke(plate);
  context.setLineDash([]);
}

function paintGlyph(context: CanvasRenderingContext2D, strokes: ReturnType<typeof signOf>["strokes"], radius: number, color: string): void {
  const scale = (radius * 1.3) / 24;
  context.save();
  context.scale(scale, scale);
  context.translate(-12, -12);
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = 2.6;
  for (const [mode, data] of strokes) context[mode](new Path2D(data));
  context.restore();
}
