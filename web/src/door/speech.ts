// The words of the doors (sign-in, setup) in one language, given to every component.
import { inject, type InjectionKey } from "vue";
import doorEn from "../words/door.en.json";
import doorZh from "../words/door.zh.json";
import { speaker, type Lang, type Say } from "../words/words";

const tables = { zh: doorZh, en: doorEn };
export type Key = keyof typeof doorZh & keyof typeof doorEn;

export interface Speech {
  readonly lang: Lang;
  readonly say: Say<Key>;
}
export const speech = (lang: Lang): Speech => ({ lang, say: speaker(tables[lang]) as Say<Key> });

export const speechKey: InjectionKey<Speech> = Symbol("speech");
export function useSpeech(): Speech {
  const given = inject(speechKey);
  if (given === undefined) throw new Error("no speech was given to this component");
  return given;
}
