// The settings, by hand: somebody is taken in and let go, a team is made and removed, an inbox gets its hours; and what is refused is said where it is mended.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { administers, administratorsCookie, signsIn } from "../people.mjs";
import { tag, until } from "../stage.mjs";

const words = Object.fromEntries(["zh", "en"].map((lang) => [lang, JSON.parse(readFileSync(new URL(`../../src/words/settings.${lang}.json`, import.meta.url), "utf8"))]));
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

/** The administrator at the settings; on a phone by way of their list. */
async function enter(stage, lang, size, page) {
  const person = await stage.browser.person({ lang, size, weather: true });
  const [name, value] = (await administratorsCookie(stage.server)).split("=");
  await person.context.addCookies([{ name, value, url: stage.server.base }]);
  const say = (key, values = {}) => filled(words[lang][key], values);
  await person.page.goto(`${stage.server.base}/agent?lang=${lang}#/settings${size === "phone" ? "" : `/${page}`}`);
  if (size === "phone") await person.page.locator(".entry", { hasText: say(`page.${page}`) }).click();
  await person.page.locator("h1", { hasText: say(`page.${page}`) }).waitFor();
  return { ...person, say, call: await administers(stage.server) };
}
async function leave({ trouble, context }) {
  assert.deepEqual(trouble, [], "the page's console is clean");
  await context.close();
}

const dialog = (page) => page.locator(".el-dialog:visible");
const field = (where, label) => where.getByLabel(label, { exact: true });
const card = (page, title) => page.locator(".s-card", { has: page.getByRole("heading", { name: title, exact: true }) });
async function choose(page, select, option) {
  await select.click();
  await page.locator(".el-select-dropdown__item:visible", { hasText: option }).first().click();
}

const people = (lang, size) => async (stage) => {
  const at = await enter(stage, lang, size, "people");
  const { page, say, call } = at;
  const mark = tag();
  const [name, email] = [lang === "zh" ? `宋${mark}` : `Nia ${mark}`, `${mark}@example.com`];
  await page.getByRole("button", { name: say("person.new") }).click();
  await field(dialog(page), say("person.name")).fill(name);
  await field(dialog(page), say("email")).fill("no address");
  await dialog(page).getByRole("button", { name: say("person.make"), exact: true }).click();
  await dialog(page).getByText(say("fault.email")).waitFor();
  await field(dialog(page), say("email")).fill("li@example.com");
  await dialog(page).getByRole("button", { name: say("person.make"), exact: true }).click();
  await dialog(page).getByText(say("fault.email.taken")).waitFor(); // the server's, at its field
  assert.equal(await field(dialog(page), say("person.name")).inputValue(), name, "what was typed stays");
  await field(dialog(page), say("email")).fill(email);
  await dialog(page).getByRole("button", { name: say("person.make"), exact: true }).click();
  await dialog(page).getByText(say("password.first")).waitFor();
  const password = await dialog(page).locator("code").innerText();
  await page.getByRole("button", { name: say("secret.kept") }).click();
  await page.locator("h1", { hasText: name }).waitFor();
  if (size === "desktop") assert.equal(await signsIn(stage.server, email, password), true, "the password that was shown lets him in");

  await choose(page, page.locator(".form-two .el-select"), say("role.supervisor"));
  await page.locator(".s-card").first().getByRole("button", { name: say("save"), exact: true }).click();
  await page.locator(".told", { hasText: say("form.saved") }).waitFor();
  await page.reload();
  await page.locator(".form-two .el-select", { hasText: say("role.supervisor") }).waitFor();

  await page.getByRole("button", { name: say("person.off.act"), exact: true }).click();
  await until("Cancel has the focus", () => page.evaluate((text) => document.activeElement?.textContent.trim() === text, say("cancel")));
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" }).catch(() => dialog(page).waitFor({ state: "hidden" }));
  const found = async () => (await call("GET", "/people?limit=100")).items.find((one) => one.email === email);
  assert.equal((await found()).active, true, "Escape changes nothing");
  await page.getByRole("button", { name: say("person.off.act"), exact: true }).click();
  await dialog(page).getByRole("button", { name: say("person.off.act"), exact: true }).click();
  await page.locator(".told-line", { hasText: say("person.off.done", { name }) }).waitFor();
  assert.deepEqual([(await found()).active, (await found()).role], [false, "supervisor"]);
  await page.locator(".page-head .up").click();
  await page.locator("h1", { hasText: say("page.people") }).waitFor();
  await page.getByLabel(say("people.search")).fill(mark);
  await page.getByText(say("people.none")).waitFor(); // among the active ones he is not
  await leave(at);
};

const teams = (lang, size) => async (stage) => {
  const at = await enter(stage, lang, size, "teams");
  const { page, say, call } = at;
  const name = lang === "zh" ? `退款${tag()}` : `Returns ${tag()}`;
  await call("POST", "/teams", { name: `${name}!` });
  const open = async () => page.locator(".page-head").getByRole("button", { name: say("team.new") }).click();
  await open();
  await field(dialog(page), say("name")).fill(`${name}!`);
  await dialog(page).getByRole("button", { name: say("team.make"), exact: true }).click();
  await dialog(page).getByText(say("fault.name.taken")).waitFor();
  await field(dialog(page), say("name")).fill(name);
  await dialog(page).getByRole("button", { name: say("team.make"), exact: true }).click();
  await page.locator("h1", { hasText: name }).waitFor();

  const members = card(page, say("team.members"));
  await choose(page, members.locator(".el-select"), "Demo 01");
  await members.getByRole("button", { name: say("save"), exact: true }).click();
  await page.locator(".told", { hasText: say("form.saved") }).waitFor();
  await field(card(page, say("general")), say("name")).fill(`${name}?`);
  await page.locator(".page-head .up").click();
  await dialog(page).getByText(say("unsaved.title")).waitFor();
  await dialog(page).getByRole("button", { name: say("cancel"), exact: true }).click();
  assert.equal(await field(card(page, say("general")), say("name")).inputValue(), `${name}?`, "what was typed is not lost by a slip");
  await field(card(page, say("general")), say("name")).fill(name);
  const remove = async () => {
    await page.locator(".s-card").last().getByRole("button", { name: say("team.remove") }).click();
    await dialog(page).getByRole("button", { name: say("team.remove"), exact: true }).click();
  };
  await remove();
  const held = words[lang]["team.held.members"];
  await page.locator(".form-sum").getByText(typeof held === "string" ? filled(held, { n: 1 }) : held.one).waitFor(); // the 409, in words
  await members.getByRole("button", { name: say("remove.one", { what: "Demo 01" }) }).click();
  await members.getByRole("button", { name: say("save"), exact: true }).click();
  await until("nobody is in it", async () => (await call("GET", "/teams?limit=100")).items.find((one) => one.name === name).members.length === 0);
  await remove();
  await page.locator("h1", { hasText: say("page.teams") }).waitFor();
  assert.equal((await call("GET", "/teams?limit=100")).items.some((one) => one.name === name), false, "it is gone");
  await page.locator(".whole", { hasText: `${name}!` }).waitFor();
  assert.equal(await page.locator(".whole", { hasText: name }).count(), 1, "only the other one stays");
  await leave(at);
};

const hours = (lang, size) => async (stage) => {
  const name = `${lang} ${tag()}`;
  const { inbox } = await (await administers(stage.server))("POST", "/inboxes", { name });
  const at = await enter(stage, lang, size, "inboxes");
  const { page, say, call } = at;
  await page.locator(".whole", { hasText: name }).click();
  await page.locator("h1", { hasText: name }).waitFor();
  const box = card(page, say("inbox.hours"));
  await box.getByText(say("hours.now.always")).waitFor();
  await box.getByText(say("hours.some"), { exact: true }).click();
  const [from, to] = [box.getByLabel(say("hours.from", { day: say("day.monday") })), box.getByLabel(say("hours.to", { day: say("day.monday") }))];
  await from.fill("930");
  await from.press("Tab");
  assert.equal(await from.inputValue(), "09:30", "a time is read as people write it");
  await box.getByRole("button", { name: say("hours.add", { day: say("day.monday") }) }).click();
  await from.nth(1).fill("17:00");
  await from.nth(1).press("Tab");
  await box.getByText(say("fault.span.overlap")).waitFor();
  await box.getByText(say("hours.unwell"), { exact: true }).waitFor();
  await to.nth(0).fill("12");
  await to.nth(0).press("Tab");
  await to.nth(1).fill("24");
  await to.nth(1).press("Tab");
  await box.getByText(say("fault.span.overlap")).waitFor({ state: "detached" });
  await box.getByRole("button", { name: say("save"), exact: true }).click();
  await box.locator(".told", { hasText: say("form.saved") }).waitFor();
  const kept = (await call("GET", `/inboxes/${inbox.id}`)).hours;
  assert.deepEqual(kept.week.filter((one) => one.day === "monday"), [{ day: "monday", from: "09:30", to: "12:00" }, { day: "monday", from: "17:00", to: "24:00" }]);
  await page.reload();
  await box.getByLabel(say("hours.from", { day: say("day.monday") })).first().waitFor();
  assert.equal(await from.first().inputValue(), "09:30");
  await box.getByText(say("hours.always"), { exact: true }).click();
  await box.getByRole("button", { name: say("save"), exact: true }).click();
  await until("always open", async () => (await call("GET", `/inboxes/${inbox.id}`)).hours === null);
  await leave(at);
};

const replies = (lang, size) => async (stage) => {
  const shortcut = tag();
  const text = lang === "zh" ? `退款会原路退回 ${shortcut}` : `It goes back to the way you paid ${shortcut}`;
  const at = await enter(stage, lang, size, "replies");
  const { page, say, call } = at;
  const kept = async () => (await call("GET", "/quick-replies?limit=100")).items.find((one) => one.shortcut === shortcut);
  await page.locator(".page-head").getByRole("button", { name: say("reply.new") }).click();
  await dialog(page).getByRole("button", { name: say("save"), exact: true }).click();
  await dialog(page).getByText(say("fault.empty")).nth(1).waitFor(); // shortcut and text
  await field(dialog(page), say("reply.shortcut")).fill(`/${shortcut}`);
  await field(dialog(page), say("reply.text")).fill(text);
  await dialog(page).getByRole("button", { name: say("hole.customer.name") }).click();
  await dialog(page).getByRole("button", { name: say("save"), exact: true }).click();
  await page.locator(".replies li", { hasText: shortcut }).waitFor();
  assert.deepEqual([(await kept()).text, (await kept()).scope], [`${text}{{customer.name}}`, "person"]);
  await page.getByRole("button", { name: say("remove.one", { what: shortcut }) }).click();
  await until("it is gone", async () => (await kept()) === undefined);
  await page.locator(".told-line").getByRole("button", { name: say("undo"), exact: true }).click();
  await page.locator(".replies li", { hasText: shortcut }).waitFor();
  assert.equal((await kept()).text, `${text}{{customer.name}}`, "and back, as it was");
  await leave(at);
};

const everywhere = (name, scene) => Object.fromEntries(["zh", "en"].flatMap((lang) => ["desktop", "phone"].map((size) => [`${name}, ${lang}, ${size}`, scene(lang, size)])));

export const settings = {
  ...everywhere("settings: somebody is taken in, promoted and let go", people),
  ...everywhere("settings: a team is made, filled, and removed once it is empty", teams),
  ...everywhere("settings: a quick reply is kept, thrown away and brought back", replies),
  ...everywhere("settings: an inbox gets its hours, and is always open again", hours),
};
