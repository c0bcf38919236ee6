// The order of categories. Pure.

export interface Placed {
  readonly id: string;
  readonly position: number;
}
const step = 10;
const most = 10_000;

/** What must be said to the server so that the one at `from` stands at `to`: its own position when there is room between its new neighbours, else everybody's. */
export function moved(all: readonly Placed[], from: number, to: number): Placed[] {
  const one = all[from];
  if (one === undefined || to < 0 || to >= all.length || from === to) return [];
  const rest = all.filter((_one, n) => n !== from);
  const before = rest[to - 1]?.position ?? -1;
  const after = rest[to]?.position;
  const between = after === undefined ? before + step : Math.floor((before + after) / 2);
  if (between > before && (after === undefined || between < after) && between <= most) return [{ id: one.id, position: between }];
  const order = [...rest.slice(0, to), one, ...rest.slice(to)];
  return order.map((each, n) => ({ id: each.id, position: (n + 1) * step })).filter((each) => all.find((old) => old.id === each.id)?.position !== each.position);
}
