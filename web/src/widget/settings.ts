// How the site wants its widget: from the script's data- attributes, overridden by Zhiyin('init', …). Pure.
import type { Lang } from "../words/words";

export type ThemeWish = "light" | "dark" | "auto";
export type Side = "right" | "left";
/** From the side and from the bottom, in pixels. */
export type Offset = readonly [side: number, bottom: number];

export interface Settings {
  /** Where Zhiyin is: the origin that the script came from. */
  readonly server: string;
  readonly inbox: string | null;
  /** null: the page's own language, else the browser's. */
  readonly language: Lang | null;
  readonly theme: ThemeWish;
  /** #rrggbb, or null: Zhiyin's own. */
  readonly color: string | null;
  readonly side: Side;
  readonly offset: Offset;
  readonly offsetPhone: Offset;
  /** False where the page opens it by a button of its own. */
  readonly launcher: boolean;
  readonly layer: number;
}

export const fallback: Settings = {
  server: "", inbox: null, language: null, theme: "auto", color: null, side: "right", offset: [24, 24], offsetPhone: [16, 16], launcher: true, layer: 2_147_483_000,
};

const offset_max = 600;

export const langOf = (word: string | null | undefined): Lang | null => {
  const small = (word ?? "").trim().toLowerCase();
  return small === "" ? null : small.startsWith("zh") ? "zh" : "en";
};

/** "24", "24 80" or [24, 80]: one number is the bottom alone. */
function offsetOf(value: unknown, known: Offset): Offset {
  const parts = (Array.isArray(value) ? value : String(value).trim().split(/[\s,]+/)).map(Number);
  if (parts.length === 0 || parts.length > 2 || parts.some((one) => !Number.isFinite(one))) return known;
  const held = parts.map((one) => Math.min(offset_max, Math.max(0, Math.round(one))));
  return held.length === 1 ? [known[0], held[0] as number] : [held[0] as number, held[1] as number];
}

const readers: { readonly [K in Exclude<keyof Settings, "server">]: (value: unknown, known: Settings) => Settings[K] } = {
  inbox: (value, known) => (typeof value === "string" && value.trim() !== "" ? value.trim() : known.inbox),
  language: (value) => (typeof value === "string" && value !== "auto" ? langOf(value) : null),
  theme: (value, known) => (value === "light" || value === "dark" || value === "auto" ? value : known.theme),
  color: (value, known) => (typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value.trim()) ? value.trim() : known.color),
  side: (value, known) => (value === "left" || value === "right" ? value : known.side),
  offset: (value, known) => offsetOf(value, known.offset),
  offsetPhone: (value, known) => offsetOf(value, known.offsetPhone),
  launcher: (value) => !(value === false || value === "false" || value === "none"),
  layer: (value, known) => (Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : known.layer),
};

/** What is not known, or cannot be read, is left as it was. */
export function withOptions(known: Settings, options: Readonly<Record<string, unknown>>): Settings {
  const next: Record<string, unknown> = { ...known };
  for (const [name, reader] of Object.entries(readers)) {
    const value = options[name];
    if (value !== undefined && value !== null) next[name] = reader(value, known);
  }
  return next as unknown as Settings;
}

/** The language that is spoken: what the site says, else what its page says, else what the browser wants. */
export function spoken(settings: Settings, page: string, browser: string): Lang {
  return settings.language ?? langOf(page) ?? langOf(browser) ?? "en";
}
