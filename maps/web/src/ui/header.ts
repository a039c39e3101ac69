/** The bar on top: whose map, whether it is live, link and language. */

import { html, type TemplateResult } from "lit-html";
import { time } from "../format.ts";
import type { Lang } from "../view.ts";
import type { Context } from "./context.ts";
import { icon } from "./signs.ts";

export function header(context: Context): TemplateResult {
  const { t, act, model } = context;
  return html`
    <div class="brand">
      <span class="brand-mark" aria-hidden="true">SIGAP</span>
      <div class="brand-text">
        <h1>${t("app.title")}</h1>
        <p>${t("app.province")}</p>
      </div>
    </div>
    <div class="header-tools">
      ${liveState(context)}
      <button class="button-ghost copy-link" type="button" @click=${act.copyLink} title=${t("app.copyLink")}>
        ${icon("link")}<span class="wide-only">${t("app.copyLink")}</span>
      </button>
      <div class="language" role="group" aria-label=${t("app.language")}>
        ${languageButton(context, "id", "Bahasa Indonesia", model.view.lang)}
        ${languageButton(context, "en", "English", model.view.lang)}
      </div>
    </div>
  `;
}

function languageButton({ act }: Context, lang: Lang, name: string, current: Lang): TemplateResult {
  return html`<button
    type="button"
    lang=${lang}
    aria-label="${lang.toUpperCase()}, ${name}"
    aria-pressed=${lang === current}
    @click=${() => act.setLang(lang)}
  >
    ${lang.toUpperCase()}
  </button>`;
}

function liveState({ model, t }: Context): TemplateResult {
  const state = model.view.asOf ? "paused" : model.link;
  const label = t({ connecting: "live.connecting", live: "live.on", lost: "live.lost", paused: "live.paused" }[state] as "live.on");
  const at = model.lastDataAt ? time(model.lastDataAt, model.view.lang) : null;
  const long = state === "live" && at ? t("live.onLong", { time: at }) : label;
  return html`<p class="live live-${state}" title=${long}>
    <span class="live-dot" aria-hidden="true"></span>${label}${state === "live" && at ? html`<span class="wide-only"> · ${at}</span>` : ""}
  </p>`;
}
