// What all scenes do: two people come, one finds the other, they write, and somebody looks at what stands there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { wait_max_ms } from "./browser.mjs";

const table = (name) => JSON.parse(readFileSync(new URL(`../src/words/${name}.json`, import.meta.url), "utf8"));
const tables = Object.fromEntries(["zh", "en"].map((lang) => [lang, { ...table(`shared.${lang}`), ...table(`visitor.${lang}`), ...table(`desk.${lang}`), ...table(`console.${lang}`) }]));
/** What the pages say for a key. */
export const said = (lang, key) => tables[lang][key];

export const field = (page) => page.locator("textarea");
/** The words of the timeline, in the order in which they stand. */
export const words = (page) => page.locator(".bubble, .say").allInnerTexts();
/** Words that no other scene says. */
export const tag = () => Math.random().toString(36).slice(2, 7);

export async function until(what, holds, timeout_ms = wait_max_ms) {
  const end = Date.now() + timeout_ms;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function shows(page, expected) {
  let now = [];
  const same = async () => JSON.stringify((now = await words(page))) === JSON.stringify(expected);
  await until("the words", same).catch(() => assert.deepEqual(now, expected));
}

export async function write(page, text) {
  await field(page).fill(text);
  await field(page).press("Enter");
}

/** A visitor and an agent at the server, or at the wire where the weather is to be made. */
export async function enter(stage, { lang = "zh", size = "desktop", base = stage.wire.base, weather = false } = {}) {
  const visitor = await stage.browser.person({ lang, size, weather });
  const agent = await stage.browser.person({ lang, size, weather });
  await visitor.page.goto(`${base}/?lang=${lang}`);
  await agent.page.goto(`${base}/agent?agent=demo-01&lang=${lang}`);
  return { visitor: visitor.page, agent: agent.page, people: [visitor, agent] };
}

/** The agent opens the conversation whose last words are these. */
export async function openRow(agent, text) {
  const row = agent.locator(".row", { hasText: text });
  await row.click();
  await agent.locator(".say", { hasText: text }).first().waitFor();
}

export async function leave({ people }) {
  for (const one of people) {
    assert.deepEqual(one.trouble, [], "the page's console is clean");
    await one.context.close();
  }
}
