// A window on a list, as the server keeps it for this client: kept by id, shown by `order`, then `id`, both descending.
import type { Row, Rows, Window } from "./protocol";

export interface List {
  readonly total: number;
  readonly rows: readonly Row[];
}

export const emptyList: List = { total: 0, rows: [] };

const newestFirst = (a: Row, b: Row): number => b.order - a.order || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

export function fromWindow(message: Window): List {
  return { total: message.total, rows: [...message.rows].sort(newestFirst) };
}

export function withRows(list: List, message: Rows): List {
  const byId = new Map(list.rows.map((row) => [row.id, row]));
  for (const id of message.remove) byId.delete(id);
  for (const row of message.upsert) byId.set(row.id, row);
  return { total: message.total, rows: [...byId.values()].sort(newestFirst) };
}

/** The shown order while somebody points into the list: known rows keep their places, new ones wait below. */
export function heldOrder(shown: readonly string[], rows: readonly Row[]): readonly Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = shown.flatMap((id) => byId.get(id) ?? []);
  for (const row of kept) byId.delete(row.id);
  return [...kept, ...byId.values()];
}
