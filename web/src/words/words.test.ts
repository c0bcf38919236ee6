import { describe, expect, it } from "vitest";
import { initials, nameOf } from "./names";
import { Times, localeFor, spaced } from "./times";
import { speaker, type Table, type Text } from "./words";

const files = import.meta.glob<Table>("./*.json", { eager: true, import: "default" });
const table = (name: string): Table => files[`./${name}.json`] ?? {};
const holes = (text: Text): string[] =>
  [...new Set(typeof text === "string" ? text.match(/\{\w+\}/g) : `${text.one} ${text.other}`.match(/\{\w+\}/g))].sort();

describe("message files", () => {
  it.each(["shared", "visitor", "widget", "shop", "desk", "console", "door", "settings", "articles"])("%s says the same things in both languages, so that no page is half translated", (name) => {
    const [zh, en] = [table(`${name}.zh`), table(`${name}.en`)];
    expect(Object.keys(zh).length).toBeGreaterThan(0);
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const key of Object.keys(zh)) expect([key, holes(en[key] ?? "")]).toEqual([key, holes(zh[key] ?? "")]);
  });

  it("never says Chinese in the English file but for the way back to Chinese", () => {
    for (const name of ["shared.en", "visitor.en", "widget.en", "shop.en", "desk.en", "console.en", "door.en", "settings.en", "articles.en"]) {
      for (const [key, text] of Object.entries(table(name))) if (!key.startsWith("lang.")) expect(JSON.stringify(text)).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe("speaking", () => {
  const say = speaker({ hi: "Hi {name}", n: { one: "1 message", other: "{n} messages" } });
  it.each([
    ["fills in", say("hi", { name: "Maya" }), "Hi Maya"],
    ["one", say("n", { n: 1 }), "1 message"],
    ["more", say("n", { n: 3 }), "3 messages"],
    ["none is more", say("n", { n: 0 }), "0 messages"],
  ])("%s", (_name, said, expected) => expect(said).toBe(expected));
});

describe("names", () => {
  const zh = speaker({ visitor: "访客 {code}" });
  it.each([
    ["the end of the id names a visitor without a name", { kind: "visitor", id: "01h8xk2a07k2m", name: "" }, "访客 7K2M", ""],
    ["a given name wins", { kind: "visitor", id: "01h8xk2a07k2m", name: "林晓雯" }, "林晓雯", "林"],
    ["two initials for Latin names", { kind: "visitor", id: "x", name: "Maya de Lindgren" }, "Maya de Lindgren", "ML"],
    ["the number tells demo agents apart", { kind: "agent", id: "x", name: "Demo 01" }, "Demo 01", "01"],
  ] as const)("%s", (_why, person, name, short) => {
    expect(nameOf(person, zh)).toBe(name);
    expect(initials(person)).toBe(short);
  });
});

describe("times", () => {
  const noon = new Date(2026, 10, 21, 12, 0).getTime();
  const day = 86_400_000;
  const en = new Times("en-GB", speaker(table("shared.en")));
  const zh = new Times("zh-CN", speaker(table("shared.zh")));
  it.each([
    ["today", zh.dayLine(noon, noon), "今天，11 月 21 日 星期六"],
    ["today in English", en.dayLine(noon, noon), "Today, Saturday 21 November"],
    ["yesterday", en.dayLine(noon - day, noon), "Yesterday, Friday 20 November"],
    ["last year has its year", en.dayLine(noon - 365 * day, noon), "21 November 2025"],
    ["an hour of today", zh.short(noon, noon), "12:00"],
    ["a day of before", zh.short(noon - 3 * day, noon), "11 月 18 日"],
    ["minutes", en.lasting(6 * 60_000 + 59_000), "6 min"],
    ["hours", zh.lasting(3 * 3_600_000), "3 小时"],
    ["air between Han and Latin", spaced("订单BL-1已付128元"), "订单 BL-1 已付 128 元"],
  ])("%s", (_name, said, expected) => expect(said).toBe(expected));

  const opens = { en: speaker(table("visitor.en")), zh: speaker(table("visitor.zh")) };
  it.each([
    ["later today", en.opening(noon + 2 * 3_600_000, noon, opens.en), "We are back today at 14:00."],
    ["tomorrow, though it is less than a day", zh.opening(noon + 21 * 3_600_000, noon, opens.zh), "我们明天 09:00 上线。"],
    ["by the day's name", en.opening(noon + 45 * 3_600_000, noon, opens.en), "We are back on Monday at 09:00."],
    ["by the day's name in Chinese", zh.opening(noon + 45 * 3_600_000, noon, opens.zh), "我们星期一 09:00 上线。"],
    ["a week on, the name would mean today", en.opening(noon + 7 * day, noon, opens.en), "We are back on 28 November at 12:00."],
    ["late, but not yet known to be here", en.opening(noon - 1_000, noon, opens.en), "We are back today at 11:59."],
  ])("opening: %s", (_name, said, expected) => expect(said).toBe(expected));

  it("uses the reader's own variety of the language where the browser names one", () => {
    expect(localeFor("en", ["zh-CN", "en-AU", "en"])).toBe("en-AU");
    expect(localeFor("zh", ["fr"])).toBe("zh-CN");
  });
});
