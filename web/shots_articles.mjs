// The knowledge pages' part of the pictures (shots.mjs): a help centre in all its states, one article in both languages, and its use in an answer.
import { changed, library } from "./e2e/knowledge.mjs";
import { administers, administratorsCookie, visitor as backVisitor } from "./e2e/people.mjs";
import { said } from "./e2e/stage.mjs";

const words = {
  zh: { question: "同一个订单扣了我两次钱", more: "如果一天后还没有这一行，请把订单号和两笔扣款的截图发给我们，我们 2 小时内答复。", search: "退款", theirs: "怎么取消暖栗卡的自动续费", mine: "怎么关闭暖栗卡自动续费" },
  en: { question: "I was charged two times for the same order", more: "If this line is missing after a day, send us the order number; we answer within 2 hours.", search: "refund", theirs: "How to stop the Cosy Pass from renewing", mine: "How do I switch off the Cosy Pass renewal" },
};

/** Something in each state: changed, left behind, begun, withdrawn. */
async function states(call, lang, ids) {
  const own = lang === "zh" ? "zh-cn" : "en";
  await changed(call, ids["charged-twice"], own, { body: `${(await call("GET", `/articles/${ids["charged-twice"]}/texts/${own}`)).live.words.body}\n\n${words[lang].more}` });
  await changed(call, ids["change-delivery-address"], lang === "zh" ? "en" : "zh-cn", { summary: lang === "zh" ? "Free before pick-up inside the same area." : "取餐前可在同一区域内免费修改。" }, true);
  const old = await call("GET", `/articles/${ids["bad-weather"]}/texts/en`);
  await call("POST", `/articles/${ids["bad-weather"]}/texts/en/withdraw`, { revision: old.state.revision });
  const { id } = (await call("GET", "/categories")).items.find((one) => one.slug === "delivery");
  const fresh = await call("POST", "/articles", { slug: "late-night-delivery", category: id });
  await call("PUT", `/articles/${fresh.id}/texts/${own}/draft`, { revision: 0, words: { title: lang === "zh" ? "夜间配送到几点" : "How late do you deliver", summary: "", body: "", asked_as: [], keywords: [] } });
  await changed(call, ids["cosy-pass-cancel"], own, { keywords: ["renewal"] }, true, true);
}

export async function drawArticles(browser, server, lang, size, theme, picture) {
  const call = await administers(server);
  const ids = await library(call);
  await states(call, lang, ids);
  const { page, context } = await browser.person({ size, lang, theme, weather: true });
  const [name, value] = (await administratorsCookie(server)).split("=");
  await context.addCookies([{ name, value, url: server.base }]);
  const shot = async (what) => {
    await page.waitForTimeout(450);
    await picture(`articles-${what}`, page);
  };
  const open = async (place, wanted) => {
    await page.goto("about:blank");
    await page.goto(`${server.base}/agent?lang=${lang}#/articles${place}`);
    await page.locator(wanted).first().waitFor();
  };
  const own = lang === "zh" ? "zh-cn" : "en";
  await open("", ".art-rows li");
  await shot("list");
  await page.locator(".art-find input").fill(words[lang].search);
  await shot("search");
  await page.locator(".art-find input").fill("zzzz qqqq");
  await shot("search-none");
  await open("/new", ".el-dialog input");
  await page.locator(".el-dialog input").first().fill("How long does a refund take?");
  await page.locator(".el-dialog .btn.primary").click();
  await shot("new");
  await open("/categories", ".art-cats li");
  await shot("categories");
  await open(`/${ids["charged-twice"]}`, ".art-md");
  await shot("pair");
  await page.locator(".art-seg button").nth(lang === "zh" ? 0 : 1).click();
  await shot("one");
  if (size === "phone") {
    await page.locator(".art-tools .seg button").nth(1).click();
    await page.locator(".art-html p").first().waitFor();
    await shot("preview");
  }
  await open(`/${ids["change-delivery-address"]}`, ".art-md");
  if (size === "phone") await page.locator(".art-seg button").nth(lang === "zh" ? 0 : 1).click();
  await shot("stale");
  await open(`/${ids["cosy-pass-cancel"]}`, ".art-title");
  await page.locator(`.art-title:lang(${own})`).fill(words[lang].mine);
  await changed(call, ids["cosy-pass-cancel"], own, { title: words[lang].theirs });
  await page.keyboard.press("Control+s");
  await page.locator(".diff").first().waitFor();
  await shot("conflict");
  await page.locator(".el-dialog__footer .btn").nth(1).click();
  const column = page.locator(".text-col", { has: page.locator(`.art-title:lang(${own})`) });
  await column.locator("header .btn.icon").nth(1).click();
  await page.locator(".version .diff").first().waitFor();
  await shot("versions");
  await context.close();

  const customer = await backVisitor(server.base, lang === "zh" ? "林晓雯" : "Maya Lindgren");
  await customer.send(words[lang].question);
  const agent = await browser.person({ size, lang, theme, weather: true });
  await agent.page.goto(`${server.base}/agent?agent=demo-01&lang=${lang}#/queue`);
  await agent.page.locator(".row").first().click();
  await agent.page.locator(`button[aria-label="${said(lang, "article.insert")}"]`).click();
  await agent.page.locator(".picker li[aria-selected=true]").waitFor();
  await agent.page.waitForTimeout(400);
  await picture("articles-picker", agent.page);
  customer.leave();
  await agent.context.close();
}
