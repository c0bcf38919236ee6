// Checks the labelled questions: node tests/data/questions/check.mjs [folder of articles]. No dependencies; exit 1 on a fault.
// Every folder beside this file is a set with en.csv and zh.csv: UTF-8, quoted as RFC 4180 says, question,articles,language.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readToml } from '../../../demo/campus/toml.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const articles = process.argv[2] ?? join(here, '../../../demo/campus/articles');
const langs = ['en', 'zh'];
const smallest = 180;
const shareOfNone = [0.25, 0.31];
const askedAtLeast = 2;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

// Slugs of the public articles in one language.
function publicSlugs(lang) {
  const slugs = new Set();
  for (const file of readdirSync(articles).filter((name) => name.endsWith(`.${lang}.md`))) {
    const front = /^\+\+\+\n([^]*?)\n\+\+\+\n/.exec(readFileSync(join(articles, file), 'utf8'));
    if (!front) fault(file, 'no front matter between +++ lines');
    else if (readToml(front[1], file).audience !== 'internal') slugs.add(file.slice(0, -`.${lang}.md`.length));
  }
  return slugs;
}

// Records of a CSV text; throws where a quote is out of place.
function readCsv(text) {
  const records = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw new Error(`record ${records.length + 1}: a quote is not closed`);
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[(at += 1)];
        else break;
      }
      at += 1;
    } else {
      while (at < text.length && !',\r\n'.includes(text[at])) {
        if (text[at] === '"') throw new Error(`record ${records.length + 1}: a quote inside a bare field`);
        field += text[at];
        at += 1;
      }
    }
    record.push(field);
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) record.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (at < text.length && text[at] !== '\n') throw new Error(`record ${records.length + 1}: text after a closing quote`);
    at += 1;
    records.push(record);
    record = [];
  }
  if (record.length) records.push(record);
  return records;
}

const known = Object.fromEntries(langs.map((lang) => [lang, publicSlugs(lang)]));
const askedIn = new Map(); // question, in lower case and single spaces -> where it stands

function checkFile(set, lang) {
  const where = `${set}/${lang}.csv`;
  let records;
  try {
    records = readCsv(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(here, where))));
  } catch (error) {
    return void fault(where, error.message);
  }
  if (records.shift()?.join() !== 'question,articles,language') fault(where, 'the header is not question,articles,language');

  const counts = new Map([...known[lang]].map((slug) => [slug, 0]));
  let none = 0;
  records.forEach((record, index) => {
    const spot = `${where} record ${index + 2}`;
    if (record.length !== 3) return void fault(spot, `${record.length} fields`);
    const [question, labels, language] = record;
    if (!question.trim() || question !== question.trim()) fault(spot, 'the question is empty or has spaces around it');
    if (language !== lang) fault(spot, `language ${language}`);
    const key = question.toLowerCase().replace(/\s+/g, ' ');
    if (askedIn.has(key)) fault(spot, `the same question as in ${askedIn.get(key)}`);
    askedIn.set(key, spot);
    if (labels === 'none') return void (none += 1);
    const slugs = labels.split('|');
    if (new Set(slugs).size !== slugs.length) fault(spot, `a slug stands twice in ${labels}`);
    for (const slug of slugs)
      if (counts.has(slug)) counts.set(slug, counts.get(slug) + 1);
      else fault(spot, `no public article ${slug}`);
  });

  const share = none / records.length;
  if (records.length < smallest) fault(where, `${records.length} questions, fewer than ${smallest}`);
  if (!(share >= shareOfNone[0] && share <= shareOfNone[1])) fault(where, `share of none ${share.toFixed(3)}`);
  for (const [slug, count] of counts) if (count < askedAtLeast) fault(where, `${slug} is asked ${count} times`);
  console.log(`${where}: ${records.length} questions, ${none} none (${(100 * share).toFixed(1)} %), ${counts.size} articles`);
}

for (const entry of readdirSync(here, { withFileTypes: true }).filter((one) => one.isDirectory()))
  for (const lang of langs) checkFile(entry.name, lang);

for (const one of faults) console.error(one);
process.exit(faults.length ? 1 : 0);
