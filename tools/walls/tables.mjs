// Wall 4: tables.mjs TOP MODULES_TXT. Every table says its owner where it is made (`CREATE TABLE x (  -- owner: module` in schema/), and
// only that module's SQL in src/ names it after FROM, JOIN, USING, INTO, UPDATE or TABLE. Keywords count in capitals anywhere, and in any case
// within a string or file that begins with an SQL verb. Tests may look into every table: they judge what others wrote.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, finish, moduleOf, readModules } from './modules.mjs';

const [top, modulesFile] = process.argv.slice(2);
const modules = readModules(modulesFile);
const schema = join(top, 'schema');
const src = join(top, 'src');
const problems = [];
const owners = new Map();

for (const file of existsSync(schema) ? filesBelow(schema, ['.sql']) : []) {
  readFileSync(join(schema, file), 'utf8').split('\n').forEach((line, index) => {
    const table = /^\s*CREATE\s+(?:UNLOGGED\s+|VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)/i.exec(line)?.[1];
    if (table === undefined) return;
    const owner = /--\s*owner:\s*(\S+)/.exec(line)?.[1];
    const at = `schema/${file}:${index + 1}`;
    if (owner === undefined) problems.push(`${at} makes ${table} without naming its owner (-- owner: module)`);
    else if (!modules.has(owner)) problems.push(`${at} gives ${table} to ${owner}, which is no module`);
    else if (owners.has(table) && owners.get(table) !== owner) problems.push(`${at} gives ${table} to ${owner}, but ${owners.get(table)} owns it`);
    else owners.set(table, owner);
  });
}

const keyword = String.raw`(?:FROM|JOIN|INTO|UPDATE|TABLE|USING)`;
const item = String.raw`"?\w+"?(?:(?:\s+AS)?\s+(?!${keyword}\b)\w+)?`;
const list = String.raw`(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?(${item}(?:\s*,\s*${item})*)`;
const naming = String.raw`\b${keyword}\s+${list}`;
const beginsAsSql = /^\s*(?:select|insert|update|delete|with|create|alter|drop|truncate)\s/i;

/** Names of tables in one SQL text; `flags` says whether keywords may be small. */
function tablesIn(text, flags) {
  return [...text.matchAll(new RegExp(naming, `g${flags}`))].flatMap((match) =>
    match[1].split(',').map((item) => ({ name: item.trim().split(/\s+/)[0].replaceAll('"', ''), at: match.index })));
}

/** A C++ file's neighbouring literals joined (lines kept), and each literal for itself with its place. */
function sqlOf(file, text) {
  if (file.endsWith('.sql')) return [{ text, from: 0, flags: 'i' }];
  const joined = text.replace(/"[ \t]*\n\s*"/g, (gap) => ' '.repeat(gap.length - 1) + '\n');
  const literals = [...joined.matchAll(/R"(\w*)\(([\s\S]*?)\)\1"|"((?:[^"\\\n]|\\.|\n)*)"/g)].map((m) => ({ text: m[2] ?? m[3], from: m.index }));
  return [{ text: joined, from: 0, flags: '' }, ...literals.filter((l) => beginsAsSql.test(l.text)).map((l) => ({ ...l, flags: 'i' }))];
}

const files = filesBelow(src, ['.hpp', '.cpp', '.sql']).filter((file) => !file.endsWith('_test.cpp'));
for (const file of files) {
  const own = moduleOf(modules, file);
  const text = readFileSync(join(src, file), 'utf8');
  const found = new Set();
  for (const sql of sqlOf(file, text)) {
    for (const { name, at } of tablesIn(sql.text, sql.flags)) {
      if (!owners.has(name) || owners.get(name) === own) continue;
      const line = text.slice(0, sql.from + at).split('\n').length;
      found.add(`src/${file}:${line} names the table ${name}, which ${owners.get(name)} owns`);
    }
  }
  problems.push(...found);
}
finish('wall 4', problems, `${owners.size} tables, ${files.length} files`);
