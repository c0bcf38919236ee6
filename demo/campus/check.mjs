// Checks the demo company's texts: node demo/campus/check.mjs [folder]. No dependencies; exit 1 on a fault.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readToml } from './toml.mjs';

const root = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
const langs = ['en', 'zh'];
const han = /\p{Script=Han}/gu;
const hanCount = (text) => (text.match(han) ?? []).length;
const wordCount = (text) => (text.match(/[\p{L}\p{N}'’.%¥-]*[\p{L}\p{N}][\p{L}\p{N}'’.%-]*/gu) ?? []).length;

function toml(name) {
  try {
    return readToml(readFileSync(join(root, name), 'utf8'), name);
  } catch (error) {
    fault(name, error.message);
    return {};
  }
}

const bothLangs = (where, table) => {
  for (const lang of langs) if (!table?.[lang]) fault(where, `nothing in ${lang}`);
};
const unique = (where, values) => {
  const seen = new Set();
  for (const value of values) {
    if (seen.has(value)) fault(where, `${value} stands twice`);
    seen.add(value);
  }
};
// Only invented telephone numbers, and no address outside .example.
function outside(where, text) {
  for (const number of text.match(/(?<![\d-])(?:\d{3}-\d{3,4}-\d{4}|1[3-9]\d{9})(?!\d)/g) ?? [])
    if (!number.startsWith('400-555-0')) fault(where, `telephone number ${number}`);
  for (const host of text.match(/[\w-]+\.(?:com|cn|net|org|edu)\b/g) ?? []) fault(where, `address ${host}`);
}

function checkCategories() {
  const categories = toml('categories.toml').category ?? [];
  if (categories.length < 7 || categories.length > 9) fault('categories.toml', `${categories.length} categories`);
  unique('categories.toml', categories.map((one) => one.slug));
  unique('categories.toml order', categories.map((one) => one.order));
  for (const one of categories) {
    bothLangs(`category ${one.slug} name`, one.name);
    bothLangs(`category ${one.slug} line`, one.line);
  }
  return new Set(categories.map((one) => one.slug));
}

function readArticle(file, lang) {
  const text = readFileSync(join(root, 'articles', file), 'utf8');
  outside(file, text);
  const parts = /^\+\+\+\n([^]*?)\n\+\+\+\n\n([^]*)$/.exec(text);
  if (!parts) return void fault(file, 'no front matter between +++ lines');
  let meta;
  try {
    meta = readToml(parts[1], file);
  } catch (error) {
    return void fault(file, error.message);
  }
  const known = ['category', 'audience', 'title', 'summary', 'asked_as', 'keywords'];
  for (const name of Object.keys(meta)) if (!known.includes(name)) fault(file, `unknown key ${name}`);
  for (const name of ['category', 'title', 'summary']) if (!meta[name]) fault(file, `no ${name}`);
  const body = parts[2];
  const asked = meta.asked_as ?? [];
  if (asked.length < 5 || asked.length > 8) fault(file, `${asked.length} times asked_as`);
  if (!meta.keywords?.length) fault(file, 'no keywords');
  if (/^# /m.test(body)) fault(file, 'a heading of the first level: that is the title');
  const size = lang === 'zh' ? hanCount(body) : wordCount(body.replace(/\]\([^)]*\)/g, ']'));
  const [least, most] = lang === 'zh' ? [120, 600] : [80, 350];
  if (size < least || size > most) fault(file, `${size} words, wanted ${least} to ${most}`);
  for (const [name, words] of [['title', meta.title], ['summary', meta.summary], ...asked.map((one) => ['asked_as', one])])
    if ((lang === 'zh') !== hanCount(words ?? '') > 0) fault(file, `${name} is not ${lang}`);
  if (lang === 'en' && hanCount(body)) fault(file, 'Chinese in an English text');
  const half = lang === 'zh' && /\p{Script=Han}[,;!?]|[,;!?]\p{Script=Han}|\p{Script=Han}\(|\)\p{Script=Han}(?<!\]\([^)]*\).)/u.exec(body);
  if (half) fault(file, `half-width sign at ${half[0]}`);
  const links = [...body.matchAll(/\]\(([^)]*)\)/g)].map((hit) => hit[1]);
  return { meta, links, size, asked };
}

function checkArticles(categories) {
  const articles = new Map();
  for (const file of readdirSync(join(root, 'articles')).sort()) {
    const name = /^([a-z0-9-]+)\.(en|zh)\.md$/.exec(file);
    if (!name) fault(file, 'not <slug>.<en or zh>.md');
    else if (!articles.has(name[1])) articles.set(name[1], {});
    if (name) articles.get(name[1])[name[2]] = readArticle(file, name[2]);
  }
  const asked = { en: [], zh: [] };
  const isInternal = (slug) => articles.get(slug)?.en?.meta.audience === 'internal';
  for (const [slug, pair] of articles) {
    for (const lang of langs) {
      const one = pair[lang];
      if (!one) {
        fault(slug, `no article in ${lang}`);
        continue;
      }
      asked[lang].push(...one.asked.map((words) => words.toLowerCase()));
      if (!categories.has(one.meta.category)) fault(`${slug}.${lang}`, `no category ${one.meta.category}`);
      for (const link of one.links) {
        const to = /^article:(.+)$/.exec(link)?.[1];
        if (!to || !articles.has(to)) fault(`${slug}.${lang}`, `link to nowhere: ${link}`);
        else if (isInternal(to) && !isInternal(slug)) fault(`${slug}.${lang}`, `a public text links to ${to}`);
        else if (to === slug) fault(`${slug}.${lang}`, 'links to itself');
      }
    }
    if (pair.en && pair.zh)
      for (const name of ['category', 'audience'])
        if (pair.en.meta[name] !== pair.zh.meta[name]) fault(slug, `${name} differs between the languages`);
  }
  for (const lang of langs) unique(`asked_as (${lang})`, asked[lang]);
  const inside = [...articles.keys()].filter(isInternal).length;
  if (articles.size - inside < 48) fault('articles', `only ${articles.size - inside} public ones`);
  if (inside < 4) fault('articles', `only ${inside} internal ones`);
  const mean = (lang) => Math.round([...articles.values()].reduce((sum, pair) => sum + (pair[lang]?.size ?? 0), 0) / articles.size);
  console.log(`articles: ${articles.size - inside} public and ${inside} internal, each in 2 languages`);
  console.log(`  body on average ${mean('en')} English words, ${mean('zh')} hanzi; asked_as ${asked.en.length} en, ${asked.zh.length} zh`);
  return { slugs: new Set(articles.keys()), isInternal };
}

function checkPeople() {
  const { team = [], agent = [], lead = [] } = toml('people.toml');
  if (team.length !== 2) fault('people.toml', `${team.length} teams`);
  if (agent.length !== 6) fault('people.toml', `${agent.length} agents`);
  unique('people.toml', [...team, ...agent, ...lead].map((one) => one.key));
  for (const one of [...team, ...agent, ...lead]) bothLangs(one.key, one.name);
  for (const one of agent) {
    if (!team.some((each) => each.key === one.team)) fault(one.key, `no team ${one.team}`);
    for (const [skill, level] of Object.entries(one.skills ?? {}))
      if (!(level >= 1 && level <= 5)) fault(one.key, `${skill} has level ${level}`);
  }
  for (const role of ['supervisor', 'administrator', 'quality'])
    if (lead.filter((one) => one.role === role).length !== 1) fault('people.toml', `not one ${role}`);
  return new Map(agent.map((one) => [one.key, one.languages ?? []]));
}

function checkReplies() {
  const replies = toml('replies.toml').reply ?? [];
  if (replies.length !== 20) fault('replies.toml', `${replies.length} replies`);
  unique('replies.toml', replies.map((one) => one.shortcut));
  for (const one of replies) {
    bothLangs(one.shortcut, one.title);
    bothLangs(one.shortcut, one.text);
    const text = `${one.text?.en} ${one.text?.zh}`;
    outside(one.shortcut, text);
    for (const name of text.match(/\{\{[^}]*\}\}/g) ?? [])
      if (!['{{customer.name}}', '{{agent.name}}', '{{conversation.number}}'].includes(name)) fault(one.shortcut, `variable ${name}`);
  }
  return replies.length;
}

function checkHot({ slugs, isInternal }) {
  const hot = toml('hot.toml').hot ?? [];
  for (const lang of langs) {
    const mine = hot.filter((one) => one.lang === lang);
    if (mine.length !== 6) fault('hot.toml', `${mine.length} questions in ${lang}`);
    unique(`hot.toml ${lang}`, mine.map((one) => one.article));
  }
  for (const one of hot) {
    if (!slugs.has(one.article) || isInternal(one.article)) fault('hot.toml', `no public article ${one.article}`);
    if (one.lang === 'en' ? one.words.length >= 24 : [...one.words].length > 12) fault('hot.toml', `too long: ${one.words}`);
  }
  return hot.length;
}

// A greeting may stand in two conversations; a sentence may not. Twelve words is the bar that was set; we hold ourselves
// to seven words or twelve hanzi.
function sentences(text) {
  const bare = (one) => one.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const parts = text.split(/(?<!\d)[.](?!\d)|[!?。！？；;…\n]+/u).map(bare);
  return parts.filter((one) => hanCount(one) >= 12 || (hanCount(one) === 0 && one.split(' ').length >= 7));
}

function checkTurns(where, one) {
  const turns = one.turns ?? [];
  if (turns.length < 3 || turns.length > 16) fault(where, `${turns.length} turns`);
  if (turns[0]?.who !== 'customer' || turns[0]?.after_s !== 0) fault(where, 'does not begin with the customer at 0');
  for (const turn of turns) {
    if (!['customer', 'agent', 'note'].includes(turn.who)) fault(where, `who is ${turn.who}`);
    if (!turn.text?.trim()) fault(where, 'an empty turn');
    if (!Number.isInteger(turn.after_s) || turn.after_s < 0) fault(where, `after_s ${turn.after_s}`);
  }
  const answered = turns.some((turn) => turn.who === 'agent');
  if (one.stage === 'queued' ? answered || one.agent !== null : !one.agent) fault(where, `${one.stage} with agent ${one.agent}`);
  if (one.stage === 'resolved' && !answered) fault(where, 'resolved without an answer');
  outside(where, turns.map((turn) => turn.text).join(' '));
}

function checkConversation(where, one, slugs, agents) {
  const wanted = ['id', 'lang', 'subject', 'contact', 'days_ago', 'labels', 'priority', 'stage', 'agent', 'rating', 'turns'];
  if (Object.keys(one).join() !== wanted.join()) fault(where, `keys are ${Object.keys(one)}`);
  if (!langs.includes(one.lang)) fault(where, `language ${one.lang}`);
  if (one.subject !== 'other' && !slugs.has(one.subject)) fault(where, `no article ${one.subject}`);
  if (!one.contact?.name || !['student', 'staff', 'visitor'].includes(one.contact?.kind)) fault(where, 'contact');
  if (!(Number.isInteger(one.days_ago) && one.days_ago >= 0 && one.days_ago <= 28)) fault(where, `days_ago ${one.days_ago}`);
  if (!['low', 'normal', 'high', 'urgent'].includes(one.priority)) fault(where, `priority ${one.priority}`);
  if (!['resolved', 'assigned', 'queued'].includes(one.stage)) fault(where, `stage ${one.stage}`);
  if (one.stage !== 'resolved' && one.rating !== null) fault(where, 'rated before its end');
  if (one.rating !== null && !(one.rating >= 1 && one.rating <= 5)) fault(where, `rating ${one.rating}`);
  if (!Array.isArray(one.labels)) fault(where, 'labels');
  if (one.agent !== null && !agents.has(one.agent)) fault(where, `no agent ${one.agent}`);
  else if (one.agent !== null && !agents.get(one.agent).includes(one.lang)) fault(where, `${one.agent} has no ${one.lang}`);
  checkTurns(where, one);
}

function checkConversations(slugs, agents) {
  const folder = join(root, 'conversations');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort() : [];
  const said = new Map();
  const count = {};
  const ids = [];
  for (const file of files) {
    readFileSync(join(folder, file), 'utf8').split('\n').forEach((line, index) => {
      if (!line) return;
      let one;
      try {
        one = JSON.parse(line);
      } catch (error) {
        return void fault(`${file}:${index + 1}`, error.message);
      }
      const where = `${file}:${index + 1} ${one.id}`;
      ids.push(one.id);
      checkConversation(where, one, slugs, agents);
      for (const name of ['lang', 'stage', 'priority', 'agent', 'rating']) {
        const here = (count[name] ??= {});
        here[one[name]] = (here[one[name]] ?? 0) + 1;
      }
      count.turns = (count.turns ?? 0) + one.turns.length;
      (count.subjects ??= new Set()).add(one.subject);
      for (const turn of one.turns)
        for (const sentence of sentences(turn.text)) {
          const first = said.get(sentence) ?? one.id;
          if (first !== one.id) fault(where, `shares with ${first}: ${sentence}`);
          said.set(sentence, first);
        }
    });
  }
  unique('conversations', ids);
  if (ids.length < 120) fault('conversations', `only ${ids.length}`);
  console.log(`conversations: ${ids.length}, ${count.turns} turns, ${count.subjects?.size} subjects`);
  for (const name of ['lang', 'stage', 'priority', 'agent', 'rating']) console.log(`  ${name}: ${JSON.stringify(count[name] ?? {})}`);
}

const categories = checkCategories();
const known = checkArticles(categories);
const agents = checkPeople();
console.log(`categories: ${categories.size}, agents: ${agents.size}, replies: ${checkReplies()}, hot questions: ${checkHot(known)}`);
checkConversations(known.slugs, agents);
for (const one of faults) console.log(`FAULT ${one}`);
console.log(faults.length ? `${faults.length} faults` : 'no faults');
process.exitCode = faults.length ? 1 : 0;
