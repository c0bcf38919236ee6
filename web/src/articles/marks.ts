// What a button of the toolbar does to Markdown. Pure.

export const marks = ["heading", "bold", "italic", "link", "list", "numbers", "quote", "code"] as const;
export type Mark = (typeof marks)[number];

export interface Chosen {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const around: Partial<Record<Mark, string>> = { bold: "**", italic: "*", code: "`" };

/** Puts the mark around what is chosen, or takes it away when it is there. */
function wrapped({ text, from, to }: Chosen, mark: string): Chosen {
  const inner = text.slice(from, to);
  const n = mark.length;
  // A bold word is no italic one.
  const single = (at: number, side: number): boolean => mark !== "*" || text[at + side] !== "*";
  if (text.slice(from - n, from) === mark && text.slice(to, to + n) === mark && single(from - n, -1) && single(to, 1)) return { text: text.slice(0, from - n) + inner + text.slice(to + n), from: from - n, to: to - n };
  return { text: text.slice(0, from) + mark + inner + mark + text.slice(to), from: from + n, to: to + n };
}

const begins: Partial<Record<Mark, RegExp>> = { heading: /^#{1,6} /, list: /^[*+-] /, numbers: /^\d+[.)] /, quote: /^> ?/ };
const beginning = (mark: Mark, n: number): string => ({ heading: "## ", list: "- ", numbers: `${n + 1}. `, quote: "> " })[mark as "heading" | "list" | "numbers" | "quote"];

/** Begins each line that is touched with the mark; takes it away when all of them have it. */
function begun({ text, from, to }: Chosen, mark: Mark): Chosen {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const found = text.indexOf("\n", Math.max(from, text[to - 1] === "\n" && to > from ? to - 1 : to));
  const end = found < 0 ? text.length : found;
  const lines = text.slice(start, end).split("\n");
  const pattern = begins[mark] as RegExp;
  const all = lines.every((one) => pattern.test(one));
  const other = mark === "list" ? begins.numbers : mark === "numbers" ? begins.list : undefined;
  const next = lines.map((one, n) => (all ? one.replace(pattern, "") : beginning(mark, n) + one.replace(pattern, "").replace(other ?? /(?!)/, ""))).join("\n");
  const length = next.length - (end - start);
  return { text: text.slice(0, start) + next + text.slice(end), from: from === to ? Math.max(start, from + length) : start, to: from === to ? Math.max(start, to + length) : start + next.length };
}

export function marked(chosen: Chosen, mark: Mark): Chosen {
  const sign = around[mark];
  if (sign !== undefined) return wrapped(chosen, sign);
  if (mark !== "link") return begun(chosen, mark);
  const { text, from, to } = chosen;
  const inner = text.slice(from, to);
  const address = /^https?:\/\/\S+$/.test(inner);
  const link = address ? `[](${inner})` : `[${inner}](https://)`;
  const caret = address ? from + 1 : from + link.length - 1;
  return { text: text.slice(0, from) + link + text.slice(to), from: caret, to: caret };
}

/** The smallest part of `before` that has to be written anew: a field's own undo remembers it. */
export function changeOf(before: string, after: string): { readonly from: number; readonly to: number; readonly words: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < before.length - from && end < after.length - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, words: after.slice(from, after.length - end) };
}
