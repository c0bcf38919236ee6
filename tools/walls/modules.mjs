// What the walls know about modules: their names and uses (build/<preset>/modules.txt), and which one a path of src/ belongs to.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Map of name → { layer, uses: Set }. Each line of the file is "name layer used used ...". */
export function readModules(file) {
  const modules = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const [name, layer, ...uses] = line.split(' ').filter(Boolean);
    modules.set(name, { layer: Number(layer), uses: new Set(uses) });
  }
  return modules;
}

/** The module whose folder holds `path` ("platform/db/value.hpp" → "platform/db"); the deepest one; undefined for none. */
export function moduleOf(modules, path) {
  const parts = path.split('/').slice(0, -1);
  for (; parts.length > 0; parts.pop()) {
    const name = parts.join('/');
    if (modules.has(name)) return name;
  }
  return undefined;
}

/** Paths below `folder` that end in one of `endings`, relative to it, sorted. */
export function filesBelow(folder, endings) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Prints the problems and ends: 0 for none, else 1. */
export function finish(wall, problems, summary) {
  for (const problem of problems) console.error(`${wall}: ${problem}`);
  console.log(`${wall}: ${problems.length === 0 ? 'holds' : 'is broken'}, ${summary}`);
  process.exit(problems.length === 0 ? 0 : 1);
}
