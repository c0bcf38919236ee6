// Wall 3: includes.mjs TOP MODULES_TXT. A file of src/ includes only its own module and those that its module's USES names;
// a test also any module of a lower layer, to set its scene.
// app/ sees everything. A header of ours that is not in src/ is generated; then the build says whether it exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, finish, moduleOf, readModules } from './modules.mjs';

const [top, modulesFile] = process.argv.slice(2);
const modules = readModules(modulesFile);
const src = join(top, 'src');
const files = filesBelow(src, ['.hpp', '.cpp']);
const problems = [];
let includes = 0;

for (const file of files) {
  const own = moduleOf(modules, file);
  const inApp = file.startsWith('app/');
  const isTest = file.endsWith('_test.cpp');
  if (own === undefined && !inApp) {
    problems.push(`src/${file} belongs to no module`);
    continue;
  }
  readFileSync(join(src, file), 'utf8').split('\n').forEach((line, index) => {
    const [, open, path] = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line) ?? [];
    if (path === undefined || !existsSync(join(src, path))) {
      if (open === '"' && !path.includes('/')) problems.push(`src/${file}:${index + 1} includes "${path}", which is not spelled from src/`);
      return;
    }
    ++includes;
    const used = moduleOf(modules, path);
    if (open === '<') problems.push(`src/${file}:${index + 1} includes <${path}>, which is ours and takes quotes`);
    if (inApp || used === own) return;
    if (used === undefined) problems.push(`src/${file}:${index + 1} includes "${path}", which belongs to no module`);
    else if (isTest && modules.get(used).layer < modules.get(own).layer) return;
    else if (!modules.get(own).uses.has(used)) problems.push(`src/${file}:${index + 1} includes "${path}", but ${own} does not declare that it uses ${used}`);
  });
}
finish('wall 3', problems, `${includes} includes in ${files.length} files of ${modules.size} modules`);
