// All articles and categories, as the server lists them: asked once, and again when the page is looked at anew.
import { api, type Answer } from "../api/client";
import { everything, together, useAsked, type Asking } from "../settings/asked";
import type { Article, Category } from "./standing";

export interface Shelved {
  readonly articles: readonly Article[];
  readonly categories: readonly Category[];
}
export interface Shelf extends Asking<Shelved> {
  /** Of what is known; undefined: it is not there. */
  article(id: string): Article | undefined;
  category(id: string): Category | undefined;
  put(article: Article): void;
  drop(id: string): void;
  /** Asks for one anew, after something was done to it. */
  renew(id: string): Promise<Answer<Article>>;
}

async function ask(): Promise<Answer<Shelved>> {
  const answer = await together<[Article[], Category[]]>(everything((query) => api.get("/api/v1/articles", { params: { query } })), everything((query) => api.get("/api/v1/categories", { params: { query } })));
  return answer.ok ? { ok: true, value: { articles: answer.value[0], categories: answer.value[1] } } : answer;
}

export function startShelf(): Shelf {
  const asking = useAsked(ask);
  const known = (): Shelved => (asking.now.value.state === "ready" ? asking.now.value.value : { articles: [], categories: [] });
  const put = (article: Article): void => {
    const { articles, categories } = known();
    if (asking.now.value.state !== "ready") return;
    asking.set({ categories, articles: articles.some((one) => one.id === article.id) ? articles.map((one) => (one.id === article.id ? article : one)) : [article, ...articles] });
  };
  return {
    ...asking,
    article: (id) => known().articles.find((one) => one.id === id),
    category: (id) => known().categories.find((one) => one.id === id),
    put,
    drop(id) {
      const { articles, categories } = known();
      if (asking.now.value.state === "ready") asking.set({ categories, articles: articles.filter((one) => one.id !== id) });
    },
    async renew(id) {
      const answer = await api.get("/api/v1/articles/{article}", { params: { path: { article: id } } });
      if (answer.ok) put(answer.value);
      return answer;
    },
  };
}
