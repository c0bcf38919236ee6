// What meets the page: settings, calls, the trail, the site's colour, the sheets, and what the help answers.
import { describe, expect, it, vi } from "vitest";
import { brandOf, contrastOf } from "./brand";
import { Calls, whoOf, type Acts } from "./calls";
import { articleOf, configOf, Help, hitsOf, slugOf } from "./help";
import { fallback, spoken, withOptions } from "./settings";
import { inside, sheet } from "./sheet";
import { Trail } from "./trail";

describe("settings", () => {
  it.each([
    ["two offsets", { offset: "32 84" }, { offset: [32, 84] }],
    ["one is from the bottom", { offset: "90" }, { offset: [24, 90] }],
    ["from a call", { offsetPhone: [10, 70] }, { offsetPhone: [10, 70] }],
    ["held within the screen", { offset: "9999 -5" }, { offset: [600, 0] }],
    ["nonsense changes nothing", { offset: "wide", color: "red", side: "top", theme: "pink", layer: "x" }, fallback],
    ["no launcher", { launcher: "none" }, { launcher: false }],
    ["a colour", { color: "#7A3E1D" }, { color: "#7A3E1D" }],
    ["any Chinese is zh", { language: "zh-Hant" }, { language: "zh" }],
    ["auto is the page's", { language: "auto" }, { language: null }],
  ])("%s", (_name, options, expected) => expect(withOptions(fallback, options)).toMatchObject(expected));

  it("speaks what the site says, else what its page says, else what the browser wants", () => {
    expect(spoken({ ...fallback, language: "en" }, "zh-CN", "zh")).toBe("en");
    expect(spoken(fallback, "zh-CN", "en")).toBe("zh");
    expect(spoken(fallback, "", "zh-TW")).toBe("zh");
    expect(spoken(fallback, "fr", "zh")).toBe("en");
  });
});

describe("calls of the page", () => {
  const acts = () => ({ init: vi.fn(), identify: vi.fn(), open: vi.fn(), close: vi.fn(), track: vi.fn() }) satisfies Acts;
  it("does what is asked, and names what it cannot do instead of breaking the page", () => {
    const [own, words] = [acts(), vi.fn()];
    const calls = new Calls(own, words);
    calls.perform(["open"]);
    calls.perform(["track", "bought", { n: 1 }]);
    calls.perform(["identify", null]);
    expect([own.open.mock.calls.length, own.track.mock.calls[0], own.identify.mock.calls[0]]).toEqual([1, ["bought", { n: 1 }], [null]]);
    for (const wrong of [["shout"], ["on", "nothing", () => 0], ["on", "message", 3], ["identify", "me"], []]) calls.perform(wrong);
    expect(words).toHaveBeenCalledTimes(5);
  });
  it("tells each listener until it is ended, and goes on when one of them throws", () => {
    vi.useFakeTimers();
    const calls = new Calls(acts(), () => undefined);
    const heard: unknown[] = [];
    calls.perform(["on", "unread", () => { throw new Error("the page's own"); }]);
    const end = calls.perform(["on", "unread", (n: unknown) => heard.push(n)]) as () => void;
    calls.tell("unread", 1);
    end();
    calls.tell("unread", 2);
    expect(heard).toEqual([1]);
    expect(() => vi.runAllTimers()).toThrow("the page's own");
    vi.useRealTimers();
  });
  it("takes a signature as it is and signs nothing by itself: without a hash only the name is told", () => {
    const signed = { v: 2, id: "42", hash: "ab", email: "li@example.com", name: " Li " };
    expect(whoOf(signed)).toEqual({ name: "Li", identity: signed });
    expect(whoOf({ id: "42", email: "li@example.com", name: "Li" })).toEqual({ name: "Li" });
    expect(whoOf(null)).toEqual({});
  });
});

describe("the trail", () => {
  it("holds the newest, bounded, as they were when they happened", () => {
    const trail = new Trail(() => 7, () => "/cart");
    const data = { item: "tea" };
    expect(trail.add("added", data)).toBe(true);
    data.item = "changed later";
    expect(trail.list()).toEqual([{ at: 7, name: "added", page: "/cart", data: { item: "tea" } }]);
    for (let n = 0; n < 80; n++) trail.add(`step ${n}`);
    expect([trail.list().length, trail.list().at(-1)?.name]).toEqual([50, "step 79"]);
  });
  it.each([["no name", "", {}], ["too long", "x", { a: "y".repeat(2_000) }], ["no object", "x", [1]], ["not to be written down", "x", { n: 1n }]])("refuses %s", (_name, name, data) => {
    expect(new Trail(() => 0, () => "/").add(name, data)).toBe(false);
  });
});

describe("the site's colour", () => {
  const grounds = { light: "#FFFFFF", dark: "#222B2B" } as const;
  const colours = ["#000000", "#FFFFFF", "#FFFF00", "#FF0000", "#7A3E1D", "#777777", "#0D6A78", "#00FF00", "#B0B0FF",
    ...Array.from({ length: 200 }, (_one, n) => `#${((n * 2_654_435_761) % 0x1000000).toString(16).padStart(6, "0")}`)];
  it.each(["light", "dark"] as const)("reads in the %s theme, whatever it is", (theme) => {
    for (const colour of colours) {
      const { brand, deep, on, ink, soft, mine, mineInk } = brandOf(colour, theme);
      for (const [text, ground] of [[on, brand], [on, deep], [ink, grounds[theme]], [ink, soft], [mineInk, mine]] as const) {
        expect(contrastOf(text, ground), `${colour}: ${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

describe("the sheets inside the shadow", () => {
  it("speak of nothing outside: no page, no body, no root", () => {
    const css = sheet();
    expect(css.length).toBeGreaterThan(10_000);
    expect(css).not.toMatch(/:root|@font-face|(^|[\s},])(html|body)\b/);
    expect(inside("html:lang(zh) body { a: b }\n[data-theme=\"dark\"] { c: d } body { e: f }")).toBe(".z:lang(zh) { a: b }\n.z[data-theme=\"dark\"] { c: d } .z { e: f }");
  });
});

describe("what the help answers", () => {
  it("is read with care: a server of another version breaks nothing", () => {
    expect(configOf(null)).toEqual({ name: "", bot: false, hot: [] });
    expect(configOf({ name: "Shop", bot: true, hot: [{ text: "Late", article: "late" }, { text: 3 }, "Plain"] }).hot).toEqual([{ text: "Late", article: "late" }, { text: "Plain", article: null }]);
    expect(hitsOf({ items: [{ slug: "a", title: "A" }, { title: "no slug" }] })).toEqual([{ slug: "a", title: "A", summary: "" }]);
    expect(articleOf("a", {}, "https://z.example")).toBeNull();
    expect(articleOf("a", { title: "A", link: "/help/en/a/a" }, "https://z.example")?.link).toBe("https://z.example/help/en/a/a");
  });
  it.each([
    ["/help/en/a/late", "late"], ["/help/zh-CN/a/late", "late"], ["/help/a/late", "late"], ["https://z.example/help/en/a/late", "late"],
    ["https://other.example/help/en/a/late", null], ["/help/en/c/orders", null],
  ])("%s is the article %s", (link, slug) => expect(slugOf(link, "https://z.example")).toBe(slug));
  it("is asked without cookies, in the language that is spoken, and what fails is nothing", async () => {
    const asked: [string, RequestInit][] = [];
    const help = new Help("https://z.example", "in1", () => "zh", (url, init) => (asked.push([url, init]), Promise.reject(new Error("down"))));
    expect(await help.config()).toBeNull();
    expect(await help.search("退款")).toBeNull();
    expect(await help.article("a/b")).toBeNull();
    expect(asked.map(([url]) => url.slice(17))).toEqual(["/api/v1/widget/config?inbox=in1&language=zh", "/api/v1/widget/search?q=%E9%80%80%E6%AC%BE&language=zh", "/api/v1/widget/articles/a%2Fb?language=zh"]);
    expect(asked.every(([, init]) => init.credentials === "omit")).toBe(true);
  });
});
