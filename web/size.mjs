// The budget of each page, compressed as it is served: node size.mjs [--if-built]
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
const budgets = { "index.html": 35, "agent.html": 120, "sign-in.html": 60, "setup.html": 60 }; // KB of JavaScript and CSS

if (!existsSync(dist)) process.exit(process.argv.includes("--if-built") ? 0 : 1);
let over = 0;
const assets = readdirSync(new URL("assets/", dist));
for (const [page, budget_kb] of Object.entries(budgets)) {
  const html = readFileSync(new URL(page, dist), "utf8");
  const parts = assets.filter((file) => /\.(js|css)$/.test(file) && html.includes(`/assets/${file}`));
  const bytes = parts.reduce((sum, file) => sum + brotliCompressSync(readFileSync(new URL(`assets/${file}`, dist))).length, 0);
  const kb = (bytes / 1024).toFixed(1);
  console.log(`${page}: ${kb} KB of ${budget_kb} (brotli, ${parts.length} files)`);
  if (bytes > budget_kb * 1024) over += 1;
}
process.exit(over);
