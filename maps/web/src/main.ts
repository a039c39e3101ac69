/** Starts the page: reads the link, makes model, loader, map and actions, and ties them together. */

import "maplibre-gl/dist/maplibre-gl.css";
import "./css/fonts.css";
import "./css/tokens.css";
import "./css/base.css";
import "./css/layout.css";
import "./css/controls.css";
import "./css/panel.css";
import "./css/map.css";

import { Actions, rememberedLang } from "./actions.ts";
import { translator } from "./i18n/index.ts";
import { eventName } from "./labels.ts";
import { Live } from "./live.ts";
import { Loader } from "./loader.ts";
import { type MapHooks, MapView } from "./map/mapview.ts";
import { eventById, initialModel, legendHeight_px, type Model } from "./model.ts";
import { baseTileQuery, eventTileQuery } from "./query.ts";
import { createStore } from "./store.ts";
import { onEscape } from "./ui/keyboard.ts";
import { draw } from "./ui/page.ts";
import { watchDrag } from "./ui/sheet.ts";
import { DEFAULT_VIEW, fromHash, readLang, toHash, type View } from "./view.ts";

const NOTICE_MS = 6_000;
const SETTLE_MS = 150;

const fallback: View = { ...DEFAULT_VIEW, lang: readLang(rememberedLang()) ?? DEFAULT_VIEW.lang };
const roomy = matchMedia("(min-width: 1200px) and (min-height: 700px)").matches;
const store = createStore<Model>(initialModel(fromHash(location.hash, fallback), roomy ? ["legend"] : []));
const loader = new Loader(store);
const map = openMap();
const act = new Actions(store, loader, map);

function openMap(): MapView | null {
  const { view } = store.get();
  const hooks: MapHooks = {
    moved(camera, bounds) {
      const isStart = store.get().bounds === null && store.get().view.camera === null;
      store.set({ bounds, map: store.get().map === "loading" ? "ready" : store.get().map });
      if (!isStart) store.set({ view: { ...store.get().view, camera } });
    },
    counted(counted) {
      if (counted !== store.get().counted) store.set({ counted });
    },
    picked: (ids) => act.pickOnMap(ids),
    failed: () => store.set({ map: "failed" }),
    nameOf(id) {
      const event = eventById(store.get(), id);
      return event && eventName(event, store.get());
    },
  };
  try {
    return new MapView(document.getElementById("map")!, hooks, {
      camera: view.camera,
      lang: view.lang,
      query: baseTileQuery(view),
      clear_px: legendHeight_px(store.get()),
      t: translator(view.lang),
    });
  } catch (error) {
    console.warn(error);
    store.set({ map: "absent" });
    return null;
  }
}

/** A new version of a layer has come in. */
function forgetLayers(slugs: string[]): void {
  map?.forget((store.get().catalogue.value ?? []).filter((layer) => slugs.includes(layer.slug)));
}

function show(now: Model): void {
  draw({ model: now, t: translator(now.view.lang), act });
}

/** Brings the map in line with what changed in the model. */
function syncMap(map: MapView, now: Model, before: Model | null): void {
  const { view, events, hazards, catalogue } = now;
  const changed = (...picks: ((model: Model) => unknown)[]) =>
    before === null || picks.some((pick) => pick(now) !== pick(before));
  if (changed((model) => model.view.asOf)) {
    map.setBaseQuery(baseTileQuery(view));
    map.forget(catalogue.value ?? []);
  }
  if (events.value && hazards.length && changed((model) => model.events.value)) {
    const { seq } = events.value.as_of;
    map.showEvents(eventTileQuery(view, seq), seq, hazards);
  }
  if (changed((model) => model.catalogue.value, (model) => model.view.layers)) {
    map.showCatalogue(catalogue.value ?? [], view.layers, baseTileQuery(view));
  }
  if (changed((model) => model.view.hidden)) map.hideParts(view.hidden);
  if (changed((model) => model.basemap, (model) => model.view.hidden)) {
    map.showGround(view.hidden.includes("latar") ? null : now.basemap);
  }
  if (changed((model) => model.view.lang)) map.setLang(view.lang, translator(view.lang));
  if (changed((model) => model.view.event, (model) => model.pointed, (model) => model.events.value, (model) => model.detail?.value)) {
    map.setHalo(eventById(now, view.event) ?? now.detail?.value ?? null, eventById(now, now.pointed));
  }
  if (changed((model) => model.sheet)) map.setBottomPadding(sheetHeight_px(now));
}

/** How much of the map the sheet hides on a narrow screen. */
function sheetHeight_px({ sheet }: Model): number {
  if (!matchMedia("(max-width: 799px)").matches) return 0;
  return { peek: 150, half: innerHeight * 0.5, full: 150 }[sheet];
}

let written = location.hash;
let settle: ReturnType<typeof setTimeout> | undefined;

/** The link follows the view; opening an event is a step that the back button undoes. */
function syncLink(now: Model, before: Model): void {
  if (now.view === before.view) return;
  const opens = now.view.event !== null && before.view.event === null;
  const write = () => {
    const hash = toHash(store.get().view);
    if (hash === written) return;
    written = hash;
    history[opens ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  };
  clearTimeout(settle);
  if (opens) write();
  else settle = setTimeout(write, SETTLE_MS);
}

/** The reader changed the address, or went back. */
function restore(): void {
  if (location.hash === written) return;
  written = location.hash;
  const view = fromHash(location.hash, store.get().view);
  store.set({ view, picked: null, detail: view.event ? store.get().detail : null });
  if (view.camera) map?.jump(view.camera);
  void loader.loadAll();
}

function moveFocus(now: Model, before: Model): void {
  const opened = now.detail?.value && now.detail.value.id !== before.detail?.value?.id;
  if (opened && before.view.event !== null) document.getElementById("detail-title")?.focus({ preventScroll: true });
  if (opened) document.querySelector(".panel-body")?.scrollTo({ top: 0 });
}

let fading: ReturnType<typeof setTimeout> | undefined;

store.subscribe((now, before) => {
  show(now);
  if (map) syncMap(map, now, before);
  syncLink(now, before);
  moveFocus(now, before);
  if (now.notice && now.notice !== before.notice) {
    clearTimeout(fading);
    fading = setTimeout(act.dismiss, NOTICE_MS);
  }
});
addEventListener("hashchange", restore);
addEventListener("keydown", (event) => event.key === "Escape" && onEscape(store.get(), act));
watchDrag(document.getElementById("panel")!, () => store.get().sheet, act.setSheet);
document.getElementById("skip-map")!.addEventListener("click", (event) => {
  event.preventDefault();
  map?.focus();
});
document.getElementById("skip-list")!.addEventListener("click", (event) => {
  event.preventDefault();
  const titles = ["list-title", "detail-title", "summary-title", "panel"];
  titles.map((id) => document.getElementById(id)).find((title) => title !== null)?.focus();
});

show(store.get());
if (map) syncMap(map, store.get(), null);
void loader.loadAll();
new Live(store, loader, forgetLayers).listen();
