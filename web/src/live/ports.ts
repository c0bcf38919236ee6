// What the client needs from the outside: time, chance, a socket and a place to keep things. Tests give their own.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after `ms`; the returned function cancels it. */
  after(ms: number, call: () => void): () => void;
}

/** In [0, 1). */
export type Chance = () => number;

export interface SocketEvents {
  open(): void;
  text(text: string): void;
  /** Exactly once, whatever ended it, unless `drop` came first. */
  closed(code: number, reason: string): void;
}
export interface Socket {
  send(text: string): void;
  /** Closes and forgets: no event comes afterwards. */
  drop(): void;
}
export type OpenSocket = (path: string, events: SocketEvents) => Socket;

export interface Store {
  get(key: string): string | null;
  /** False when it could not be kept (full, or forbidden by the browser). */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(prefix: string): string[];
}

/** A part of a store of its own, for one inbox of several. */
export function within(store: Store, name: string): Store {
  const own = `${name}/`;
  return {
    get: (key) => store.get(own + key),
    set: (key, value) => store.set(own + key, value),
    remove: (key) => store.remove(own + key),
    keys: (prefix) => store.keys(own + prefix).map((key) => key.slice(own.length)),
  };
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Sockets to the server of that address. */
export const socketTo = (server: () => string): OpenSocket => (path, events) => {
  const base = new URL(path, server());
  base.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(base);
  let live = true;
  socket.onopen = () => live && events.open();
  socket.onmessage = (event) => live && typeof event.data === "string" && events.text(event.data);
  socket.onclose = (event) => {
    if (live) events.closed(event.code, event.reason);
    live = false;
  };
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    drop: () => {
      live = false;
      socket.close(1000);
    },
  };
};

/** Sockets to where the page came from. */
export const openBrowserSocket: OpenSocket = socketTo(() => location.href);

/** localStorage; where the browser forbids it nothing is kept and `set` says so. */
export const browserStore: Store = {
  get: (key) => attempt(() => localStorage.getItem(key), null),
  set: (key, value) => attempt(() => (localStorage.setItem(key, value), true), false),
  remove: (key) => attempt(() => localStorage.removeItem(key), undefined),
  keys: (prefix) => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), []),
};

function attempt<T>(call: () => T, otherwise: T): T {
  try {
    return call();
  } catch {
    return otherwise;
  }
}

/** 128 random bits, printable; crypto.randomUUID is missing where a page is served without TLS. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
