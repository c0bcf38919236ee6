// What was typed and is not saved: kept in this browser, so that neither a reload nor a lost connection takes it.
import type { Store } from "../live/ports";
import { blank, fields, type Wording } from "./wording";

export interface KeptWords {
  /** Of the text that they were written upon. */
  readonly revision: number;
  readonly words: Wording;
  readonly at: number;
}

const isLines = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

/** One person's; another who signs in here does not see them. */
export class KeptTexts {
  private readonly prefix: string;

  constructor(private readonly store: Store, person: string) {
    this.prefix = `zhiyin.articles.words.${person}.`;
  }

  get(article: string, language: string): KeptWords | null {
    try {
      const value = JSON.parse(this.store.get(this.key(article, language)) ?? "null") as Partial<KeptWords> | null;
      const words = value?.words;
      if (value === null || words === undefined || !fields.every((one) => (one === "asked_as" || one === "keywords" ? isLines(words[one]) : typeof words[one] === "string"))) return null;
      return { revision: Number(value.revision) || 0, at: Number(value.at) || 0, words: { ...blank(), ...words } };
    } catch {
      return null;
    }
  }

  /** False: this browser keeps nothing. */
  set(article: string, language: string, kept: KeptWords): boolean {
    return this.store.set(this.key(article, language), JSON.stringify(kept));
  }

  remove(article: string, language: string): void {
    this.store.remove(this.key(article, language));
  }

  /** The articles of which something is kept. */
  articles(): Set<string> {
    return new Set(this.store.keys(this.prefix).map((key) => key.slice(this.prefix.length).split(".")[0] ?? ""));
  }

  private key(article: string, language: string): string {
    return `${this.prefix}${article}.${language}`;
  }
}
