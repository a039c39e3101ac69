/** Dragging the bottom sheet of narrow screens between its three heights. */

import type { SheetHeight } from "../model.ts";

const HEIGHTS: readonly SheetHeight[] = ["peek", "half", "full"];
const ENOUGH_PX = 40;

/** A drag of the handle moves the sheet one height up or down, a long one two. */
export function watchDrag(panel: HTMLElement, current: () => SheetHeight, choose: (height: SheetHeight) => void): void {
  let startY: number | null = null;
  panel.addEventListener("pointerdown", (event) => {
    if ((event.target as HTMLElement).closest(".sheet-handle")) startY = event.clientY;
  });
  addEventListener("pointerup", (event) => {
    if (startY === null) return;
    const up_px = startY - event.clientY;
    startY = null;
    if (Math.abs(up_px) < ENOUGH_PX) return;
    const steps = Math.abs(up_px) > innerHeight * 0.45 ? 2 : 1;
    const at = HEIGHTS.indexOf(current()) + Math.sign(up_px) * steps;
    choose(HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, at))]!);
  });
  addEventListener("pointercancel", () => (startY = null));
}
