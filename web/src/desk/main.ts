import "../look/tokens.css";
import "../look/base.css";
import "../look/element.css";
import "./desk.css";
import "./list.css";
import "./talk.css";
import "./pane.css";
import "./over.css";
import "./narrow.css";
import { createApp, h, type App } from "vue";
import { browserStore } from "../live/ports";
import ElementScope from "../look/ElementScope.vue";
import { chooseLang, followTheme, initialLang } from "../look/page";
import type { Lang } from "../words/words";
import DeskPage from "./DeskPage.vue";
import { api } from "../api/client";
import { bookKey, startBook, type Book } from "./book";
import { deskKey, startDesk, toSignIn, type Desk } from "./session";
import { speech, speechKey } from "./speech";

followTheme();

const last_key = "zhiyin.agent.last";
let app: App | null = null;

// The session outlives the page's drawing: another language draws everything anew and loses nothing.
function show(desk: Desk, book: Book, lang: Lang): void {
  app?.unmount();
  const words = speech(lang);
  const onLang = (): void => {
    const other = lang === "zh" ? "en" : "zh";
    chooseLang(other);
    show(desk, book, other);
  };
  app = createApp({ render: () => h(ElementScope, { lang }, () => h(DeskPage, { onLang })) });
  app.provide(deskKey, desk).provide(bookKey, book).provide(speechKey, words).mount("#desk");
}

function open(desk: Desk, lang: Lang): void {
  const book = startBook(desk.ready);
  void book.load();
  show(desk, book, lang);
}

/** A demonstration agent by the address, else whoever is signed in; nobody: the door. */
async function begin(): Promise<void> {
  const lang = initialLang();
  const agent = new URLSearchParams(location.search).get("agent");
  if (agent !== null) return open(startDesk({ key: agent, agent }), lang);
  const me = await api.get("/api/v1/me");
  if (!me.ok && me.status === 401) return toSignIn();
  // Not reached, or in trouble: the desk's own connection comes back by itself, with what was not sent.
  const key = me.ok ? (me.value.person ?? "") : (browserStore.get(last_key) ?? "");
  browserStore.set(last_key, key);
  open(startDesk({ key }), lang);
}

void begin();
