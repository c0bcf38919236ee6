// A shop of somebody else's (demo/campus/README.md), so that the widget is seen where it lives: on a page that is not ours.
import { el } from "../look/dom";
import type {} from "../widget/calls";
import { chooseLang, initialLang } from "../look/page";
import en from "../words/shop.en.json";
import zh from "../words/shop.zh.json";
import { speaker, type Lang, type Say } from "../words/words";
import { art, type ArtName } from "./art";
import "./shop.css";

// The stub of docs/widget.md: what is called before the widget is there waits for it.
window.Zhiyin ??= function stub(...call: unknown[]) {
  if (window.Zhiyin !== undefined) (window.Zhiyin.q ??= []).push(call);
};

type Words = Say<keyof typeof en & keyof typeof zh>;
const goods = [["noodles", 22], ["tea", 14], ["bun", 9], ["bowl", 26], ["parcel", 3], ["print", 6]] as const satisfies readonly (readonly [ArtName, number])[];
const steps = [1, 2, 3, 4] as const;
const lockers = [1, 2, 3] as const;
const yuan = (n: number): string => `¥${n.toFixed(2)}`;
const cart = new Map<ArtName, number>([["noodles", 1], ["tea", 1]]);

function svg(box: string, paths: readonly (readonly [string, string])[]): SVGSVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("viewBox", box);
  node.setAttribute("aria-hidden", "true");
  for (const [kind, d] of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", kind);
    path.setAttribute("d", d);
    node.append(path);
  }
  return node;
}
const picture = (name: ArtName): SVGSVGElement =>
  svg("0 0 120 90", [...art[name].filled.map((d) => ["filled", d] as const), ...art[name].drawn.map((d) => ["drawn", d] as const)]);
const mark = (): SVGSVGElement => svg("0 0 32 32", [["nut", "M16 4c2 3 11 6 11 14a11 9 0 0 1-22 0C5 10 14 7 16 4Z"], ["band", "M7 21c5 3 13 3 18 0"]]);

function top(say: Words, other: () => void): HTMLElement {
  const links = (["home", "food", "parcels", "errands", "pass"] as const).map((key, n) => el("a", { href: "#", ...(n === 0 ? { "aria-current": "page" } : {}) }, say(key)));
  const help = el("a", { href: "#", click: (event: Event) => (event.preventDefault(), window.Zhiyin?.("open")) }, say("help"));
  return el("header", { class: "top" }, el("span", { class: "brand" }, mark(), say("name")), el("nav", { "aria-label": say("nav") }, ...links, help),
    el("span", { class: "place" }, say("place")), el("button", { type: "button", class: "lang", "aria-label": say("lang.switch"), click: other }, say("lang.other")));
}

function order(say: Words): HTMLElement {
  const due = new Date(Date.now() + 9 * 60_000).toTimeString().slice(0, 5);
  const way = el("ol", { class: "way" }, ...steps.map((n) => el("li", { class: n < 3 ? "done" : n === 3 ? "here" : "" }, say(`step.${n}`))));
  return el("section", { class: "now" }, el("div", {}, el("h1", {}, say("now")), el("p", {}, say("now.what"))),
    el("p", { class: "due" }, el("small", {}, say("now.due")), el("b", {}, due)), way);
}

function shelf(say: Words, draw: () => void): HTMLElement {
  const one = ([name, price]: (typeof goods)[number]): HTMLElement => {
    const add = (): void => {
      cart.set(name, (cart.get(name) ?? 0) + 1);
      window.Zhiyin?.("track", "added to cart", { item: name, price });
      draw();
    };
    const plus = el("button", { type: "button", class: "add", "aria-label": say("add", { item: say(`item.${name}`) }), click: add }, svg("0 0 16 16", [["drawn", "M8 3v10M3 8h10"]]));
    return el("article", { class: `good ${name}` }, el("div", { class: "pic" }, picture(name)), el("h3", {}, say(`item.${name}`)), el("p", {}, say(`item.${name}.at`)),
      el("div", { class: "buy" }, el("b", {}, yuan(price)), plus));
  };
  return el("section", {}, el("h2", {}, say("soon")), el("div", { class: "goods" }, ...goods.map(one)));
}

const boxes = (say: Words): HTMLElement => el("section", {}, el("h2", {}, say("lockers")),
  el("ul", { class: "lockers" }, ...lockers.map((n) => el("li", {}, el("b", {}, say(`locker.${n}`)), el("span", {}, say(`locker.${n}.is`)), el("small", {}, say("free"))))));

function checkout(say: Words): { readonly node: HTMLElement; draw(): void } {
  const count = el("span");
  const sum = el("b");
  const node = el("footer", { class: "cart" }, el("div", {}, count, sum, el("button", { type: "button", class: "pay" }, say("pay"))));
  return {
    node,
    draw: () => {
      const all = goods.map(([name, price]) => [cart.get(name) ?? 0, price] as const);
      count.textContent = say("cart", { n: all.reduce((n, [many]) => n + many, 0) });
      sum.textContent = yuan(all.reduce((n, [many, price]) => n + many * price, 0));
    },
  };
}

function show(lang: Lang): void {
  const say = speaker(lang === "zh" ? zh : en) as Words;
  const pay = checkout(say);
  const other = (): void => {
    const next = lang === "zh" ? "en" : "zh";
    chooseLang(next);
    show(next);
  };
  document.title = say("title");
  document.querySelectorAll(".shop, .cart").forEach((one) => one.remove());
  document.body.prepend(el("main", { class: "shop" }, top(say, other), order(say), shelf(say, pay.draw), boxes(say), el("p", { class: "note" }, say("note"))), pay.node);
  pay.draw();
}

const theme = new URLSearchParams(location.search).get("theme");
if (theme === "light" || theme === "dark") {
  document.documentElement.dataset["theme"] = theme;
  window.Zhiyin("init", { theme });
}
// Where there is room, the page makes some for an open widget.
window.Zhiyin("on", "open", ({ room }: { room: number }) => document.documentElement.style.setProperty("--room", `${room}px`));
show(initialLang());
