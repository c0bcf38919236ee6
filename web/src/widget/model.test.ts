// What the widget shows, as a fold: late answers, ways back, what a stage ends.
import { describe, expect, it } from "vitest";
import type { Article } from "./help";
import { next, start, type Happening, type Model } from "./model";

const after = (...all: Happening[]): Model => all.reduce(next, start);
const article = (slug: string): Article => ({ slug, title: slug, html: "", link: "", updated: null });

describe("what the panel shows", () => {
  it("takes only the answer to what is asked now, so that a slow one cannot overwrite a newer one", () => {
    const model = after({ t: "query", query: "ref" }, { t: "query", query: "refund" }, { t: "hits", query: "ref", hits: [] });
    expect(model.search).toMatchObject({ query: "refund", phase: "loading" });
    const late = next(after({ t: "article", slug: "a" }, { t: "article", slug: "b" }), { t: "article_came", slug: "a", value: article("a") });
    expect(late.article).toMatchObject({ slug: "b", phase: "loading", value: null });
  });
  it("goes back the way it came: article, article, search, talk", () => {
    let model = after({ t: "search" }, { t: "article", slug: "a" }, { t: "article_came", slug: "a", value: article("a") }, { t: "article", slug: "b" });
    model = next(model, { t: "back" });
    expect([model.view, model.article.slug, model.article.phase]).toEqual(["article", "a", "loading"]);
    model = next(model, { t: "back" });
    expect(model.view).toBe("search");
    expect(next(model, { t: "back" }).view).toBe("talk");
    expect(next(after({ t: "article", slug: "a" }), { t: "back" }).view).toBe("talk");
  });
  it("ignores an article that comes when nobody reads any more", () => {
    const model = after({ t: "article", slug: "a" }, { t: "talk" });
    expect(next(model, { t: "article_came", slug: "a", value: article("a") })).toBe(model);
  });
  it("says that something failed rather than wait for ever, and asks again", () => {
    const failed = after({ t: "article", slug: "a" }, { t: "article_came", slug: "a", value: null });
    expect(failed.article.phase).toBe("failed");
    expect(next(failed, { t: "article_again" }).article.phase).toBe("loading");
    expect(after({ t: "config_asked" }, { t: "config", value: null }).config.phase).toBe("failed");
  });
  it("shows the talk when something was said, wherever it was said from", () => {
    expect(after({ t: "search" }, { t: "article", slug: "a" }, { t: "said" })).toMatchObject({ view: "talk", trail: [] });
  });
  it("keeps nothing of one rating for the next conversation", () => {
    const model = after({ t: "scored", score: 2 }, { t: "commented", comment: "slow" }, { t: "write_again" }, { t: "stage" });
    expect([model.rating, model.writesAgain]).toEqual([start.rating, false]);
  });
});
