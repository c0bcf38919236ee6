// What the widget shows, apart from the conversation itself (live/visitor.ts): a pure fold over what happens.
import type { Article, Config, Hit } from "./help";

export type View = "talk" | "search" | "article";
export type Phase = "idle" | "loading" | "ready" | "failed";

export interface Model {
  readonly open: boolean;
  readonly view: View;
  readonly config: { readonly phase: Phase; readonly value: Config | null };
  readonly search: { readonly query: string; readonly phase: Phase; readonly hits: readonly Hit[] };
  readonly article: { readonly slug: string; readonly phase: Phase; readonly value: Article | null };
  /** Articles that led to this one, and whether a search did. */
  readonly trail: readonly string[];
  readonly fromSearch: boolean;
  readonly rating: { readonly score: number | null; readonly comment: string; readonly anew: boolean; readonly later: boolean };
  /** The conversation is resolved, and he writes again. */
  readonly writesAgain: boolean;
}

export const start: Model = {
  open: false, view: "talk", config: { phase: "idle", value: null }, search: { query: "", phase: "idle", hits: [] },
  article: { slug: "", phase: "idle", value: null }, trail: [], fromSearch: false,
  rating: { score: null, comment: "", anew: false, later: false }, writesAgain: false,
};

export type Happening =
  | { readonly t: "opened" | "closed" | "search" | "talk" | "back" | "article_again" | "rated" | "rate_anew" | "rate_later" | "write_again" | "said" }
  | { readonly t: "config_asked" | "language" }
  | { readonly t: "config"; readonly value: Config | null }
  | { readonly t: "query"; readonly query: string }
  | { readonly t: "hits"; readonly query: string; readonly hits: readonly Hit[] | null }
  | { readonly t: "article"; readonly slug: string }
  | { readonly t: "article_came"; readonly slug: string; readonly value: Article | null }
  | { readonly t: "scored"; readonly score: number }
  | { readonly t: "commented"; readonly comment: string }
  /** Another stage of the conversation: what was begun about the last one is over. */
  | { readonly t: "stage" };

function backFrom(model: Model): Model {
  if (model.view !== "article") return { ...model, view: "talk" };
  const before = model.trail.at(-1);
  if (before !== undefined) return { ...model, trail: model.trail.slice(0, -1), article: { slug: before, phase: "loading", value: null } };
  return { ...model, view: model.fromSearch ? "search" : "talk" };
}

function toArticle(model: Model, slug: string): Model {
  const within = model.view === "article";
  if (within && model.article.slug === slug) return model;
  return {
    ...model, view: "article", article: { slug, phase: "loading", value: null },
    trail: within ? [...model.trail, model.article.slug] : [], fromSearch: within ? model.fromSearch : model.view === "search",
  };
}

export function next(model: Model, one: Happening): Model {
  switch (one.t) {
    case "opened":
      return { ...model, open: true };
    case "closed":
      return { ...model, open: false };
    case "config_asked":
      return { ...model, config: { ...model.config, phase: "loading" } };
    case "config":
      return { ...model, config: one.value === null ? { ...model.config, phase: "failed" } : { phase: "ready", value: one.value } };
    case "language":
      return { ...model, view: "talk", trail: [], config: start.config, search: start.search, article: start.article };
    case "search":
      return { ...model, view: "search" };
    case "talk":
      return { ...model, view: "talk", trail: [] };
    case "query": {
      const query = one.query.trim();
      if (query === model.search.query) return model;
      return { ...model, search: query === "" ? start.search : { query, phase: "loading", hits: model.search.hits } };
    }
    case "hits": // of an older question: the newer one's are still to come
      if (one.query !== model.search.query) return model;
      return { ...model, search: { query: one.query, phase: one.hits === null ? "failed" : "ready", hits: one.hits ?? [] } };
    case "article":
      return toArticle(model, one.slug);
    case "article_came":
      if (one.slug !== model.article.slug || model.view !== "article") return model;
      return { ...model, article: { slug: one.slug, phase: one.value === null ? "failed" : "ready", value: one.value } };
    case "article_again":
      return { ...model, article: { ...model.article, phase: "loading", value: null } };
    case "back":
      return backFrom(model);
    case "scored":
      return { ...model, rating: { ...model.rating, score: one.score } };
    case "commented":
      return { ...model, rating: { ...model.rating, comment: one.comment } };
    case "rated": // words and all: what he thought is with the conversation now
      return { ...model, rating: start.rating };
    case "rate_anew":
      return { ...model, rating: { ...start.rating, anew: true } };
    case "rate_later":
      return { ...model, rating: { ...start.rating, later: true } };
    case "write_again":
      return { ...model, view: "talk", writesAgain: true };
    case "said":
      return { ...model, view: "talk", trail: [] };
    case "stage":
      return { ...model, rating: start.rating, writesAgain: false };
  }
}
