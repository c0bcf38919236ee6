// A visitor's client in one file: what you type is sent, what happens is printed, and nothing is lost or shown twice over cuts, crashes
// and restarts of either side. Needs the package ws: npm install --no-save ws
//
//   node visitor.mjs [ws://127.0.0.1:8080/live/visitor] [FILE]     FILE keeps the token and what is not yet acknowledged (visitor.json)
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import WebSocket from "ws";

const [url = "ws://127.0.0.1:8080/live/visitor", file = "visitor.json"] = process.argv.slice(2);
const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { token: undefined, outbox: [] };
const keep = () => (writeFileSync(`${file}.new`, JSON.stringify(kept)), renameSync(`${file}.new`, file));

let log; // the life of the store that `state` belongs to
let state; // STATE of the protocol, or undefined before the first conversation
let entries = new Map(); // seq → ENTRY
let socket;
let welcomed = false;
let tries = 0;
let heardAt = 0;

const tell = (message) => socket.send(JSON.stringify(message));
const show = (entry) => console.log(`${entry.seq} ${entry.author.kind === "agent" ? entry.author.name : "you"}: ${entry.text}`);

function put(entry) {
  if (!entries.has(entry.seq)) show(entry);
  entries.set(entry.seq, entry);
}

// Snapshot plus facts is always a fresh snapshot: the rule of docs/live-protocol.md, "What a conversation is".
const apply = {
  snapshot(m) {
    if (state?.id !== m.conversation.id || log !== m.log) entries = new Map();
    [log, state] = [m.log, m.conversation];
    m.entries.forEach(put);
  },
  changes(m) {
    [log, state] = [m.log, m.conversation];
    m.entries.forEach(put);
  },
  fact(m) {
    if (m.kind === "opened") [state, entries, seenSeq] = [m.state, new Map(), 0];
    else if (m.conversation !== state?.id || m.rev <= state.rev) return;
    else if (m.rev !== state.rev + 1) return socket.close(); // something is missing: it should never happen; resume
    state.rev = m.rev;
    if (m.kind === "message") (state.last_seq = m.entry.seq), put(m.entry);
    if (m.kind === "stage") (state.stage = m.stage), (state.assignee = m.assignee), console.log(`* ${m.stage}`);
    if (m.kind === "receipt") state.watermarks = [...state.watermarks.filter((w) => w.id !== m.watermark.id || w.kind !== m.watermark.kind), m.watermark];
  },
  welcome(m) {
    tries = 0;
    kept.token = m.token;
    keep();
    if (log !== m.log) [log, state] = [m.log, undefined];
    welcomed = true;
    inFlightMax = m.limits.in_flight_max;
    inFlight.clear();
    pump();
  },
  ack: (m) => settled(m.id),
  refused(m) {
    console.log(`! ${m.code}: ${m.title}`);
    if (m.code === "unavailable" || m.code === "too_many") setTimeout(() => again(m.id), m.retry_after_ms ?? 1000);
    else if (m.code === "earlier_refused") inFlight.delete(m.id);
    else if (m.id) tell({ t: "skip", id: m.id }); // it would be refused for ever: give it up, so that the later ones may go
  },
  skipped: (m) => settled(m.id),
};

// Unacknowledged messages are sent again with their ids, in their order; the server stores each once.
let inFlightMax = 32;
const inFlight = new Set();
function pump() {
  for (const { id, text } of kept.outbox) {
    if (!welcomed || inFlight.size >= inFlightMax) return;
    if (!inFlight.has(id)) inFlight.add(id), tell({ t: "send", id, text });
  }
}
function settled(id) {
  inFlight.delete(id);
  kept.outbox = kept.outbox.filter((one) => one.id !== id);
  keep();
  pump();
}
function again(id) {
  inFlight.delete(id);
  pump();
}

function connect() {
  socket = new WebSocket(url);
  socket.onopen = () => tell({ t: "hello", v: 1, token: kept.token, have: state && { conversation: state.id, log, rev: state.rev } });
  socket.onmessage = ({ data }) => {
    heardAt = Date.now();
    const message = JSON.parse(data);
    apply[message.t]?.(message); // a type that is not known is ignored
    if (message.t === "fact" || message.t === "snapshot" || message.t === "changes") seen();
  };
  socket.onerror = () => undefined; // onclose follows
  socket.onclose = ({ code, reason }) => {
    welcomed = false;
    if (code === 1008) return console.log(`not allowed: ${reason}`), process.exit(1);
    setTimeout(connect, code === 1001 ? Math.random() * 1000 : Math.random() * Math.min(30_000, 500 * 2 ** tries++));
  };
}

let seenSeq = 0;
function seen() {
  if (state && state.last_seq > seenSeq) tell({ t: "seen", seq: (seenSeq = state.last_seq) });
}

setInterval(() => {
  if (welcomed && Date.now() - heardAt > 60_000) socket.close(); // dead without a word
  else if (welcomed && Date.now() - heardAt > 25_000) tell({ t: "ping" });
}, 5_000);

createInterface({ input: process.stdin }).on("line", (text) => {
  if (text.trim() === "") return;
  kept.outbox.push({ id: randomUUID(), text });
  keep(); // before it is sent: what was typed survives the end of this process
  pump();
});
connect();
