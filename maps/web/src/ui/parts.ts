/** Small pieces used by several panels. */

import { html, type TemplateResult } from "lit-html";
import type { ApiError } from "../api.ts";
import { type Key, type Translate, worded } from "../i18n/index.ts";
import type { EventItem } from "../types.ts";
import type { Context } from "./context.ts";

/** Known only to a kecamatan or kabupaten: drawn as an area, its sign hollow. */
export function isCoarse(event: Pick<EventItem, "precision">): boolean {
  return event.precision === "kecamatan" || event.precision === "kabupaten";
}

/** One to three bars; the words are there for everyone who cannot see or tell them. */
export function severityMark(severity: number, t: Translate): TemplateResult {
  const words = worded(t, "severity", String(severity));
  return html`<span class="severity severity-${severity}" title=${words}
    >${[1, 2, 3].map((step) => html`<i class=${step <= severity ? "on" : ""}></i>`)}<span class="visually-hidden">${words}</span></span
  >`;
}

export function waiting(words: string): TemplateResult {
  return html`<div class="state waiting" role="status">
    <p>${words}</p>
    ${[1, 2, 3, 4].map(() => html`<div class="skeleton" aria-hidden="true"></div>`)}
  </div>`;
}

export function failure({ t, act }: Context, what: Key, error: ApiError | null): TemplateResult {
  return html`<div class="state failure" role="alert">
    <p><b>${t(what)}</b></p>
    <p>${errorWords(error, t)}</p>
    <button type="button" class="button-main" @click=${act.retry}>${t("app.retry")}</button>
  </div>`;
}

export function errorWords(error: ApiError | null, t: Translate): string {
  if (!error) return "";
  return error.detail || t(`error.${error.kind}`, { status: error.status });
}
