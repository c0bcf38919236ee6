// What an article says in one language: its limits, counted as the server counts them, and the forms in which it is edited. Pure.
import type { components } from "../api/schema";
import { utf8Length } from "../live/protocol";

export type Wording = components["schemas"]["ArticleWords"];

export const fields = ["title", "summary", "body", "asked_as", "keywords"] as const;
export type FieldName = (typeof fields)[number];

/** docs/knowledge.md, "Limits". */
export const limits = { title: 160, summary: 600, body_bytes: 64 * 1024, asked_as: 40, asked_as_each: 200, keywords: 60, keywords_each: 80, slug: 80 } as const;

export const blank = (): Wording => ({ title: "", summary: "", body: "", asked_as: [], keywords: [] });
export const copyOf = (words: Wording): Wording => ({ ...words, asked_as: [...words.asked_as], keywords: [...words.keywords] });

const count = (text: string): number => Array.from(text).length;

/** One a line; what is empty or stands there twice does not count, as the server has it. */
export const linesIn = (text: string): string[] => [...new Set(text.split("\n").map((one) => one.trim()).filter((one) => one !== ""))];
export const asText = (lines: readonly string[]): string => lines.join("\n");

/** As the server would keep it: what it trims is no difference. */
export function tidy(words: Wording): Wording {
  return {
    title: words.title.trim(),
    summary: words.summary.trim(),
    body: words.body.replace(/\r/g, "").replace(/^\n+/, "").replace(/[ \t\n]+$/, ""),
    asked_as: linesIn(asText(words.asked_as)),
    keywords: linesIn(asText(words.keywords)),
  };
}
export const sameWords = (a: Wording, b: Wording): boolean => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
export const isBlank = (words: Wording): boolean => sameWords(words, blank());

export interface Excess {
  readonly field: FieldName;
  /** empty: a title is needed; lines: too many; long: characters, of line `n` in a list. */
  readonly what: "empty" | "long" | "lines";
  readonly most: number;
  readonly n: number;
}

/** What can be seen to be refused without asking. */
export function excesses(words: Wording): Excess[] {
  const found: Excess[] = [];
  const { title, summary, body, asked_as, keywords } = tidy(words);
  if (title === "") found.push({ field: "title", what: "empty", most: limits.title, n: 0 });
  if (count(title) > limits.title) found.push({ field: "title", what: "long", most: limits.title, n: count(title) });
  if (count(summary) > limits.summary) found.push({ field: "summary", what: "long", most: limits.summary, n: count(summary) });
  if (utf8Length(body) > limits.body_bytes) found.push({ field: "body", what: "long", most: limits.body_bytes, n: utf8Length(body) });
  for (const [field, lines, most, each] of [["asked_as", asked_as, limits.asked_as, limits.asked_as_each], ["keywords", keywords, limits.keywords, limits.keywords_each]] as const) {
    const long = lines.findIndex((one) => count(one) > each);
    if (lines.length > most) found.push({ field, what: "lines", most, n: lines.length });
    else if (long >= 0) found.push({ field, what: "long", most: each, n: long + 1 });
  }
  return found;
}

/** A proposal for the address from Latin words; "" where there are none. */
export function slugFrom(title: string): string {
  const words = title.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").match(/[a-z0-9]+/g) ?? [];
  let slug = "";
  for (const word of words) {
    const next = slug === "" ? word : `${slug}-${word}`;
    if (next.length > limits.slug) break;
    slug = next;
  }
  return slug;
}
export const isSlug = (text: string): boolean => text.length <= limits.slug && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

/** Markdown as words to send in a chat: marks away, links with their address. */
export function plainOf(body: string): string {
  return body
    .replace(/^```.*$/gm, "")
    .replace(/^ {0,3}#{1,6} +/gm, "")
    .replace(/^ {0,3}> ?/gm, "")
    .replace(/!?\[([^\]]*)\]\(article:[^)]*\)/g, "$1")
    .replace(/!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g, (_whole, words: string, to: string) => (words === to || words === "" ? to : `${words} (${to})`))
    .replace(/(\*\*|__|~~)(?=\S)([^\n]*?\S)\1/g, "$2")
    .replace(/(^|[^\w*])\*(?=\S)([^*\n]*?\S)\*(?!\w)/g, "$1$2")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/^ {0,3}[*+-] +/gm, "· ")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
