// A real server with data of its own in a temporary folder: the built program, on one port over all its lives.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.env.ZHIYIN ?? fileURLToPath(new URL("../../build/release/zhiyin", import.meta.url));
const ready_within_ms = 60_000;
const stopped_within_ms = 20_000;
// Below the ports that systems lend to clients, so that nobody takes ours while the server is dead.
const ports = { from: 20_000, to: 32_000 };

const bindable = (port) => new Promise((done) => {
  const probe = createServer().once("error", () => done(false));
  probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
});

async function freePort() {
  for (;;) {
    const port = ports.from + Math.floor(Math.random() * (ports.to - ports.from));
    if (await bindable(port)) return port;
  }
}

const answers = (url) => fetch(url, { signal: AbortSignal.timeout(2_000) }).then((response) => response.ok, () => false);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function installation() {
  if (!existsSync(program)) throw new Error(`there is no ${program}: build it first (./dev build release zhiyin), or name another in ZHIYIN`);
  const data = mkdtempSync(join(tmpdir(), "zhiyin-e2e-data-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let child = null;
  let output = "";
  let over = Promise.resolve();

  const alive = () => child !== null && child.exitCode === null && child.signalCode === null;
  process.once("exit", () => {
    if (alive()) child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });

  /** Resolves when it serves; also when it dies first, where that is what the settings ask for. */
  async function start(settings = [], mayDie = false) {
    const words = ["serve", "--data", data, "--http.port", String(port), "--demo.agents", "5", "--api.sign_ins_per_minute", "1000", ...settings];
    const own = (child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] }));
    over = new Promise((done) => own.once("exit", done).once("error", done));
    output = "";
    for (const stream of [own.stdout, own.stderr]) stream.on("data", (text) => (output = (output + text).slice(-4_000)));
    const end = Date.now() + ready_within_ms;
    while (!(await answers(`${base}/readyz`))) {
      if (!alive() && mayDie) return;
      if (!alive() || Date.now() > end) throw new Error(`the server does not serve:\n${output}`);
      await pause(50);
    }
  }
  async function kill(signal = "SIGKILL") {
    if (alive()) child.kill(signal);
    await over;
  }
  return {
    base,
    start,
    kill,
    /** When it has died by itself. */
    died: () => over,
    alive,
    /** What it has printed since its start, the newest part. */
    printed: () => output,
    /** In order, so that a scene's server is seen to stop too; says how it ended. */
    async stop() {
      const timer = setTimeout(() => child.kill("SIGKILL"), stopped_within_ms);
      await kill("SIGTERM");
      clearTimeout(timer);
      return { code: child.exitCode, output };
    },
  };
}
