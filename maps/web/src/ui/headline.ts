/** The four numbers on top of the list, each with how many events report it. */

import { html, nothing, type TemplateResult } from "lit-html";
import * as format from "../format.ts";
import { figureLabel } from "../labels.ts";
import type { SummaryFigure } from "../types.ts";
import type { Context } from "./context.ts";

const KINDS = ["meninggal", "mengungsi_jiwa", "rumah_rusak_berat"];

export function headlineTiles(context: Context): TemplateResult | typeof nothing {
  const { model, t } = context;
  const total = model.summary.value?.total;
  if (!total || !total.events) return nothing;
  const present = KINDS.filter((kind) => total.figures[kind]);
  return html`<dl class="tiles">
    <div class="tile"><dt>${t("summary.events")}</dt><dd><b>${format.number(total.events, model.view.lang)}</b></dd></div>
    ${present.map((kind) => tile(context, { ...total.figures[kind]!, kind }))}
  </dl>`;
}

function tile({ model, t }: Context, figure: SummaryFigure & { kind: string }): TemplateResult {
  const { lang } = model.view;
  const words = figure.value === null ? t("summary.none") : format.number(figure.value, lang);
  return html`<div class="tile">
    <dt>${figureLabel(figure, lang)}</dt>
    <dd><b>${words}</b><small>${t("summary.reported", { n: figure.reported, m: figure.of })}</small></dd>
  </div>`;
}
