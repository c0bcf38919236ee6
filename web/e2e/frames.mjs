// How smooth one console is under load: 200 open conversations, 20 messages a second, one of them open before the eyes. Prints the first
// view's time and the frames, and exits 1 when a frame took longer than 50 ms.
//   node e2e/frames.mjs [SECONDS]
import { launch } from "./browser.mjs";
import { visitor as background } from "./people.mjs";
import { installation } from "./server.mjs";
import { busy } from "./world.mjs";

const seconds = Number(process.argv[2] ?? 20);
const crowd = 200;
const per_second = 20;
const frame_max_ms = 50;

const server = await installation();
await server.start([...busy, "--http.connections_per_address", "0"]);
const { base } = server;
const people = [];
for (let n = 0; n < crowd; n++) people.push(await background(server.base, `Guest ${n}`));
const ids = [];
for (const [n, one] of people.entries()) ids.push((await one.send(`Where is order BL-${20000 + n}? It should have been here an hour ago.`)).conversation);

const browser = await launch();
const { page, trouble } = await browser.person({ lang: "en" });
const from = Date.now();
await page.goto(`${base}/agent?agent=demo-01&lang=en#/open/${ids[crowd - 1]}`);
await page.locator(".row").first().waitFor();
await page.locator(".say").first().waitFor();
const first_view_ms = Date.now() - from;
const painted = await page.evaluate(() => Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));

await page.evaluate(() => {
  const frames = [];
  const long = [];
  let last = performance.now();
  const next = (now) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => Math.round(one.duration)))).observe({ entryTypes: ["longtask"] });
  Object.assign(window, { measured: { frames, long } });
});
let said = 0;
const end = Date.now() + seconds * 1_000;
while (Date.now() < end) {
  const due = Date.now() + 1_000 / per_second;
  // Every tenth is for the conversation that is looked at.
  void people[said % 10 === 0 ? crowd - 1 : (said * 7) % crowd].send(`and another thing, number ${said}`);
  said += 1;
  await new Promise((done) => setTimeout(done, Math.max(0, due - Date.now())));
}
const { frames, long } = await page.evaluate(() => window.measured);
const sorted = frames.slice(5).sort((a, b) => a - b);
const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
const over = sorted.filter((ms) => ms > frame_max_ms).length;
console.log(JSON.stringify({
  conversations: crowd, messages: said, seconds, first_view_ms, first_paint_ms: painted, frames: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), longest_ms: at(1), over_50_ms: over, long_tasks_ms: long,
}));
if (trouble.length > 0) console.log(trouble);
await browser.close();
await server.stop();
process.exit(over > 0 ? 1 : 0);
