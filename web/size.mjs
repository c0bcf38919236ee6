// The budget of each page's first view, compressed as it is served: node size.mjs [--if-built]
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
// KB of script; for all but the desk, of the style sheets too. What is loaded later, when somebody asks for it, is listed below and not counted.
const budgets = { "index.html": 35, "agent.html": 300, "sign-in.html": 60, "setup.html": 60, "shop.html": 35 };
const counted = (page, file) => /\.js$/.test(file) || (page !== "agent.html" && /\.css$/.test(file));

if (!existsSync(dist)) process.exit(process.argv.includes("--if-built") ? 0 : 1);
let over = 0;
const assets = readdirSync(new URL("assets/", dist)).filter((file) => /\.(js|css)$/.test(file));
const size = (file) => brotliCompressSync(readFileSync(new URL(`assets/${file}`, dist))).length;
const first = new Set();
for (const [page, budget_kb] of Object.entries(budgets)) {
  const html = readFileSync(new URL(page, dist), "utf8");
  const here = assets.filter((file) => html.includes(`/assets/${file}`));
  here.forEach((file) => first.add(file));
  const parts = here.filter((file) => counted(page, file));
  const bytes = parts.reduce((sum, file) => sum + size(file), 0);
  console.log(`${page}: ${(bytes / 1024).toFixed(1)} KB of ${budget_kb} (brotli, ${parts.length} files)`);
  if (bytes > budget_kb * 1024) over += 1;
}
// The widget is one file that strangers' pages load: nothing beside it.
const widget_kb = 35;
const widget = brotliCompressSync(readFileSync(new URL("widget.js", dist))).length;
console.log(`widget.js: ${(widget / 1024).toFixed(1)} KB of ${widget_kb} (brotli)`);
if (widget > widget_kb * 1024) over += 1;
const later = assets.filter((file) => !first.has(file));
const kb = (end) => (later.filter((file) => file.endsWith(end)).reduce((sum, file) => sum + size(file), 0) / 1024).toFixed(1);
if (later.length > 0) console.log(`later: ${kb(".js")} KB of script, ${kb(".css")} KB of style (${later.length} files)`);
process.exit(over);
