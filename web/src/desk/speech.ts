// The desk's words and times in one language, given to every component.
import { inject, type InjectionKey } from "vue";
import consoleEn from "../words/console.en.json";
import consoleZh from "../words/console.zh.json";
import deskEn from "../words/desk.en.json";
import deskZh from "../words/desk.zh.json";
import sharedEn from "../words/shared.en.json";
import sharedZh from "../words/shared.zh.json";
import { Times, localeFor } from "../words/times";
import { speaker, type Lang, type Say } from "../words/words";
import type { DeskView, OwnView } from "./views";

const tables = { zh: { ...sharedZh, ...deskZh, ...consoleZh }, en: { ...sharedEn, ...deskEn, ...consoleEn } };

export type Key = keyof (typeof tables)["zh"] & keyof (typeof tables)["en"];

export interface Speech {
  readonly lang: Lang;
  readonly say: Say<Key>;
  readonly times: Times;
}

export function speech(lang: Lang): Speech {
  const say = speaker(tables[lang]) as Say<Key>;
  return { lang, say, times: new Times(localeFor(lang, navigator.languages), say) };
}

export const speechKey: InjectionKey<Speech> = Symbol("speech");

export function useSpeech(): Speech {
  const given = inject(speechKey);
  if (given === undefined) throw new Error("no speech was given to this component");
  return given;
}

/** What a list of the rail is called. */
export function viewName(view: DeskView, say: Say<Key>): string {
  return view.group === "own" ? say(`view.${view.id as OwnView}`) : view.name;
}
