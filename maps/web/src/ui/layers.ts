/** The card with the layer switch; on narrow screens also the legend and the credits. */

import { html, nothing, type TemplateResult } from "lit-html";
import * as format from "../format.ts";
import type { CatalogueLayer } from "../types.ts";
import { BASE_LAYERS } from "../view.ts";
import type { Context } from "./context.ts";
import { legend, sources } from "./legend.ts";
import { errorWords } from "./parts.ts";
import { icon } from "./signs.ts";

export function layersCard(context: Context): TemplateResult {
  const { t, act } = context;
  return html`<section class="layers-card" id="layers-card" aria-label=${t("layers.open")}>
    <header>
      <h2>${t("layers.title")}</h2>
      <button type="button" class="button-icon" aria-label=${t("app.close")} @click=${() => act.toggle("layers", false)}>${icon("close")}</button>
    </header>
    ${catalogue(context)} ${base(context)}
    <div class="narrow-only">${legend(context)} ${sources(context)}</div>
  </section>`;
}

function base({ t, act, model }: Context): TemplateResult {
  return html`<fieldset>
    <legend>${t("layers.base")}</legend>
    ${BASE_LAYERS.filter((part) => part !== "latar" || model.basemap).map(
      (part) => html`<label class="check">
        <input type="checkbox" .checked=${!model.view.hidden.includes(part)} @change=${() => act.toggleBase(part)} />${part === "latar"
          ? model.basemap?.name
          : t(`layers.${part}`)}
      </label>`,
    )}
  </fieldset>`;
}

function catalogue(context: Context): TemplateResult {
  const { t, model } = context;
  const { state, value, error } = model.catalogue;
  const layers = value ?? [];
  const trouble = state === "failed" ? html`<p class="note">${t("layers.error")} ${errorWords(error, t)}</p>` : nothing;
  const none = state === "ready" && !layers.length ? html`<p class="note">${t("layers.none")}</p>` : nothing;
  return html`<fieldset>
    <legend>${t("layers.catalogue")}</legend>
    ${trouble} ${none} ${layers.map((layer) => layerSwitch(context, layer))}
  </fieldset>`;
}

function layerSwitch(context: Context, layer: CatalogueLayer): TemplateResult {
  const { t, act, model } = context;
  const choice = model.view.layers.find((chosen) => chosen.slug === layer.slug);
  return html`<div class="layer">
    <label class="check">
      <input type="checkbox" .checked=${Boolean(choice)} value=${layer.slug} @change=${() => act.toggleLayer(layer.slug)} />
      <span>${layer.title}</span>
      ${layer.invented ? html`<span class="chip chip-invented">${t("app.invented")}</span>` : nothing}
    </label>
    ${choice ? layerDetail(context, layer, choice.opacity) : nothing}
  </div>`;
}

function layerDetail({ t, act, model }: Context, layer: CatalogueLayer, opacity: number): TemplateResult {
  const slide = (event: Event) => act.setOpacity(layer.slug, Number((event.target as HTMLInputElement).value) / 100);
  const dated = layer.source_date ? `, ${format.date(layer.source_date, model.view.lang)}` : "";
  return html`<div class="layer-detail">
    <input type="range" min="10" max="100" step="5" .value=${String(Math.round(opacity * 100))} aria-label=${t("layers.opacity", { layer: layer.title })} @input=${slide} />
    <ul class="legend-list">
      ${layer.legend.map((item) => html`<li>${swatch(item.color)}${item.label}</li>`)}
    </ul>
    <p class="note">${t("layers.source", { source: layer.source })}${dated}${layer.licence ? ` · ${layer.licence}` : ""}</p>
    ${layer.bbox ? html`<button type="button" class="button-text" @click=${() => act.fitLayer(layer.slug)}>${t("layers.zoom")}</button>` : nothing}
  </div>`;
}

function swatch(color: string): TemplateResult {
  return html`<svg class="swatch" viewBox="0 0 16 12" aria-hidden="true"><rect width="16" height="12" rx="2" fill=${color} /></svg>`;
}
