import { expect, it } from "vitest";
import { articleHref, inArticles, parseArticlePlace } from "./place";

it.each([
  ["#/articles", { shown: true, page: "list", id: "" }],
  ["#/articles/new", { shown: true, page: "new", id: "" }],
  ["#/articles/categories", { shown: true, page: "categories", id: "" }],
  ["#/articles/01h8xk2a07k2m", { shown: true, page: "article", id: "01h8xk2a07k2m" }],
  ["#/articles/a/b", { shown: true, page: "list", id: "" }],
  ["#/articlesx", { shown: false, page: "list", id: "" }],
  ["#/queue/01h8xk2a07k2m", { shown: false, page: "list", id: "" }],
])("%s is read as the place that it names, a strange one as the list", (hash, place) => {
  expect(parseArticlePlace(hash)).toEqual(place);
  expect(inArticles(hash)).toBe(place.shown);
});

it("writes what it reads", () => {
  expect(parseArticlePlace(articleHref("01h8xk2a07k2m")).id).toBe("01h8xk2a07k2m");
  expect(parseArticlePlace(articleHref()).page).toBe("list");
});
