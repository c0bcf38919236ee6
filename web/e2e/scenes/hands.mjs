// What hands do: input methods, keys, scrolling, and what a page says when the server says no.
import assert from "node:assert/strict";
import { agent as backAgent, visitor as background } from "../people.mjs";
import { looksRight } from "../face.mjs";
import { enter, field, leave, openRow, said, shows, tag, until, words, write } from "../stage.mjs";

/** Enter as the browser reports it while an input method is at work: Chromium and Firefox by isComposing, Safari by 229. */
const composing = (page, how) => field(page).evaluate((node, how) => {
  if (how === "isComposing") node.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, isComposing: how === "isComposing" });
  if (how === "229") Object.defineProperty(event, "keyCode", { value: 229 });
  node.dispatchEvent(event);
  if (how === "isComposing") node.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "你好" }));
}, how);

/** Each element that Tab reaches, and whether one sees that it is there. */
async function tabbed(page, presses) {
  const reached = [];
  for (let n = 0; n < presses; n++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => {
      const node = document.activeElement;
      if (node === null || node === document.body) return null;
      const ring = getComputedStyle(node);
      const frame = getComputedStyle(node.closest(".field, .desk") ?? node);
      const probe = document.createElement("i");
      probe.style.color = "var(--focus)";
      document.body.append(probe);
      const focus = getComputedStyle(probe).color;
      probe.remove();
      const seen = (ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2) || frame.borderTopColor === focus;
      return { what: node.className || node.tagName, seen };
    }));
  }
  return reached.filter((one) => one !== null);
}

export const hands = {
  "Enter that belongs to an input method never sends; Shift+Enter makes a line": async (stage) => {
    const scene = await enter(stage);
    const all = [`开头 ${tag()}`];
    await write(scene.visitor, all[0]);
    await openRow(scene.agent, all[0]);
    for (const page of [scene.visitor, scene.agent]) {
      await field(page).fill("nihao");
      await composing(page, "isComposing");
      await composing(page, "229");
      assert.deepEqual(await words(page), all);
      const devtools = await page.context().newCDPSession(page);
      await field(page).fill("");
      await devtools.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
      await page.keyboard.press("Enter");
      assert.deepEqual(await words(page), all);
      await devtools.send("Input.insertText", { text: "你好" }); // the input method has chosen
      await field(page).fill("你好"); // without the line that Enter made here, where no input method took it
      await field(page).press("Shift+Enter");
      await devtools.send("Input.insertText", { text: "第二行" });
      await field(page).press("Enter");
      all.push("你好\n第二行");
      await shows(page, all);
    }
    await shows(scene.visitor, all);
    await leave(scene);
  },

  "earlier words load above and new ones come below, without moving what is read": async (stage) => {
    const lang = "en";
    const mark = tag();
    const before = await background(stage.server.base);
    await Promise.all(Array.from({ length: 20 }, (_one, n) => before.send(`line ${n + 1} ${mark}`)));
    for (let n = 21; n <= 70; n++) await before.send(`line ${n} ${mark}`);
    const reader = await stage.browser.person({ lang, size: "phone" });
    await reader.context.addInitScript((token) => localStorage.setItem("zhiyin.visitor.token", token), before.welcome.token);
    const visitor = reader.page;
    await visitor.goto(`${stage.wire.base}/?lang=${lang}`);
    await until("the newest fifty", async () => (await words(visitor)).length === 50);
    const agent = await backAgent(stage.server.base);
    const line = visitor.locator(".bubble", { hasText: `line 40 ${mark}` });
    const top = () => line.evaluate((node) => node.getBoundingClientRect().top);
    await line.scrollIntoViewIfNeeded();
    const stood = await top();
    const { conversation } = before.heard.find((message) => message.t === "ack");
    await agent.to(conversation).send(`below ${mark}`);
    await visitor.locator(".below.fresh").waitFor();
    assert.ok(Math.abs((await top()) - stood) < 2, "what is read stays when something comes below");
    await visitor.locator(".stream").evaluate((node) => (node.scrollTop = 0));
    await until("all seventy-one", async () => (await words(visitor)).length === 71);
    assert.ok((await visitor.locator(".stream").evaluate((node) => node.scrollTop)) > 200, "earlier words do not push the reader to the top");
    await visitor.locator(".below").click();
    await until("at the end", async () => !(await visitor.locator(".below").isVisible()));
    agent.leave();
    before.leave();
    await leave({ people: [reader] });
  },

  "the desk by keys: move, open, answer, leave; Tab reaches everything, and one sees where one is": async (stage) => {
    const scene = await enter(stage, { lang: "en" });
    const { agent, visitor } = scene;
    const mark = tag();
    const crowd = [];
    for (let n = 0; n < 12; n++) crowd.push(await background(stage.server.base, `Guest ${n} ${mark}`));
    for (const [n, one] of crowd.entries()) await one.send(`I am number ${n} ${mark}`);
    // At the top, and nothing else moves any more: the keys count rows.
    await agent.locator(".row").first().filter({ hasText: `number 11 ${mark}` }).waitFor();
    await until("all twelve are listed", async () => (await agent.locator(".row", { hasText: mark }).count()) === crowd.length);
    for (const key of ["j", "j", "k", "Enter"]) await agent.keyboard.press(key);
    await agent.locator(".say", { hasText: `number 11 ${mark}` }).waitFor();
    await agent.keyboard.press("r");
    await agent.keyboard.type("On it");
    await agent.keyboard.press("Enter");
    await agent.locator(".tag.me").waitFor();
    await agent.keyboard.press("Escape");
    await agent.keyboard.press("1");
    await agent.locator(".row", { hasText: "On it" }).waitFor();
    await agent.keyboard.press("Shift+?");
    await agent.locator("dialog[open]").waitFor();
    await looksRight(agent, "en");
    await agent.keyboard.press("Escape");
    await agent.setViewportSize({ width: 1000, height: 700 }); // a laptop: the rail keeps only its icons, and their names
    for (const key of ["view.queue", "view.mine", "view.open", "keys"]) await agent.getByRole("button", { name: said("en", key) }).first().waitFor();
    await looksRight(agent, "en");
    await write(visitor, `me too ${mark}`);
    await shows(visitor, [`me too ${mark}`]);
    for (const [page, places] of [[agent, ["row", "btn", "stream", "draft"]], [visitor, ["lang", "stream", "TEXTAREA"]]]) {
      const reached = await tabbed(page, 30);
      for (const place of places) assert.ok(reached.some((one) => one.what.includes(place)), `Tab reaches ${place}: ${JSON.stringify(reached)}`);
      assert.deepEqual(reached.filter((one) => !one.seen), [], "the place of the keyboard is seen");
    }
    for (const one of crowd) one.leave();
    await leave(scene);
  },

  "refused words stand there as unsent, with the reason and what can be done; what follows them passes": async (stage) => {
    const scene = await enter(stage, { lang: "en", weather: true });
    const { visitor, agent } = scene;
    const ask = `who is faster ${tag()}`;
    await write(visitor, ask);
    await openRow(agent, ask);
    const other = await backAgent(stage.server.base);
    stage.wire.cut();
    await agent.locator(".strip.wait").waitFor();
    const mine = `me, too late ${tag()}`;
    await write(agent, mine);
    await other.to(await agent.evaluate(() => location.hash.split("/").at(-1))).send("I was here first");
    stage.wire.mend();
    const unsent = agent.locator(".why");
    await unsent.filter({ hasText: said("en", "refused.forbidden") }).waitFor();
    await shows(visitor, [ask, "I was here first"]);
    await unsent.getByRole("button", { name: said("en", "act.again") }).click();
    await unsent.waitFor();
    await agent.reload();
    await unsent.waitFor(); // a refused message is nobody's but its author's to drop
    await agent.getByRole("button", { name: said("en", "takeover") }).click();
    await agent.locator(".tag.me").waitFor();
    await unsent.getByRole("button", { name: said("en", "act.again") }).click();
    await shows(agent, [ask, "I was here first", mine]);
    await shows(visitor, [ask, "I was here first", mine]);
    other.leave();
    await leave(scene);
  },

  "an agent who is not accepted is told so, and can try again or be another": async (stage) => {
    const one = await stage.browser.person({ lang: "zh", weather: true });
    await one.page.goto(`${stage.wire.base}/agent?agent=demo-99&lang=zh`);
    await one.page.getByText(said("zh", "stopped.more").replace("{agent}", "demo-99")).waitFor();
    await one.page.getByRole("button", { name: said("zh", "stay.retry") }).waitFor();
    assert.equal(await one.page.locator(".skeleton").count(), 0, "nothing pretends to load");
    await looksRight(one.page, "zh");
    await one.page.locator(".agent-switch:visible").selectOption("demo-01");
    await one.page.locator(".self small", { hasText: said("zh", "state.offline") }).waitFor();
    await leave({ people: [one] });
  },
};
