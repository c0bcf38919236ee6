// axe-core looks at every part of the console and at the doors, by day and by night: nothing that it calls serious or critical may stand there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { changed, library } from "../knowledge.mjs";
import { administers, administratorsCookie, visitor as background } from "../people.mjs";
import { said, tag } from "../stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const grave = new Set(["serious", "critical"]);
/** One library for all scenes of a run; made by whoever comes first. */
const libraries = new WeakMap();
async function shelf(server, call) {
  if (!libraries.has(server)) libraries.set(server, library(call, ["charged-twice", "cosy-pass-cancel"]));
  return libraries.get(server);
}

/** What is wrong, with where: enough to mend it. */
async function faults(page, what) {
  await page.waitForTimeout(300); // what fades in is judged when it has come
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map((one) => one.target.join(" ") + " | " + (one.any[0] ?? one.all[0] ?? one.none[0])?.message) })))`);
  return found.filter((one) => grave.has(one.impact)).flatMap(({ id, help, nodes }) => nodes.map((node) => `${what}: ${id} (${help}) ${node}`));
}

const scene = (theme, size) => async (stage) => {
  const call = await administers(stage.server);
  const ids = await shelf(stage.server, call);
  const customer = await background(stage.server.base, "Maya");
  const ask = `I was charged twice ${tag()}`;
  await customer.send(ask);
  const person = await stage.browser.person({ lang: "en", size, theme });
  const { page } = person;
  const wrong = [];
  const look = async (what) => wrong.push(...(await faults(page, what)));
  const open = async (address, wanted) => {
    await page.goto("about:blank");
    await page.goto(`${stage.server.base}${address}`);
    await page.locator(wanted).first().waitFor();
  };
  await open("/sign-in?lang=en", "form");
  await look("sign-in");
  const [name, value] = (await administratorsCookie(stage.server)).split("=");
  await person.context.addCookies([{ name, value, url: stage.server.base }]);

  await open("/agent?lang=en#/queue", ".row");
  await look("desk: list");
  await page.locator(".row", { hasText: ask }).click();
  await page.locator(".say").first().waitFor();
  await look("desk: talk");
  await page.locator("textarea").pressSequentially("/");
  await page.locator(".call").waitFor();
  await look("desk: canned replies");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: said("en", "article.insert"), exact: true }).click();
  await page.locator(".picker [aria-selected=true]").first().waitFor();
  await look("desk: articles for the answer");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator(".pal .hit").first().waitFor();
  await look("desk: palette");

  for (const one of ["account", "people", "teams", "skills", "inboxes", "replies", "views", "tokens", "audit"]) {
    await open(`/agent?lang=en#/settings/${one}`, ".set-page h1");
    await page.locator(".waiting-rows").first().waitFor({ state: "detached" });
    await look(`settings: ${one}`);
  }

  await open("/agent?lang=en#/articles", ".art-rows li");
  await look("articles: list");
  await open("/agent?lang=en#/articles/new", ".el-dialog input");
  await look("articles: new");
  await open("/agent?lang=en#/articles/categories", ".art-cats li");
  await look("articles: categories");
  await open(`/agent?lang=en#/articles/${ids["charged-twice"]}`, ".art-md");
  await look("articles: writing");
  await page.locator(".art-seg button").nth(1).click();
  if (size === "phone") await page.locator(".art-tools .seg button").nth(1).click();
  await page.locator(".art-html p").first().waitFor();
  await look("articles: preview");
  await page.locator(".text-col header .btn.icon").nth(1).click();
  await page.locator(".version .diff").first().waitFor();
  await look("articles: versions");
  await open(`/agent?lang=en#/articles/${ids["cosy-pass-cancel"]}`, ".art-title");
  await page.locator(".art-title:lang(en)").fill(`Mine ${tag()}`);
  await changed(call, ids["cosy-pass-cancel"], "en", { title: `Theirs ${tag()}` });
  await page.keyboard.press("Control+s");
  await page.locator(".diff").first().waitFor();
  await look("articles: two texts");
  customer.leave();
  await person.context.close();
  assert.ok(wrong.length === 0, wrong.join("\n"));
};

export const judged = Object.fromEntries(["light", "dark"].flatMap((theme) => ["desktop", "phone"].map((size) => [`axe: nothing grave in sign-in, desk, settings and articles, ${theme}, ${size}`, scene(theme, size)])));
