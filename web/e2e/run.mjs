// Plays the scenes against a real server that it starts and stops, and exits 1 when one failed.
//   node e2e/run.mjs [WORDS OF A SCENE'S NAME]
import { launch } from "./browser.mjs";
import { articles } from "./scenes/articles.mjs";
import { absence } from "./scenes/away.mjs";
import { judged } from "./scenes/axe.mjs";
import { consoles } from "./scenes/console.mjs";
import { doors } from "./scenes/door.mjs";
import { hands } from "./scenes/hands.mjs";
import { settings } from "./scenes/settings.mjs";
import { talking } from "./scenes/talk.mjs";
import { weather } from "./scenes/weather.mjs";
import { widgets } from "./scenes/widget.mjs";
import { installation } from "./server.mjs";
import { wire } from "./wire.mjs";

const scene_max_ms = 150_000;
const wanted = process.argv[2] ?? "";
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const server = await installation();
await server.start();
const line = await wire(server.base);
const browser = await launch();
const begun = Date.now();
let failed = 0;
let passed = 0;

for (const [name, play] of Object.entries({ ...doors, ...absence, ...talking, ...weather, ...hands, ...settings, ...consoles, ...widgets, ...articles, ...judged })) {
  if (!name.includes(wanted)) continue;
  const from = Date.now();
  let timer;
  const late = new Promise((_resolve, reject) => (timer = setTimeout(() => reject(new Error("took too long")), scene_max_ms)));
  try {
    if (!server.alive()) await server.start(); // what a failed scene may have left
    await Promise.race([play({ wire: line, browser, server }), late]);
    passed += 1;
    console.log(`ok  ${name} (${Date.now() - from} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  } finally {
    clearTimeout(timer);
    line.mend();
    await browser.clear();
  }
}

await browser.close();
line.stop();
const ending = await server.stop();
if (ending.code !== 0) {
  failed += 1;
  console.log(`FAILED  the server did not stop in order\n${ending.output}`);
}
console.log(`${passed} passed, ${failed} failed (${Math.round((Date.now() - begun) / 1000)} s)`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
