// The words of the settings in one language, loaded with them; and what every page of them shares.
import { inject, type InjectionKey } from "vue";
import type { Me } from "../api/client";
import sharedEn from "../words/shared.en.json";
import sharedZh from "../words/shared.zh.json";
import settingsEn from "../words/settings.en.json";
import settingsZh from "../words/settings.zh.json";
import { Times, localeFor } from "../words/times";
import { speaker, type Lang, type Say } from "../words/words";

const tables = { zh: { ...sharedZh, ...settingsZh }, en: { ...sharedEn, ...settingsEn } };

export type Key = keyof (typeof tables)["zh"] & keyof (typeof tables)["en"];

/** What an act destroys, and whether that is meant. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What goes with it, and how much. */
  readonly facts?: readonly (readonly [what: string, much: string | number])[];
  readonly act: string;
}
export interface Telling {
  readonly text: string;
  readonly undo?: () => void;
  readonly bad?: boolean;
}

export interface Settings {
  readonly lang: Lang;
  readonly say: Say<Key>;
  readonly times: Times;
  /** Day and hour, for what was long ago too. */
  readonly moment: (iso: string) => string;
  readonly me: Me;
  readonly may: (...rights: string[]) => boolean;
  /** Resolves to true when it shall be done. */
  readonly sure: (question: Question) => Promise<boolean>;
  /** A line at the bottom left for eight seconds. */
  readonly tell: (telling: Telling) => void;
}

export interface Words {
  readonly lang: Lang;
  readonly say: Say<Key>;
  readonly times: Times;
  readonly moment: (iso: string) => string;
}

export function wordsIn(lang: Lang): Words {
  const say = speaker(tables[lang]) as Say<Key>;
  const locale = localeFor(lang, navigator.languages);
  const full = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return { lang, say, times: new Times(locale, say), moment: (iso) => full.format(new Date(iso)) };
}

export const settingsKey: InjectionKey<Settings> = Symbol("settings");

export function useSettings(): Settings {
  const given = inject(settingsKey);
  if (given === undefined) throw new Error("no settings were given to this component");
  return given;
}
