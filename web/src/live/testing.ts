// What the tests drive the client with: time that stands still, chance from a seed, a store in memory, a network that fails.
import { installation } from "../../mock/core.mjs";
import type { Chance, Clock, OpenSocket, Store } from "./ports";
import type { Entry, Person, State } from "./protocol";

export class TestClock implements Clock {
  private time = Date.parse("2026-11-21T10:00:00.000Z");
  private turn = 0;
  private due: { at: number; turn: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    const one = { at: this.time + ms, turn: ++this.turn, call };
    this.due.push(one);
    return () => {
      this.due = this.due.filter((other) => other !== one);
    };
  }

  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.due.reduce<(typeof this.due)[number] | null>(
        (best, one) => (best === null || one.at < best.at || (one.at === best.at && one.turn < best.turn) ? one : best), null);
      if (next === null || next.at > end) break;
      this.due = this.due.filter((one) => one !== next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
  }
}

/** mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class MemoryStore implements Store {
  full = false;
  private readonly values = new Map<string, string>();
  get(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  set(key: string, value: string): boolean {
    if (!this.full) this.values.set(key, value);
    return !this.full;
  }
  remove(key: string): void {
    this.values.delete(key);
  }
  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix));
  }
}

export interface Network {
  readonly core: ReturnType<typeof installation>;
  readonly open: OpenSocket;
  /** Nobody answers. */
  down: boolean;
  /** What the pages said, oldest first. */
  readonly said: Record<string, unknown>[];
}

/** Sockets to an installation in memory; each frame takes a while, and a cut loses those under way. */
export function network(clock: TestClock, delay: () => number = () => 1): Network {
  const core = installation({ now: () => clock.now(), later: (ms: number, call: () => void) => void clock.after(ms, call) });
  const net: Network = { core, down: false, said: [], open: (path, events) => openSocket(path, events) };
  const openSocket: OpenSocket = (path, events) => {
    let live = true;
    let inbound = 0;
    let outbound = 0;
    const inOrder = (last: number): number => Math.max(last, clock.now() + delay());
    const whileLive = (at: number, call: () => void) => clock.after(at - clock.now(), () => live && call());
    const ended = (code: number, reason: string) => whileLive(inOrder(inbound), () => {
      live = false;
      events.closed(code, reason);
    });
    if (net.down) {
      ended(1006, "");
      return { send: () => undefined, drop: () => void (live = false) };
    }
    const link = core.connect(path, {
      send: (text: string) => void whileLive((inbound = inOrder(inbound)), () => events.text(text)),
      close: (code: number, reason: string) => void ended(code, reason),
    });
    whileLive((inbound = inOrder(inbound)), () => events.open());
    return {
      send: (text) => void whileLive((outbound = inOrder(outbound)), () => {
        net.said.push(JSON.parse(text) as Record<string, unknown>);
        link.text(text);
      }),
      drop: () => {
        live = false;
        link.closed();
      },
    };
  };
  return net;
}

export const visitor: Person = { kind: "visitor", id: "v000000000001", name: "" };
export const agent: Person = { kind: "agent", id: "a000000000001", name: "Demo 01" };

export function entry(seq: number, author: Person, more: Partial<Entry> = {}): Entry {
  return { seq, rev: seq + 1, author, client_id: `id-${seq}`, at: "2026-11-21T10:00:00.000Z", text: `words ${seq}`, ...more };
}

export function state(more: Partial<State> = {}): State {
  return {
    id: "c000000000001", stage: "queued", assignee: null, visitor, created_at: "2026-11-21T10:00:00.000Z", rev: 1, last_seq: 0,
    watermarks: [], ...more,
  };
}
