import "../look/tokens.css";
import "../look/base.css";
import "./desk.css";
import { createApp, type App } from "vue";
import { chooseLang, followTheme, initialLang } from "../look/page";
import type { Lang } from "../words/words";
import DeskPage from "./DeskPage.vue";
import { deskKey, startDesk } from "./session";
import { speech, speechKey } from "./speech";

followTheme();

const desk = startDesk(new URLSearchParams(location.search).get("agent") ?? "demo-01");
let app: App | null = null;

// The session outlives the page's drawing: another language draws everything anew and loses nothing.
function show(lang: Lang): void {
  app?.unmount();
  const words = speech(lang);
  app = createApp(DeskPage, {
    onLang: () => {
      const other = lang === "zh" ? "en" : "zh";
      chooseLang(other);
      show(other);
    },
  });
  app.provide(deskKey, desk).provide(speechKey, words).mount("#desk");
}

show(initialLang());
