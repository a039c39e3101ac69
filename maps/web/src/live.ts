/** Word from the server that something changed, and whether it can be heard at all. */

import { address } from "./api.ts";
import type { Loader } from "./loader.ts";
import type { Model } from "./model.ts";
import type { Store } from "./store.ts";
import type { Change } from "./types.ts";

const RETRY_MS = 5_000;
const SETTLE_MS = 250; // several changes at once are read once
const POLL_MS = 30_000; // while the stream is down

/** Listens to /api/live for as long as the page is open, and reloads when there is reason to. */
export class Live {
  readonly #store: Store<Model>;
  readonly #loader: Loader;
  readonly #layersChanged: (slugs: string[]) => void;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;

  constructor(store: Store<Model>, loader: Loader, layersChanged: (slugs: string[]) => void) {
    this.#store = store;
    this.#loader = loader;
    this.#layersChanged = layersChanged;
  }

  listen(): void {
    const source = new EventSource(address("api/live"));
    source.addEventListener("open", () => this.#opened());
    source.addEventListener("change", (event) => this.#changed(JSON.parse((event as MessageEvent<string>).data) as Change));
    // The server itself has lost its database's announcements; a `change` follows when it has them again.
    source.addEventListener("lost", () => this.#lost());
    source.addEventListener("error", () => {
      this.#lost();
      // A refused stream is closed for good by the browser: ask again ourselves.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), RETRY_MS);
    });
  }

  /** The first time, and after every break. */
  #opened(): void {
    const wasLost = this.#store.get().link === "lost";
    this.#heard();
    if (wasLost) this.#reload();
  }

  #changed(change: Change): void {
    this.#heard();
    if (change.layers.length) this.#layersChanged(change.layers);
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#reload(), SETTLE_MS);
  }

  #heard(): void {
    clearInterval(this.#poll);
    this.#store.set({ link: "live" });
  }

  #lost(): void {
    clearInterval(this.#poll);
    this.#store.set({ link: "lost" });
    this.#poll = setInterval(() => this.#reload(), POLL_MS);
  }

  /** A past moment does not change. */
  #reload(): void {
    if (this.#store.get().view.asOf === null) void this.#loader.loadAll();
  }
}
