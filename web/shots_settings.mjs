// The settings' part of the pictures (shots.mjs): a company with people, teams and hours, and each page of its settings, whole.
import { administers, administratorsCookie, website } from "./e2e/people.mjs";

const company = {
  zh: {
    people: [["许柯", "xu.ke", "supervisor"], ["何敏", "he.min", "agent"], ["Maya Lindgren", "maya.lindgren", "agent"], ["沈青", "shen.qing", "quality"], ["宋可", "song.ke", "planner"]],
    teams: [["账务退款", false, [0, 1, 2]], ["配送", false, [1, 2]], ["安全与投诉", true, [0]]], skills: ["英语", "退款审核", "安抚情绪"], inbox: "小程序", holiday: "元旦", token: "夜间导出", view: "等待超过 5 分钟",
    replies: [["退款", "zh-CN", "{{customer.name}}您好，退款会原路退回，一般 1 到 3 个工作日到账，到账后会有短信通知。"], ["稍等", "", "感谢等候，我正在和骑手核实，马上给您准信。"]],
  },
  en: {
    people: [["Ruth Calder", "ruth.calder", "supervisor"], ["Paul Kerr", "paul.kerr", "agent"], ["林晓雯", "lin.xiaowen", "agent"], ["Nia Boateng", "nia.boateng", "quality"], ["Hana Cole", "hana.cole", "planner"]],
    teams: [["Billing, refunds", false, [0, 1, 2]], ["Delivery", false, [1, 2]], ["Safety, complaints", true, [0]]], skills: ["Chinese", "Refund checks", "Calming"], inbox: "App", holiday: "New Year", token: "Nightly export", view: "5 minutes and over",
    replies: [["refund", "en", "Hello {{customer.name}}, your refund goes back to the way you paid, usually within 1 to 3 working days. You will get a message when it is there."], ["wait", "", "Thank you for waiting. I am checking this with the courier and will be right back."]],
  },
};

async function found(call, lang) {
  const { people, teams, skills, inbox, holiday, token, view, replies } = company[lang];
  const ids = [];
  for (const [name, address, role] of people) ids.push((await call("POST", "/people", { name, email: `${address}@example.com`, role })).id);
  const team_ids = [];
  for (const [name, expert, members] of teams) {
    const { id } = await call("POST", "/teams", { name, expert });
    team_ids.push(id);
    await call("PUT", `/teams/${id}/members`, { members: members.map((n) => ids[n]) });
  }
  const skill_ids = [];
  for (const name of skills) skill_ids.push((await call("POST", "/skills", { name })).id);
  await call("PUT", `/people/${ids[2]}/skills`, { skills: [{ skill: skill_ids[0], level: 5 }, { skill: skill_ids[1], level: 3 }] });
  await call("POST", "/inboxes", { name: inbox });
  await call("PUT", `/inboxes/${website}/teams`, { teams: team_ids.slice(0, 2) });
  const week = ["monday", "tuesday", "wednesday", "thursday", "friday"].flatMap((day) => [{ day, from: "09:00", to: "12:00" }, { day, from: "13:00", to: "21:30" }]);
  await call("PUT", `/inboxes/${website}/hours`, { time_zone: "Asia/Shanghai", week: [...week, { day: "saturday", from: "18:00", to: "01:00" }], exceptions: [{ date: "2027-01-01", name: holiday, spans: [] }] });
  for (const [shortcut, language, text] of replies) await call("POST", "/quick-replies", { shortcut, language, scope: "everybody", text });
  await call("POST", "/views", { name: view, shared: true, filter: { stages: ["queued", "assigned"], waiting_ms: 300_000 }, sort: "waiting" });
  await call("POST", "/tokens", { name: token, scopes: ["conversation.read", "contact.read"] });
  return { person: ids[2], team: team_ids[0] };
}

/** Each page as high as it is; then what lies over them. */
export async function drawSettings(browser, server, lang, size, theme, shot) {
  const call = await administers(server);
  const { person, team } = await found(call, lang);
  const { page, context } = await browser.person({ size, lang, theme });
  const [name, value] = (await administratorsCookie(server)).split("=");
  await context.addCookies([{ name, value, url: server.base }]);
  const own = page.viewportSize();
  const pages = { list: "", account: "/account", people: "/people", person: `/people/${person}`, teams: "/teams", team: `/teams/${team}`, skills: "/skills", inboxes: "/inboxes", inbox: `/inboxes/${website}`, replies: "/replies", views: "/views", tokens: "/tokens", audit: "/audit" };
  const open = async (place) => {
    await page.setViewportSize(own);
    await page.goto("about:blank");
    await page.goto(`${server.base}/agent?lang=${lang}#/settings${place}`);
    await page.locator(place === "" ? ".entry" : "h1").first().waitFor();
    await page.waitForTimeout(500);
  };
  for (const [one, place] of Object.entries(pages)) {
    await open(place);
    const height = await page.locator(".set-main").evaluate((main) => main.scrollHeight);
    await page.setViewportSize({ width: own.width, height: Math.max(own.height, Math.min(height, 2_800)) });
    await page.waitForTimeout(100);
    await shot(`settings-${one}`, page);
  }
  await open("/people");
  await page.locator(".page-head .btn.primary").click();
  await page.locator(".el-dialog input").nth(1).fill("no address");
  await page.locator(".el-dialog .btn.primary").click();
  await page.locator(".el-dialog .err").first().waitFor();
  await page.waitForTimeout(250);
  await shot("settings-person-wrong", page);
  await open(`/teams/${team}`);
  await page.locator(".bad-btn").click();
  await page.locator(".el-dialog .danger").waitFor();
  await page.waitForTimeout(250);
  await shot("settings-team-remove", page);
  await page.locator(".el-dialog .danger").click();
  await page.locator(".form-sum").scrollIntoViewIfNeeded();
  await page.waitForTimeout(250);
  await shot("settings-team-held", page);
  await context.close();
}
