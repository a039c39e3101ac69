/** What the signs and lines mean, and whose they are. */

import { html, nothing, type TemplateResult } from "lit-html";
import { worded } from "../i18n/index.ts";
import { hazardLabel } from "../labels.ts";
import { UNKNOWN } from "../map/icons.ts";
import { inFrame } from "../model.ts";
import type { Hazard } from "../types.ts";
import type { Context } from "./context.ts";
import { icon, sign } from "./signs.ts";

/** The card at the map's lower left, open at first where there is room. */
export function legendCard(context: Context): TemplateResult {
  const { t, act, model } = context;
  const isOpen = model.open.has("legend");
  return html`<div class="legend-card wide-only">
    <button type="button" class="legend-toggle" aria-expanded=${isOpen} aria-controls="legend" @click=${() => act.toggle("legend")}>
      ${t("legend.title")}${icon("down")}
    </button>
    <div id="legend">${isOpen ? legend(context) : nothing}</div>
  </div>`;
}

/** Only hazards that are in the frame. */
export function legend({ t, model }: Context): TemplateResult {
  const here = new Set(inFrame(model).map((event) => event.hazard));
  const hazards = model.hazards.filter((hazard) => here.has(hazard.slug));
  const column = (part: Hazard[]) => html`<ul class="legend-list">
    ${part.map((hazard) => html`<li>${sign(hazard)}${hazardLabel(hazard.slug, model)}</li>`)}
  </ul>`;
  return html`<section class="legend" aria-label=${t("legend.title")}>
    ${hazards.length ? html`<div><h3>${t("legend.hazards")}</h3><div class="legend-hazards">${halves(hazards).map(column)}</div></div>` : nothing}
    <div>
    <h3>${t("legend.severity")}</h3>
    <ul class="legend-list">
      ${[0, 1, 2, 3].map(
        (severity) => html`<li>
          ${sign(UNKNOWN, { severity })}${worded(t, "severity", String(severity))}
        </li>`,
      )}
    </ul>
    <h3>${t("legend.place")}</h3>
    <ul class="legend-list">
      <li>${sign(UNKNOWN)}${t("legend.exact")}</li>
      <li>${sign(UNKNOWN, { coarse: true })}${t("legend.coarse")}</li>
      ${model.counted ? html`<li>${disc()}${t("legend.grid")}</li>` : nothing}
      <li><svg class="swatch" viewBox="0 0 16 12" aria-hidden="true"><path class="legend-border" d="M0 6h16" /></svg>${t("legend.boundary")}</li>
      <li><svg class="swatch" viewBox="0 0 16 12" aria-hidden="true"><path class="legend-border-minor" d="M0 6h16" /></svg>${t("legend.boundaryMinor")}</li>
    </ul>
    </div>
  </section>`;
}

function disc(): TemplateResult {
  return html`<svg class="swatch" viewBox="0 0 16 12" aria-hidden="true"><circle class="legend-grid" cx="8" cy="6" r="5.5" /></svg>`;
}

/** A long list in two columns of like height. */
function halves(hazards: Hazard[]): Hazard[][] {
  const middle = hazards.length > 6 ? Math.ceil(hazards.length / 2) : hazards.length;
  return [hazards.slice(0, middle), hazards.slice(middle)].filter((part) => part.length);
}

/** Where boundaries and shoreline come from. */
export function sources({ model, t }: Context): TemplateResult {
  const { edition } = model;
  return html`<p class="note">
    ${edition ? t("map.edition", { title: edition.title }) : nothing}${edition?.indicative ? html`. ${t("map.coast")}` : nothing} · MapLibre
  </p>`;
}
