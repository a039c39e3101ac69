/** Draws the page's regions from the model. The map's own element is never touched. */

import { html, nothing, render } from "lit-html";
import type { Context } from "./context.ts";
import { header } from "./header.ts";
import { mapTools } from "./maptools.ts";
import { panel } from "./panel.ts";

const region = (id: string) => document.getElementById(id)!;

export function draw(context: Context): void {
  const { model, t } = context;
  document.documentElement.lang = model.view.lang;
  document.title = `SIGAP · ${t("app.title")} · ${t("app.province")}`;
  region("skip-list").textContent = t("skip.list");
  region("skip-map").textContent = t("skip.map");
  region("panel").setAttribute("aria-label", t("app.panel"));
  region("panel").dataset.sheet = model.sheet;
  render(header(context), region("header"));
  render(panel(context), region("panel"));
  render(mapTools(context), region("map-tools"));
  render(notice(context), region("notice"));
}

function notice({ model, t, act }: Context) {
  if (!model.notice) return nothing;
  return html`<p>${t(model.notice.key, model.notice.values)}
    <button type="button" class="button-text" @click=${act.dismiss}>${t("app.close")}</button></p>`;
}
