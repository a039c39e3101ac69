/** The list of events, in step with the map. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { placeText } from "../areas.ts";
import { headlines, isCounting } from "../events.ts";
import * as format from "../format.ts";
import { eventName, figureLabel, signLook } from "../labels.ts";
import { LIST_STEP, listed } from "../model.ts";
import type { EventItem } from "../types.ts";
import type { Sort } from "../view.ts";
import type { Context } from "./context.ts";
import { headlineTiles } from "./headline.ts";
import { failure, isCoarse, severityMark, waiting } from "./parts.ts";
import { sign } from "./signs.ts";

export function list(context: Context): TemplateResult {
  const { model, t } = context;
  const { state, value, error } = model.events;
  if (!value) return state === "failed" ? failure(context, "list.error", error) : waiting(t("list.loading"));
  const items = listed(model);
  return html`
    ${state === "failed" ? failure(context, "list.error", error) : nothing} ${headlineTiles(context)}
    ${toolbar(context, items.length, value.events.length)}
    ${value.matched > value.events.length
      ? html`<p class="note">${t("list.truncated", { n: value.events.length, m: value.matched })}</p>`
      : nothing}
    ${items.length ? rows(context, items) : empty(context, value.events.length)}
  `;
}

function toolbar({ model, t, act }: Context, count: number, all: number): TemplateResult {
  const { lang } = model.view;
  const [n, m] = [format.number(count, lang), format.number(all, lang)];
  const words = model.picked
    ? t("list.pick", { n })
    : count === all
      ? t("list.count", { n })
      : t("list.countOf", { n, m });
  return html`<div class="list-tools">
    <h2 id="list-title" tabindex="-1" aria-live="polite">${words}</h2>
    ${model.picked
      ? html`<button type="button" class="button-text" @click=${act.clearPick}>${t("event.back")}</button>`
      : html`<label class="check"
            ><input
              type="checkbox"
              .checked=${model.view.followMap}
              @change=${() => act.setView({ followMap: !model.view.followMap })}
            />${t("list.follow")}</label
          >
          <label class="sort"
            ><span class="visually-hidden">${t("list.sort")}</span>
            <select @change=${(event: Event) => act.setView({ sort: (event.target as HTMLSelectElement).value as Sort })}>
              ${(["newest", "worst"] as const).map(
                (sort) => html`<option value=${sort} ?selected=${model.view.sort === sort}>${t(`list.${sort}`)}</option>`,
              )}
            </select></label
          >`}
  </div>`;
}

function rows(context: Context, items: EventItem[]): TemplateResult {
  const { model, t, act } = context;
  const rest = items.length - model.shown;
  return html`<ol class="events" aria-labelledby="list-title" @keydown=${moveFocus}>
      ${repeat(items.slice(0, model.shown), (event) => event.id, (event) => row(context, event))}
    </ol>
    ${rest > 0
      ? html`<button type="button" class="button-more" @click=${act.showMore}>
          ${t("list.more", { n: Math.min(rest, LIST_STEP) })}
        </button>`
      : nothing}`;
}

function row(context: Context, event: EventItem): TemplateResult {
  const { model, t, act } = context;
  const { lang } = model.view;
  return html`<li>
    <button
      type="button"
      class="event"
      data-event=${event.id}
      @click=${() => act.openEvent(event.id)}
      @pointerenter=${(pointer: PointerEvent) => pointer.pointerType === "mouse" && act.point(event.id)}
      @pointerleave=${() => act.point(null)}
      @focus=${() => act.point(event.id)}
      @blur=${() => act.point(null)}
    >
      ${sign(signLook(event.hazard, model), { coarse: isCoarse(event), severity: event.severity })}
      <span class="event-body">
        <span class="event-name">${eventName(event, model)}</span>
        <span class="event-meta">${format.occurred(event.occurred, lang) ?? t("event.unknownTime")}</span>
        <span class="event-meta">${placeText(event.areas, model.areas, lang)}</span>
        <span class="event-figures">${figures(context, event)}</span>
      </span>
      ${severityMark(event.severity, t)}
    </button>
  </li>`;
}

function figures({ model, t }: Context, event: EventItem): TemplateResult[] {
  const { lang } = model.view;
  const chips = headlines(event).map(
    ([kind, figure]) => html`<span class="chip">${figureLabel({ ...figure, kind }, lang)} <b>${format.value(figure, lang, t)}</b></span>`,
  );
  if (isCounting(event)) chips.push(html`<span class="chip chip-quiet">${t("state.pendataan")}</span>`);
  if (!event.verified) chips.push(html`<span class="chip chip-warning">${t("event.unverified")}</span>`);
  return chips;
}

/** Arrow keys, Home and End walk along the list; Tab still visits every item. */
function moveFocus(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".event")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || !items[to]) return;
  event.preventDefault();
  items[to].focus();
}

function empty({ model, t, act }: Context, all: number): TemplateResult {
  const elsewhere = all > 0;
  const words = elsewhere ? t("list.emptyView") : t(model.view.asOf ? "list.emptyAsOf" : "list.emptyFilter");
  const isFiltered = model.view.hazards.length > 0 || model.view.area !== null;
  const showAll = html`<button type="button" class="button-main" @click=${() => act.filter({ period: "all" })}>${t("list.showAllTime")}</button>`;
  return html`<div class="state" role="status">
    <p><b>${t("list.empty")}</b></p>
    <p>${words}</p>
    ${elsewhere ? html`<button type="button" class="button-main" @click=${act.home}>${t("list.showProvince")}</button>` : nothing}
    ${!elsewhere && model.view.period !== "all" ? showAll : nothing}
    ${!elsewhere && isFiltered
      ? html`<button type="button" class="button-text" @click=${act.resetFilters}>${t("filter.reset")}</button>`
      : nothing}
  </div>`;
}
