// What the installation in memory knows for the widget's scenes and pictures: a few articles of the demo company, and a bot by rule.
const articles = {
  en: [
    ["charged-twice", "I was charged twice", "If it is one order with two payments, the second goes back by itself in 1 to 3 working days.",
      "<h2>Two payments, one order</h2><p>Our system notices this within an hour and sends the second payment back the way it came: <strong>1 to 3 working days</strong>. You see it under the order as “Second payment returned”.</p><h2>Two orders</h2><p>Somebody pressed twice. Look into Orders:</p><ul><li>Not accepted yet: <a href=\"/help/en/a/cancel-order\">cancel one free of charge</a>.</li><li>Already accepted: call the shop first.</li></ul>"],
    ["refund-duration", "How long a refund takes", "Wallet 5 minutes; campus card 1 to 2 working days; bank card 3 to 7 working days.",
      "<p>After the decision the money goes back to where it came from.</p><table><tr><th>To</th><th>Takes</th></tr><tr><td>Wallet</td><td>5 minutes</td></tr><tr><td>Campus card</td><td>1 to 2 working days</td></tr><tr><td>Bank card</td><td>3 to 7 working days</td></tr></table>"],
    ["cancel-order", "Cancel an order", "Free until the shop accepts, and for 2 minutes after that.", "<p>Open the order and press <strong>Cancel</strong>. It is free until the shop accepts.</p>"],
  ],
  zh: [
    ["charged-twice", "同一单付了两次款", "如果是一张订单付了两次，第二笔会在 1 到 3 个工作日内自动退回。",
      "<h2>一张订单，付了两次</h2><p>系统一小时内会发现，并把第二笔原路退回：<strong>1 到 3 个工作日</strong>。订单下会显示“第二笔付款已退回”。</p><h2>有两张订单</h2><ul><li>商家还没接单：<a href=\"/help/zh-CN/a/cancel-order\">免费取消其中一张</a>。</li><li>已经接单：请先给商家打电话。</li></ul>"],
    ["refund-duration", "退款多久到账", "钱包 5 分钟，校园卡 1 到 2 个工作日，银行卡 3 到 7 个工作日。",
      "<p>审核通过后，款项原路退回。</p><table><tr><th>退到</th><th>时间</th></tr><tr><td>钱包</td><td>5 分钟</td></tr><tr><td>校园卡</td><td>1 到 2 个工作日</td></tr><tr><td>银行卡</td><td>3 到 7 个工作日</td></tr></table>"],
    ["cancel-order", "取消订单", "商家接单前免费，接单后 2 分钟内也免费。", "<p>打开订单，点<strong>取消</strong>。商家接单前免费。</p>"],
  ],
};
const hot = {
  en: [["My order is late", "order-late"], ["How long for a refund?", "refund-duration"], ["I was charged twice", "charged-twice"], ["No pick-up code", "locker-code-missing"], ["What delivery costs", "delivery-fees"]],
  zh: [["外卖送晚了怎么赔", "order-late"], ["退款多久到账", "refund-duration"], ["没收到取件码", "locker-code-missing"], ["付了两次款", "charged-twice"], ["跑腿怎么收费", "errand-fees"]],
};
const names = { en: "Chestnut Dash", zh: "栗到客服" };
const spoken = (language) => (language.startsWith("zh") ? "zh" : "en");
const pathOf = (lang, slug) => `/help/${lang === "zh" ? "zh-CN" : "en"}/a/${slug}`;

export const help = {
  config: (language) => ({
    name: names[spoken(language)], languages: ["en", "zh-CN"], bot: true, on_duty: true, hot: hot[spoken(language)].map(([text, article]) => ({ text, article })),
  }),
  search: (q, language) => ({
    items: articles[spoken(language)].filter(([, title, summary]) => `${title} ${summary}`.toLowerCase().includes(q.toLowerCase()))
      .map(([slug, title, summary]) => ({ slug, title, summary, link: pathOf(spoken(language), slug) })),
  }),
  article: (wanted, language) => {
    const one = articles[spoken(language)].find(([slug]) => slug === wanted);
    return one === undefined ? null : { title: one[1], html: one[3], link: pathOf(spoken(language), one[0]), updated_at: "2026-11-12T08:00:00.000Z" };
  },
};

export const words = {
  en: { ask: "I was charged twice for one order", vague: "It is wrong", which: "Do you mean one of these?", unknown: "I do not know that. Would you like to talk to a human?", human: "human" },
  zh: { ask: "一张订单付了两次款", vague: "不对", which: "您是想问下面哪一个？", unknown: "这个我不知道。需要转人工吗？", human: "人工" },
};

/** What the bot in memory makes of a text: an answer with its source, a question back, an honest no, or a person. */
export function answer(text) {
  const lang = /\p{Script=Han}/u.test(text) ? "zh" : "en";
  const said = words[lang];
  const source = (slug) => {
    const [, title, summary] = articles[lang].find(([one]) => one === slug);
    return { text: summary, source: { article: `art-${slug}`, slug, title, language: lang === "zh" ? "zh-CN" : "en", link: pathOf(lang, slug) } };
  };
  if (text.includes(said.human)) return null;
  if (/charged|两次/.test(text)) return source("charged-twice");
  if (/refund|退款/.test(text)) return source("refund-duration");
  if (/cancel|取消/i.test(text)) return source("cancel-order");
  if (text.includes(said.vague)) return { text: said.which, choices: articles[lang].map(([, title]) => title) };
  return { text: said.unknown };
}
