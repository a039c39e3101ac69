/** What lies on the map: its buttons, the notices, and the line at the bottom. */

import { html, nothing, type TemplateResult } from "lit-html";
import * as format from "../format.ts";
import { hasInvented } from "../model.ts";
import { wibInstant } from "../period.ts";
import type { Context } from "./context.ts";
import { layersCard } from "./layers.ts";
import { legendCard } from "./legend.ts";
import { icon } from "./signs.ts";

export function mapTools(context: Context): TemplateResult {
  return html`
    <div class="banners">${banners(context)}</div>
    ${buttons(context)} ${context.model.open.has("layers") ? layersCard(context) : nothing}
    ${context.model.map === "absent" ? html`<p class="map-absent" role="alert">${context.t("map.noWebgl")}</p>` : nothing}
    ${legendCard(context)} ${credits(context)}
  `;
}

function banners({ model, t, act }: Context): TemplateResult[] {
  const { lang, asOf } = model.view;
  const all: TemplateResult[] = [];
  if (asOf) {
    const moment = format.moment(wibInstant(asOf), lang);
    all.push(html`<p class="banner banner-past" role="status">
      ${icon("clock")}<span>${t("asof.banner", { moment })}</span>
      <button type="button" class="button-text" @click=${() => act.filter({ asOf: null })}>${t("filter.backToNow")}</button>
    </p>`);
  }
  // Tiles that fail while the server is away are its trouble, not one more.
  if (model.link === "lost") {
    const at = model.lastDataAt ? format.time(model.lastDataAt, lang) : null;
    const words = at ? t("live.lostLong", { time: at }) : t("live.lostNever");
    all.push(html`<p class="banner banner-lost" role="status"><span>${words}</span></p>`);
  } else if (model.map === "failed") {
    all.push(html`<p class="banner banner-lost" role="status">
      <span>${t("map.error")}</span>
      <button type="button" class="button-text" @click=${act.retryMap}>${t("app.retry")}</button>
    </p>`);
  }
  return all;
}

function buttons({ t, act, model }: Context): TemplateResult {
  const button = (name: "plus" | "minus" | "home", words: string, press: () => void) =>
    html`<button type="button" title=${words} aria-label=${words} @click=${press}>${icon(name)}</button>`;
  const isOpen = model.open.has("layers");
  return html`<div class="map-buttons">
    <button
      type="button"
      class="layers-button"
      id="layers-button"
      aria-expanded=${isOpen}
      aria-controls="layers-card"
      title=${t("layers.open")}
      @click=${() => act.toggle("layers")}
    >
      ${icon("layers")}<span>${t("layers.title")}</span>
    </button>
    <div class="map-zoom">
      ${button("plus", t("map.zoomIn"), () => act.zoomBy(1))} ${button("minus", t("map.zoomOut"), () => act.zoomBy(-1))}
      ${button("home", t("map.province"), act.home)}
    </div>
  </div>`;
}

function credits({ model, t }: Context): TemplateResult {
  const { edition } = model;
  const ground = model.view.hidden.includes("latar") ? null : plainText(model.basemap?.attribution);
  return html`<div class="credits">
    ${hasInvented(model) ? html`<span class="chip chip-invented" title=${t("app.inventedLong")}>${t("app.invented")}</span>` : nothing}
    ${edition?.indicative ? html`<b>${t("map.indicative")}</b>` : edition ? html`<span>${t("map.edition", { title: edition.title })}</span>` : nothing}
    ${edition?.indicative ? html`<span class="wide-only">${t("map.coast")}</span>` : nothing}
    ${ground ? html`<span>${ground}</span>` : nothing}
    <span class="wide-only">MapLibre</span>
  </div>`;
}

/** An attribution comes as HTML, with links: only its words are shown. */
function plainText(markup = ""): string {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent.trim();
}
