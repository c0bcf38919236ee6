// @ts-check
// What waits in the queue, over the public API, typed by the server's own document. TOKEN=… node queue.mjs [http://127.0.0.1:8080]
//   npm install --no-save openapi-fetch openapi-typescript typescript@5 @types/node
//   npx openapi-typescript http://127.0.0.1:8080/api/openapi.json -o zhiyin.d.ts     the types; again whenever the server is newer
//   npx tsc --noEmit --strict --checkJs --skipLibCheck --module nodenext queue.mjs   a slip of the pen does not compile
import createClient from "openapi-fetch";

const origin = process.argv[2] ?? "http://127.0.0.1:8080";
/** @type {import("openapi-fetch").Client<import("./zhiyin.js").paths>} */
const api = createClient({
  baseUrl: origin,
  headers: { Authorization: `Bearer ${process.env["TOKEN"]}` },
  querySerializer: { array: { style: "form", explode: false } }, // stage=queued,assigned
});

/** Waits as long as the server says, then asks again.
 * @template {{ response: Response }} T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>} */
async function patiently(ask) {
  for (;;) {
    const answer = await ask();
    if (answer.response.status !== 429 && answer.response.status !== 503) return answer;
    const seconds = Number(answer.response.headers.get("Retry-After") ?? 1);
    await new Promise((go) => setTimeout(go, seconds * 1000));
  }
}

/** @type {string | undefined} */
let after;
do {
  const query = { stage: /** @type {"queued"[]} */ (["queued"]), limit: 100, ...(after === undefined ? {} : { after }) };
  const { data, error } = await patiently(() => api.GET("/api/v1/conversations", { params: { query } }));
  if (error) throw new Error(`${error.status} ${error.code}: ${error.detail} ${error.mend}`);
  for (const one of data.items) console.log(one.id, one.waiting_since ?? "-", one.contact_name || "somebody", "·", one.last_text);
  after = data.next ?? undefined;
} while (after !== undefined);
