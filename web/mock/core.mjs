// A whole installation in memory that speaks docs/live-protocol.md: for tests of the pages, without a server and without sockets.
// What it stores survives `restart()`, as the real store does; connections do not.

export const limits = { text_max_bytes: 16384, in_flight_max: 32, open_max: 200, rows_max: 200, message_max_bytes: 65536 };
const changes_max = 500;
const page = 50;
const coalesce_ms = 100;
const receipt_every_ms = 1000;

const titles = {
  bad_request: "This is not what the protocol says", forbidden: "Another agent has this conversation", not_found: "There is no such conversation",
  conflict: "This was used or decided otherwise", stale: "Something happened meanwhile", earlier_refused: "An earlier message was refused",
  too_large: "The text is too long", invalid: "The text is empty", unavailable: "The store does not answer",
};
const statuses = {
  bad_request: 400, forbidden: 403, not_found: 404, conflict: 409, stale: 409, earlier_refused: 409, too_large: 413, invalid: 422, unavailable: 503,
};

/**
 * @param {{ now?: () => number, later?: (ms: number, call: () => void) => void, agents?: number }} [given]
 */
export function installation(given = {}) {
  const now = given.now ?? (() => Date.now());
  const later = given.later ?? ((ms, call) => void setTimeout(call, ms));
  const agents = given.agents ?? 5;
  let counter = 0;
  let order = 0;
  const log = `log-${now().toString(36)}`;
  const conversations = new Map();
  const tokens = new Map(); // token -> { id, name, conversation }
  const acks = new Map(); // sender \n client id -> { text, ack }
  const links = new Set();
  /** Faults: the next `refuse` sends get `unavailable`; acks may be held back or lost. */
  /** Said after each hello; a test writes what it wants said. */
  const duty = { on_duty: true };
  /** With `on` conversations begin with the bot, which says what `answer` makes of a text: { text, source?, choices? }, or null to hand over. */
  const bot = { on: false, answer: () => ({ text: "I do not know that yet." }), delay_ms: 20 };
  const machine = { kind: "bot", id: "bot0000000001", name: "" };
  const ways = [];
  const faults = { refuse: 0, retry_after_ms: 50, ack_delay_ms: 0, drop_acks: false, closed: false, wait_s: 60 };

  const iso = () => new Date(now()).toISOString();
  const id = (lead) => (lead + (++counter * 7919).toString(36).padStart(12, "0")).slice(0, 13);
  const demo = (n) => ({ kind: "agent", id: `demoagent${String(n).padStart(4, "0")}`, name: `Demo ${String(n).padStart(2, "0")}` });

  const stateOf = (c) => ({
    id: c.id, stage: c.stage, assignee: c.assignee, visitor: c.visitor, created_at: c.created_at, rev: c.rev, last_seq: c.entries.length, ...(c.rating ? { rating: c.rating } : {}),
    watermarks: [...c.marks.values()].map((mark) => ({ ...mark })),
  });
  const snapshot = (c) => ({
    t: "snapshot", log, conversation: stateOf(c), entries: c.entries.slice(-page), earlier: c.entries.length > page,
  });
  function looked(c, have) {
    if (have?.log !== log || !(have.rev >= 1) || have.rev > c.rev) return snapshot(c);
    const changed = c.entries.filter((entry) => entry.rev > have.rev);
    return changed.length > changes_max ? snapshot(c) : { t: "changes", log, conversation: stateOf(c), entries: changed };
  }

  function fact(c, kind, members) {
    c.rev += 1;
    const message = { t: "fact", conversation: c.id, rev: c.rev, at: iso(), kind, ...members };
    if (kind === "opened") message.state.rev = c.rev;
    for (const link of links) if (link.follows(c)) link.say(message);
    touched(c);
  }
  function touched(c) {
    c.order = ++order;
    for (const link of links) link.touched?.(c);
  }

  function openFor(visitor) {
    const c = {
      id: id("c"), visitor: { kind: "visitor", id: visitor.id, name: visitor.name }, stage: bot.on ? "bot" : "queued", assignee: null, created_at: iso(),
      rev: 0, entries: [], marks: new Map(), receipts: new Map(), order: 0,
    };
    conversations.set(c.id, c);
    visitor.conversation = c.id;
    const state = stateOf(c);
    fact(c, "opened", { state });
    return c;
  }
  function write(c, author, clientId, text, more = {}) {
    const entry = { seq: c.entries.length + 1, rev: c.rev + 1, author, client_id: clientId, at: iso(), text, ...more };
    c.entries.push(entry);
    fact(c, "message", { entry });
    return entry;
  }
  function stage(c, next, assignee, by) {
    c.stage = next;
    c.assignee = assignee;
    fact(c, "stage", { stage: next, assignee, by });
    places();
  }
  /** The bot answers the newest words, or hands over. */
  function answers(c) {
    if (c.stage !== "bot") return;
    const seq = c.entries.length;
    later(bot.delay_ms, () => {
      if (c.stage !== "bot" || c.entries.length !== seq) return;
      const said = bot.answer(c.entries[seq - 1].text);
      if (said === null) return stage(c, "queued", null, machine);
      const { text, ...more } = said;
      write(c, machine, `bot:${seq}`, text, more);
    });
  }
  /** Who waits is told when his place changes. */
  function places() {
    const waiting = [...conversations.values()].filter((one) => one.stage === "queued");
    for (const link of links) for (const [ahead, c] of waiting.entries()) {
      if (link.me?.kind !== "visitor" || !link.follows(c) || link.ahead === ahead) continue;
      link.ahead = ahead;
      link.say({ t: "place", ahead, wait_s: faults.wait_s });
    }
  }

  /** Receipts become facts at most once a second for each participant. */
  function receipt(c, who, member, seq) {
    const key = `${who.kind}:${who.id}`;
    const up = Math.min(seq, c.entries.length);
    const mark = c.receipts.get(key) ?? { kind: who.kind, id: who.id, delivered: 0, read: 0 };
    if (member === "seen") mark.read = Math.max(mark.read, up);
    mark.delivered = Math.max(mark.delivered, up, mark.read);
    c.receipts.set(key, mark);
    const tell = () => {
      mark.due = false;
      const old = c.marks.get(key);
      if (old && old.delivered === mark.delivered && old.read === mark.read) return;
      const watermark = { kind: mark.kind, id: mark.id, delivered: mark.delivered, read: mark.read };
      c.marks.set(key, watermark);
      mark.told = now();
      fact(c, "receipt", { watermark });
    };
    if (mark.due) return;
    const wait = (mark.told ?? -Infinity) + receipt_every_ms - now();
    if (wait <= 0) return tell();
    mark.due = true;
    later(wait, tell);
  }

  const row = (c) => {
    const last = c.entries.at(-1);
    const answered = c.entries.findLastIndex((entry) => entry.author.kind === "agent");
    const waits = c.entries.slice(answered + 1).find((entry) => entry.author.kind === "visitor");
    const read = Math.max(0, ...[...c.marks.values()].filter((mark) => mark.kind === "agent").map((mark) => mark.read));
    return {
      id: c.id, order: c.order, stage: c.stage, assignee: c.assignee, visitor: c.visitor, rev: c.rev,
      last: last ? { seq: last.seq, at: last.at, kind: last.author.kind, text: last.text.slice(0, 120) } : { seq: 0, at: c.created_at, kind: "visitor", text: "" },
      waiting_since: c.stage !== "resolved" && waits ? waits.at : null,
      unread: c.entries.filter((entry) => entry.author.kind === "visitor" && entry.seq > read).length,
    };
  };
  const inView = (view, me) => (c) =>
    c.entries.length > 0 && (view === "queue" ? c.stage === "queued" : view === "mine" ? c.stage === "assigned" && c.assignee?.id === me.id : c.stage !== "resolved");
  const window = (view, me, limit) => {
    const all = [...conversations.values()].filter(inView(view, me)).sort((a, b) => b.order - a.order || (a.id < b.id ? 1 : -1));
    return { total: all.length, rows: all.slice(0, limit).map(row) };
  };

  /** What visitors' and agents' connections have in common: sending in order, and how each answer leaves. */
  function link(out) {
    const self = {
      me: null, sender: "", open: true, blocked: null, follows: () => false, touched: null,
      say: (message) => self.open && out.send(JSON.stringify(message)),
      end: (code, reason = "") => {
        if (!self.open) return;
        self.open = false;
        links.delete(self);
        out.close(code, reason);
      },
      closed: () => {
        self.open = false;
        links.delete(self);
      },
      ack: (message) => {
        if (faults.drop_acks) return;
        if (faults.ack_delay_ms > 0) later(faults.ack_delay_ms, () => self.say(message));
        else self.say(message);
      },
      refuse: (code, members) => self.say({ t: "refused", status: statuses[code], code, title: titles[code], where: "", mend: "", ...members }),
      send(m, target) {
        const refuse = (code, more) => {
          if (code !== "earlier_refused") self.blocked = m.id;
          self.refuse(code, { id: m.id, ...more });
        };
        if (self.blocked !== null && self.blocked !== m.id) return refuse("earlier_refused");
        const known = acks.get(`${self.sender}\n${m.id}`);
        if (known !== undefined && known.text !== m.text) return refuse("conflict");
        if (known !== undefined) {
          self.blocked = null;
          return self.ack({ ...known.ack, again: true });
        }
        if (faults.closed && self.me.kind === "visitor") return refuse("forbidden", { where: "inbox" });
        if (faults.refuse > 0) {
          faults.refuse -= 1;
          return refuse("unavailable", { retry_after_ms: faults.retry_after_ms });
        }
        if (Buffer.byteLength(m.text) > limits.text_max_bytes) return refuse("too_large");
        if (m.text.trim() === "") return refuse("invalid");
        const c = target(refuse);
        if (c === null) return;
        self.blocked = null;
        const entry = write(c, self.me, m.id, m.text);
        const ack = { t: "ack", id: m.id, conversation: c.id, seq: entry.seq, at: entry.at };
        acks.set(`${self.sender}\n${m.id}`, { text: m.text, ack });
        self.ack(ack);
        if (self.me.kind === "visitor") answers(c), places();
      },
      typing(c) {
        for (const other of links) if (other !== self && other.follows(c)) other.say({ t: "typing", conversation: c.id, who: self.me });
      },
      history(c, m) {
        const all = c.entries.filter((entry) => entry.seq < m.before);
        const n = Math.min(m.limit ?? page, page);
        self.say({ t: "history", conversation: c.id, entries: all.slice(-n), earlier: all.length > n });
      },
    };
    links.add(self);
    return self;
  }

  function visitorLink(out) {
    const self = link(out);
    let visitor = null;
    let token = "";
    const mine = () => (visitor?.conversation ? conversations.get(visitor.conversation) : undefined);
    self.follows = (c) => visitor !== null && c.visitor.id === visitor.id && visitor.id !== "";
    function hello(m) {
      token = m.token ?? id("t").repeat(3).slice(0, 32);
      visitor = tokens.get(token) ?? { id: "", name: m.name ?? "", conversation: null };
      tokens.set(token, visitor);
      self.sender = `visitor:${token}`;
      self.me = { kind: "visitor", id: visitor.id, name: visitor.name };
      self.say({ t: "welcome", v: 1, log, now: iso(), limits, me: self.me, token });
      const c = mine();
      self.say(c ? looked(c, m.have?.conversation === c.id ? m.have : undefined) : { t: "none" });
      if (c?.stage !== "assigned") self.say({ t: "duty", ...duty });
      places();
    }
    function target() {
      if (visitor.id === "") visitor.id = id("v");
      self.me = { kind: "visitor", id: visitor.id, name: visitor.name };
      const c = mine() ?? openFor(visitor);
      if (c.stage === "resolved") stage(c, bot.on ? "bot" : "queued", null, self.me);
      return c;
    }
    function person(m, c) {
      if (c === undefined || c.stage === "resolved") return self.refuse("conflict", { id: m.id, where: "conversation" });
      if (c.stage === "bot") stage(c, "queued", null, self.me);
      self.ack({ t: "ack", id: m.id, conversation: c.id, rev: c.rev });
    }
    function rate(m, c) {
      if (c === undefined || (c.stage !== "resolved" && c.stage !== "wrap_up")) return self.refuse("conflict", { id: m.id });
      if (!(m.score >= 1 && m.score <= 5)) return self.refuse("invalid", { id: m.id, where: "score" });
      const rating = { score: m.score, ...(m.comment ? { comment: m.comment } : {}) };
      const same = JSON.stringify(c.rating) === JSON.stringify(rating);
      c.rating = rating;
      if (!same) fact(c, "rated", { rating });
      self.ack({ t: "ack", id: m.id, conversation: c.id, rev: c.rev });
    }
    self.text = (m) => {
      const c = mine();
      if (m.t === "hello") return hello(m);
      if (visitor === null) return self.end(1002, "hello first");
      if (m.t === "ping") return self.say({ t: "pong", now: iso() });
      if (m.t === "send") return self.send(m, target);
      if (m.t === "skip") return skip(self, m);
      if (m.t === "reach") return reach(self, m);
      if (m.t === "person") return person(m, c);
      if (m.t === "rate") return rate(m, c);
      if (c === undefined) return;
      if (m.t === "got" || m.t === "seen") return receipt(c, self.me, m.t, m.seq);
      if (m.t === "typing") return self.typing(c);
      if (m.t === "history") return self.history(c, m);
    };
    return self;
  }

  /** Anything with an @ or a digit is good enough here. */
  function reach(self, m) {
    const way = m.email ?? m.phone ?? "";
    if (!/[@\d]/.test(way)) return self.say({ t: "refused", id: m.id, status: 422, code: "invalid", title: "no way", where: "email", mend: "" });
    if (faults.drop_acks) return;
    ways.push(way);
    self.say({ t: "ack", id: m.id });
  }

  function skip(self, m) {
    if (self.blocked === m.id) self.blocked = null;
    self.say({ t: "skipped", id: m.id });
  }

  function agentLink(out) {
    const self = link(out);
    const opened = new Set();
    const watched = new Map(); // view -> { limit, shown, touched, due }
    self.follows = (c) => opened.has(c.id);
    self.touched = (c) => {
      for (const [view, w] of watched) {
        w.touched.add(c.id);
        if (w.due) continue;
        w.due = true;
        later(coalesce_ms, () => {
          w.due = false;
          if (watched.get(view) === w) flush(view, w);
        });
      }
    };
    function flush(view, w) {
      const { total, rows } = window(view, self.me, w.limit);
      const shown = new Set(rows.map((one) => one.id));
      const upsert = rows.filter((one) => w.touched.has(one.id) || !w.shown.has(one.id));
      const remove = [...w.shown].filter((one) => !shown.has(one));
      w.shown = shown;
      w.touched.clear();
      self.say({ t: "rows", view, total, upsert, remove });
    }
    function watch(m) {
      const { total, rows } = window(m.view, self.me, m.limit);
      watched.set(m.view, { limit: m.limit, shown: new Set(rows.map((one) => one.id)), touched: new Set(), due: false });
      self.say({ t: "window", view: m.view, total, rows });
    }
    const owns = (c) => c.assignee?.id === self.me.id;
    function act(m, c) {
      const refuse = (code) => self.refuse(code, { id: m.id });
      const done = () => self.ack({ t: "ack", id: m.id, conversation: c.id, rev: c.rev });
      const already = m.t === "take" ? c.stage === "assigned" && owns(c) : c.stage === "resolved";
      if (already) return done();
      if (m.rev !== undefined && m.rev !== c.rev) return refuse("stale");
      if (m.t === "take" && c.stage === "resolved") return refuse("conflict");
      if (m.t === "take" && m.rev === undefined && c.stage === "assigned") return refuse("conflict");
      if (m.t === "resolve" && !owns(c)) return refuse("forbidden");
      stage(c, m.t === "take" ? "assigned" : "resolved", self.me, self.me);
      done();
    }
    const target = (c) => (refuse) => {
      if (c === undefined) return refuse("not_found"), null;
      if (c.stage === "resolved") return refuse("conflict"), null;
      if (c.stage === "assigned" && !owns(c)) return refuse("forbidden"), null;
      if (c.stage === "queued" || c.stage === "bot") stage(c, "assigned", self.me, self.me);
      return c;
    };
    self.text = (m) => {
      if (m.t === "hello") {
        const n = Number(/^demo-(\d\d)$/.exec(m.agent)?.[1] ?? 0);
        if (n < 1 || n > agents) return self.end(1008, "no such agent");
        self.me = demo(n);
        self.sender = `agent:${self.me.id}`;
        return self.say({ t: "welcome", v: 1, log, now: iso(), limits, me: self.me });
      }
      if (self.me === null) return self.end(1002, "hello first");
      const c = conversations.get(m.conversation);
      if (m.t === "ping") return self.say({ t: "pong", now: iso() });
      if (m.t === "watch") return watch(m);
      if (m.t === "unwatch") return void watched.delete(m.view);
      if (m.t === "skip") return skip(self, m);
      if (m.t === "send") return self.send(m, target(c));
      if (c === undefined) return self.refuse("not_found", { conversation: m.conversation, ...(m.id ? { id: m.id } : {}) });
      if (m.t === "open") return opened.add(c.id), void self.say(looked(c, m.have));
      if (m.t === "close") return void opened.delete(c.id);
      if (m.t === "take" || m.t === "resolve") return act(m, c);
      if (m.t === "got" || m.t === "seen") return receipt(c, self.me, m.t, m.seq);
      if (m.t === "typing") return self.typing(c);
      if (m.t === "history") return self.history(c, m);
      self.refuse("bad_request", m.id ? { id: m.id } : {});
    };
    return self;
  }

  /** @param {string} path @param {{ send(text: string): void, close(code: number, reason: string): void }} out */
  function connect(path, out) {
    const self = path === "/live/agent" ? agentLink(out) : visitorLink(out);
    return { text: (/** @type {string} */ text) => self.open && self.text(JSON.parse(text)), closed: self.closed };
  }
  /** Ends all connections, as a server does that dies (1006), drains (1001) or is slow for them (4008). */
  function cut(code = 1006) {
    for (const one of [...links]) one.end(code);
  }
  /** The inbox is switched off: who is there is told, and what he sends is refused. */
  function close() {
    faults.closed = true;
    for (const one of links) if (one.me.kind === "visitor") one.refuse("forbidden", { where: "inbox" });
  }

  return { connect, cut, close, faults, conversations, log, snapshot, duty, ways, bot };
}
