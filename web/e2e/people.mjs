// People without a browser, for the background of a scene: they speak the protocol directly.
import { WebSocket } from "ws";

let counter = 0;

async function join(address, hello) {
  const socket = new WebSocket(address);
  const heard = [];
  const waiting = new Set();
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    heard.push(message);
    for (const one of [...waiting]) if (one.wants(message)) (waiting.delete(one), one.done(message));
  });
  const next = (wants) => new Promise((done) => waiting.add({ wants, done }));
  const say = (message) => socket.send(JSON.stringify(message));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const welcome = next((message) => message.t === "welcome");
  say(hello);
  return { socket, heard, next, say, welcome: await welcome, leave: () => socket.close(1000) };
}

const spoken = (link, about) => async (text) => {
  const id = `bg-${process.pid}-${++counter}-${Math.random().toString(36).slice(2)}`;
  const answer = link.next((message) => message.id === id && (message.t === "ack" || message.t === "refused"));
  link.say({ t: "send", id, text, ...about });
  const message = await answer;
  if (message.t === "refused") throw new Error(`refused: ${message.code}`);
  return message;
};

export async function visitor(base, name) {
  const link = await join(`${base.replace("http", "ws")}/live/visitor`, { t: "hello", v: 1, ...(name ? { name } : {}) });
  return { ...link, send: spoken(link, {}) };
}

export async function agent(base, name = "demo-02") {
  const link = await join(`${base.replace("http", "ws")}/live/agent`, { t: "hello", v: 1, agent: name });
  return {
    ...link,
    to: (conversation) => ({
      send: spoken(link, { conversation }),
      resolve: async () => {
        const answer = link.next((message) => message.id === `r-${conversation}`);
        link.say({ t: "resolve", id: `r-${conversation}`, conversation });
        return answer;
      },
      seen: (seq) => link.say({ t: "seen", conversation, seq }),
    }),
  };
}

export const administrator = { name: "Li Na", email: "li@example.com", password: "correct horse battery" };

const request = (server, method, path, body, cookie) => fetch(`${server.base}/api/v1${path}`, {
  method, body: body === undefined ? undefined : JSON.stringify(body),
  headers: { "Sec-Fetch-Site": "same-origin", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...(cookie ? { Cookie: cookie } : {}) },
});

// Signed in once a server: signing in again and again would be refused as guessing.
const cookies = new WeakMap();

/** The session of the administrator, who is made if nobody has made her yet. */
export async function administratorsCookie(server) {
  const { name, email, password } = administrator;
  const kept = cookies.get(server);
  if (kept !== undefined && (await request(server, "GET", "/me", undefined, kept)).ok) return kept;
  let answer = await request(server, "POST", "/sessions", { email, password });
  if (!answer.ok) answer = await request(server, "POST", "/setup", { code: /\/setup and enter (\S+)/.exec(server.printed())?.[1] ?? "", name, email, password });
  if (!answer.ok) throw new Error(`nobody administers: ${await answer.text()}`);
  const cookie = answer.headers.get("set-cookie").split(";")[0];
  cookies.set(server, cookie);
  return cookie;
}

/** Whether these let somebody in. */
export const signsIn = async (server, email, password) => (await request(server, "POST", "/sessions", { email, password })).ok;

/** Calls the API as the administrator. */
export async function administers(server) {
  const cookie = await administratorsCookie(server);
  return async (method, path, body) => {
    const answered = await request(server, method, path, body, cookie);
    if (!answered.ok) throw new Error(`${method} ${path}: ${await answered.text()}`);
    return answered.status === 204 ? null : answered.json();
  };
}

export const website = "0000000000001";

/** Opening hours that are closed now and for a day at least: two hours, in three days. */
export function laterHours(now = new Date()) {
  const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  return { time_zone: "UTC", week: [{ day: days[(now.getUTCDay() + 3) % 7], from: "01:00", to: "03:00" }] };
}
