/** Which events: time, area, kind, and the moment of knowledge. */

import { html, nothing, type TemplateResult } from "lit-html";
import { areaLabel } from "../areas.ts";
import * as format from "../format.ts";
import { currentRange } from "../model.ts";
import { isDay, isMinute, ordered, type Preset, PRESETS, wibInstant, wibMinute } from "../period.ts";
import type { Area, Hazard } from "../types.ts";
import type { Context } from "./context.ts";
import { icon, sign } from "./signs.ts";

export function filters(context: Context): TemplateResult {
  const { t, model } = context;
  const opened = model.open.has("filters");
  return html`<section class="filters ${opened ? "is-open" : ""}" id="filters" aria-label=${t("filter.title")}>
    ${periodChoice(context)} ${model.open.has("own-period") ? ownPeriod(context) : nothing}
    <div class="filter-row">${areaChoice(context)} ${hazardButton(context)}</div>
    ${model.open.has("hazards") ? hazardChoice(context) : nothing} ${asOfChoice(context)}
  </section>`;
}

function periodChoice({ t, act, model }: Context): TemplateResult {
  const { period } = model.view;
  const isOwn = typeof period === "object" || model.open.has("own-period");
  const choose = (preset: Preset) => {
    act.toggle("own-period", false);
    act.filter({ period: preset });
  };
  const segment = (id: string, text: string, checked: boolean, onChange: () => void) => html`
    <label class="segment"
      ><input type="radio" name="period" .checked=${checked} value=${id} @change=${onChange} /><span>${text}</span></label
    >
  `;
  return html`<fieldset class="segments">
    <legend>${t("filter.period")}</legend>
    <div class="segments-row">
      ${PRESETS.map((preset) => segment(preset, t(`filter.${preset}`), !isOwn && period === preset, () => choose(preset)))}
      ${segment("own", t("filter.own"), isOwn, () => act.toggle("own-period", true))}
    </div>
  </fieldset>`;
}

function ownPeriod({ t, act, model }: Context): TemplateResult {
  const range = currentRange(model.view, new Date());
  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const [from, to] = ["from", "to"].map((name) => String(data.get(name))).map((day) => (isDay(day) ? day : null)) as [string | null, string | null];
    act.filter({ period: from || to ? ordered({ from, to }) : "all" });
  };
  return html`<form class="inline-form" @submit=${submit}>
    <label>${t("filter.from")}<input type="date" name="from" .value=${range.from ?? ""} /></label>
    <label>${t("filter.to")}<input type="date" name="to" .value=${range.to ?? ""} /></label>
    <button class="button-main" type="submit">${t("filter.apply")}</button>
  </form>`;
}

function areaChoice({ t, act, model }: Context): TemplateResult {
  const all = [...model.areas.values()];
  const regencies = all.filter((area) => area.level === 2).sort((a, b) => a.code.localeCompare(b.code));
  const option = (area: Area) => html`<option value=${area.code} ?selected=${model.view.area === area.code}>
    ${areaLabel(area, model.view.lang)}
  </option>`;
  return html`<label class="field"
    ><span>${t("filter.area")}</span>
    <select @change=${(event: Event) => act.setArea((event.target as HTMLSelectElement).value || null)}>
      <option value="" ?selected=${!model.view.area}>${t("filter.wholeProvince")}</option>
      ${regencies.map(
        (regency) => html`<optgroup label=${areaLabel(regency, model.view.lang)}>
          ${option(regency)} ${all.filter((area) => area.parent === regency.code).map(option)}
        </optgroup>`,
      )}
    </select>
  </label>`;
}

function hazardButton({ t, act, model }: Context): TemplateResult {
  const { hazards } = model.view;
  const single = model.hazards.find((hazard) => hazard.slug === hazards[0]);
  const chosen = hazards.length === 1 && single ? labelOf(single, model.view.lang) : t("filter.nHazards", { n: hazards.length });
  return html`<div class="field">
    <span id="hazard-label">${t("filter.hazard")}</span>
    <button
      type="button"
      class="select-like"
      aria-expanded=${model.open.has("hazards")}
      aria-controls="hazard-choice"
      aria-describedby="hazard-label"
      @click=${() => act.toggle("hazards")}
    >
      <span>${hazards.length ? chosen : t("filter.allHazards")}</span>${icon("down")}
    </button>
  </div>`;
}

const labelOf = (hazard: Hazard, lang: string) => (lang === "id" ? hazard.label_id : hazard.label_en);

function hazardChoice(context: Context): TemplateResult {
  const { t, act, model } = context;
  const group = (title: string, hazards: Hazard[]) => html`<fieldset class="hazard-group">
    <legend>${title}</legend>
    ${hazards.map((hazard) => hazardBox(context, hazard))}
  </fieldset>`;
  return html`<div class="hazard-choice" id="hazard-choice">
    ${group(t("filter.disasters"), model.hazards.filter((hazard) => hazard.is_bencana))}
    ${group(t("filter.services"), model.hazards.filter((hazard) => !hazard.is_bencana))}
    <div class="row-end">
      <button type="button" class="button-text" ?disabled=${!model.view.hazards.length} @click=${() => act.filter({ hazards: [] })}>
        ${t("filter.clear")}
      </button>
      <button type="button" class="button-text" @click=${() => act.toggle("hazards", false)}>${t("app.close")}</button>
    </div>
  </div>`;
}

function hazardBox({ act, model }: Context, hazard: Hazard): TemplateResult {
  const { hazards, lang } = model.view;
  const isOn = hazards.includes(hazard.slug);
  const flip = () => act.filter({ hazards: isOn ? hazards.filter((slug) => slug !== hazard.slug) : [...hazards, hazard.slug] });
  return html`<label class="hazard-box">
    <input type="checkbox" .checked=${isOn} value=${hazard.slug} @change=${flip} />
    ${sign(hazard)}<span>${labelOf(hazard, lang)}</span>
  </label>`;
}

function asOfChoice({ t, act, model }: Context): TemplateResult {
  const { asOf, lang } = model.view;
  const submit = (event: Event) => {
    event.preventDefault();
    const minute = String(new FormData(event.currentTarget as HTMLFormElement).get("at")).slice(0, 16);
    act.toggle("as-of", false);
    act.filter({ asOf: isMinute(minute) ? minute : null });
  };
  const backToNow = () => {
    act.toggle("as-of", false);
    act.filter({ asOf: null });
  };
  const form = html`<form class="inline-form" id="as-of" @submit=${submit}>
    <label
      >${t("filter.asOfHelp")}<input
        type="datetime-local"
        name="at"
        required
        .value=${asOf ?? wibMinute(new Date())}
        max=${wibMinute(new Date())}
    /></label>
    <button class="button-main" type="submit">${t("filter.apply")}</button>
    ${asOf ? html`<button class="button-text" type="button" @click=${backToNow}>${t("filter.backToNow")}</button>` : nothing}
  </form>`;
  return html`<div class="as-of">
      <button
        type="button"
        class="button-text"
        aria-expanded=${model.open.has("as-of")}
        aria-controls="as-of"
        @click=${() => act.toggle("as-of")}
      >
        ${icon("clock")}<span
          >${t("filter.asOf")}: <b>${asOf ? format.moment(wibInstant(asOf), lang) : t("filter.now")}</b></span
        >${icon("down")}
      </button>
    </div>
    ${model.open.has("as-of") ? form : nothing}`;
}
