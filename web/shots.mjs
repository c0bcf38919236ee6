// Draws both pages in both languages, sizes and themes, and writes the pictures into a folder.
//   node shots.mjs FOLDER [desktop-zh-light …]     (BASE_URL for a real server; else the mock)
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, sizes } from "./e2e/browser.mjs";
import { agent as backAgent, visitor as backVisitor } from "./e2e/people.mjs";
import { until, words } from "./e2e/scenes.mjs";
import { wire } from "./e2e/wire.mjs";
import { serve } from "./mock/server.mjs";

const [folder = "shots", wanted = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const story = {
  zh: {
    crowd: [["陈牧", "照片拍的不是我们楼，我这里什么都没有收到，骑手说送到了"], ["宋可", "3 号柜的取件码按了，门不开"], ["", "汤洒了一半，袋子也破了"], ["沈青", "外婆不会用手机，怎么替她取件？"], ["何嘉", "收到啦，太谢谢你们了！"], ["Maya Lindgren", "Can I get an invoice in English?"]],
    answered: "已按您的要求关闭自动续费",
    talk: [["v", "付款一直显示失败，但是钱扣了两次，每次 128 元。"], ["a", "您好，我是予安，这件事我负责到底。请先别再支付，两笔扣款我正在和财务核对。"], ["v", "蛋糕四点前要到，到底有没有下单成功？"], ["v", "订单号 BL-20418"], ["a", "查到了：一笔已转成订单，15:40 前送到 7 号楼前台，骑手不会打电话。另一笔 128 元今天 18:00 前原路退回。"]],
    next: "谢谢。她四点下课，放 7 号楼前台就行，别打电话，是惊喜。", kept: "对了，能附一张贺卡吗？", name: "林晓雯",
  },
  en: {
    crowd: [["Chen Mu", "The photo isn’t our building. I have nothing here and the courier says it was delivered"], ["Idris Bello", "Locker 3 takes the code but the door stays shut"], ["", "Half the soup is in the bag"], ["Anita Rao", "My gran has no phone. How do I collect for her?"], ["Lucy Tran", "Got it. Thank you so much!"], ["林晓雯", "可以开发票吗？"]],
    answered: "Auto-renewal is off, as you asked",
    talk: [["v", "Payment keeps failing, but I’ve been charged ¥128 twice."], ["a", "Hi Maya, I’m Joan and I’ll see this through. Please don’t pay again while I check both charges with Finance."], ["v", "The cake has to be here by four. Is there an order or not?"], ["v", "Order BL-20418"], ["a", "Found it: one charge is now your order, at the Building 7 desk by 15:40, and the courier won’t call. The other ¥128 goes back to your card by 18:00 today."]],
    next: "OK, thanks. Her class ends at four, so the Building 7 desk is fine. Please don’t call her, it’s a surprise.", kept: "Oh, could you add a card?", name: "Maya Lindgren",
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
  return { leave: () => [other, ...people].forEach((one) => one.leave()) };
}

const settled = (page) => page.waitForTimeout(350);

/** One conversation between two real pages, drawn at each of its moments. */
async function draw(browser, line, lang, size, theme) {
  const shot = async (name, page) => {
    const file = `${name}-${size}-${lang}-${theme}.png`;
    await page.screenshot({ path: join(folder, file) });
  };
  const visitor = await browser.person({ size, lang, theme });
  const agent = await browser.person({ size, lang, theme });
  const write = async (page, text) => (await page.locator("textarea").fill(text), await page.locator("textarea").press("Enter"));
  await visitor.page.goto(`${line.base}/?lang=${lang}`);
  await visitor.page.locator(".hello:not([hidden])").waitFor();
  await settled(visitor.page);
  await shot("visitor-empty", visitor.page);
  await agent.page.goto(`${line.base}/agent?agent=demo-01&lang=${lang}`);
  await agent.page.locator(".empty, .row").first().waitFor();
  await settled(agent.page);
  await shot("agent-start", agent.page);
  const people = await crowd(line.base, lang);
  const { talk, next, kept } = story[lang];
  for (const [n, [who, text]] of talk.entries()) {
    if (n === 1) await agent.page.locator(".row", { hasText: talk[0][1].slice(0, 10) }).click();
    await write(who === "v" ? visitor.page : agent.page, text);
    for (const page of [visitor.page, ...(n > 0 ? [agent.page] : [])]) await until("both have it", async () => (await words(page)).length === n + 1);
    if (n === 0) await shot("visitor-queued", visitor.page);
  }
  await visitor.page.locator("textarea").fill(next);
  await agent.page.mouse.move(700, 300);
  await agent.page.waitForTimeout(1200);
  await shot("visitor-talk", visitor.page);
  await write(visitor.page, next);
  await until("the last words", async () => (await words(agent.page)).length === talk.length + 1);
  await visitor.page.locator("textarea").pressSequentially(".");
  await agent.page.locator(".typing.on").waitFor();
  await agent.page.locator("textarea").fill(talk[1][1].slice(0, 24));
  await shot("agent-talk", agent.page);
  await agent.page.locator("textarea").pressSequentially(".");
  await visitor.page.locator(".typing.on").waitFor();
  await shot("visitor-typing", visitor.page);
  line.cut();
  await visitor.page.locator(".status[data-condition=offline].on").waitFor();
  await write(visitor.page, kept);
  await agent.page.locator(".strip.wait").waitFor();
  await settled(visitor.page);
  await shot("visitor-offline", visitor.page);
  await shot("agent-offline", agent.page);
  line.mend();
  await until("sent", async () => (await words(agent.page)).length === talk.length + 2, 60_000);
  if (size === "phone") await agent.page.locator(".back").click();
  else await agent.page.keyboard.press("Escape");
  await agent.page.locator(".rail .view").nth(2).click();
  await settled(agent.page);
  await shot("agent-list", agent.page);
  if (size === "desktop") {
    await agent.page.locator(".rail .view", { hasText: "?" }).click();
    await shot("agent-keys", agent.page);
    await agent.page.keyboard.press("Escape");
  } else await agent.page.locator(".row", { hasText: kept.slice(0, 6) }).click();
  await agent.page.locator(".bar .btn", { hasText: /解决|Resolve/ }).click();
  await agent.page.locator(".closed").waitFor();
  await settled(visitor.page);
  await shot("agent-resolved", agent.page);
  await shot("visitor-resolved", visitor.page);
  people.leave();
  await visitor.context.close();
  await agent.context.close();
}

const browser = await launch();
for (const lang of ["zh", "en"]) for (const size of Object.keys(sizes)) for (const theme of ["light", "dark"]) {
  if (!`${size}-${lang}-${theme}`.includes(wanted)) continue;
  const mock = process.env.BASE_URL ? null : await serve();
  const line = await wire(process.env.BASE_URL ?? `http://127.0.0.1:${mock.port}`);
  await draw(browser, line, lang, size, theme);
  line.stop();
  mock?.stop();
}
await browser.close();
process.exit(0);
