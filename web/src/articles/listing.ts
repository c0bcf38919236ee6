// Which articles are listed, and in which order. Pure.
import { lineOf, ours, standingOf, titleIn, type Article, type Audience, type Standing } from "./standing";

export const sorts = ["revised", "title", "created"] as const;
export type ArticleSort = (typeof sorts)[number];
export type Wanted = "" | Standing | "stale" | "unsaved";

export interface Sifting {
  readonly words: string;
  /** "" for all of them. */
  readonly category: string;
  readonly language: string;
  readonly wanted: Wanted;
  readonly audience: "" | Audience;
  readonly sort: ArticleSort;
}
export const everything: Sifting = { words: "", category: "", language: "", wanted: "", audience: "", sort: "revised" };

/** Of the language that is asked for, else of one of ours. */
function isWanted(article: Article, { wanted, language }: Sifting, unsaved: ReadonlySet<string>): boolean {
  if (wanted === "unsaved") return unsaved.has(article.id);
  const languages = language === "" ? ours : [language];
  if (wanted === "stale") return languages.some((one) => lineOf(article, one)?.stale === true);
  if (wanted !== "") return languages.some((one) => standingOf(lineOf(article, one)) === wanted);
  return language === "" || lineOf(article, language) !== undefined;
}

const revisedAt = (article: Article): string => article.texts.reduce((last, one) => (one.revised_at > last ? one.revised_at : last), article.created_at);

const has = (article: Article, words: string): boolean => `${article.slug} ${article.texts.map((one) => one.title).join(" ")}`.toLowerCase().includes(words);

/** `found`: what the search gave, the best first; articles that only have the words in a title (drafts, for one) stand behind it. */
export function sifted(articles: readonly Article[], by: Sifting, reader: string, found: readonly string[] = [], unsaved: ReadonlySet<string> = new Set()): Article[] {
  const words = by.words.trim().toLowerCase();
  const rank = new Map(found.map((id, n) => [id, n] as const));
  const order: Record<ArticleSort, (a: Article, b: Article) => number> = {
    revised: (a, b) => revisedAt(b).localeCompare(revisedAt(a)),
    created: (a, b) => b.created_at.localeCompare(a.created_at),
    title: (a, b) => titleIn(a, reader).localeCompare(titleIn(b, reader), reader),
  };
  return articles
    .filter((one) => (by.category === "" || one.category === by.category) && (by.audience === "" || one.audience === by.audience) && isWanted(one, by, unsaved))
    .filter((one) => words === "" || rank.has(one.id) || has(one, words))
    .sort((a, b) => (words === "" ? 0 : (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) || 0) || order[by.sort](a, b) || a.slug.localeCompare(b.slug));
}

/** How many of them there are in each category, whichever of these is chosen; "" is all. */
export function counted(articles: readonly Article[], by: Sifting, reader: string, found: readonly string[] = [], unsaved: ReadonlySet<string> = new Set()): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of sifted(articles, { ...by, category: "" }, reader, found, unsaved)) {
    counts.set(one.category, (counts.get(one.category) ?? 0) + 1);
    counts.set("", (counts.get("") ?? 0) + 1);
  }
  return counts;
}
