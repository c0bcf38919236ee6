// The words of the knowledge pages in one language, loaded with them; and what each of these pages shares. It gives the settings' pieces what they need too.
import { inject, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import type { Settings } from "../settings/speech";
import articlesEn from "../words/articles.en.json";
import articlesZh from "../words/articles.zh.json";
import settingsEn from "../words/settings.en.json";
import settingsZh from "../words/settings.zh.json";
import sharedEn from "../words/shared.en.json";
import sharedZh from "../words/shared.zh.json";
import { Times, localeFor } from "../words/times";
import { speaker, type Lang, type Say } from "../words/words";
import type { KeptTexts } from "./kept";
import type { Sifting } from "./listing";
import type { Shelf } from "./shelf";

const tables = { zh: { ...sharedZh, ...settingsZh, ...articlesZh }, en: { ...sharedEn, ...settingsEn, ...articlesEn } };

export type Key = keyof (typeof tables)["zh"] & keyof (typeof tables)["en"];

export interface Words {
  readonly lang: Lang;
  readonly say: Say<Key>;
  readonly times: Times;
  readonly moment: (iso: string) => string;
  /** "Chinese", "English", and what the browser calls any other. */
  readonly languageName: (language: string) => string;
}

export interface Articles extends Omit<Settings, "say">, Words {
  readonly say: Say<Key>;
  readonly shelf: Shelf;
  readonly kept: KeptTexts;
  /** Which articles hold words that are not saved; read anew by `touched`. */
  readonly unsaved: ShallowRef<ReadonlySet<string>>;
  readonly touched: () => void;
  readonly sifting: { -readonly [K in keyof Sifting]: Sifting[K] };
  /** The article that was looked at last: the list goes on there. */
  readonly last: { id: string };
  readonly online: ComputedRef<boolean>;
  /** null: a program. */
  readonly personName: (id: string | null) => string;
}

export function wordsIn(lang: Lang): Words {
  const say = speaker(tables[lang]) as Say<Key>;
  const locale = localeFor(lang, navigator.languages);
  const full = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const named = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  const languageName = (language: string): string => {
    if (language === "zh-CN") return say("language.zh");
    return language === "en" ? say("language.en") : (named.of(language) ?? language);
  };
  return { lang, say, times: new Times(locale, say), moment: (iso) => full.format(new Date(iso)), languageName };
}

export const articlesKey: InjectionKey<Articles> = Symbol("articles");

export function useArticles(): Articles {
  const given = inject(articlesKey);
  if (given === undefined) throw new Error("no knowledge was given to this component");
  return given;
}
