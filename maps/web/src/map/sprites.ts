/** Hazard signs drawn to images for the map, on demand: nothing to download, sharp on every screen. */

import { outline, type Picture, pictureOf, type SignLook } from "./icons.ts";

export interface SpriteOrder {
  hazard: string;
  severity: number; // 0..3
  coarse: boolean; // known only to a kecamatan or kabupaten
}

const RATIO = 2;
const RADIUS_PX = [8, 9.5, 11, 12.5];
/** Tight around each sign, since names keep clear of the whole image. */
const SIZE_PX = [25, 29, 38, 48];

/** The order behind an image name such as `kejadian/banjir/3/titik`, or null for other people's images. */
export function spriteOrder(name: string): SpriteOrder | null {
  const match = /^kejadian\/([a-z_]+)\/([0-3])\/(titik|wilayah)$/.exec(name);
  return match ? { hazard: match[1]!, severity: Number(match[2]), coarse: match[3] === "wilayah" } : null;
}

/** Draws one sign, `ring` being the colour around grave events; `pixelRatio` goes to `map.addImage`. */
export function drawSprite(order: SpriteOrder, look: SignLook, ring: string): { image: ImageData; pixelRatio: number } {
  const size_px = SIZE_PX[order.severity] ?? SIZE_PX[0]!;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size_px * RATIO;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.scale(RATIO, RATIO);
  context.translate(size_px / 2, size_px / 2);
  context.lineJoin = context.lineCap = "round";
  paint(context, order, look, ring);
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}

function paint(context: CanvasRenderingContext2D, order: SpriteOrder, look: SignLook, ring: string): void {
  const radius_px = RADIUS_PX[order.severity] ?? RADIUS_PX[0]!;
  paintRings(context, look.icon, radius_px, order.severity, ring);
  const plate = shapeOf(look.icon, radius_px);
  line(context, plate, "#fff", 3.5);
  context.fillStyle = order.coarse ? "#fff" : look.color;
  context.fill(plate);
  if (order.coarse) {
    context.setLineDash([2.6, 2.2]);
    line(context, plate, look.color, 1.8);
    context.setLineDash([]);
  }
  paintPicture(context, pictureOf(look.slug), radius_px, order.coarse ? look.color : "#fff");
}

/** One ring for moderate, two for severe: readable without colour. */
function paintRings(context: CanvasRenderingContext2D, shape: string, radius_px: number, severity: number, color: string): void {
  const distances = severity >= 3 ? [6.2, 3.4] : severity === 2 ? [3.4] : [];
  for (const distance of distances) {
    const ring = shapeOf(shape, radius_px + distance);
    line(context, ring, "#fff", 3.6);
    line(context, ring, color, 1.6);
  }
}

function shapeOf(shape: string, radius_px: number): Path2D {
  const path = new Path2D();
  path.addPath(new Path2D(outline(shape)), new DOMMatrix().scale(radius_px));
  return path;
}

function line(context: CanvasRenderingContext2D, path: Path2D, color: string, width_px: number): void {
  context.strokeStyle = color;
  context.lineWidth = width_px;
  context.stroke(path);
}

function paintPicture(context: CanvasRenderingContext2D, { strokes, fills }: Picture, radius_px: number, color: string): void {
  const scale = (radius_px * 1.3) / 24;
  context.save();
  context.scale(scale, scale);
  context.translate(-12, -12);
  line(context, new Path2D(strokes), color, 2.6);
  context.fillStyle = color;
  context.fill(new Path2D(fills));
  context.restore();
}
