// Draws the widget on the demo shop in both languages, sizes and themes, in each of its states, and writes the pictures into a folder.
//   node shots_widget.mjs [FOLDER] [desktop-en-light | phone …]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, sizes } from "./e2e/browser.mjs";
import { colleague, machine, write } from "./e2e/scenes/widget.mjs";
import { until } from "./e2e/stage.mjs";
import { words } from "./e2e/tale.mjs";

const [folder = "shots", wanted = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const tale = {
  en: { crowd: ["Where is my courier?", "The soup spilled"], agent: "Hi, I see both payments. The second goes back today by 18:00, and your noodles are at the gate in 9 minutes.", thanks: "That was quick, thank you", late: "And please no call at the gate" },
  zh: { crowd: ["骑手到哪了", "汤洒了"], agent: "您好，两笔付款我都看到了。第二笔今天 18:00 前退回，面 9 分钟后到楼门口。", thanks: "真快，谢谢", late: "到了请别打电话" },
};

async function draw(browser, lang, size, theme) {
  const at = await machine();
  const { page, context } = await browser.person({ lang, size, theme, weather: true });
  const shot = async (name) => {
    await page.waitForTimeout(120);
    await page.screenshot({ path: join(folder, `widget-${size}-${lang}-${theme}-${name}.png`) });
  };
  const said = tale[lang];
  await page.goto(`${at.base}/shop?lang=${lang}&theme=${theme}`);
  await page.locator(".launch").waitFor();
  await shot("closed");
  await page.locator(".launch").click();
  await page.locator(".hello .pill").first().waitFor();
  await shot("open");
  await write(page, words[lang].ask);
  await page.locator(".source").waitFor();
  await shot("answered");
  await page.locator(".source").click();
  await page.locator(".art h2").first().waitFor();
  await shot("article");
  await page.locator("header .back").click();
  await page.locator("header .find-tool").click();
  await page.locator(".help input").fill(lang === "zh" ? "退" : "the");
  await page.locator(".hits button").first().waitFor();
  await shot("search");
  await page.locator("header .back").click();
  await write(page, words[lang].vague);
  await page.locator(".choices").waitFor();
  await shot("asked-back");
  // Two others were there before.
  const others = said.crowd.map((text) => {
    const link = at.core.connect("/live/visitor", { send: () => undefined, close: () => undefined });
    for (const message of [{ t: "hello", v: 1 }, { t: "send", id: `o-${text.length}-${text}`, text: `${text}` }, { t: "person", id: "p" }]) link.text(JSON.stringify(message));
    return link;
  });
  at.core.faults.wait_s = 150;
  const c = [...at.core.conversations.values()][0];
  at.core.conversations.delete(c.id);
  at.core.conversations.set(c.id, c);
  await page.locator(".ways .person").click();
  await page.locator(".waiting").waitFor();
  await shot("queued");
  const agent = colleague(at.core);
  agent.open(c.id);
  agent.take(c.id);
  agent.send(c.id, said.agent);
  await until("answered", async () => (await page.locator(".bubble", { hasText: said.agent }).count()) === 1);
  await write(page, said.thanks);
  await until("stored", () => c.entries.at(-1).text === said.thanks);
  agent.seen(c.id, c.entries.length);
  await page.locator(".foot.read").last().waitFor();
  agent.typing(c.id);
  await page.locator(".typing.on").waitFor();
  await shot("agent");
  at.cut();
  await page.locator(".status[data-condition=offline].on").waitFor();
  await write(page, said.late);
  await page.locator(".foot.kept").waitFor();
  await shot("offline");
  at.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await until("sent", () => c.entries.at(-1).text === said.late);
  agent.resolve(c.id);
  await page.locator(".rate").waitFor();
  await page.locator(".five label").nth(3).click();
  await shot("rating");
  await page.locator(".rate .go").click();
  await page.locator(".rate .row").waitFor();
  await shot("rated");
  others.forEach((one) => one.closed());
  await context.close();
  at.stop();
}

const browser = await launch();
for (const lang of ["zh", "en"]) for (const size of Object.keys(sizes)) for (const theme of ["light", "dark"]) {
  if (`${size}-${lang}-${theme}`.includes(wanted)) await draw(browser, lang, size, theme);
}
await browser.close();
process.exit(0);
