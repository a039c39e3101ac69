/** Totals by area. Every number says how many events report it; silence is never zero. */

import { html, nothing, type TemplateResult } from "lit-html";
import { areaLabel } from "../areas.ts";
import { byGravity, SUMMARY_KINDS } from "../events.ts";
import * as format from "../format.ts";
import { figureLabel } from "../labels.ts";
import type { Summary, SummaryFigure, SummaryRow } from "../types.ts";
import type { Context } from "./context.ts";
import { failure, waiting } from "./parts.ts";

export function summary(context: Context): TemplateResult {
  const { model, t } = context;
  const { state, value, error } = model.summary;
  if (!value) return state === "failed" ? failure(context, "summary.error", error) : waiting(t("summary.loading"));
  const kinds = SUMMARY_KINDS.filter((kind) => value.total.figures[kind]);
  return html`
    ${state === "failed" ? failure(context, "summary.error", error) : nothing}
    <h2 id="summary-title" tabindex="-1" class="summary-title">${title(context)}</h2>
    <div class="summary-scroll" tabindex="0" role="region" aria-labelledby="summary-title">
      <table class="summary" aria-labelledby="summary-title">
        <thead>
          <tr>
            <th scope="col">${t("summary.area")}</th>
            <th scope="col" class="amount">${t("summary.events")}</th>
            ${kinds.map((kind) => html`<th scope="col" class="amount">${figureLabel({ ...value.total.figures[kind]!, kind }, model.view.lang)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${totalRow(context, value, kinds)} ${value.areas.map((row) => areaRow(context, row, kinds))}
        </tbody>
      </table>
    </div>
    <p class="note">${t("summary.note")} ${t("event.neverAdded")}</p>
    ${otherFigures(context, value)}
  `;
}

function title({ model, t }: Context): string {
  const area = model.view.area ? model.areas.get(model.view.area) : null;
  return area ? t("summary.titleIn", { area: areaLabel(area, model.view.lang) }) : t("summary.title");
}

function totalRow(context: Context, { total }: Summary, kinds: string[]): TemplateResult {
  return html`<tr class="total">
    <th scope="row">${context.t("summary.total")}</th>
    <td class="amount">${format.number(total.events, context.model.view.lang)}</td>
    ${kinds.map((kind) => cell(context, total.figures[kind], total.events))}
  </tr>`;
}

function areaRow(context: Context, row: SummaryRow, kinds: string[]): TemplateResult {
  const { model, t, act } = context;
  const known = model.areas.get(row.area.code);
  const name = known ? areaLabel(known, model.view.lang) : row.area.name;
  const pick = (code: string, words: string) => html`<button
    type="button"
    class="button-text"
    title=${t("summary.showArea", { area: words })}
    @click=${() => act.setArea(code)}
  >
    ${words}
  </button>`;
  const unsplit = row.area.unsplit ? html`<small>${t("summary.unsplit")}</small>` : nothing;
  return html`<tr>
    <th scope="row">
      ${known && !row.area.unsplit ? pick(row.area.code, name) : name}${unsplit}
    </th>
    <td class="amount">${format.number(row.events, model.view.lang)}</td>
    ${kinds.map((kind) => cell(context, row.figures[kind], row.events))}
  </tr>`;
}

/** A kind that no event speaks of is silence too: 0 of `events`. */
function cell({ model, t }: Context, figure: SummaryFigure | undefined, events: number): TemplateResult {
  if (!figure || figure.value === null) {
    const silent = figure ?? { reported: 0, of: events };
    return html`<td class="amount missing">
      <span aria-hidden="true">${t("summary.none")}</span><span class="visually-hidden">${t("summary.noneLong")}</span>${events ? reported({ t }, silent) : nothing}
    </td>`;
  }
  return html`<td class="amount">
    ${format.number(figure.value, model.view.lang)}
    ${reported({ t }, figure)}
  </td>`;
}

/** Short for the eye, in full for everyone else. */
function reported({ t }: Pick<Context, "t">, figure: Pick<SummaryFigure, "reported" | "of">): TemplateResult {
  const words = t("summary.reported", { n: figure.reported, m: figure.of });
  return html`<small title=${words}><span aria-hidden="true">${figure.reported}/${figure.of}</span><span class="visually-hidden">${words}</span></small>`;
}

function otherFigures({ model, t }: Context, { total }: Summary): TemplateResult | typeof nothing {
  const { lang } = model.view;
  const others = Object.entries(total.figures)
    .filter(([kind, figure]) => !SUMMARY_KINDS.includes(kind) && figure.value !== null)
    .sort(([a], [b]) => byGravity(a, b));
  if (!others.length) return nothing;
  return html`<h3>${t("summary.more")}</h3>
    <dl class="facts">
      ${others.map(
        ([kind, figure]) => html`<div>
          <dt>${figureLabel({ ...figure, kind }, lang)}</dt>
          <dd>
            ${format.value({ ...figure, state: "angka", approx: false }, lang, t)}
            <small>${t("summary.reported", { n: figure.reported, m: figure.of })}</small>
          </dd>
        </div>`,
      )}
    </dl>`;
}
