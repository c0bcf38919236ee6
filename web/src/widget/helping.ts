// The help inside the panel: a search, and an article as the help centre has it.
import { el, icon, setText } from "../look/dom";
import { spaced } from "../words/times";
import { slugOf, type Article } from "./help";
import type { Model } from "./model";
import type { Speech } from "./speech";

export interface HelpEvents {
  query(text: string): void;
  article(slug: string): void;
  again(): void;
  talk(): void;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}

/** The server's own safe HTML (docs/knowledge.md); pages that ask for trusted types allow the policy "zhiyin". */
let policy: { createHTML(html: string): string } | null = null;
function trusted(html: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  policy ??= types?.createPolicy("zhiyin", { createHTML: (text) => text }) ?? { createHTML: (text) => text };
  return policy.createHTML(html);
}

export class Helping {
  readonly node: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly field: HTMLInputElement;
  private readonly scroll: HTMLElement;
  private readonly line: HTMLElement;
  private readonly status = el("p", { class: "said-so", role: "status" });
  private readonly whole: HTMLAnchorElement;
  private drawn: unknown = null;

  constructor(
    private readonly speech: Speech,
    private readonly server: string,
    private readonly events: HelpEvents,
  ) {
    const { say } = speech;
    this.field = el("input", { type: "search", enterkeyhint: "search", autocomplete: "off", maxlength: "200", "aria-label": say("search"), placeholder: say("search.hint") });
    this.field.addEventListener("input", () => events.query(this.field.value));
    this.form = el("form", { role: "search", submit: (event) => (event.preventDefault(), events.query(this.field.value)) }, el("div", { class: "box" }, icon("search"), this.field));
    this.scroll = el("div", { class: "scroll", tabindex: "0" });
    this.whole = el("a", { target: "_blank", rel: "noopener" }, say("article.whole"), icon("out", "s13"));
    this.line = el("div", { class: "foot-line" }, this.whole, el("button", { type: "button", class: "link", click: () => events.talk() }, say("article.ask")));
    this.node = el("div", { class: "help", hidden: true }, this.form, this.scroll, this.line);
    this.scroll.addEventListener("click", (event) => this.clicked(event));
  }

  draw(model: Model): void {
    this.node.hidden = model.view === "talk";
    if (this.node.hidden) return;
    this.form.hidden = model.view !== "search";
    const article = model.view === "article" ? model.article.value : null;
    this.whole.hidden = article === null;
    if (article !== null) this.whole.href = article.link;
    const what = model.view === "search" ? model.search : model.article;
    if (what === this.drawn) return;
    this.drawn = what;
    if (model.view === "search") this.drawSearch(model.search);
    else this.drawArticle(model.article);
  }

  /** Where reading or writing begins. */
  focus(model: Model): void {
    if (model.view === "search") this.field.focus();
    else (this.scroll.querySelector<HTMLElement>("h2") ?? this.scroll).focus();
  }

  private drawSearch({ phase, hits }: Model["search"]): void {
    const { say } = this.speech;
    const words = { idle: "", loading: hits.length === 0 ? say("search.busy") : "", failed: say("search.failed"), ready: hits.length === 0 ? say("search.none") : say("search.found", { n: hits.length }) }[phase];
    setText(this.status, words);
    this.status.className = phase === "ready" && hits.length > 0 ? "sr" : "said-so";
    const one = (hit: (typeof hits)[number]): Node => el("button", { type: "button", click: () => this.events.article(hit.slug) },
      icon("note"), el("span", {}, hit.title), icon("right", "s13"), ...(hit.summary === "" ? [] : [el("small", {}, hit.summary)]));
    const list = el("div", { class: "hits" }, ...hits.map(one));
    this.scroll.replaceChildren(this.status, list);
    this.scroll.scrollTop = 0;
  }

  private drawArticle({ phase, value }: Model["article"]): void {
    const { say, times } = this.speech;
    if (value === null) {
      setText(this.status, phase === "failed" ? say("article.failed") : say("article.busy"));
      this.status.className = "said-so";
      const again = el("button", { type: "button", class: "btn", click: () => this.events.again() }, say("status.retry"));
      return this.scroll.replaceChildren(this.status, ...(phase === "failed" ? [again] : []));
    }
    const updated = value.updated === null ? [] : [el("small", {}, spaced(say("article.updated", { date: times.short(value.updated, Date.now()) })))];
    this.scroll.replaceChildren(el("article", { class: "art" }, el("h2", { tabindex: "-1" }, value.title), ...updated, this.body(value)));
    this.scroll.scrollTop = 0;
  }

  /** Addresses are the help centre's: they are made whole before the page asks for anything. */
  private body(article: Article): HTMLElement {
    const made = document.createElement("template");
    made.innerHTML = trusted(article.html);
    for (const node of made.content.querySelectorAll("[src], [href]")) {
      for (const name of ["src", "href"]) {
        const address = node.getAttribute(name);
        if (address !== null) node.setAttribute(name, whole(address, article.link));
      }
      if (node.localName === "a") (node.setAttribute("target", "_blank"), node.setAttribute("rel", "noopener"));
      if (node.localName === "img") node.setAttribute("loading", "lazy");
    }
    return el("div", { class: "body" }, made.content as unknown as Node);
  }

  /** Another article is read here. */
  private clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const slug = link === null ? null : slugOf(link.href, this.server);
    if (slug === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.events.article(slug);
  }
}

function whole(address: string, from: string): string {
  try {
    return new URL(address, from).href;
  } catch {
    return "";
  }
}
