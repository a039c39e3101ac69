/** One event: what is known, each figure with who says so, and who says otherwise. */

import { html, nothing, type TemplateResult } from "lit-html";
import { placeText } from "../areas.ts";
import { byGravity } from "../events.ts";
import * as format from "../format.ts";
import { type Revision, revisions } from "../history.ts";
import { type Translate, worded } from "../i18n/index.ts";
import { eventName, figureLabel, hazardLabel, signLook } from "../labels.ts";
import type { Dissent, EventDetail, Published, ReportItem } from "../types.ts";
import type { Lang } from "../view.ts";
import type { Context } from "./context.ts";
import { failure, isCoarse, severityMark, waiting } from "./parts.ts";
import { icon, sign } from "./signs.ts";

interface Words {
  t: Translate;
  lang: Lang;
}

export function detail(context: Context): TemplateResult {
  const { model, t, act } = context;
  const load = model.detail!;
  const body = load.value ? content(context, load.value) : load.state === "failed" ? trouble(context) : waiting(t("event.loading"));
  return html`<article class="detail" aria-busy=${load.state === "loading"}>
    <button type="button" class="button-text back" @click=${act.closeEvent}>${icon("back")}${t("event.back")}</button>
    ${body}
  </article>`;
}

function trouble(context: Context): TemplateResult {
  const { error } = context.model.detail!;
  const isGone = error?.status === 404;
  return isGone ? html`<p class="state">${context.t("event.gone")}</p>` : failure(context, "event.error", error);
}

function content(context: Context, event: EventDetail): TemplateResult {
  const { model, t } = context;
  return html`
    <header class="detail-head">
      ${sign(signLook(event.hazard, model), { coarse: isCoarse(event), severity: event.severity })}
      <div>
        <h2 id="detail-title" tabindex="-1">${eventName(event, model)}</h2>
        <p class="badges">${badges(context, event)}</p>
      </div>
    </header>
    ${facts(context, event)}
    <section aria-labelledby="figures-title">
      <h3 id="figures-title">${t("event.figures")}</h3>
      ${event.published.length ? figureTable(context, event) : html`<p class="note">${t("event.noFigures")}</p>`}
      <p class="note">${t("event.neverAdded")}</p>
    </section>
    ${history(context, revisions(event.ledger))}
    ${event.reports_behind?.length ? reportList(context, event.reports_behind) : nothing}
  `;
}

function badges({ t, model }: Context, event: EventDetail): TemplateResult[] {
  const severity = worded(t, "severity", String(event.severity));
  return [
    ...[event.hazard, ...(event.other_hazards ?? [])].map((slug) => html`<span class="chip">${hazardLabel(slug, model)}</span>`),
    html`<span class="chip severity-chip-${event.severity}">${severityMark(event.severity, t)}<span aria-hidden="true">${severity}</span></span>`,
    event.verified
      ? html`<span class="chip">${t("event.verified")}</span>`
      : html`<span class="chip chip-warning">${t("event.unverified")}</span>`,
    ...(event.approximate ? [html`<span class="chip chip-warning">${t("event.approximate")}</span>`] : []),
    ...(event.invented ? [html`<span class="chip chip-invented" title=${t("app.inventedLong")}>${t("app.invented")}</span>`] : []),
  ];
}

function facts({ model, t, act }: Context, event: EventDetail): TemplateResult {
  const { lang } = model.view;
  const fact = (term: string, words: unknown) => html`<div><dt>${term}</dt><dd>${words}</dd></div>`;
  return html`<dl class="facts">
    ${fact(t("event.when"), format.occurred(event.occurred, lang) ?? t("event.unknownTime"))}
    ${event.areas.length ? fact(t("event.where"), placeText(event.areas, model.areas, lang)) : nothing}
    ${fact(t("event.precision"), precisionWords({ t, lang }, event))}
    ${event.lonlat && !isCoarse(event)
      ? fact(
          t("event.coordinates"),
          html`${format.lonlat(event.lonlat, lang)}
            <button type="button" class="button-text" @click=${() => act.flyTo(event.id)}>${icon("target")}${t("event.zoom")}</button>`,
        )
      : nothing}
    ${event.valid_at ? fact(t(event.valid_at_known ? "event.validAt" : "event.received"), validAt({ t, lang }, event)) : nothing}
    ${fact(t("event.number"), event.num)}
    ${fact(t("event.basis"), t("event.nReports", { n: event.reports, m: event.sources }))}
  </dl>`;
}

/** The moment that figures speak of; where nobody told it, that of receipt, which is said. */
function validAt({ t, lang }: Words, { valid_at, valid_at_known }: Pick<EventDetail, "valid_at" | "valid_at_known">): TemplateResult {
  const words = format.moment(valid_at!, lang);
  return valid_at_known ? html`${words}` : html`${words} <small>${t("event.receivedNote")}</small>`;
}

function precisionWords({ t, lang }: Words, event: EventDetail): string {
  const precision = worded(t, "precision", event.precision);
  if (!event.uncertainty_m || isCoarse(event)) return precision;
  return t("precision.within", { precision, distance: format.distance(event.uncertainty_m, lang) });
}

function figureTable(context: Context, event: EventDetail): TemplateResult {
  const { t } = context;
  const ordered = [...event.published].sort((a, b) => byGravity(a.kind, b.kind) || totalFirst(a, b));
  return html`<table class="figures">
    <thead>
      <tr><th scope="col">${t("event.figure")}</th><th scope="col" class="amount">${t("event.value")}</th><th scope="col">${t("event.source")}</th></tr>
    </thead>
    <tbody>${ordered.map((figure, index) => figureRow(context, figure, { above: ordered[index - 1], event }))}</tbody>
  </table>`;
}

function totalFirst(a: Published, b: Published): number {
  return Number(b.total) - Number(a.total) || a.area.code.localeCompare(b.area.code);
}

/** A figure names its moment only where that is not the event's own. */
function figureRow({ model, t }: Context, figure: Published, { above, event }: { above: Published | undefined; event: EventDetail }): TemplateResult {
  const { lang } = model.view;
  const isPart = above?.kind === figure.kind;
  const label = figureLabel(figure, lang);
  const isUsual = figure.valid_at === event.valid_at && figure.valid_at_known === event.valid_at_known;
  return html`<tr class=${isPart ? "part" : ""}>
    <th scope="row">
      ${isPart ? html`<span class="visually-hidden">${label}, </span>` : label}
      ${figure.total ? nothing : html`<small>${figure.area.name}</small>`}
      ${isUngraded(figure, event) && !isPart ? html`<small>${t("event.ungraded")}</small>` : nothing}
    </th>
    <td class="amount ${figure.value === null ? "missing" : ""}">
      ${format.value(figure, lang, t)}
      ${range({ t, lang }, figure)} ${figure.counting ? html`<small>${t("event.counting")}</small>` : nothing}
    </td>
    <td>
      ${figure.source.name}
      ${isUsual ? nothing : moment({ t, lang }, figure)}
      ${figure.corrected ? html`<small class="corrected">${corrected({ t, lang }, figure.lineage?.reason)}</small>` : nothing}
      ${figure.dissent.map((other) => dissent({ t, lang }, other, figure.unit))}
    </td>
  </tr>`;
}

function moment({ t, lang }: Words, { valid_at, valid_at_known }: Pick<Published, "valid_at" | "valid_at_known">): TemplateResult | typeof nothing {
  if (!valid_at) return nothing;
  return html`<small>${t(valid_at_known ? "event.at" : "event.atReceipt", { moment: format.moment(valid_at, lang) })}</small>`;
}

/** Officers are told why, as the server says it to them. */
function corrected({ t }: Words, reason: string | null | undefined): string {
  return reason ? t("event.correctedWhy", { reason }) : t("event.corrected");
}

/** Injured people whose grade nobody told, beside others whose grade is known. */
function isUngraded({ kind }: Published, { published }: EventDetail): boolean {
  return kind === "luka" && published.some((other) => other.kind === "luka_berat" || other.kind === "luka_ringan");
}

/** What was published before, folded away. */
function history({ model, t }: Context, found: Revision[]): TemplateResult | typeof nothing {
  const { lang } = model.view;
  if (!found.length) return nothing;
  return html`<details class="history">
    <summary>${t("event.history")}</summary>
    <dl>
      ${found.map(
        ({ figure, steps, named }) => html`<dt>${figureLabel(figure, lang)}${named ? html` <small>${figure.area.name}</small>` : nothing}</dt>
          ${steps.map(({ version, reason }) => html`<dd>
            <b>${format.value({ ...version, unit: figure.unit }, lang, t)}</b> ${version.source.name}
            ${version.corrected ? html`<small class="corrected">${corrected({ t, lang }, reason)}</small>` : nothing}
            <small>${t("event.since", { moment: format.moment(version.recorded_at, lang) })}</small>
          </dd>`)}`,
      )}
    </dl>
    <p class="note">${t("event.historyNote")}</p>
  </details>`;
}

function range({ t, lang }: Words, { low, high }: Published): TemplateResult | typeof nothing {
  if (low === null || low === undefined || high === null || high === undefined || low === high) return nothing;
  return html`<small>${t("event.range", { low: format.number(low, lang), high: format.number(high, lang) })}</small>`;
}

function dissent({ t, lang }: Words, other: Dissent, unit: string): TemplateResult {
  const words = t("event.dissent", { source: other.source.name, value: format.value({ ...other, approx: false, unit }, lang, t) });
  const at = other.valid_at ? ` (${format.moment(other.valid_at, lang)})` : "";
  return html`<small class="dissent">${words}${at}</small>`;
}

function reportList({ model, t }: Context, reports: ReportItem[]): TemplateResult {
  const { lang } = model.view;
  return html`<section aria-labelledby="reports-title">
    <h3 id="reports-title">${t("event.reports")}</h3>
    <ol class="reports">
      ${reports.map(
        (report) => html`<li>
          <b>${report.source.name}</b>
          ${moment({ t, lang }, report)}
          <small
            >${report.recorded_at ? t("event.recorded", { moment: format.moment(report.recorded_at, lang) }) : nothing}
            · ${worded(t, "status", report.status)}</small
          >
        </li>`,
      )}
    </ol>
  </section>`;
}
