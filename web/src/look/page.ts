// Language and theme of a page: from its address, else the reader's choice, else his browser.
import { browserStore } from "../live/ports";
import type { Lang } from "../words/words";

const lang_key = "zhiyin.lang";

function chosenLang(): Lang {
  const wished = new URLSearchParams(location.search).get("lang") ?? browserStore.get(lang_key) ?? navigator.language;
  return wished.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Sets <html lang> and returns the language. */
export function initialLang(): Lang {
  const lang = chosenLang();
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  return lang;
}

export function chooseLang(lang: Lang): void {
  browserStore.set(lang_key, lang);
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  const address = new URL(location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.set("lang", lang);
  history.replaceState(history.state, "", address);
}

/** Sets the theme and keeps it true to the reader's system; `?theme=light|dark` holds it. */
export function followTheme(): void {
  const wished = new URLSearchParams(location.search).get("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (): void => {
    const theme = wished === "dark" || wished === "light" ? wished : dark.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
  };
  dark.addEventListener("change", set);
  set();
}
