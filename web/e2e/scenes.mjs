// What people do with the two pages, and what must be true afterwards. The same against the mock and a real server.
import assert from "node:assert/strict";
import { visitor as background } from "./people.mjs";

const field = (page) => page.locator("textarea");
/** The words of the timeline, in the order in which they stand. */
export const words = (page) => page.locator(".bubble, .say").allInnerTexts();

export async function until(what, holds, timeout_ms = 20_000) {
  const end = Date.now() + timeout_ms;
  for (;;) {
    if (await holds()) return;
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const shows = (page, expected) => until(`the words ${JSON.stringify(expected)}`, async () => JSON.stringify(await words(page)) === JSON.stringify(expected));

async function write(page, text) {
  await field(page).fill(text);
  await field(page).press("Enter");
}

async function enter(stage, lang = "zh", size = "desktop") {
  const visitor = await stage.browser.person({ lang, size });
  const agent = await stage.browser.person({ lang, size });
  await visitor.page.goto(`${stage.wire.base}/?lang=${lang}`);
  await agent.page.goto(`${stage.wire.base}/agent?agent=demo-01&lang=${lang}`);
  return { visitor: visitor.page, agent: agent.page, people: [visitor, agent] };
}

/** The agent opens the conversation whose last words are these. */
async function openRow(agent, text) {
  const row = agent.locator(".row", { hasText: text });
  await row.waitFor({ timeout: 20_000 });
  await row.click();
  await agent.locator(".say", { hasText: text }).first().waitFor();
}
const leave = async ({ people }) => {
  for (const one of people) {
    assert.deepEqual(one.trouble, [], "the page's console is clean");
    await one.context.close();
  }
};
const tag = () => Math.random().toString(36).slice(2, 7);

export const scenes = {
  "visitor and agent talk: queue, answer takes it, receipts, typing, resolve, reopen": async (stage) => {
    const scene = await enter(stage);
    const { visitor, agent } = scene;
    const [one, two, three] = [`你好 ${tag()}`, `您好，我来看看 ${tag()}`, `谢谢 ${tag()}`];
    await write(visitor, one);
    await openRow(agent, one);
    await until("read", async () => (await visitor.locator(".foot .mark").last().innerText()) === "已读");
    await field(agent).pressSequentially("您好");
    await visitor.locator(".typing.on").waitFor();
    await write(agent, two);
    await shows(visitor, [one, two]);
    await until("typing ends with the words", async () => (await visitor.locator(".typing.on").count()) === 0);
    await agent.locator(".tag.me").waitFor();
    assert.match(await visitor.locator(".who").innerText(), /同事正在为您处理/);
    await agent.locator("body").press("Escape");
    await field(agent).press("Escape");
    await agent.keyboard.press("e");
    await agent.locator(".tag.ok").waitFor();
    await visitor.locator(".status.on", { hasText: "会话就会继续" }).waitFor();
    await write(visitor, three);
    await agent.locator(".tag.wait").waitFor();
    await shows(agent, [one, two, three]);
    await agent.locator("body").click({ position: { x: 5, y: 500 } });
    await agent.keyboard.press("t");
    await agent.locator(".tag.me").waitFor();
    await leave(scene);
  },

  "a reload in the middle loses nothing and shows nothing twice; the draft stays": async (stage) => {
    const scene = await enter(stage, "en");
    const { visitor, agent } = scene;
    const said = [0, 1, 2, 3, 4].map((n) => `${n} before and after ${tag()}`);
    await write(visitor, said[0]);
    await write(visitor, said[1]);
    await write(visitor, said[2]);
    await visitor.reload(); // while the last may be under way
    await write(visitor, said[3]);
    await field(visitor).fill("half a sen");
    await visitor.reload();
    assert.equal(await field(visitor).inputValue(), "half a sen");
    await write(visitor, said[4]);
    await shows(visitor, said);
    await openRow(agent, said[4]);
    await shows(agent, said);
    await agent.reload();
    await shows(agent, said);
    await leave(scene);
  },

  "a cut in the middle, on both sides, with words written meanwhile": async (stage) => {
    const scene = await enter(stage);
    const { visitor, agent } = scene;
    const said = [0, 1, 2, 3].map((n) => `断线 ${n} ${tag()}`);
    await write(visitor, said[0]);
    await openRow(agent, said[0]);
    await write(agent, said[1]);
    await shows(visitor, said.slice(0, 2));
    stage.wire.cut();
    await visitor.locator(".status[data-condition=offline].on").waitFor();
    await write(visitor, said[2]);
    assert.equal(await visitor.locator(".foot.kept").count(), 1);
    await visitor.goto("about:blank"); // closes the page with its words unsent
    stage.wire.mend();
    await visitor.goto(`${stage.wire.base}/?lang=zh`);
    await shows(visitor, said.slice(0, 3));
    await shows(agent, said.slice(0, 3));
    stage.wire.drop();
    await write(agent, said[3]);
    await shows(visitor, said);
    await shows(agent, said);
    await leave(scene);
  },

  "the server goes away and comes back while both write": async (stage) => {
    const scene = await enter(stage, "en");
    const { visitor, agent } = scene;
    const said = [];
    await write(visitor, (said.push(`start ${tag()}`), said.at(-1)));
    await openRow(agent, said[0]);
    await write(agent, `hello ${tag()}`);
    for (let round = 0; round < 4; round++) {
      const [mine, yours] = [`v${round} ${tag()}`, `a${round} ${tag()}`];
      const both = Promise.all([write(visitor, mine), write(agent, yours)]);
      stage.wire.cut();
      await both;
      await new Promise((resolve) => setTimeout(resolve, 300));
      stage.wire.mend();
      await until(`round ${round}`, async () => (await words(visitor)).length === 4 + 2 * round && (await words(agent)).length === 4 + 2 * round);
    }
    const [there, here] = [await words(visitor), await words(agent)];
    assert.deepEqual(there, here, "one order for both");
    assert.equal(new Set(there).size, there.length, "nothing twice");
    const mine = there.filter((text) => /^v\d/.test(text)).map((text) => text[1]);
    assert.deepEqual(mine, ["0", "1", "2", "3"], "each one's own order");
    await leave(scene);
  },

  "Enter that belongs to an input method never sends; Shift+Enter makes a line": async (stage) => {
    const scene = await enter(stage);
    const said = [];
    await write(scene.visitor, (said.push(`开头 ${tag()}`), said[0]));
    await openRow(scene.agent, said[0]);
    for (const page of [scene.visitor, scene.agent]) {
      const composing = (how) => field(page).evaluate((node, how) => {
        const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, isComposing: how === "isComposing" });
        if (how === "229") Object.defineProperty(event, "keyCode", { value: 229 });
        node.dispatchEvent(event);
      }, how);
      await field(page).fill("nihao");
      await composing("isComposing");
      await composing("229");
      assert.deepEqual(await words(page), said);
      const devtools = await page.context().newCDPSession(page);
      await field(page).fill("");
      await devtools.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
      await page.keyboard.press("Enter").catch(() => undefined);
      assert.deepEqual(await words(page), said);
      await devtools.send("Input.insertText", { text: "你好" }); // the input method has chosen
      await field(page).fill("你好"); // without the line that Enter made here, where no input method took it
      await field(page).press("Shift+Enter");
      await devtools.send("Input.insertText", { text: "第二行" });
      await field(page).press("Enter");
      said.push("你好\n第二行");
      await shows(page, said);
      await shows(scene.agent, said);
    }
    await leave(scene);
  },

  "earlier words load above and new ones come below, without moving what is read": async (stage) => {
    const scene = await enter(stage, "en", "phone");
    const { visitor, agent } = scene;
    const mark = tag();
    for (let n = 1; n <= 70; n++) await write(visitor, `line ${n} ${mark}`);
    await until("all are stored", async () => (await visitor.locator(".foot.sending, .foot.kept").count()) === 0);
    await visitor.reload();
    await until("the newest fifty", async () => (await words(visitor)).length === 50);
    await openRow(agent, `line 70 ${mark}`);
    const top = () => visitor.locator(".bubble", { hasText: `line 40 ${mark}` }).evaluate((node) => node.getBoundingClientRect().top);
    await visitor.locator(".bubble", { hasText: `line 40 ${mark}` }).scrollIntoViewIfNeeded();
    const before = await top();
    await write(agent, `below ${mark}`);
    await visitor.locator(".below.fresh").waitFor();
    assert.ok(Math.abs((await top()) - before) < 2, "what is read stays when something comes below");
    await visitor.locator(".stream").evaluate((node) => (node.scrollTop = 0));
    await until("all seventy-one", async () => (await words(visitor)).length === 71);
    assert.ok((await visitor.locator(".stream").evaluate((node) => node.scrollTop)) > 200, "earlier words do not push the reader to the top");
    await leave(scene);
  },

  "the desk by keys: move, open, answer, leave; a hundred rows keep up": async (stage) => {
    const scene = await enter(stage, "en");
    const { agent } = scene;
    const mark = tag();
    const crowd = [];
    for (let n = 0; n < 12; n++) crowd.push(await background(stage.wire.base, `Guest ${n} ${mark}`));
    for (const [n, one] of crowd.entries()) await one.send(`I am number ${n} ${mark}`);
    await agent.locator(".row", { hasText: `number 11 ${mark}` }).waitFor();
    await agent.keyboard.press("j");
    await agent.keyboard.press("j");
    await agent.keyboard.press("k");
    await agent.keyboard.press("Enter");
    await agent.locator(".say", { hasText: `number 11 ${mark}` }).waitFor();
    await agent.keyboard.press("r");
    await agent.keyboard.type("On it");
    await agent.keyboard.press("Enter");
    await agent.locator(".tag.me").waitFor();
    await agent.keyboard.press("Escape");
    await agent.keyboard.press("2");
    await agent.locator(".row", { hasText: "On it" }).waitFor();
    await agent.keyboard.press("Shift+?");
    await agent.locator("dialog[open]").waitFor();
    for (const one of crowd) one.leave();
    await leave(scene);
  },

  "a lost ack and a store in trouble: kept, retried, in order (mock only)": async (stage) => {
    if (!stage.fault) return "skipped";
    const scene = await enter(stage, "en");
    const { visitor } = scene;
    await stage.fault({ drop_acks: true });
    await write(visitor, "acked in vain");
    await until("its fact", async () => (await visitor.locator(".foot.sending").count()) === 0);
    await stage.fault({ drop_acks: false, refuse: 2, retry_after_ms: 200 });
    for (const text of ["one", "two", "three"]) await write(visitor, text);
    await until("all are stored", async () => (await visitor.locator(".foot.sending, .foot.kept").count()) === 0);
    await shows(visitor, ["acked in vain", "one", "two", "three"]);
    await leave(scene);
  },
};
