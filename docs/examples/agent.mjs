// An agent's client in one file: takes every conversation that comes into the queue and answers each message of its visitor. Run it on
// the server's own machine: demonstration agents are accepted from there only. Needs the package ws: npm install --no-save ws
//
//   node agent.mjs [ws://127.0.0.1:8080/live/agent] [demo-01]
import WebSocket from "ws";

const [url = "ws://127.0.0.1:8080/live/agent", agent = "demo-01"] = process.argv.slice(2);

let me;
const known = new Map(); // conversation → { log, rev }: where to resume

function connect() {
  const socket = new WebSocket(url);
  const tell = (message) => socket.send(JSON.stringify(message));

  // The id is made of what it answers, so the same answer is never stored twice, whatever is repeated.
  const answer = (conversation, entry) => {
    if (entry.author.kind !== "visitor") return;
    console.log(`${conversation} ${entry.seq}: ${entry.text}`);
    tell({ t: "send", conversation, id: `answer-${conversation}-${entry.seq}`, text: `You said: ${entry.text}` });
  };

  const on = {
    welcome(m) {
      me = m.me;
      tell({ t: "watch", view: "queue", limit: 50 });
      for (const [conversation, have] of known) tell({ t: "open", conversation, have });
    },
    window: (m) => m.rows.forEach((row) => open(row.id)),
    rows: (m) => m.upsert.forEach((row) => open(row.id)),
    snapshot: (m) => picture(m),
    changes: (m) => picture(m),
    fact(m) {
      known.get(m.conversation).rev = m.rev;
      if (m.kind === "message") answer(m.conversation, m.entry);
    },
    refused: (m) => console.log(`! ${m.code}: ${m.title}`),
  };
  const open = (conversation) => known.has(conversation) || (known.set(conversation, {}), tell({ t: "open", conversation }));
  const picture = (m) => {
    known.set(m.conversation.id, { log: m.log, rev: m.conversation.rev });
    if (m.conversation.stage === "queued") tell({ t: "take", id: `take-${m.conversation.id}-${m.conversation.rev}`, conversation: m.conversation.id, rev: m.conversation.rev });
    const lastOfMine = m.entries.findLast((entry) => entry.author.id === me.id)?.seq ?? 0;
    m.entries.filter((entry) => entry.seq > lastOfMine).forEach((entry) => answer(m.conversation.id, entry));
  };

  socket.onopen = () => tell({ t: "hello", v: 1, agent });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    on[message.t]?.(message);
  };
  socket.onerror = () => undefined; // onclose follows
  socket.onclose = ({ code, reason }) => {
    if (code === 1008) return console.log(`not allowed: ${reason}`);
    setTimeout(connect, Math.random() * 2000);
  };
}
connect();
