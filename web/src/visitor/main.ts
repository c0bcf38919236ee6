import "../look/tokens.css";
import "../look/base.css";
import "./talk.css";
import "./visitor.css";
import { browserClock, browserStore, freshId, openBrowserSocket, within } from "../live/ports";
import { VisitorSession } from "../live/visitor";
import { chooseLang, followTheme, initialLang } from "../look/page";
import type { Lang } from "../words/words";
import { Page } from "./page";
import { speech } from "./speech";

followTheme();

let page: Page | null = null;
// Which inbox it is, where a site has several: /?inbox=ID. Each is a customer of its own here too.
const inbox = new URLSearchParams(location.search).get("inbox");
const store = inbox === null ? browserStore : within(browserStore, inbox);
const ports = { open: openBrowserSocket, clock: browserClock, chance: Math.random, store, newId: freshId };
const session = new VisitorSession(ports, () => page?.draw(), inbox);

function show(lang: Lang): void {
  const words = speech(lang);
  page = new Page(session, words, store, () => {
    const other = lang === "zh" ? "en" : "zh";
    chooseLang(other);
    show(other);
  });
  document.querySelector("main")?.remove();
  document.body.append(page.node);
  page.draw();
  page.shown();
}

show(initialLang());
session.start();
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") session.wake();
  page?.looked();
});
addEventListener("online", () => session.wake());
// Day breaks say "today": midnight changes them.
setInterval(() => page?.draw(), 60_000);
