import "../look/tokens.css";
import "../look/base.css";
import "./door.css";
import { createApp, type App } from "vue";
import { chooseLang, followTheme, initialLang } from "../look/page";
import type { Lang } from "../words/words";
import DoorPage from "./DoorPage.vue";
import { speech, speechKey } from "./speech";

followTheme();

const door = document.documentElement.dataset.door === "setup" ? "setup" : "signin";
let app: App | null = null;

function show(lang: Lang): void {
  app?.unmount();
  const words = speech(lang);
  document.title = `${words.say(`${door}.title`)} · ${words.say("brand")}`;
  app = createApp(DoorPage, {
    door,
    onLang: () => {
      const other = lang === "zh" ? "en" : "zh";
      chooseLang(other);
      show(other);
    },
  });
  app.provide(speechKey, words).mount("#door");
}

show(initialLang());
