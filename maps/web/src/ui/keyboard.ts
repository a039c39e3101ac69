/** Esc steps back: first what lies on top, then the event, then the click's choice. */

import type { Actions } from "../actions.ts";
import type { Model, Panel } from "../model.ts";

const ON_TOP: readonly Panel[] = ["layers", "hazards", "as-of"];

export function onEscape(model: Model, act: Actions): void {
  const top = ON_TOP.find((panel) => model.open.has(panel));
  if (top) {
    act.toggle(top, false);
    document.querySelector<HTMLElement>(`[aria-controls="${CONTROLS[top]}"]`)?.focus();
  } else if (model.detail) act.closeEvent();
  else if (model.picked) act.clearPick();
}

const CONTROLS: Partial<Record<Panel, string>> = { layers: "layers-card", hazards: "hazard-choice", "as-of": "as-of" };
