import { describe, expect, it } from "vitest";
import talkCss from "../visitor/talk.css?raw";
import tokensCss from "./tokens.css?raw";

type Theme = Readonly<Record<string, string>>;

/** The colours of one block of a style sheet. */
function block(css: string, selector: string): Theme {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, "");
  const from = bare.indexOf(selector);
  const body = bare.slice(bare.indexOf("{", from) + 1, bare.indexOf("}", from));
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+)/g)].map((one) => [one[1] ?? "", (one[2] ?? "").trim()]));
}

const light = { ...block(tokensCss, ':root, [data-theme="light"]'), ...block(talkCss, ":root") };
const themes = {
  light,
  dark: { ...light, ...block(tokensCss, '[data-theme="dark"] {'), ...block(talkCss, '[data-theme="dark"]') },
};

function hex(theme: Theme, name: string): string {
  const value = theme[name] ?? "";
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : hex(theme, other);
}
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [x = 0, y = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

const grounds = ["rail", "canvas", "panel", "sheet", "hover", "selected"].map((one) => `--g-${one}`);
const text = 4.5;
const mark = 3;
const pairs: [string, string[], number][] = [
  ...["--ink-1", "--ink-2", "--ink-3", "--a-ink"].map((ink): [string, string[], number] => [ink, grounds, text]),
  ["--ink-on", ["--a-fill", "--a-fill-hover", "--brand", "--brand-deep"], text],
  ["--bad-on", ["--bad-fill"], text],
  ["--ink-1", ["--a-soft", "--bad-soft", "--wait-soft", "--ok-soft", "--ai-soft", "--theirs"], text],
  ["--ink-2", ["--a-soft", "--bad-soft", "--wait-soft", "--ok-soft", "--g-press"], text],
  ["--a-ink", ["--a-soft"], text],
  ["--brand-ink", ["--brand-soft", "--g-sheet"], text],
  ["--mine-ink", ["--mine"], text],
  ...["ok", "wait", "bad", "ai"].map((one): [string, string[], number] => [`--${one}-ink`, [`--${one}-soft`, ...grounds], text]),
  ...["ok", "wait", "bad"].map((one): [string, string[], number] => [`--${one}-fill`, ["--g-canvas", "--g-panel", "--g-sheet", "--g-rail"], mark]),
  ...[1, 2, 3, 4, 5].map((n): [string, string[], number] => [`--e${n}`, ["--g-sheet", "--brand-soft"], mark]),
  ["--line-control", ["--g-panel", "--g-sheet"], mark],
  ["--focus", grounds, mark],
];

describe.each(Object.entries(themes))("in the %s theme", (_name, theme) => {
  it.each(pairs)("%s reads on its grounds", (ink, on, limit) => {
    for (const ground of on) expect(contrast(hex(theme, ink), hex(theme, ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(limit);
  });
});
