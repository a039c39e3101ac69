/** The panel beside the map (on a phone: the sheet over it): filters, then list, summary or one event. */

import { html, nothing, type TemplateResult } from "lit-html";
import { activeFilters, type SheetHeight } from "../model.ts";
import type { Tab } from "../view.ts";
import type { Context } from "./context.ts";
import { detail } from "./detail.ts";
import { filters } from "./filters.ts";
import { list } from "./list.ts";
import { icon } from "./signs.ts";
import { summary } from "./summary.ts";

export function panel(context: Context): TemplateResult {
  const { model } = context;
  const body = model.detail ? detail(context) : html`<div class="top">${filters(context)} ${tabs(context)}</div>
        ${tabBody(context)}`;
  return html`${handle(context)}
    <div class="panel-body">${body}</div>`;
}

function tabBody(context: Context): TemplateResult {
  const { tab } = context.model.view;
  return html`<div role="tabpanel" id="tabpanel" aria-labelledby="tab-${tab}" class="tabpanel">
    ${tab === "events" ? list(context) : summary(context)}
  </div>`;
}

/** Grip of the bottom sheet; only there on narrow screens. */
function handle({ model, t, act }: Context): TemplateResult {
  const next: Record<SheetHeight, SheetHeight> = { peek: "half", half: "full", full: "peek" };
  const words = t(model.sheet === "full" ? "sheet.shrink" : "sheet.expand");
  return html`<div class="sheet-handle">
    <button type="button" class="grip" aria-label=${words} aria-expanded=${model.sheet !== "peek"} @click=${() => act.setSheet(next[model.sheet])}>
      <i></i>
    </button>
  </div>`;
}

function tabs(context: Context): TemplateResult {
  const { model, t, act } = context;
  const choose = (tab: Tab) => act.setView({ tab });
  const tab = (name: Tab) => html`<button
    type="button"
    role="tab"
    id="tab-${name}"
    aria-selected=${model.view.tab === name}
    aria-controls="tabpanel"
    tabindex=${model.view.tab === name ? 0 : -1}
    @click=${() => choose(name)}
  >
    ${t(`tab.${name}`)}
  </button>`;
  const walk = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other: Tab = model.view.tab === "events" ? "summary" : "events";
    choose(other);
    document.getElementById(`tab-${other}`)?.focus();
  };
  return html`<div class="tabs">
    <div class="tablist" role="tablist" @keydown=${walk}>${tab("events")} ${tab("summary")}</div>
    ${filtersButton(context)}
  </div>`;
}

/** Only on narrow screens, where the filters are folded away. */
function filtersButton({ model, t, act }: Context): TemplateResult {
  const n = activeFilters(model.view);
  const press = () => {
    if (model.sheet === "peek") act.setSheet("half");
    act.toggle("filters");
  };
  return html`<button type="button" class="button-text filters-button" aria-expanded=${model.open.has("filters")} aria-controls="filters" @click=${press}>
    ${icon("filter")}${t("filter.title")}${n ? html`<b class="count">${n}</b>` : nothing}
  </button>`;
}
