// Which page of the knowledge base is shown, kept in the address: #/articles, #/articles/ID, #/articles/categories. Light, because the desk asks it
// before the pages are loaded.
import { onUnmounted, reactive } from "vue";

export interface ArticlePlace {
  readonly shown: boolean;
  /** `new`: the list, with a new article begun. */
  readonly page: "list" | "new" | "categories" | "article";
  /** Of the article; "" elsewhere. */
  readonly id: string;
}

const pattern = /^#\/articles(?:\/([\w-]+))?$/;
const named = ["new", "categories"] as const;

export const inArticles = (hash: string): boolean => /^#\/articles(\/|$)/.test(hash);

export function parseArticlePlace(hash: string): ArticlePlace {
  const [, word = ""] = pattern.exec(hash) ?? [];
  const page = named.find((one) => one === word) ?? (word === "" ? "list" : "article");
  return { shown: inArticles(hash), page, id: page === "article" ? word : "" };
}

/** For links: their address is all it takes to go there. */
export const articleHref = (word = ""): string => `#/articles${word === "" ? "" : `/${word}`}`;

export function useArticlePlace(): { readonly place: ArticlePlace; leave(): void } {
  const place = reactive({ ...parseArticlePlace(location.hash) });
  const look = (): void => void Object.assign(place, parseArticlePlace(location.hash));
  addEventListener("popstate", look);
  onUnmounted(() => removeEventListener("popstate", look));
  return {
    place,
    /** Before the desk writes its own address, which no event tells. */
    leave: () => void Object.assign(place, parseArticlePlace("")),
  };
}
