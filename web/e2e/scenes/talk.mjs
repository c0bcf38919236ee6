// The main way, in each language and at each width: asked, seen, taken, answered, read, resolved, asked again.
import assert from "node:assert/strict";
import { enter, field, leave, openRow, said, shows, tag, until, write } from "../stage.mjs";
import { looksRight } from "../face.mjs";

const lines = {
  zh: ["付款扣了两次，每次 128 元", "我来查一下，请先别再付款", "好的，谢谢"],
  en: ["I was charged twice", "Let me look, please don’t pay again", "All right, thank you"],
};

/** Types until the other page shows it: a sign is said every two seconds at most, and none is promised to arrive. */
const typesFor = (page, other) => until("typing is seen", async () => {
  await field(page).pressSequentially("a");
  return (await other.locator(".typing.on").count()) > 0;
});

async function talk(stage, lang, size) {
  const scene = await enter(stage, { lang, size });
  const { visitor, agent } = scene;
  const [ask, answer, thanks] = lines[lang].map((text) => `${text} ${tag()}`);
  const mark = (key) => async () => (await visitor.locator(".foot .mark").last().innerText()) === said(lang, key);

  await visitor.locator(".hello:not([hidden])").waitFor();
  await looksRight(visitor, lang);
  await write(visitor, ask);
  await shows(visitor, [ask]);
  const row = agent.locator(".row", { hasText: ask });
  await row.locator(".cnt").waitFor();
  await looksRight(agent, lang);
  await openRow(agent, ask);
  await until("the visitor sees that he was read", mark("mark.read"));

  // Typing, to each side, until the words themselves.
  await typesFor(visitor, agent);
  await typesFor(agent, visitor);
  await field(visitor).fill("");

  // Taken by its button on a desk, by the answer itself on a phone.
  if (size === "desktop") await agent.locator(".bar .btn", { hasText: said(lang, "take") }).click();
  if (size === "desktop") await agent.locator(".tag.me").waitFor();
  await write(agent, answer);
  await shows(visitor, [ask, answer]);
  await shows(agent, [ask, answer]);
  await agent.locator(".tag.me").waitFor();
  await until("typing ends with the words", async () => (await visitor.locator(".typing.on").count()) === 0);
  await visitor.locator(".who", { hasText: said(lang, "line.assigned") }).waitFor();
  await agent.locator(".ft.read").waitFor();
  await looksRight(agent, lang, [ask, answer]);

  await agent.locator(".bar .btn", { hasText: said(lang, "resolve") }).click();
  await agent.locator(".closed").waitFor();
  await visitor.locator(".status.on", { hasText: said(lang, "status.resolved") }).waitFor();
  await looksRight(visitor, lang, [ask, answer]);
  await write(visitor, thanks);
  await agent.locator(".tag.wait").waitFor();
  await shows(agent, [ask, answer, thanks]);
  if (size === "phone") {
    await agent.locator(".back").click();
    await agent.locator(".row", { hasText: thanks }).waitFor();
    assert.equal(await agent.locator(".talk").isVisible(), false, "on a phone one pane at a time");
  }
  await leave(scene);
}

const combinations = [["zh", "desktop"], ["zh", "phone"], ["en", "desktop"], ["en", "phone"]];

export const talking = Object.fromEntries(
  combinations.map(([lang, size]) => [`a talk from the first word to the last and on, ${lang}, ${size}`, (stage) => talk(stage, lang, size)]));
