/** Word from the server that something changed, and whether it can be heard at all. */

import { address } from "./api.ts";
import type { Change } from "./types.ts";

export interface LiveHooks {
  changed(change: Change): void;
  opened(): void; // first time, and after every break
  lost(): void;
}

const RETRY_MS = 5_000;

/** Listens to /api/live for as long as the page is open. */
export function listen(hooks: LiveHooks): void {
  const source = new EventSource(address("api/live"));
  source.addEventListener("open", () => hooks.opened());
  source.addEventListener("change", (event) => hooks.changed(JSON.parse((event as MessageEvent<string>).data) as Change));
  // The server itself has lost its database's announcements; a `change` follows when it has them again.
  source.addEventListener("lost", () => hooks.lost());
  source.addEventListener("error", () => {
    hooks.lost();
    // A refused stream is closed for good by the browser: ask again ourselves.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(hooks), RETRY_MS);
  });
}
