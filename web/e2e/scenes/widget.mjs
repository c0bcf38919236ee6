// The widget on somebody else's page: against an installation in memory for what a bot says, against the real server for what may not be lost.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { agent as backAgent } from "../people.mjs";
import { site } from "../site.mjs";
import { tag, until } from "../stage.mjs";
import { answer, help, words as told } from "../tale.mjs";

const table = (name, lang) => JSON.parse(readFileSync(new URL(`../../src/words/${name}.${lang}.json`, import.meta.url), "utf8"));
const said = Object.fromEntries(["en", "zh"].map((lang) => [lang, { ...table("shared", lang), ...table("visitor", lang), ...table("widget", lang) }]));
const field = (page) => page.locator(".write textarea");
const bubbles = (page) => page.locator(".bubble").allInnerTexts();
const kept = (page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter((one) => one.includes("zhiyin") || one.includes("=")));

export async function write(page, text) {
  await field(page).fill(text);
  await field(page).press("Enter");
}
async function shows(page, expected) {
  let now = [];
  await until("the words", async () => JSON.stringify((now = await bubbles(page))) === JSON.stringify(expected)).catch(() => assert.deepEqual(now, expected));
}

/** An agent at the installation in memory. */
export function colleague(core, name = "demo-01") {
  const link = core.connect("/live/agent", { send: () => undefined, close: () => undefined });
  const say = (message) => link.text(JSON.stringify(message));
  say({ t: "hello", v: 1, agent: name });
  let n = 0;
  return {
    open: (conversation) => say({ t: "open", conversation }),
    take: (conversation) => say({ t: "take", id: `${name}-${++n}`, conversation }),
    send: (conversation, text) => say({ t: "send", id: `${name}-${++n}`, conversation, text }),
    typing: (conversation) => say({ t: "typing", conversation }),
    seen: (conversation, seq) => say({ t: "seen", conversation, seq }),
    resolve: (conversation) => say({ t: "resolve", id: `${name}-${++n}`, conversation }),
  };
}

export async function machine() {
  const at = await site({ help });
  Object.assign(at.core.bot, { on: true, answer });
  return at;
}

async function shop(stage, base, { lang = "en", size = "desktop", weather = false, theme = "light" } = {}) {
  const person = await stage.browser.person({ lang, size, weather, theme });
  await person.page.goto(`${base}/shop?lang=${lang}`);
  return person;
}
async function leave(at, ...people) {
  for (const { trouble, context } of people) {
    assert.deepEqual(trouble, [], "the page's console is clean");
    await context.close();
  }
  at.stop();
}
const newest = (at) => [...at.core.conversations.values()].at(-1);

const journey = (lang, size) => async (stage) => {
  const at = await machine();
  const words = said[lang];
  const person = await shop(stage, at.base, { lang, size });
  const { page } = person;
  await page.evaluate(() => ["message", "open", "unread", "rated"].forEach((name) => window.Zhiyin("on", name, (value) => (window.heard ??= []).push([name, value]))));
  await page.locator(".launch").click();
  await page.locator(".hello .pill").first().waitFor();
  await page.locator(".who", { hasText: words["bot.line"] }).waitFor();
  assert.equal(at.core.conversations.size, 0, "looking is not talking");

  // An answer without typing, said by a machine, with where it is from.
  await page.locator(".hello .pill").nth(1).click();
  await page.locator(".said.bot .bubble").waitFor();
  assert.match(await page.locator(".said.bot .head").innerText(), new RegExp(words.bot));
  await page.locator(".source").click();
  await page.locator(".art table").waitFor();
  await page.locator("header .back").click();
  await page.locator(".source").waitFor();

  // Asked back, and chosen; in the article another one is read, and back again.
  await write(page, told[lang].vague);
  await page.locator(".choices .pill").nth(0).click();
  await until("one more answer", async () => (await page.locator(".source").count()) === 2);
  assert.equal(await page.locator(".choices").count(), 0, "what was offered is over");
  await page.locator(".source").last().click();
  await page.locator(".art .body a").click();
  await page.locator(".art h2", { hasText: help.article("cancel-order", lang).title }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".art h2", { hasText: help.article("charged-twice", lang).title }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("header .find-tool").click();
  await page.locator(".help input").fill(lang === "zh" ? "退款" : "refund");
  await page.locator(".hits button").first().click();
  await page.locator(".art table").waitFor();
  await page.locator(".foot-line button").click();

  // A person: place and wait in words, then somebody.
  await page.locator(".ways .person").click();
  await page.locator(".waiting", { hasText: words["wait.next"] }).waitFor();
  await page.locator(".waiting", { hasText: words["wait.minutes"].one }).waitFor();
  const c = newest(at);
  const agent = colleague(at.core);
  agent.open(c.id);
  agent.take(c.id);
  await page.locator(".event", { hasText: "Demo 01" }).waitFor();
  assert.equal(await page.locator(".waiting").isVisible(), false);
  agent.typing(c.id);
  await page.locator(".typing.on", { hasText: "Demo 01" }).waitFor();
  await page.locator("header .tool").last().click();
  agent.send(c.id, `agent ${tag()}`);
  await page.locator(".launch .badge", { hasText: "1" }).waitFor();
  await page.locator(".launch").click();
  await until("it is read", async () => (await page.locator(".badge").isVisible()) === false && [...c.marks.values()].some((mark) => mark.kind === "visitor" && mark.read === c.entries.length));
  await write(page, `${lang === "zh" ? "谢谢" : "thanks"} ${tag()}`);
  agent.seen(c.id, c.entries.length + 1);
  await until("stored", () => c.entries.at(-1).author.kind === "visitor");
  agent.seen(c.id, c.entries.length);
  await page.locator(".foot.read").last().waitFor();

  agent.resolve(c.id);
  await page.locator(".rate").waitFor();
  assert.equal(await field(page).isVisible(), false);
  await page.locator(".five label").nth(3).click();
  await until("one tap is enough", () => c.rating?.score === 4);
  await page.locator(".rate textarea").fill("quick and kind");
  await page.locator(".rate .go").click();
  await until("and words", () => c.rating?.comment === "quick and kind");
  await page.locator(".rate .row", { hasText: words["rate.4"] }).waitFor();
  await page.reload();
  if (size === "phone") await page.locator(".launch").click();
  await page.locator(".rate .row", { hasText: words["rate.4"] }).waitFor();
  await page.locator(".ways .again").click();
  await write(page, `${lang === "zh" ? "退款" : "refund"}`);
  await until("the bot again", () => c.stage === "bot" && c.entries.at(-1).author.kind === "bot");
  await leave(at, person);
};

const nothingKept = async (stage) => {
  const at = await machine();
  const person = await shop(stage, at.base);
  const { page } = person;
  await until("it is there", async () => page.locator(".launch").isVisible());
  assert.equal(at.lines(), 0, "no line before anybody wants one");
  await page.locator(".launch").click();
  await page.locator(".hello .pill").first().waitFor();
  await until("a line", () => at.lines() === 1);
  await page.locator("header .tool").last().click();
  assert.deepEqual(await kept(page), [], "who only looks leaves no trace");
  await page.locator(".launch").click();
  await field(page).fill("half a sen");
  assert.deepEqual(await kept(page), ["zhiyin.visitor.draft"]);
  await page.reload();
  await page.locator(".launch").click();
  assert.equal(await field(page).inputValue(), "half a sen");
  await write(page, "refund");
  await until("answered", async () => (await bubbles(page)).length === 2);
  assert.ok((await kept(page)).includes("zhiyin.visitor.token"));
  await leave(at, person);
};

/** A tab that has looked already joins the one that speaks first. */
const tabs = async (stage) => {
  const at = await machine();
  const person = await shop(stage, at.base);
  const { page, context } = person;
  const second = await context.newPage();
  await second.goto(`${at.base}/shop?lang=en`);
  for (const one of [page, second]) {
    await one.locator(".launch").click();
    await one.locator(".hello .pill").first().waitFor();
  }
  await write(page, "one: refund");
  await until("both have it", async () => (await bubbles(second)).length === 2);
  await write(second, "two: refund");
  await until("all in both", async () => (await bubbles(page)).length === 4 && JSON.stringify(await bubbles(page)) === JSON.stringify(await bubbles(second)));
  assert.equal(at.core.conversations.size, 1, "one person, one conversation");
  await leave(at, person);
};

/** A page with rules of its own for everything, and a policy that allows neither inline styles nor scripts from anywhere else. */
const strange = async (stage) => {
  const strangers = {
    "/stranger": (base) => ({
      body: "<h1 id=own>Stranger</h1><section><button>Buy</button></section>",
      script: `<script src="/stub.js"></script><script src="${base.replace("127.0.0.1", "localhost")}/widget.js" data-language="en" async></script>`,
    }),
    "/strict": (base) => {
      const there = base.replace("127.0.0.1", "localhost");
      const policy = `default-src 'none'; script-src ${there}; connect-src ${there} ${there.replace("http", "ws")}; img-src ${there}; require-trusted-types-for 'script'; trusted-types zhiyin`;
      return { body: "<h1>Strict</h1>", script: `<script src="${there}/widget.js" data-language="zh" async></script>`, headers: { "Content-Security-Policy": policy } };
    },
  };
  const at = await site({ help, strangers });
  Object.assign(at.core.bot, { on: true, answer });
  const person = await stage.browser.person({ lang: "en", weather: true });
  const { page } = person;
  await page.addInitScript(() => {
    window.Zhiyin = (...call) => (window.Zhiyin.q ??= []).push(call);
    window.Zhiyin("open");
    window.Zhiyin("on", "message", (value) => (window.heard = value.text));
  });
  await page.goto(`${at.base}/stranger`);
  await page.locator(".panel .hello .pill").first().waitFor(); // called before the script was there
  const styles = await page.evaluate(() => {
    const of = (node) => [getComputedStyle(node).fontSize, getComputedStyle(node).color, getComputedStyle(node).display];
    const { shadowRoot } = document.querySelector("zhiyin-widget");
    return { title: of(document.querySelector("#own")), words: of(shadowRoot.querySelector(".hello p")), human: of(shadowRoot.querySelector(".person")) };
  });
  assert.deepEqual(styles.title.slice(0, 2), ["40px", "rgb(255, 0, 0)"], "the page keeps its own looks");
  assert.equal(styles.words[0], "15px");
  assert.notEqual(styles.words[1], "rgb(255, 0, 0)");
  assert.notEqual(styles.human[2], "none");
  await write(page, "refund");
  await until("the page hears", () => page.evaluate(() => window.heard?.startsWith("Wallet")));

  const trouble = [];
  page.on("console", (message) => /Content Security|Trusted/.test(message.text()) && trouble.push(message.text()));
  await page.addInitScript(() => delete window.Zhiyin);
  await page.goto(`${at.base}/strict`);
  await page.locator(".panel").waitFor(); // it was open on the page before
  const width = await page.locator(".panel").evaluate((one) => one.getBoundingClientRect().width);
  assert.equal(Math.round(width), 384, "its looks are there in spite of the policy");
  await write(page, "退款");
  await page.locator(".source").last().click();
  await page.locator(".art table").waitFor();
  assert.deepEqual(trouble.filter((text) => !/inline style|style-src|default-src/.test(text) || /widget/.test(text)), []);
  await person.context.close();
  at.stop();
};

const keyboard = async (stage) => {
  const at = await machine();
  const person = await shop(stage, at.base, { lang: "zh", size: "phone" });
  const { page } = person;
  await page.locator(".launch").focus();
  await page.keyboard.press("Enter");
  await page.locator(".hello .pill").first().waitFor();
  const inside = () => page.evaluate(() => document.activeElement?.localName === "zhiyin-widget" && document.activeElement.shadowRoot.activeElement !== null);
  for (let n = 0; n < 24; n++) {
    await page.keyboard.press("Tab");
    assert.ok(await inside(), "behind the whole screen there is nothing to go to");
  }
  for (let n = 0; n < 3; n++) await page.keyboard.press("Shift+Tab");
  assert.ok(await inside());
  const small = await page.evaluate(() => [...document.querySelector("zhiyin-widget").shadowRoot.querySelectorAll(".panel button, .panel textarea, .panel a[href]")]
    .filter((one) => one.checkVisibility() && !one.closest(".write")).map((one) => [one.className, one.getBoundingClientRect()]).filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name));
  assert.deepEqual(small, [], "big enough for a thumb");

  // The input method's Enter chooses a word.
  await field(page).fill("tui kuan");
  await field(page).evaluate((one) => {
    for (const more of [{ isComposing: true }, { keyCode: 229 }]) one.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
  });
  assert.equal(await page.locator(".bubble").count(), 0);
  await field(page).press("Enter");
  await until("now it is sent", async () => (await page.locator(".bubble").count()) > 0);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".panel").isVisible(), false);
  assert.equal(await page.evaluate(() => document.querySelector("zhiyin-widget").shadowRoot.activeElement?.className), "launch", "the focus goes back to where it came from");
  await leave(at, person);
};

/** Before the real server: its routes for the help may be there or not, its lines are. */
const real = (stage, more = {}) => site({ target: stage.server.base, ...more });

const lost = async (stage) => {
  const at = await real(stage, { help });
  const person = await shop(stage, at.base, { weather: true });
  const { page } = person;
  const agent = await backAgent(stage.server.base, "demo-04");
  await page.locator(".launch").click();
  const mine = [0, 1, 2, 3].map((n) => `widget ${n} ${tag()}`);
  await write(page, mine[0]);
  await page.locator(".foot.sent, .foot.delivered, .foot.read").waitFor();
  at.cut();
  await page.locator(".status[data-condition=offline].on").waitFor();
  await write(page, mine[1]);
  await write(page, mine[2]);
  assert.equal(await page.locator(".foot.kept").count() > 0, true);
  await page.reload(); // with words unsent, and no line
  await page.locator(".panel").waitFor();
  assert.deepEqual(await bubbles(page), mine.slice(1, 3), "what was not sent is still there");
  at.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await shows(page, mine.slice(0, 3));
  const { conversation } = await lookFor(stage, mine[2]);
  const back = `answer ${tag()}`;
  await agent.to(conversation).send(back);
  await shows(page, [...mine.slice(0, 3), back]);
  await page.locator(".event").waitFor();
  await stage.server.kill();
  await page.locator(".status[data-condition=offline].on").waitFor();
  await write(page, mine[3]);
  await stage.server.start();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await shows(page, [...mine.slice(0, 3), back, mine[3]]);
  await until("nothing waits", async () => (await page.locator(".foot.sending, .foot.kept").count()) === 0);
  await page.reload();
  await shows(page, [...mine.slice(0, 3), back, mine[3]]);
  agent.leave();
  await leave(at, person);
};

/** The conversation whose newest words are these, as an agent's list has it. */
async function lookFor(stage, text) {
  const link = await backAgent(stage.server.base, "demo-05");
  const window = link.next((message) => message.t === "window" && message.rows.some((row) => row.last.text === text));
  const ask = setInterval(() => link.say({ t: "watch", view: "open", limit: 50 }), 200);
  const { rows } = await window;
  clearInterval(ask);
  link.leave();
  return { conversation: rows.find((row) => row.last.text === text).id };
}

const withAgent = async (stage) => {
  const at = await real(stage, { help });
  const person = await shop(stage, at.other, { lang: "zh", size: "phone", weather: true });
  const { page } = person;
  await page.locator(".launch").click();
  await field(page).waitFor();
  // With no conversation yet the wish for a person is a message.
  await page.locator(".ways .person").click();
  await shows(page, [said.zh["human.say"]]);
  const ask = `在吗 ${tag()}`;
  await write(page, ask);
  const { conversation } = await lookFor(stage, ask);
  const agent = await backAgent(stage.server.base, "demo-03");
  agent.say({ t: "open", conversation });
  await agent.next((message) => message.t === "snapshot");
  agent.say({ t: "seen", conversation, seq: 2 });
  await page.locator(".foot.read").waitFor();
  await until("typing is seen", async () => (agent.say({ t: "typing", conversation }), (await page.locator(".typing.on").count()) > 0));
  // A sign is said every two seconds at most, and writing above may have said one.
  let typed = false;
  void agent.next((message) => message.t === "typing").then(() => (typed = true));
  await until("typing is heard", async () => (await field(page).pressSequentially("好"), typed));
  await agent.to(conversation).send("您好");
  await until("answered", async () => (await bubbles(page)).at(-1) === "您好");
  assert.equal(await page.locator(".ways").isVisible(), false, "who talks to a person needs no way to one");
  agent.leave();
  await leave(at, person);
};

const away = async (stage) => {
  const at = await real(stage, { help: { ...help, config: (language) => ({ ...help.config(language), bot: false }) } });
  const agent = await backAgent(stage.server.base, "demo-02");
  const state = async (name) => {
    agent.say({ t: "state", id: `s-${tag()}`, state: name });
    await agent.next((message) => message.t === "state" || message.t === "ack");
  };
  await state("available");
  await state("offline");
  const person = await shop(stage, at.base, { weather: true });
  const { page } = person;
  await page.locator(".launch").click();
  const form = page.locator(".away:not([hidden])");
  await form.getByText(said.en["away.unknown"]).waitFor();
  await form.getByRole("textbox").fill("mei@example.com");
  await page.keyboard.press("Enter");
  await form.getByText(said.en["away.thanks"]).waitFor();
  await page.reload();
  await page.locator(".panel, .launch").first().waitFor();
  if (!(await page.locator(".panel").isVisible())) await page.locator(".launch").click();
  await form.getByText(said.en["away.thanks"]).waitFor();
  await state("available");
  await state("offline");
  agent.leave();
  await leave(at, person);
};

export const widgets = {
  "the widget: asked, answered with its source, asked back, handed over, solved, rated, en, desktop": journey("en", "desktop"),
  "the widget: asked, answered with its source, asked back, handed over, solved, rated, zh, phone": journey("zh", "phone"),
  "the widget keeps nothing, and opens no line, before there is a need": nothingKept,
  "the widget in two tabs is one person": tabs,
  "the widget on a page with other rules, and with a strict policy": strange,
  "the widget by keyboard, on a phone; Enter of an input method sends nothing": keyboard,
  "the widget at the real server: a cut line, a reload, a killed server, and no word lost": lost,
  "the widget at the real server: a person is asked for, receipts and typing": withAgent,
  "the widget at the real server: nobody is on duty": away,
};
