/** One value that the page shows, and who wants to know when it changes. */

export interface Store<T> {
  get(): T;
  set(patch: Partial<T>): void;
  subscribe(listener: (now: T, before: T) => void): void;
}

/** Listeners run after the running code, once for all its changes. */
export function createStore<T extends object>(initial: T): Store<T> {
  let now = initial;
  let told = initial;
  let waiting = false;
  const listeners: ((now: T, before: T) => void)[] = [];
  const tell = () => {
    waiting = false;
    const before = told;
    told = now;
    listeners.forEach((listener) => listener(now, before));
  };
  return {
    get: () => now,
    set(patch) {
      now = { ...now, ...patch };
      if (waiting) return;
      waiting = true;
      queueMicrotask(tell);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
