// What an agent does at the console, act by act, in each language and at each width.
import assert from "node:assert/strict";
import { looksRight } from "../face.mjs";
import { administers, agent as backAgent, visitor as background } from "../people.mjs";
import { field, leave, openRow, said, shows, tag, until, words, write } from "../stage.mjs";

/** A customer who has asked, and an agent who looks at what he asked. */
async function begin(stage, lang, size, more = {}) {
  const customer = await background(stage.server.base, lang === "zh" ? "林晓雯" : "Maya");
  const ask = `${lang === "zh" ? "蛋糕到哪了" : "Where is the cake"} ${tag()}`;
  const { conversation } = await customer.send(ask);
  const one = await stage.browser.person({ lang, size, weather: more.weather ?? false });
  const page = one.page;
  await page.goto(`${stage.wire.base}/agent?agent=demo-01&lang=${lang}#/queue`);
  await openRow(page, ask);
  return { customer, conversation, ask, page, one, end: async () => (customer.leave(), await leave({ people: [one] })) };
}
const press = async (page, size, key, name) => {
  if (size === "desktop") await page.keyboard.press(key);
  else await page.locator(".talk").getByRole("button", { name, exact: false }).first().click();
};
const mine = (page) => page.locator(".tag.me").first().waitFor();
const toast = (page, words) => page.locator(".toast", { hasText: words });
const undo = (page, size, lang) => (size === "desktop" ? page.keyboard.press("z") : page.locator(".toast").getByRole("button", { name: said(lang, "undo") }).click());

/** Taken, taken back; resolved, taken back: each by what the server allows, and the customer's side is as before. */
const takenBack = (lang, size) => async (stage) => {
  const scene = await begin(stage, lang, size);
  const { page } = scene;
  await page.locator(".talk .bar .btn", { hasText: said(lang, "take") }).click();
  await mine(page);
  await toast(page, said(lang, "done.take")).waitFor();
  await looksRight(page, lang);
  await undo(page, size, lang);
  await page.locator(".talk .tag.wait", { hasText: said(lang, "stage.queued") }).waitFor();
  await page.locator(".talk .bar .btn", { hasText: said(lang, "take") }).click();
  await mine(page);
  await press(page, size, "e", said(lang, "resolve"));
  await page.locator(".closed").waitFor();
  await toast(page, said(lang, "done.resolve")).waitFor();
  await undo(page, size, lang);
  await mine(page);
  await page.locator(".ev", { hasText: said(lang, "ev.reopened") }).waitFor();
  assert.deepEqual(await words(page), [scene.ask], "nothing was said to the customer");
  await looksRight(page, lang);
  await scene.end();
};

/** A note calls a colleague, who finds it; the customer hears of nothing. A text with its variables is put in by its sign. */
const notes = (lang, size) => async (stage) => {
  const call = await administers(stage.server);
  const shortcut = `hi${tag()}`;
  await call("POST", "/quick-replies", { shortcut, text: lang === "zh" ? "{{customer.name}}您好，{{nobody_knows}}" : "Hello {{customer.name}}, {{nobody_knows}}", language: lang, scope: "everybody" });
  const people = (await call("GET", "/people?limit=100")).items;
  const colleague = people.find((one) => one.id === "0000000000002").name;
  const scene = await begin(stage, lang, size);
  const { page, customer } = scene;
  await page.locator(".seg button", { hasText: said(lang, "mode.note") }).click();
  await field(page).pressSequentially(`@${colleague.slice(0, 4)}`);
  await page.locator(".call [role=option]", { hasText: colleague }).first().waitFor();
  await looksRight(page, lang);
  await page.locator(".call [role=option]", { hasText: colleague }).first().click();
  const text = `${lang === "zh" ? "请看一下" : "please look"} ${tag()}`;
  await field(page).pressSequentially(text);
  await field(page).press("Enter");
  await page.locator(".note .mention", { hasText: colleague }).waitFor();
  await page.locator(".note", { hasText: text }).waitFor();
  await until("kept", async () => (await page.locator(".note.unsent").count()) === 0);
  assert.ok(!customer.heard.some((message) => JSON.stringify(message).includes(text)), "the customer hears nothing of a note");

  await page.locator(".seg button", { hasText: said(lang, "mode.reply") }).click();
  await field(page).pressSequentially(`/${shortcut}`);
  await page.locator(".call .preview mark").waitFor(); // what nobody knows is marked
  await field(page).press("Enter");
  assert.equal(await field(page).inputValue(), lang === "zh" ? "林晓雯您好，{{nobody_knows}}" : "Hello Maya, {{nobody_knows}}");
  assert.deepEqual(await words(page), [scene.ask], "what chooses a text does not send it");
  await field(page).fill("");

  const other = await stage.browser.person({ lang, size });
  await other.page.goto(`${stage.wire.base}/agent?agent=demo-02&lang=${lang}#/mentions`);
  await other.page.locator(".row", { hasText: scene.ask }).waitFor();
  await looksRight(other.page, lang);
  await leave({ people: [other] });
  await scene.end();
};

/** Given to a colleague with a word for him, and taken back; put off, and woken. */
const handed = (lang, size) => async (stage) => {
  const scene = await begin(stage, lang, size);
  const { page } = scene;
  await page.locator(".talk .bar .btn", { hasText: said(lang, "take") }).click();
  await mine(page);
  if (size === "desktop") await page.keyboard.press("t");
  else {
    await page.getByRole("button", { name: said(lang, "more"), exact: true }).click();
    await page.locator(".el-dropdown-menu__item:visible", { hasText: said(lang, "transfer") }).click();
  }
  const dialog = page.locator(".el-dialog");
  await dialog.getByRole("radio", { name: /Demo 02|许柯|Paul/ }).click();
  await dialog.locator("textarea").fill(`over to you ${tag()}`);
  await dialog.locator("footer .btn.primary").click();
  await page.locator(".closed").waitFor();
  await page.locator(".note", { hasText: "over to you" }).waitFor();
  await undo(page, size, lang);
  await mine(page);

  await page.getByRole("button", { name: said(lang, "snooze") }).first().click();
  await page.locator(".el-dropdown-menu__item:visible", { hasText: said(lang, "snooze.three") }).click();
  await page.locator(".ev", { hasText: said(lang, "ev.snoozed").split("{")[0] }).waitFor();
  await scene.customer.send(`awake ${tag()}`); // wakes it
  await page.locator(".ev", { hasText: said(lang, "ev.woken") }).waitFor();
  await scene.end();
};

/** What a colleague wrote meanwhile is shown before one's own words pass; one's own can be changed, and what they said is kept. */
const changed = (lang, size) => async (stage) => {
  const scene = await begin(stage, lang, size, { weather: true });
  const { page, customer, conversation } = scene;
  await page.locator(".talk .bar .btn", { hasText: said(lang, "take") }).click();
  await mine(page);
  const other = await backAgent(stage.server.base);
  const asked = other.next((message) => message.id === "seen-1");
  const looks = other.next((message) => message.t === "snapshot");
  other.say({ t: "open", conversation });
  await looks;
  other.say({ t: "typing", conversation });
  await page.locator(".strip.collision").waitFor();
  other.say({ t: "note", id: "seen-1", conversation, text: "a colleague’s note" });
  await asked;
  const first = `${lang === "zh" ? "四点前到" : "By four"} ${tag()}`;
  await write(page, first);
  await shows(page, [scene.ask, first]);
  await page.locator(".msg.ours").hover();
  await page.locator(".msg.ours .change").click();
  assert.equal(await field(page).inputValue(), first);
  const second = `${first}!`;
  await field(page).fill(second);
  await field(page).press("Enter");
  await shows(page, [scene.ask, second]);
  await until("the customer has it", async () => customer.heard.some((message) => message.kind === "edited" && message.entry.text === second));
  await page.locator(".msg.ours .edited").click();
  await page.locator(".edits", { hasText: first }).waitFor();
  await looksRight(page, lang);
  await page.keyboard.press("Escape");
  other.leave();
  await scene.end();
};

/** What was begun is there after a reload and at another desk; nobody else sees it. */
const drafts = (lang, size) => async (stage) => {
  const scene = await begin(stage, lang, size);
  const { page, conversation } = scene;
  const half = `${lang === "zh" ? "我先查一" : "Let me fir"} ${tag()}`;
  await field(page).fill(half);
  await page.reload();
  await until("the draft is here", async () => (await field(page).inputValue()) === half);
  await page.waitForTimeout(1_500); // told to the server a moment after the last key
  const desk = await stage.browser.person({ lang, size });
  await desk.page.goto(`${stage.wire.base}/agent?agent=demo-01&lang=${lang}#/queue/${conversation}`);
  await until("the draft is at the other desk", async () => (await field(desk.page).inputValue()) === half);
  await leave({ people: [desk] });
  await field(page).fill("");
  await scene.end();
};

/** Labels and priority, and the lists that hold by them: a view is made, shows what fits, is changed and removed. */
const viewed = (lang, size) => async (stage) => {
  const scene = await begin(stage, lang, size);
  const { page } = scene;
  if (size === "phone") await page.locator(".pane-button").click();
  const label = `l${tag()}`;
  await page.locator(".pane").getByRole("button", { name: said(lang, "labels.add") }).click();
  await page.locator(".adder input").fill(label);
  await page.locator(".adder input").press("Enter");
  await page.locator(".pane .tag", { hasText: label }).waitFor();
  await looksRight(page, lang);
  if (size === "phone") {
    await page.locator(".pane-bar .btn").click();
    await page.locator(".back").click();
    await page.locator(".more-views").click();
    await page.locator(".sheet .view", { hasText: said(lang, "view.new") }).click();
  } else await page.locator(".rail h4 .btn").click();
  const dialog = page.locator(".el-dialog");
  const name = `V ${tag()}`;
  await dialog.locator("input.input").fill(name);
  const labels = dialog.locator(".field", { hasText: said(lang, "filter.labels") }).first();
  await labels.locator("input").fill(label);
  await labels.locator("input").press("Enter");
  await page.keyboard.press("Escape");
  if ((await dialog.count()) === 0) throw new Error("the dialog stays while a list in it closes");
  await dialog.locator("footer .btn.primary").click();
  await page.locator(".list h2", { hasText: name }).waitFor();
  await page.locator(".row", { hasText: scene.ask }).waitFor();
  assert.equal(await page.locator(".row").count(), 1);
  await scene.end();
};

/** An offer stands calmly in its corner; declined it goes, accepted it opens. */
const offered = (lang, size) => async (stage) => {
  const one = await stage.browser.person({ lang, size });
  const { page } = one;
  await page.goto(`${stage.wire.base}/agent?agent=demo-05&lang=${lang}#/mine`);
  await page.locator(".empty, .row").first().waitFor();
  await page.locator(".me-button:visible").click();
  await page.locator(".me-menu[open] .one").first().click();
  await page.locator(".me-button:visible .presence.available").waitFor();
  const customer = await background(stage.server.base, lang === "zh" ? "林晓雯" : "Maya");
  const ask = `${lang === "zh" ? "有人吗" : "Anybody there"} ${tag()}`;
  await customer.send(ask);
  // Others may wait too: what is not ours is declined.
  const card = page.locator(".offer");
  await card.waitFor();
  await looksRight(page, lang);
  await until("our own is offered", async () => {
    if ((await card.filter({ hasText: ask }).count()) > 0) return true;
    const other = card.filter({ hasNotText: ask }); // never ours, should it come between the look and the press
    if ((await other.count()) > 0) await other.locator("footer .btn").first().click({ timeout: 2_000 }).catch(() => undefined);
    return false;
  });
  if (size === "desktop") await page.keyboard.press("y");
  else await card.locator(".btn.primary").click();
  await page.locator(".say", { hasText: ask }).waitFor();
  await mine(page);
  if (size === "phone") await page.locator(".back").click();
  await page.locator(".me-button:visible").click();
  await page.locator(".me-menu[open] .one").last().click();
  customer.leave();
  await leave({ people: [one] });
};

/** No key acts while one writes; the palette finds by words; the help shows every key. */
const keyed = (lang) => async (stage) => {
  const scene = await begin(stage, lang, "desktop");
  const { page } = scene;
  await page.locator(".talk .bar .btn", { hasText: said(lang, "take") }).click();
  await mine(page);
  await page.keyboard.press("r");
  await page.keyboard.type("e t z ? 1 h");
  assert.equal(await field(page).inputValue(), "e t z ? 1 h");
  assert.equal(await page.locator(".closed, .el-dialog, dialog[open]").count(), 0, "letters are letters while one writes");
  await field(page).fill("");
  await page.keyboard.press("Control+k");
  await page.locator(".pal input").fill(scene.ask);
  await page.locator(".hit", { hasText: scene.ask }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator(".pal input").fill(said(lang, "keys.resolve"));
  await page.locator(".hit", { hasText: said(lang, "keys.resolve") }).first().waitFor();
  await looksRight(page, lang);
  await page.keyboard.press("Enter");
  await page.locator(".closed").waitFor();
  await page.keyboard.press("?");
  await page.locator("dialog.keys[open]").waitFor();
  await looksRight(page, lang);
  await page.keyboard.press("Escape");
  await scene.end();
};

const each = (name, play) => Object.fromEntries([["zh", "desktop"], ["en", "phone"], ["en", "desktop"], ["zh", "phone"]].map(([lang, size]) => [`${name}, ${lang}, ${size}`, play(lang, size)]));

export const consoles = {
  ...each("console: what was taken and resolved is taken back", takenBack),
  ...each("console: a note calls a colleague, a sign brings a text", notes),
  ...each("console: given away with a word, taken back, put off, woken", handed),
  ...each("console: a colleague writes too; one’s own words are changed", changed),
  ...each("console: a draft outlives a reload and is at every desk", drafts),
  ...each("console: a label, and the view that holds by it", viewed),
  ...each("console: an offer is accepted", offered),
  "console: keys, palette, help, zh": keyed("zh"),
  "console: keys, palette, help, en": keyed("en"),
};
