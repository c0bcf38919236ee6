// Checks the labelled questions: node tests/data/questions/check.mjs. No dependencies; exit 1 on a fault.
// Every set is a folder here, every file in it <language>.csv with the columns question, articles, language.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readToml } from '../../../demo/campus/toml.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const articles = join(here, '../../../demo/campus/articles');
const header = ['question', 'articles', 'language'];
const atLeastAsked = 2;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

// RFC 4180, with line ends of one or two characters.
function readCsv(text, name) {
  const rows = [];
  let row = [], field = '', quoted = false, closed = false;
  const endField = () => { row.push(field); field = ''; closed = false; };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') { field += c; i++; }
      else { quoted = false; closed = true; }
    } else if (c === ',') endField();
    else if (c === '\n' || (c === '\r' && text[i + 1] === '\n')) {
      if (c === '\r') i++;
      endField();
      rows.push(row);
      row = [];
    } else if (c === '"' && field === '' && !closed) quoted = true;
    else {
      if (closed || c === '"' || c === '\r') fault(`${name}:${rows.length + 1}`, `stray ${JSON.stringify(c)}`);
      field += c;
    }
  }
  if (quoted) fault(name, 'a quote is never closed');
  if (field !== '' || row.length || closed) fault(name, 'no line end after the last line');
  return rows;
}

const audience = new Map(); // "slug.language" -> "public" or what the article says
for (const file of readdirSync(articles)) {
  const [slug, language, end] = file.split('.');
  if (end !== 'md') continue;
  const head = readFileSync(join(articles, file), 'utf8').split(/^\+\+\+$/m)[1] ?? '';
  audience.set(`${slug}.${language}`, readToml(head, file).audience ?? 'public');
}

const same = (question) => question.normalize('NFKC').toLowerCase().replace(/[\s\p{P}]+/gu, ' ').trim() || question;
const seen = new Map();
for (const set of readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory()).sort()) {
  if (!existsSync(join(here, set, 'README.md'))) fault(set, 'no README.md');
  for (const file of readdirSync(join(here, set)).filter((name) => name.endsWith('.csv')).sort()) {
    const name = `${set}/${file}`;
    const language = file.slice(0, -4);
    const bytes = readFileSync(join(here, set, file));
    const text = bytes.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(bytes) || text.startsWith('\ufeff')) fault(name, 'not plain UTF-8');
    const [first, ...rows] = readCsv(text, name);
    if (first?.join() !== header.join()) fault(name, `header is ${first}`);
    const asked = new Map();
    let none = 0, several = 0;
    rows.forEach((row, index) => {
      const where = `${name}:${index + 2}`;
      if (row.length !== header.length) return fault(where, `${row.length} columns`);
      const [question, label, its] = row;
      if (question.trim() !== question || question === '') fault(where, 'empty question, or space around it');
      if (its !== language) fault(where, `language ${its}`);
      const key = `${language} ${same(question)}`;
      if (seen.has(key)) fault(where, `stands already in ${seen.get(key)}`);
      seen.set(key, where);
      if (label === 'none') return void none++;
      const slugs = label.split('|');
      if (slugs.length > 1) several++;
      if (new Set(slugs).size < slugs.length) fault(where, 'an article stands twice');
      for (const slug of slugs) {
        const who = audience.get(`${slug}.${language}`);
        if (who === undefined) fault(where, `no article ${slug}`);
        else if (who !== 'public') fault(where, `${slug} is ${who}`);
        asked.set(slug, (asked.get(slug) ?? 0) + 1);
      }
    });
    for (const [key, who] of audience) {
      const [slug, its] = key.split('.');
      if (its === language && who === 'public' && (asked.get(slug) ?? 0) < atLeastAsked)
        fault(name, `${slug} is asked ${asked.get(slug) ?? 0} times`);
    }
    const share = rows.length ? Math.round((1000 * none) / rows.length) / 10 : 0;
    console.log(`${name}: ${rows.length} questions, ${none} none (${share} %), ${several} with several articles, ${asked.size} articles asked`);
  }
}
for (const line of faults) console.error(line);
process.exit(faults.length ? 1 : 0);
