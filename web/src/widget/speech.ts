// The widget's words and times in one language.
import sharedEn from "../words/shared.en.json";
import sharedZh from "../words/shared.zh.json";
import { Times, localeFor } from "../words/times";
import visitorEn from "../words/visitor.en.json";
import visitorZh from "../words/visitor.zh.json";
import widgetEn from "../words/widget.en.json";
import widgetZh from "../words/widget.zh.json";
import { speaker, type Lang, type Say } from "../words/words";

const tables = { zh: { ...sharedZh, ...visitorZh, ...widgetZh }, en: { ...sharedEn, ...visitorEn, ...widgetEn } };

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
