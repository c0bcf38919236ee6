// A lifelike installation: teams, texts to answer with, views, and some thirty conversations in all their states.
import { createHmac } from "node:crypto";
import { WebSocket } from "ws";
import { administers, agent as backAgent, visitor as backVisitor, website } from "./people.mjs";

/** Many writes in a moment, which nobody's program would do. */
export const busy = ["--api.writes_per_minute", "10000", "--api.reads_per_minute", "10000"];

export const tales = {
  zh: {
    teams: ["账务退款", "配送", "包裹柜"], agents: ["周予安", "许柯", "何敏", "陈思远", "方一诺"],
    replies: [["退款", "{{customer.name}}您好，退款已原路提交，预计 1 到 3 个工作日到账，到账后会有短信提醒。"], ["道歉", "{{customer.name}}您好，很抱歉给您添麻烦了，我是{{agent.name}}，这件事我负责到底。"], ["核对", "麻烦告诉我订单号和收货楼栋，我马上核对。"], ["开柜", "已远程为您开柜，请在 3 分钟内取件，{{locker}} 号柜。"], ["发票", "电子发票已发到您的邮箱 {{email}}，请查收。"]],
    views: [["等待超 5 分钟", { waiting_ms: 300_000 }, "waiting"], ["紧急与高优先级", { priority: 3 }, "priority"]],
    labels: ["重复扣款", "显示送达", "餐损", "取件码", "发票"],
    reasons: ["午餐", "培训", "开会"],
    fields: [["address", "明湖校区 7 号楼 412"], ["tier", "金卡"], ["preference", "文字，课间回复"]],
    hero: { name: "林晓雯", email: "lin.xw@example.com", phone: "13800132046" },
    talk: ["付款一直显示失败，但是钱扣了两次，每次 128 元。", "我不是问几天到账。蛋糕四点前要到，到底有没有下单成功？", "订单号 BL-20418"],
    reply: "晓雯您好，我是予安，这件事我负责到底。请先别再支付，财务在核对两笔扣款，14:50 前给您准信。",
    note: "@许柯 两笔流水尾号 7731、7732，哪笔能直接转成订单？另一笔走加急退款。", answer: "7731 已入账，可转订单。7732 加急退款已提交，预计今天 18:00 前到账。",
    thanks: "谢谢。她四点下课，放 7 号楼前台就行，别打电话，是惊喜。",
    crowd: [["陈牧", "照片拍的不是我们楼，我这里什么都没有收到，骑手说送到了"], ["宋可", "3 号柜的取件码按了，门不开"], ["赵一鸣", "那退款能退回饭卡吗？"], ["吴桐", "汤洒了一半，袋子也破了"], ["沈青", "外婆不会用手机，怎么替她取件？"], ["苏乔", "发票抬头开错了，能重开吗"], ["李梓涵", "收到啦，太谢谢你们了！"], ["何嘉", "自动续费怎么关"], ["黄立", "社团周六 60 份晚餐能开票吗"], ["", "骑手电话打不通，人在东门"], ["马悦", "优惠券下单时没有抵扣"], ["高远", "收货地址写错了，能改到 5 号楼吗"], ["Maya Lindgren", "Can I get an invoice in English?"], ["冯雪", "奶茶少了一杯"], ["邓凯", "包裹显示已取走，但我没有取"], ["许诺", "会员到期前能退吗"], ["唐宁", "下雨天还配送到楼下吗"], ["彭博", "校园卡充值没有到账"], ["韩冰", "超时赔付怎么申请？"], ["", "你们几点下班"], ["郑爽朗", "餐里有头发，要求退款"], ["谢安", "柜子格口太小，箱子放不下"], ["董青", "订单一直显示备餐中，四十分钟了"], ["袁野", "怎么开公司抬头的发票，要写税号吗"], ["潘多", "代取快递多少钱一件"], ["夏天", "骑手把汤放在地上了"], ["钟鸣", "想投诉三食堂的商家"], ["姚远", "换了手机号，登录不上"]],
  },
  en: {
    teams: ["Billing, refunds", "Delivery", "Parcel lockers"], agents: ["Joan Ellis", "Paul Kerr", "Ruth Calder", "Nia Boateng", "Hana Cole"],
    replies: [["refund", "Hello {{customer.name}}, your refund is on its way to the card you paid with. It usually takes 1 to 3 working days, and you get a text when it arrives."], ["sorry", "Hello {{customer.name}}, I’m sorry about this. I’m {{agent.name}} and I’ll see it through."], ["check", "Could you tell me the order number and the building? I’ll check at once."], ["open", "I’ve opened locker {{locker}} for you. Please collect within 3 minutes."], ["invoice", "Your invoice is on its way to {{email}}."]],
    views: [["5 minutes and over", { waiting_ms: 300_000 }, "waiting"], ["Urgent and high", { priority: 3 }, "priority"]],
    labels: ["charged-twice", "marked-delivered", "damaged", "pickup-code", "invoice"],
    reasons: ["Lunch", "Training", "Meeting"],
    fields: [["address", "Lakeside, Building 7, 412"], ["tier", "Gold"], ["preference", "Text, between classes"]],
    hero: { name: "Maya Lindgren", email: "maya.l@example.com", phone: "+447700900846" },
    talk: ["Payment keeps failing, but I’ve been charged ¥128 twice.", "I’m not asking how many days. The cake has to be here by four. Is there an order or not?", "Order BL-20418"],
    reply: "Hi Maya, I’m Joan and I’ll see this through. Please don’t pay again while Finance checks both charges. I’ll confirm by 14:50.",
    note: "@Paul Kerr 7731 or 7732, which is the order? Fast refund for the other.", answer: "7731 has settled, use it. Fast refund of 7732 is filed, expected by 18:00 today.",
    thanks: "OK, thanks. Her class ends at four, so the Building 7 desk is fine. Please don’t call her, it’s a surprise.",
    crowd: [["Chen Mu", "The photo isn’t our building. I have nothing here and the courier says it was delivered"], ["Idris Bello", "Locker 3 takes the code but the door stays shut"], ["Sofia Reyes", "So can the refund go back to my meal card?"], ["Kenji Mori", "Half the soup is in the bag"], ["Anita Rao", "My gran has no phone. How do I collect for her?"], ["Hannah Weiss", "The name on my invoice is wrong, can you issue it again?"], ["Omar Haddad", "Got it. Thank you so much!"], ["Lucy Tran", "How do I switch off auto-renewal?"], ["Pavel Novak", "Can you invoice 60 dinners on Saturday?"], ["", "The courier’s phone is off and he is at the east gate"], ["Elif Demir", "The voucher wasn’t taken off at checkout"], ["Tom Baker", "Wrong address, can it go to Building 5?"], ["林晓雯", "可以开发票吗？"], ["Ines Costa", "One bubble tea is missing"], ["Jonas Lind", "The parcel says collected, but I never had it"], ["Priya Nair", "Can I leave the membership before it ends?"], ["Mark Olsen", "Do you deliver to the door when it rains?"], ["Aisha Khan", "My campus card top-up hasn’t arrived"], ["Leo Martin", "How do I claim for a late delivery?"], ["", "When do you close?"], ["Nora Fischer", "There’s a hair in the food, I want a refund"], ["Sam Okafor", "The locker box is too small for my parcel"], ["Mia Rossi", "Preparing for forty minutes now"], ["Diego Cruz", "Can the invoice carry a tax number?"], ["Ella Berg", "What does it cost to fetch a parcel?"], ["Yuki Sato", "The courier left the soup on the ground"], ["Ben Adler", "I want to complain about a stall"], ["Zoe Petit", "New phone number, can’t sign in"]],
  },
};

const signed = ({ id, email, phone }, secret) => ({ v: 2, id, email, phone, hash: createHmac("sha256", secret).update(`zhiyin-2\n${id}\n${email}\n${phone}\n`).digest("hex") });

/** A visitor whom the site vouches for. */
async function vouched(base, hero, secret) {
  const socket = new WebSocket(`${base.replace("http", "ws")}/live/visitor`);
  await new Promise((done, fail) => socket.on("open", done).on("error", fail));
  const heard = [];
  const waits = [];
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    heard.push(message);
    waits.filter((one) => one.wants(message)).forEach((one) => one.done(message));
  });
  const next = (wants) => new Promise((done) => waits.push({ wants, done }));
  const welcome = next((one) => one.t === "welcome");
  socket.send(JSON.stringify({ t: "hello", v: 1, name: hero.name, identity: { ...signed({ id: "u-20418", ...hero }, secret), name: hero.name } }));
  await welcome;
  let n = 0;
  return {
    send: async (text) => {
      const id = `hero-${++n}-${process.pid}`;
      const answer = next((one) => one.id === id);
      socket.send(JSON.stringify({ t: "send", id, text }));
      const said = await answer;
      if (said.t === "refused") throw new Error(said.code);
      return said;
    },
    typing: () => socket.send(JSON.stringify({ t: "typing" })),
    leave: () => socket.close(1000),
  };
}

/** An agent's line of his own, by which he is there, and his acts. */
async function atWork(base, n, state) {
  const link = await backAgent(base, `demo-0${n}`);
  let count = 0;
  const act = async (t, more) => {
    const id = `w${n}-${++count}-${process.pid}`;
    const answer = link.next((one) => one.id === id);
    link.say({ t, id, ...more });
    const said = await answer;
    if (said.t === "refused") throw new Error(`${t}: ${JSON.stringify(said)}`);
    return said;
  };
  if (state !== "") await act("state", { state });
  return { ...link, act };
}

/** Makes it all, and says who is who. demo-01 sits at the desk that is looked at. */
export async function world(server, lang) {
  const tale = tales[lang];
  const call = await administers(server);
  const demo = (await call("GET", "/people?limit=100")).items.filter((one) => one.demo).sort((a, b) => a.id.localeCompare(b.id));
  for (const [n, person] of demo.entries()) await call("PATCH", `/people/${person.id}`, { name: tale.agents[n], capacity: 5 });
  const teams = [];
  for (const [n, name] of tale.teams.entries()) {
    const team = await call("POST", "/teams", { name });
    await call("PUT", `/teams/${team.id}/members`, { members: demo.filter((_one, at) => at === 0 || at % 3 === n).map((one) => one.id) });
    teams.push(team);
  }
  await call("PUT", "/state-reasons", { reasons: tale.reasons });
  for (const [shortcut, text] of tale.replies) await call("POST", "/quick-replies", { shortcut, text, language: lang, scope: "everybody" });
  for (const [name, filter, sort] of tale.views) await call("POST", "/views", { name, shared: true, filter, sort });
  const { secret } = await call("POST", `/inboxes/${website}/secret`);

  const agents = [];
  for (const [n, state] of ["", "available", "busy", "on_break", ""].entries()) agents.push(await atWork(server.base, n + 1, state));
  const links = [];
  const talks = [];
  for (const [n, [name, text]] of tale.crowd.entries()) {
    const link = await backVisitor(server.base, name);
    links.push(link);
    const { conversation } = await link.send(text);
    talks.push(conversation);
    if (n % 4 === 1) await call("PUT", `/conversations/${conversation}/labels`, { labels: [tale.labels[n % tale.labels.length]] });
    if (n % 7 === 3) await call("PUT", `/conversations/${conversation}/priority`, { priority: n % 2 === 0 ? 4 : 3 });
    if (n % 3 === 0) await call("POST", `/conversations/${conversation}/transfer`, { team: teams[n % 9 === 0 ? 0 : (n % 2) + 1].id }).catch(() => undefined);
    if (n % 3 === 1) await agents[0].act("take", { conversation });
    else if (n % 6 === 2) await agents[n % 2 === 0 ? 1 : 2].act("take", { conversation });
    if (n % 6 === 1) await agents[0].to(conversation).send(tale.replies[1][1].replace("Hello {{customer.name}},", name === "" ? "Hello," : `Hello ${name},`).replace("{{customer.name}}", name).replace("{{agent.name}}", tale.agents[0]));
  }
  await agents[0].act("snooze", { conversation: talks[4], until: new Date(Date.now() + 3 * 3_600_000).toISOString() });
  await agents[1].act("note", { conversation: talks[10], text: `@${tale.agents[0]} ${tale.answer}`, mentions: [demo[0].id] });
  return { call, demo, teams, agents, talks, tale, secret, links, hero: secret === "" ? null : await vouched(server.base, tale.hero, secret), leave: () => [...agents, ...links].forEach((one) => one.leave()) };
}

/** The conversation that the pictures show: asked, taken, answered, noted, thanked for. */
export async function story(at) {
  const { tale, agents, demo, hero, call } = at;
  const first = await hero.send(tale.talk[0]);
  const { conversation } = first;
  await hero.send(tale.talk[1]);
  await hero.send(tale.talk[2]);
  await agents[0].act("take", { conversation });
  await call("PUT", `/conversations/${conversation}/labels`, { labels: [tale.labels[0]] });
  await call("PUT", `/conversations/${conversation}/priority`, { priority: 3 });
  const whole = await call("GET", `/conversations/${conversation}`);
  await call("PATCH", `/contacts/${whole.conversation.contact}`, { fields: tale.fields.map(([name, value]) => ({ name, value })) });
  await agents[0].to(conversation).send(tale.reply);
  return { conversation, contact: whole.conversation.contact, demo };
}
