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
