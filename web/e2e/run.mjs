// Runs the scenes: against the mock server, or against BASE_URL. Prints a line for each and exits 1 when one failed.
//   node e2e/run.mjs [WORDS OF A SCENE'S NAME]
import { serve } from "../mock/server.mjs";
import { launch } from "./browser.mjs";
import { scenes } from "./scenes.mjs";
import { wire } from "./wire.mjs";

const scene_timeout_ms = 90_000;

const mock = process.env.BASE_URL ? null : await serve();
const target = process.env.BASE_URL ?? `http://127.0.0.1:${mock.port}`;
const line = await wire(target);
const browser = await launch();
const fault = mock && ((faults) => fetch(`${target}/mock`, { method: "POST", body: JSON.stringify(faults) }));
const wanted = process.argv[2] ?? "";
let failed = 0;
let passed = 0;

for (const [name, play] of Object.entries(scenes)) {
  if (!name.includes(wanted)) continue;
  const begun = Date.now();
  let timer;
  const late = new Promise((_resolve, reject) => (timer = setTimeout(() => reject(new Error("took too long")), scene_timeout_ms)));
  try {
    const result = await Promise.race([play({ wire: line, browser, fault }), late]);
    passed += 1;
    console.log(`${result ?? "ok"}  ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  } finally {
    clearTimeout(timer);
    line.mend();
  }
}

await browser.close();
line.stop();
mock?.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
