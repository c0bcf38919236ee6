// The windows on lists that one desk keeps: each by its name, watched again after every reconnect.
import { emptyList, fromWindow, withRows, type List } from "./list";
import type { Filter, Rows, Sort, ToServer, Window } from "./protocol";

/** As many as a connection may hold. */
export const windows_max = 20;

export interface Watch {
  readonly name: string;
  /** Without one: the server's own list of that name. */
  readonly filter?: Filter;
  readonly sort?: Sort;
  /** How many rows; one is enough for a count. */
  readonly limit: number;
}

export class Windows {
  lists: Readonly<Record<string, List>> = {};
  private wanted: readonly Watch[] = [];
  /** What the server was asked for, by name, on this connection. */
  private readonly said = new Map<string, string>();
  /** Those of which the rows on hand are not what is watched now. */
  private readonly stale = new Set<string>();

  constructor(private readonly say: (message: ToServer) => boolean) {}

  list(name: string): List {
    return this.lists[name] ?? emptyList;
  }
  /** Heard of, and as it is wanted now. */
  knows(name: string): boolean {
    return name in this.lists && !this.stale.has(name);
  }
  want(watches: readonly Watch[], rows_max: number): void {
    this.wanted = watches.slice(0, windows_max);
    const names = new Set(this.wanted.map((one) => one.name));
    for (const name of [...this.said.keys()]) {
      if (names.has(name) || !this.say({ t: "unwatch", view: name })) continue;
      this.said.delete(name);
      const { [name]: _gone, ...rest } = this.lists;
      this.lists = rest;
    }
    for (const one of this.wanted) this.watch(one, rows_max);
  }
  /** A new connection knows of none. */
  ready(rows_max: number): void {
    this.said.clear();
    for (const one of this.wanted) this.watch(one, rows_max);
  }
  window(message: Window): void {
    this.stale.delete(message.view);
    this.lists = { ...this.lists, [message.view]: fromWindow(message) };
  }
  rows(message: Rows): void {
    this.lists = { ...this.lists, [message.view]: withRows(this.list(message.view), message) };
  }

  private watch({ name, filter, sort, limit }: Watch, rows_max: number): void {
    const asked = { view: name, ...(filter === undefined ? {} : { filter }), ...(sort === undefined ? {} : { sort }), limit: Math.min(limit, rows_max) };
    const key = JSON.stringify(asked);
    const before = this.said.get(name);
    if (before === key || !this.say({ t: "watch", ...asked })) return;
    // The same rows, more or fewer of them, may stay until the answer comes; other rows may not.
    if (before !== undefined && JSON.stringify({ ...asked, limit: 0 }) !== JSON.stringify({ ...(JSON.parse(before) as object), limit: 0 })) this.stale.add(name);
    if (limit > 1 && this.list(name).rows.length < Math.min(this.list(name).total, 2)) this.stale.add(name);
    this.said.set(name, key);
  }
}
