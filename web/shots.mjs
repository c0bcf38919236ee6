// Draws the pages in both languages, sizes and themes, from the built program with lifelike talk, and writes the pictures into a folder.
//   node shots.mjs [FOLDER] [desktop-zh-light | console-phone | articles-desktop-en …]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, sizes } from "./e2e/browser.mjs";
import { administers, agent as backAgent, laterHours, visitor as backVisitor, website } from "./e2e/people.mjs";
import { installation } from "./e2e/server.mjs";
import { field, said, until, words, write } from "./e2e/stage.mjs";
import { wire } from "./e2e/wire.mjs";
import { busy, story as storyOf, world } from "./e2e/world.mjs";
import { drawArticles } from "./shots_articles.mjs";
import { drawSettings } from "./shots_settings.mjs";

const [folder = "shots", wanted = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const story = {
  zh: {
    crowd: [["陈牧", "照片拍的不是我们楼，我这里什么都没有收到，骑手说送到了"], ["宋可", "3 号柜的取件码按了，门不开"], ["", "汤洒了一半，袋子也破了"], ["沈青", "外婆不会用手机，怎么替她取件？"], ["何嘉", "收到啦，太谢谢你们了！"], ["Maya Lindgren", "Can I get an invoice in English?"]],
    answered: "已按您的要求关闭自动续费",
    talk: [["v", "付款一直显示失败，但是钱扣了两次，每次 128 元。"], ["a", "您好，这件事我负责到底。请先别再支付，两笔扣款我正在和财务核对。"], ["v", "蛋糕四点前要到，到底有没有下单成功？"], ["v", "订单号 BL-20418"], ["a", "查到了：一笔已转成订单，15:40 前送到 7 号楼前台，骑手不会打电话。另一笔 128 元今天 18:00 前原路退回。"]],
    next: "谢谢。她四点下课，放 7 号楼前台就行，别打电话，是惊喜。", opened: "3 号柜已远程打开，请再试一次", draft: "好的，已经备注“放前台、勿致电”", kept: "对了，能附一张贺卡吗？", late: "贺卡可以附，您想写什么？",
  },
  en: {
    crowd: [["Chen Mu", "The photo isn’t our building. I have nothing here and the courier says it was delivered"], ["Idris Bello", "Locker 3 takes the code but the door stays shut"], ["", "Half the soup is in the bag"], ["Anita Rao", "My gran has no phone. How do I collect for her?"], ["Lucy Tran", "Got it. Thank you so much!"], ["林晓雯", "可以开发票吗？"]],
    answered: "Auto-renewal is off, as you asked",
    talk: [["v", "Payment keeps failing, but I’ve been charged ¥128 twice."], ["a", "Hello, I’ll see this through. Please don’t pay again while I check both charges with Finance."], ["v", "The cake has to be here by four. Is there an order or not?"], ["v", "Order BL-20418"], ["a", "Found it: one charge is now your order, at the Building 7 desk by 15:40, and the courier won’t call. The other ¥128 goes back to your card by 18:00 today."]],
    next: "OK, thanks. Her class ends at four, so the Building 7 desk is fine. Please don’t call her, it’s a surprise.", opened: "Locker 3 is open now, please try again", draft: "Noted on the order: leave at the desk, do not call", kept: "Oh, could you add a card?", late: "A card is no trouble. What should it say?",
  },
};

async function crowd(base, lang) {
  const people = [];
  const other = await backAgent(base, "demo-02");
  for (const [n, [name, text]] of story[lang].crowd.entries()) {
    const one = await backVisitor(base, name);
    const { conversation } = await one.send(text);
    if (n === 4) await other.to(conversation).send(story[lang].answered);
    people.push(one);
  }
  return { other, leave: () => [other, ...people].forEach((one) => one.leave()) };
}

const settled = (page) => page.waitForTimeout(350);
/** Writes `text` letter by letter, until the other page shows that somebody types. */
async function types(page, text, other) {
  for (let n = 4; (await other.locator(".typing.on").count()) === 0; n = 4 + (n % (text.length - 4))) {
    await field(page).fill(text.slice(0, n + 1));
    await page.waitForTimeout(100);
  }
}

/** The talk between the two pages, up to the agent's last answer. */
async function talks(visitor, agent, lang, shot) {
  const { talk } = story[lang];
  for (const [n, [who, text]] of talk.entries()) {
    if (n === 1) await agent.locator(".row", { hasText: talk[0][1].slice(0, 10) }).click();
    await write(who === "v" ? visitor : agent, text);
    for (const page of [visitor, ...(n > 0 ? [agent] : [])]) await until("both have it", async () => (await words(page)).length === n + 1);
    if (n > 0) continue;
    await agent.locator(".row", { hasText: talk[0][1].slice(0, 10) }).waitFor();
    await shot("visitor-queued", visitor);
    await shot("agent-queue", agent);
  }
}

/** Cut off, with words on both sides that wait; then back, and a refusal for the agent who came too late. */
async function weather(line, visitor, agent, lang, shot) {
  const { kept, late, talk } = story[lang];
  line.cut();
  await visitor.locator(".status[data-condition=offline].on").waitFor();
  await write(visitor, kept);
  await agent.locator(".strip.wait").waitFor();
  await write(agent, late);
  await settled(visitor);
  await shot("visitor-offline", visitor);
  await shot("agent-offline", agent);
  line.mend();
  await until("sent", async () => (await words(visitor)).length === talk.length + 3 && (await visitor.locator(".foot.kept, .foot.sending").count()) === 0);
}

/** Words for somebody whom another agent has taken meanwhile. */
async function refusal(line, agent, people, lang, shot) {
  const [, [, text]] = story[lang].crowd;
  const row = agent.locator(".row", { hasText: text });
  await row.click();
  await agent.locator(".say", { hasText: text }).waitFor();
  line.cut();
  await agent.locator(".strip.wait").waitFor();
  await write(agent, story[lang].opened);
  await people.other.to(await agent.evaluate(() => location.hash.split("/").at(-1))).send(story[lang].opened);
  line.mend();
  await agent.locator(".why").waitFor();
  await settled(agent);
  await shot("agent-refused", agent);
}

/** Closed: when it opens, what is no address, and one that was left. */
async function away(server, visitor, lang, shot) {
  const call = await administers(server);
  await call("PUT", `/inboxes/${website}/hours`, laterHours());
  await visitor.locator(".away:not([hidden])").waitFor();
  await settled(visitor);
  await shot("visitor-away", visitor);
  const way = visitor.locator(".away input");
  await way.fill(lang === "zh" ? "微信 lin88" : "ask my neighbour");
  await way.press("Enter");
  await visitor.locator(".away .wrong:not([hidden])").waitFor();
  await shot("visitor-away-wrong", visitor);
  await way.fill("lin@example.com");
  await way.press("Enter");
  await visitor.locator(".away .thanks .link").waitFor();
  await settled(visitor);
  await shot("visitor-away-left", visitor);
  await call("DELETE", `/inboxes/${website}/hours`);
  await visitor.locator(".away:not([hidden])").waitFor({ state: "detached" });
}

/** One evening at one size, in one language and theme, drawn at each of its moments. */
async function draw(browser, server, line, lang, size, theme) {
  const shot = (name, page) => page.screenshot({ path: join(folder, `${name}-${size}-${lang}-${theme}.png`) });
  const visitor = (await browser.person({ size, lang, theme, weather: true })).page;
  const agent = (await browser.person({ size, lang, theme, weather: true })).page;
  const back = () => (size === "phone" ? agent.locator(".back").click() : agent.keyboard.press("Escape"));
  await visitor.goto(`${line.base}/?lang=${lang}`);
  await visitor.locator(".hello:not([hidden])").waitFor();
  await shot("visitor-empty", visitor);
  await away(server, visitor, lang, shot);
  await agent.goto(`${line.base}/agent?agent=demo-09&lang=${lang}`);
  await agent.locator(".art.snapped").waitFor();
  await shot("agent-stopped", agent);
  await agent.goto(`${line.base}/agent?agent=demo-01&lang=${lang}`);
  await agent.locator(".empty, .row").first().waitFor();
  await settled(agent);
  await shot("agent-start", agent);
  const people = await crowd(server.base, lang);
  await talks(visitor, agent, lang, shot);
  const { next, draft, kept } = story[lang];
  await field(visitor).fill(next);
  await agent.mouse.move(700, 300);
  await agent.locator(".ft.read").waitFor();
  await shot("visitor-talk", visitor);
  await write(visitor, next);
  await agent.locator(".say", { hasText: next }).waitFor();
  await types(agent, draft, visitor);
  await field(agent).fill(draft);
  await types(visitor, kept, agent);
  await shot("agent-talk", agent);
  await types(agent, draft, visitor);
  await field(visitor).fill("");
  await shot("visitor-typing", visitor);
  await weather(line, visitor, agent, lang, shot);
  await back();
  await agent.locator(".rail .view", { hasText: said(lang, "view.open") }).click();
  await settled(agent);
  await shot("agent-list", agent);
  if (size === "desktop") {
    await agent.locator(".rail .view", { hasText: "?" }).click();
    await shot("agent-keys", agent);
    await agent.keyboard.press("Escape");
  }
  await refusal(line, agent, people, lang, shot);
  await back();
  await agent.locator(".rail .view", { hasText: said(lang, "view.mine") }).click();
  await agent.locator(".row").first().click();
  await agent.locator(".bar .btn", { hasText: said(lang, "resolve") }).click();
  await agent.locator(".closed").waitFor();
  await visitor.locator(".status[data-condition=resolved].on").waitFor();
  await settled(visitor);
  await shot("agent-resolved", agent);
  await shot("visitor-resolved", visitor);
  people.leave();
  await drawSettings(browser, server, lang, size, theme, shot);
}

/** The console at work, in each of its states: a crowd, a conversation with notes, and what floats over it. */
async function console_(browser, lang, size, theme) {
  const server = await installation();
  await server.start(busy);
  const at = await world(server, lang);
  const { conversation } = await storyOf(at);
  const { page, context } = await browser.person({ size, lang, theme, weather: true });
  const shot = async (name) => {
    await page.waitForTimeout(450);
    await page.screenshot({ path: join(folder, `console-${name}-${size}-${lang}-${theme}.png`) });
  };
  const esc = async () => {
    await page.keyboard.press("Escape");
    await page.waitForTimeout(350);
  };
  await page.goto(`${server.base}/agent?agent=demo-01&lang=${lang}#/mine`);
  await page.locator(".row").first().waitFor();
  await shot("list");
  await page.locator(".row", { hasText: at.tale.hero.name }).click();
  await page.locator(".say").first().waitFor();
  await at.agents[0].act("invite", { conversation, agent: at.demo[1].id });
  await at.agents[0].act("note", { conversation, text: at.tale.note, mentions: [at.demo[1].id] });
  await at.agents[1].act("note", { conversation, text: at.tale.answer });
  await at.hero.send(at.tale.thanks);
  await page.locator(".say", { hasText: at.tale.thanks }).waitFor();
  await shot("talk");
  await field(page).pressSequentially("/");
  await page.locator(".call").waitFor();
  await shot("quick");
  await esc();
  await field(page).fill("");
  await page.locator(".seg button").nth(1).click();
  await field(page).pressSequentially("@");
  await page.locator(".call").waitFor();
  await shot("note");
  await esc();
  await field(page).fill("");
  await page.locator(".seg button").nth(0).click();
  if (size === "phone") {
    await page.locator(".pane-button").click();
    await shot("pane");
    await page.locator(".pane-bar .btn").click();
  } else {
    await field(page).press("Escape");
    for (const [key, name] of [["t", "transfer"], ["h", "snooze"], ["?", "keys"]]) {
      await page.keyboard.press(key);
      await shot(name);
      await esc();
    }
    await page.keyboard.press("Control+k");
    await page.locator(".pal input").fill(at.tale.labels[0].slice(0, 4));
    await shot("palette");
    await esc();
    await page.locator(".rail h4 .btn").click();
    await page.locator(".el-dialog").waitFor();
    await shot("view");
    await page.locator(".el-dialog__headerbtn").click();
    await page.locator(".rail .foot .view").first().click();
    await shot("people");
    await page.locator(".rail .foot .view").first().click();
  }
  await page.locator(".talk .bar .btn", { hasText: said(lang, "resolve") }).click();
  await page.locator(".toast").waitFor();
  await shot("resolved");
  await context.close();
  at.leave();
  await server.stop();
}

const browser = await launch();
for (const lang of ["zh", "en"]) for (const size of Object.keys(sizes)) for (const theme of ["light", "dark"]) {
  if (`console-${size}-${lang}-${theme}`.includes(wanted)) await console_(browser, lang, size, theme);
}
for (const lang of ["zh", "en"]) for (const size of Object.keys(sizes)) for (const theme of ["light", "dark"]) {
  if (!`articles-${size}-${lang}-${theme}`.includes(wanted)) continue;
  const server = await installation();
  await server.start(busy);
  await drawArticles(browser, server, lang, size, theme, (name, page) => page.screenshot({ path: join(folder, `${name}-${size}-${lang}-${theme}.png`) }));
  await browser.clear();
  await server.stop();
}
for (const lang of ["zh", "en"]) for (const size of Object.keys(sizes)) for (const theme of ["light", "dark"]) {
  if (!`${size}-${lang}-${theme}`.includes(wanted)) continue;
  const server = await installation();
  await server.start();
  const line = await wire(server.base);
  await draw(browser, server, line, lang, size, theme);
  await browser.clear();
  line.stop();
  await server.stop();
}
await browser.close();
process.exit(0);
