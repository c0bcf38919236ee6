// What differs between two texts, line by line (Myers, "An O(ND) Difference Algorithm"), with the words that differ inside of a line. Pure.

export interface DiffRow {
  readonly kind: "same" | "gone" | "new" | "gap";
  /** Of a gap: how many lines are left out. */
  readonly n: number;
  readonly text: string;
  /** Where in `text` it differs from the line that it stands for; none: all of it. */
  readonly from?: number;
  readonly to?: number;
}

/** Texts that have less in common are told as a whole: nobody reads a thousand small changes. */
const steps_max = 1_000;

type Step = "same" | "gone" | "new";

/** The shortest way from a to b; null when it is longer than anybody wants to read. */
function way(a: readonly string[], b: readonly string[]): Step[] | null {
  const most = Math.min(a.length + b.length, steps_max);
  const ends = new Int32Array(2 * most + 3);
  const at = (k: number): number => k + most + 1;
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    trace.push(ends.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (ends[at(k - 1)] ?? 0) < (ends[at(k + 1)] ?? 0));
      let x = down ? (ends[at(k + 1)] ?? 0) : (ends[at(k - 1)] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      ends[at(k)] = x;
      if (x >= a.length && x - k >= b.length) return back(trace, a.length, b.length, at);
    }
  }
  return null;
}

function back(trace: readonly Int32Array[], x: number, y: number, at: (k: number) => number): Step[] {
  const steps: Step[] = [];
  for (let d = trace.length - 1; d >= 0; d--) {
    const ends = trace[d] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && (ends[at(k - 1)] ?? 0) < (ends[at(k + 1)] ?? 0));
    const from_x = d === 0 ? 0 : (ends[at(down ? k + 1 : k - 1)] ?? 0);
    const from_y = d === 0 ? 0 : from_x - (down ? k + 1 : k - 1);
    while (x > from_x && y > from_y) (steps.push("same"), (x -= 1), (y -= 1));
    if (d === 0) break;
    steps.push(down ? "new" : "gone");
    [x, y] = [from_x, from_y];
  }
  return steps.reverse();
}

const row = (kind: DiffRow["kind"], text: string): DiffRow => ({ kind, text, n: 1 });

const latin = (character: string | undefined): boolean => character !== undefined && /[\p{Script=Latin}\d]/u.test(character);

/** Where two lines differ: what they have in common at the beginning and at the end is cut off. */
function inside(before: string, after: string): readonly [from: number, before_to: number, after_to: number] {
  const [a, b] = [Array.from(before), Array.from(after)];
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
  let end = 0;
  while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  // A Latin word is marked whole.
  while (from > 0 && latin(a[from - 1]) && (latin(a[from]) || latin(b[from]))) from -= 1;
  while (end > 0 && latin(a[a.length - end]) && (latin(a[a.length - 1 - end]) || latin(b[b.length - 1 - end]))) end -= 1;
  const length = (of: readonly string[]): number => of.join("").length;
  return [length(a.slice(0, from)), length(a.slice(0, a.length - end)), length(b.slice(0, b.length - end))];
}

/** Lines that stand for each other (as many gone as new) are told which of their words differ. */
function paired(rows: readonly DiffRow[]): DiffRow[] {
  const out: DiffRow[] = [];
  for (let n = 0; n < rows.length; ) {
    let gone = n;
    while (rows[gone]?.kind === "gone") gone += 1;
    let fresh = gone;
    while (rows[fresh]?.kind === "new") fresh += 1;
    const [old_rows, new_rows] = [rows.slice(n, gone), rows.slice(gone, fresh)];
    if (old_rows.length === 0 || old_rows.length !== new_rows.length) {
      out.push(...(fresh > n ? [...old_rows, ...new_rows] : [rows[n] as DiffRow]));
      n = Math.max(fresh, n + 1);
      continue;
    }
    const parts = old_rows.map((one, at) => inside(one.text, new_rows[at]?.text ?? ""));
    out.push(...old_rows.map((one, at) => ({ ...one, from: parts[at]?.[0] ?? 0, to: parts[at]?.[1] ?? 0 })));
    out.push(...new_rows.map((one, at) => ({ ...one, from: parts[at]?.[0] ?? 0, to: parts[at]?.[2] ?? 0 })));
    n = fresh;
  }
  return out;
}

export function lineDiff(before: string, after: string): DiffRow[] {
  const [a, b] = [before, after].map((text) => (text === "" ? [] : text.split("\n"))) as [string[], string[]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [old_lines, new_lines] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const steps = way(old_lines, new_lines) ?? [...old_lines.map((): Step => "gone"), ...new_lines.map((): Step => "new")];
  let [x, y] = [0, 0];
  const rows = steps.map((step) => row(step, (step === "new" ? new_lines[y++] : (y += step === "same" ? 1 : 0, old_lines[x++])) ?? ""));
  return paired([...a.slice(0, head).map((text) => row("same", text)), ...rows, ...a.slice(a.length - tail).map((text) => row("same", text))]);
}

export const differs = (rows: readonly DiffRow[]): boolean => rows.some((one) => one.kind !== "same");

/** Only what changed, with so many lines around it. */
export function folded(rows: readonly DiffRow[], around = 2): DiffRow[] {
  const shown = new Set<number>();
  rows.forEach((one, n) => one.kind !== "same" && Array.from({ length: 2 * around + 1 }, (_one, at) => shown.add(n - around + at)));
  const out: DiffRow[] = [];
  rows.forEach((one, n) => {
    const last = out.at(-1);
    if (shown.has(n)) out.push(one);
    else if (last?.kind === "gap") out[out.length - 1] = { ...last, n: last.n + 1 };
    else out.push(row("gap", ""));
  });
  return out;
}
