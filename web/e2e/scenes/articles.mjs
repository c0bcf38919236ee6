// Knowledge in the console, by hand: written, seen as readers see it, published, changed by two at once, put back; and what each role may.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { looksRight } from "../face.mjs";
import { changed } from "../knowledge.mjs";
import { administers, administratorsCookie, visitor as background } from "../people.mjs";
import { field, leave as leaveDesk, openRow, said, tag, until } from "../stage.mjs";

const table = (name, lang) => JSON.parse(readFileSync(new URL(`../../src/words/${name}.${lang}.json`, import.meta.url), "utf8"));
const words = Object.fromEntries(["zh", "en"].map((lang) => [lang, { ...table("shared", lang), ...table("settings", lang), ...table("articles", lang) }]));
const filled = (text, values) => (typeof text === "string" ? text : values.n === 1 ? text.one : text.other).replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
const tale = {
  zh: { language: "zh-cn", help: "zh", title: "夜间配送到几点", summary: "最晚 23:30。", body: "**平时**到 23:30，[寒暑假](https://example.com/h)到 20:00。", ask: "最晚几点送", better: "最晚 23:45。" },
  en: { language: "en", help: "en", title: "How late do you deliver", summary: "Until 23:30.", body: "On **most days** until 23:30, in the [holidays](https://example.com/h) until 20:00.", ask: "last delivery", better: "Until 23:45." },
};

/** Whoever has this cookie, at the knowledge. */
async function enter(stage, lang, size, cookie, place = "") {
  const person = await stage.browser.person({ lang, size, weather: true });
  const [name, value] = cookie.split("=");
  for (const url of [stage.server.base, stage.wire.base]) await person.context.addCookies([{ name, value, url }]);
  await person.page.goto(`${stage.wire.base}/agent?lang=${lang}#/articles${place}`);
  return { ...person, say: (key, values = {}) => filled(words[lang][key], values), call: await administers(stage.server) };
}
async function leave({ trouble, context }) {
  assert.deepEqual(trouble, [], "the page's console is clean");
  await context.close();
}
const dialog = (page) => page.locator(".el-dialog:visible");
const button = (where, name) => where.getByRole("button", { name, exact: true });
const label = (where, name) => where.getByLabel(name, { exact: false });
/** The column of one language; on a phone it is the only one. */
const column = (page, say, lang) => page.locator(`.text-col[aria-label="${say(lang === "en" ? "language.en" : "language.zh")}"]`);
async function category(call, position = 100) {
  const slug = `c-${tag()}`;
  return call("POST", "/categories", { slug, position, texts: [{ language: "zh-CN", name: `配送${slug}` }, { language: "en", name: `Delivery ${slug}` }] });
}
/** An article that is live in one language, or in both. */
async function article(call, languages = ["en"]) {
  const { id } = await category(call);
  const made = await call("POST", "/articles", { slug: `a-${tag()}`, category: id });
  for (const language of languages) {
    const { state } = await call("PUT", `/articles/${made.id}/texts/${language}/draft`, { revision: 0, words: { title: `${language} ${made.slug}`, summary: "one", body: "first\nsecond\nthird", asked_as: [], keywords: [] } });
    await call("POST", `/articles/${made.id}/texts/${language}/publish`, { revision: state.revision });
  }
  return made;
}
const read = (call, id, language) => call("GET", `/articles/${id}/texts/${language}`);
const stands = async (stage, address) => (await fetch(`${stage.server.base}${address}`, { headers: { "Accept-Language": "en" } })).status;
/** Opens the menu of a language, and does what it says. */
async function fromMenu(page, where, say, lang, act) {
  await where.getByRole("button", { name: say("more.text", { language: say(lang === "en" ? "language.en" : "language.zh") }) }).click();
  await page.locator(".el-dropdown-menu__item:visible", { hasText: say(act) }).click();
}

const written = (lang, size) => async (stage) => {
  const own = tale[lang];
  const slug = `late-${tag()}`;
  const call = await administers(stage.server);
  const { id } = await category(call);
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server));
  const { page, say } = at;
  await page.locator(".page-head").getByRole("button", { name: say("article.new") }).click();
  await button(dialog(page), say("article.make")).click();
  await dialog(page).getByText(say("fault.empty")).first().waitFor();
  await label(dialog(page), say("title")).fill(`${own.title} ${slug}`);
  await label(dialog(page), say("slug")).fill("No Address");
  await button(dialog(page), say("article.make")).click();
  await dialog(page).getByText(say("fault.slug")).waitFor();
  await label(dialog(page), say("slug")).fill(slug);
  await dialog(page).locator(".el-select", { hasText: /./ }).nth(1).click();
  await page.locator(".el-select-dropdown__item:visible", { hasText: (await call("GET", `/categories/${id}`)).texts.find((one) => one.language.toLowerCase() === own.language).name }).click();
  await button(dialog(page), say("article.make")).click();

  const box = column(page, say, lang);
  await box.locator(".art-title").waitFor();
  assert.equal(await box.locator(".art-title").inputValue(), `${own.title} ${slug}`, "the title is there");
  const article_id = await page.evaluate(() => location.hash.split("/").at(-1));
  await label(box, say("summary")).fill(own.summary);
  await box.locator(".art-md").fill(`<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\n\n${own.body}`);
  await label(box, say("asked_as")).fill(`${own.ask}\n\n${own.ask} ${slug}\n`);
  if ((await box.getByRole("tab", { name: say("preview"), exact: true }).count()) > 0) await box.getByRole("tab", { name: say("preview"), exact: true }).click();
  await box.locator(".art-html strong").waitFor(); // as the server draws it
  assert.equal(await box.locator(".art-html a").getAttribute("target"), "_blank");
  assert.deepEqual(await page.evaluate(() => [window.hacked, document.querySelector(".art-html img, .art-html script")]), [undefined, null], "nothing of a text runs");
  await looksRight(page, lang);
  assert.equal(await stands(stage, `/help/${own.help}/a/${slug}`), 404, "a draft is nobody's");
  await box.getByRole("button", { name: say("publish") }).click();
  await page.locator(".told-line", { hasText: say("published", { language: say(lang === "zh" ? "language.zh" : "language.en"), n: 1 }) }).waitFor();
  const from = Date.now();
  await until("it is live", async () => (await stands(stage, `/help/${own.help}/a/${slug}`)) === 200, 1_000);
  assert.ok(Date.now() - from < 1_000);
  assert.deepEqual((await read(call, article_id, own.language)).live.words.asked_as, [own.ask, `${own.ask} ${slug}`]);

  await page.locator(".art-back").click();
  const row = page.locator(".art-rows li", { hasText: slug });
  await row.locator(".tag.ok").waitFor();
  await page.locator(".art-find input").fill(`${own.ask} ${slug}`);
  await until("the search finds it by what stands in no title", async () => (await page.locator(".art-rows li").first().innerText()).includes(slug));
  await page.locator(".art-find input").fill("");
  await row.locator(".whole").click();
  await box.locator(".art-title").waitFor();
  await fromMenu(page, box, say, lang, "withdraw");
  await button(dialog(page), say("withdraw")).click();
  await until("it is gone for readers", async () => (await stands(stage, `/help/${own.help}/a/${slug}`)) === 404, 2_000);
  await leave(at);
};

const faster = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const made = await article(call, [tale[lang].language]);
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server), `/${made.id}`);
  const { page, say } = at;
  const box = column(page, say, lang);
  await box.locator(".art-title").waitFor();
  await box.locator(".art-md").fill("first\nmine\nthird");
  await changed(call, made.id, tale[lang].language, { body: "first\ntheirs\nthird" });
  await box.getByRole("button", { name: say("save.draft") }).click();
  await dialog(page).getByText(say("clash.title")).waitFor();
  assert.deepEqual(await dialog(page).locator(".diff .words").allInnerTexts(), ["first", "theirs", "mine", "third"], "both are shown");
  await looksRight(page, lang);
  assert.equal((await read(call, made.id, tale[lang].language)).draft.words.body, "first\ntheirs\nthird", "nothing was written over");
  await button(dialog(page), say("clash.later")).click();
  assert.equal(await box.locator(".art-md").inputValue(), "first\nmine\nthird", "what was typed stays");
  await button(box, say("clash.compare")).click();
  await button(dialog(page), say("clash.take.mine")).click();
  await until("mine is saved by choice", async () => (await read(call, made.id, tale[lang].language)).draft.words.body === "first\nmine\nthird");

  await box.locator(".art-md").fill("first\nmine again\nthird");
  await changed(call, made.id, tale[lang].language, { body: "first\ntheirs again\nthird" });
  await box.getByRole("button", { name: say("publish") }).click();
  await button(dialog(page), say("clash.take.theirs")).click();
  await until("theirs is here", async () => (await box.locator(".art-md").inputValue()) === "first\ntheirs again\nthird");
  await page.locator(".told-line").getByRole("button", { name: say("undo"), exact: true }).click();
  await until("and mine comes back when it was a slip", async () => (await box.locator(".art-md").inputValue()) === "first\nmine again\nthird");
  await leave(at);
};

const versions = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const language = tale[lang].language;
  const made = await article(call, ["zh-cn", "en"]);
  await changed(call, made.id, language, { body: "first\nsecond, better\nthird" }, true, true);
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server), `/${made.id}`);
  const { page, say } = at;
  const box = column(page, say, lang);
  await box.locator(".art-title").waitFor();
  await button(box, say("versions")).click();
  await dialog(page).locator(".diff li.came", { hasText: "second, better" }).waitFor();
  await dialog(page).locator(".version-list button", { hasText: say("version.n", { n: 1 }) }).click();
  await until("all of the first one is new", async () => (await dialog(page).locator(".diff li.went").count()) === 0);
  await dialog(page).getByRole("button", { name: say("restore") }).click();
  await page.locator(".told-line", { hasText: say("restored", { n: 1 }) }).waitFor();
  assert.equal(await box.locator(".art-md").inputValue(), "first\nsecond\nthird");
  await box.getByRole("button", { name: say("publish") }).click();
  await dialog(page).getByText(say("publish.leads"), { exact: true }).waitFor(); // the other language is live: does it have to follow?
  await button(dialog(page), say("publish")).click();
  await until("it is live again", async () => (await read(call, made.id, language)).live.number === 3);
  const other = lang === "zh" ? "en" : "zh-cn";
  assert.equal((await read(call, made.id, other)).state.stale, true, "and the other language is left behind");
  if (size === "phone") await page.locator(".art-seg button").nth(lang === "zh" ? 1 : 0).click();
  const left = column(page, say, lang === "zh" ? "en" : "zh");
  await button(left, say("follow")).click();
  await until("which somebody says still holds", async () => (await read(call, made.id, other)).state.stale === false);
  assert.equal((await read(call, made.id, language)).state.stale, false, "and nobody has to follow that");
  await leave(at);
};

const kept = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const made = await article(call, [tale[lang].language]);
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server), `/${made.id}`);
  const { page, say } = at;
  const box = column(page, say, lang);
  await box.locator(".art-title").waitFor();
  await box.locator(".art-title").fill("half a ti");
  await page.reload();
  await box.locator(".art-strip.me").waitFor();
  assert.equal(await box.locator(".art-title").inputValue(), "half a ti", "a reload takes nothing");
  stage.wire.cut();
  await page.locator(".art-main > .art-strip.wait").waitFor();
  await box.locator(".art-title").fill("half a title");
  await box.getByRole("button", { name: say("save.draft") }).click();
  await box.getByText(say("refused.unreached")).waitFor();
  stage.wire.mend();
  await page.locator(".art-main > .art-strip.wait").waitFor({ state: "detached" });
  await box.getByRole("button", { name: say("save.draft") }).click();
  await until("it is saved", async () => (await read(call, made.id, tale[lang].language)).draft?.words.title === "half a title");
  await page.locator(".art-back").click();
  await page.locator(".art-rows li", { hasText: made.slug }).locator(".tag.wait").first().waitFor();
  assert.equal(await page.locator(".art-rows li", { hasText: made.slug }).getByText(say("unsaved"), { exact: true }).count(), 0, "nothing is unsaved any more");
  await leave(at);
};

/** Somebody new in this role, signed in. */
async function cookieOf(stage, role) {
  const mark = tag();
  const call = await administers(stage.server);
  const password = `a long password ${mark}`;
  await call("POST", "/people", { name: `R ${mark}`, email: `${mark}@example.com`, role, password });
  const answer = await fetch(`${stage.server.base}/api/v1/sessions`, { method: "POST", headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" }, body: JSON.stringify({ email: `${mark}@example.com`, password }) });
  assert.equal(answer.ok, true, await answer.text());
  return answer.headers.get("set-cookie").split(";")[0];
}

const rights = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const language = tale[lang].language;
  const made = await article(call, [language]);
  const planner = await enter(stage, lang, size, await cookieOf(stage, "planner"));
  const { say } = planner;
  await planner.page.locator(".art-rows li", { hasText: made.slug }).locator(".whole").click();
  await planner.page.locator(".art-reading .art-html p").first().waitFor();
  assert.equal(await planner.page.locator("textarea, .text-acts, .art-bar .btn:not(.art-back)").count(), 0, "who reads is offered nothing to write");
  await looksRight(planner.page, lang);
  await planner.page.locator(".art-back").click();
  assert.equal(await planner.page.locator(".page-head .btn:visible").count(), 0);
  await leave(planner);

  const writer = await enter(stage, lang, size, await cookieOf(stage, "agent"), `/${made.id}`);
  const box = column(writer.page, say, lang);
  await box.locator(".art-title").fill(`Written by ${made.slug}`);
  assert.equal(await box.getByRole("button", { name: say("publish") }).count(), 0, "who writes is not offered to publish");
  await box.getByRole("button", { name: say("save.draft") }).click();
  await until("the draft is saved", async () => (await read(call, made.id, language)).draft?.words.title === `Written by ${made.slug}`);
  await writer.page.getByRole("button", { name: say("more.article") }).click();
  await writer.page.locator(".el-dropdown-menu__item:visible", { hasText: say("facts") }).click();
  await dialog(writer.page).getByText(say("facts.locked")).waitFor();
  assert.equal((await read(call, made.id, language)).live.words.title, `${language} ${made.slug}`, "readers see what they saw");
  await leave(writer);
};

const categories = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  // Of no other scene's: beside each other.
  const position = 1_000 + Math.floor(Math.random() * 8_000);
  const [first, second] = [await category(call, position), await category(call, position)];
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server), "/categories");
  const { page, say } = at;
  const row = (one) => page.locator(`.art-cats [data-id="${one.id}"]`);
  const order = async () => (await call("GET", "/categories?limit=100")).items.map((one) => one.id);
  await row(second).waitFor();
  const before = await order();
  const [early, late] = before.indexOf(first.id) < before.indexOf(second.id) ? [first, second] : [second, first];
  await row(late).locator(".up-one").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await until("it stands before the other", async () => { const now = await order(); return now.indexOf(late.id) < now.indexOf(early.id); });
  await until("the keyboard stays on it", () => row(late).evaluate((one) => one.contains(document.activeElement)));
  await button(row(late), say("edit.one", { what: late.texts.find((one) => one.language === (lang === "zh" ? "zh-CN" : "en")).name })).click();
  const name = lang === "zh" ? `送餐${tag()}` : `Bringing ${tag()}`;
  await label(dialog(page), say(`category.name.${lang}`)).fill(name);
  await button(dialog(page), say("save")).click();
  await row(late).getByText(name).waitFor();
  await looksRight(page, lang);
  await button(row(late), say("category.archive", { name })).click();
  await row(late).waitFor({ state: "detached" });
  await page.locator(".told-line").getByRole("button", { name: say("undo"), exact: true }).click();
  await row(late).waitFor();
  assert.deepEqual((await call("GET", `/categories/${late.id}`)).archived, false);
  await leave(at);
};

const files = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const { slug } = await category(call);
  const mark = `f-${tag()}`;
  const at = await enter(stage, lang, size, await administratorsCookie(stage.server));
  const { page, say } = at;
  const file = (name, text) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });
  const good = `+++\ncategory = "${slug}"\ntitle = "From a file ${mark}"\nsummary = "It was written elsewhere."\n+++\n\nWords.\n`;
  await page.locator(".page-head").getByRole("button", { name: say("import") }).click();
  await page.locator(".el-dialog input[type=file]").setInputFiles([file(`${mark}.en.md`, good), file("broken.en.md", "+++\ntitle = 1\n+++\n")]);
  await dialog(page).locator("li", { hasText: mark }).getByText(say("import.drafted")).waitFor();
  await dialog(page).locator("li.bad", { hasText: "broken.en.md" }).waitFor();
  await dialog(page).locator("li", { hasText: mark }).getByRole("link").click();
  if (size === "phone") await page.locator(".art-seg button").nth(1).click();
  const box = column(page, say, "en");
  await box.locator(".art-title").waitFor();
  assert.equal(await box.locator(".art-title").inputValue(), `From a file ${mark}`);
  const saving = page.waitForEvent("download");
  await fromMenu(page, box, say, "en", "export");
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), `${mark}.en.md`);
  assert.match(readFileSync(await saved.path(), "utf8"), new RegExp(`title = "From a file ${mark}"[\\s\\S]*Words\\.`));
  await leave(at);
};

/** By the customer's last words, in his language, whatever the agent reads. */
const answered = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const mark = tag();
  const { id } = await category(call);
  const own = tale[lang];
  const made = await call("POST", "/articles", { slug: `answer-${mark}`, category: id });
  const hidden = await call("POST", "/articles", { slug: `inner-${mark}`, category: id, audience: "internal" });
  for (const { id: one } of [made, hidden]) {
    const { state } = await call("PUT", `/articles/${one}/texts/${own.language}/draft`, { revision: 0, words: { title: `${own.title} ${mark}`, summary: own.better, body: own.body, asked_as: [`${own.ask} ${mark}`], keywords: [] } });
    await call("POST", `/articles/${one}/texts/${own.language}/publish`, { revision: state.revision });
  }
  const reader = lang === "zh" ? "en" : "zh"; // the agent's language is the other one
  const customer = await background(stage.server.base, reader === "zh" ? "林晓雯" : "Maya");
  const ask = `${own.ask} ${mark}`;
  await customer.send(ask);
  const one = await stage.browser.person({ lang: reader, size });
  const { page } = one;
  await page.goto(`${stage.server.base}/agent?agent=demo-01&lang=${reader}#/queue`);
  await openRow(page, ask);
  if (size === "desktop") await page.keyboard.press("a");
  else await page.getByRole("button", { name: said(reader, "article.insert"), exact: true }).click();
  const picker = page.locator(".picker");
  await picker.locator("[role=option][aria-selected=true]", { hasText: mark }).waitFor();
  assert.equal(await picker.locator("[role=option]", { hasText: mark }).count(), 1, "what is for colleagues alone is not offered");
  await looksRight(page, reader);
  if (size === "desktop") await page.keyboard.press("Enter");
  else await picker.getByRole("button", { name: said(reader, "article.link") }).click();
  assert.equal(await field(page).inputValue(), `${own.title} ${mark}\n${stage.server.base}/help/${own.help}/a/${made.slug}`);
  await field(page).fill("");
  await field(page).pressSequentially(`/${mark}`);
  await page.locator(".call [role=option].to-articles").click();
  await picker.locator("[role=option][aria-selected=true]", { hasText: mark }).waitFor();
  if (size === "desktop") await page.keyboard.press("Control+Enter");
  else await picker.getByRole("button", { name: said(reader, "article.text") }).click();
  assert.equal(await field(page).inputValue(), own.better, "the call is gone, the answer stands there");
  await page.keyboard.press("Enter");
  await until("the customer has it", () => customer.heard.some((message) => JSON.stringify(message).includes(own.better)));
  customer.leave();
  await leaveDesk({ people: [one] });
};

const everywhere = (name, scene) => Object.fromEntries(["zh", "en"].flatMap((lang) => ["desktop", "phone"].map((size) => [`${name}, ${lang}, ${size}`, scene(lang, size)])));

export const articles = {
  ...everywhere("articles: written, seen, published, found and withdrawn", written),
  ...everywhere("articles: two write at once, and one chooses", faster),
  ...everywhere("articles: an old version is put back, and its pair follows", versions),
  ...everywhere("articles: what was typed outlives a reload and a lost line", kept),
  ...everywhere("articles: who reads, who writes, who publishes", rights),
  ...everywhere("articles: categories are ordered, named and archived", categories),
  ...everywhere("articles: in and out as files", files),
  ...everywhere("articles: an answer from the composer", answered),
};
