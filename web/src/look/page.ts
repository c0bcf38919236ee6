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

export type Theme = "light" | "dark" | "system";
const theme_key = "zhiyin.theme";
const themes: readonly Theme[] = ["light", "dark", "system"];
const darkSystem = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

/** `?theme=light|dark` holds it for this page; else the reader's choice, else his system. */
export function chosenTheme(): Theme {
  const wished = new URLSearchParams(location.search).get("theme") ?? browserStore.get(theme_key);
  return themes.find((one) => one === wished) ?? "system";
}

function drawTheme(): void {
  const theme = chosenTheme();
  document.documentElement.dataset.theme = theme === "system" ? (darkSystem().matches ? "dark" : "light") : theme;
}

/** Remembered on this device, for all pages. */
export function chooseTheme(theme: Theme): void {
  browserStore.set(theme_key, theme);
  const address = new URL(location.href);
  if (address.searchParams.has("theme")) {
    address.searchParams.delete("theme");
    history.replaceState(history.state, "", address);
  }
  drawTheme();
}

/** Sets the theme and keeps it true to the reader's system and to what he chooses in another window. */
export function followTheme(): void {
  darkSystem().addEventListener("change", drawTheme);
  addEventListener("storage", drawTheme);
  drawTheme();
}
