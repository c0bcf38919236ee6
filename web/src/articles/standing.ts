// How an article stands in each language, in one word. Pure.
import type { components } from "../api/schema";
import type { Lang } from "../words/words";

export type Article = components["schemas"]["Article"];
export type Category = components["schemas"]["Category"];
export type TextLine = components["schemas"]["ArticleTextLine"];
export type Audience = components["schemas"]["Audience"];

/** none: nothing is written; changed: live, and there are words that are not published. */
export const standings = ["none", "draft", "live", "changed", "withdrawn"] as const;
export type Standing = (typeof standings)[number];

/** The languages of the console; an article may have others besides. */
export const ours = ["zh-CN", "en"] as const;
export const languageOf = (lang: Lang): string => (lang === "zh" ? "zh-CN" : "en");
/** In which somebody writes: Chinese where there is a Han character. */
export const languageOfText = (text: string): string => (/\p{Script=Han}/u.test(text) ? "zh-CN" : "en");

export const lineOf = (article: Pick<Article, "texts">, language: string): TextLine | undefined => article.texts.find((one) => one.language === language);

export function standingOf(line: Pick<TextLine, "state" | "has_draft"> | undefined): Standing {
  if (line === undefined) return "none";
  if (line.state === "published") return line.has_draft ? "changed" : "live";
  return line.state;
}

export const isLive = (article: Pick<Article, "texts">): boolean => article.texts.some((one) => one.version !== null);
/** What was published once keeps its versions, so the article stays. */
export const wasPublished = (article: Pick<Article, "texts">): boolean => article.texts.some((one) => one.state !== "draft");

/** Its languages, ours first. */
export const languagesOf = (article: Pick<Article, "texts">): string[] => [...ours, ...article.texts.map((one) => one.language).filter((one) => !ours.some((own) => own === one))];

/** In the reader's language, else in any, else its address. */
export function titleIn(article: Pick<Article, "texts" | "slug">, language: string): string {
  const line = lineOf(article, language);
  return (line?.title || article.texts.find((one) => one.title !== "")?.title) ?? article.slug;
}
export function categoryName(category: Category | undefined, language: string): string {
  if (category === undefined) return "";
  return (category.texts.find((one) => one.language === language) ?? category.texts[0])?.name ?? category.slug;
}

/** In paths of the API a language is written in small letters. */
export const inPath = (language: string): string => language.toLowerCase();
/** The public page. The server finds the language itself where it is none of the two. */
export function helpPath(slug: string, language: string): string {
  const short = language === "zh-CN" ? "zh/" : language === "en" ? "en/" : "";
  return `/help/${short}a/${slug}`;
}
