// Nobody is on duty: the visitor is told when, leaves a way to be reached, and it reaches the agent; then somebody comes.
import assert from "node:assert/strict";
import { administers, agent as backAgent, laterHours, website } from "../people.mjs";
import { looksRight } from "../face.mjs";
import { enter, leave, said, tag, until, write } from "../stage.mjs";

/** Says of an agent whether he is there, on a line of its own. */
async function becomes(stage, name, state) {
  const link = await backAgent(stage.server.base, name);
  const answer = link.next((message) => message.id === "state" && message.t !== "state");
  link.say({ t: "state", id: "state", state });
  assert.equal((await answer).t, "ack");
  return link;
}

const scene = (lang, size) => async (stage) => {
  // Whoever has come once and gone says by it that nobody is there now.
  const links = [await becomes(stage, "demo-03", "available"), await becomes(stage, "demo-03", "offline")];
  const people = await enter(stage, { lang, size, weather: true });
  const { visitor } = people;
  const away = visitor.locator(".away:not([hidden])");
  await away.getByText(said(lang, "away.unknown")).waitFor();
  await visitor.locator(".who", { hasText: said(lang, "line.away") }).waitFor();
  await looksRight(visitor, lang);

  const field = away.getByRole("textbox", { name: said(lang, "away.field") });
  await field.fill("nonsense");
  await field.press("Enter");
  await away.getByRole("alert").getByText(said(lang, "away.wrong")).waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await looksRight(visitor, lang);

  // What is left while the connection is down is kept and said when it is back.
  stage.wire.cut();
  await visitor.locator(".status[data-condition=offline].on").waitFor();
  stage.wire.mend();
  await away.waitFor();
  await field.fill("mei@example.com");
  await visitor.keyboard.press("Tab");
  await visitor.keyboard.press("Enter");
  await away.getByText(said(lang, "away.thanks")).waitFor();
  assert.equal(await field.count(), 0, "asked once");
  await visitor.reload();
  await away.getByText(said(lang, "away.thanks")).waitFor();

  const text = `away ${tag()}`;
  await write(visitor, text);
  await away.getByText(said(lang, "away.kept")).waitFor();
  await looksRight(visitor, lang);

  links.push(await becomes(stage, "demo-03", "busy"));
  await until("somebody is there", async () => (await away.count()) === 0);
  links.push(await becomes(stage, "demo-03", "offline"));
  await away.waitFor();
  links.push(await becomes(stage, "demo-03", "busy"));
  links.forEach((one) => one.leave());
  await leave(people);
};

/** The visitor reads the time in his own time zone, which is Shanghai's here: 01:00 UTC is 09:00. */
const hours = (lang) => async (stage) => {
  const call = await administers(stage.server);
  const week = laterHours();
  await call("PUT", `/inboxes/${website}/hours`, week);
  const { page, context, trouble } = await stage.browser.person({ lang });
  await page.goto(`${stage.server.base}/?lang=${lang}`);
  const day = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { weekday: "long", timeZone: "Asia/Shanghai" });
  const opens = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate() + 3, 1));
  const words = said(lang, "opens.weekday").replace("{weekday}", day.format(opens)).replace("{time}", "09:00");
  await page.locator(".away .when", { hasText: words }).waitFor();
  await looksRight(page, lang);
  await call("DELETE", `/inboxes/${website}/hours`);
  await until("it is open again", async () => (await page.locator(".away .when", { hasText: words }).count()) === 0 || !(await page.locator(".away").isVisible()));
  assert.deepEqual(trouble, [], "the page's console is clean");
  await context.close();
};

export const absence = {
  "closed by its hours, it says when it opens, zh": hours("zh"),
  "closed by its hours, it says when it opens, en": hours("en"),
  "nobody is on duty, and a way to be reached is left, zh, phone": scene("zh", "phone"),
  "nobody is on duty, and a way to be reached is left, en, desktop": scene("en", "desktop"),
};
