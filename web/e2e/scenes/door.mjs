// Coming in and going out: the first administrator, a wrong password, the desk of whoever is signed in, and the way out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { administrator as person } from "../people.mjs";
import { until } from "../stage.mjs";

const words = Object.fromEntries(["zh", "en"].map((lang) => [lang, JSON.parse(readFileSync(new URL(`../../src/words/door.${lang}.json`, import.meta.url), "utf8"))]));
let made = false;

/** By the address alone: a page that leads on at once never ends to load. */
const isAt = (page, path) => until(`the page is ${path}`, () => new URL(page.url()).pathname === path);

/** The first scene makes her, the later ones sign her in. */
async function enter(stage, page, lang) {
  if (made) {
    await page.goto(`${stage.server.base}/agent?lang=${lang}`);
    await isAt(page, "/sign-in");
    await page.locator("input").nth(0).fill(person.email);
    await page.locator("input").nth(1).fill("not my password");
    await page.keyboard.press("Enter");
    await page.getByText(words[lang]["wrong.signin"]).waitFor();
    await page.locator("input").nth(1).fill(person.password);
  } else {
    const code = /\/setup and enter (\S+)/.exec(stage.server.printed())?.[1] ?? "";
    await page.goto(`${stage.server.base}/setup?lang=${lang}`);
    for (const [n, text] of [code, person.name, person.email, person.password].entries()) await page.locator("input").nth(n).fill(text);
  }
  await page.keyboard.press("Enter");
  await isAt(page, "/agent");
  made = true;
}

const scene = (lang, size) => async (stage) => {
  const { page, context, trouble } = await stage.browser.person({ lang, size, weather: true });
  await enter(stage, page, lang);
  const me = page.locator(".me-button:visible");
  await me.click();
  await page.locator(".me-menu[open]").getByText(person.name).waitFor();
  await page.locator(".me-menu[open] .one").first().click();
  await page.locator(".me-button[aria-busy=false]:visible .presence.available").waitFor();
  await page.reload();
  await page.locator(".me-button:visible .presence.available").waitFor(); // the server knows it
  await me.click();
  await page.locator(".me-menu[open] .leave").click();
  await isAt(page, "/sign-in");
  assert.match(page.url(), /[?]next=/);
  await page.goto(`${stage.server.base}/agent?lang=${lang}`);
  await isAt(page, "/sign-in");
  assert.deepEqual(trouble, [], "the page's console is clean");
  await context.close();
};

export const doors = {
  "the first administrator sets up, says that she is there, and leaves, zh, desktop": scene("zh", "desktop"),
  "signing in after a wrong password, and out, en, phone": scene("en", "phone"),
};
