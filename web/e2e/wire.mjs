// A wire between the pages and the server that can be cut while the server lives.
import { connect, createServer } from "node:net";

export async function wire(target) {
  const to = new URL(target);
  const open = new Set();
  let cut = false;
  const server = createServer((near) => {
    if (cut) return near.destroy();
    const far = connect(Number(to.port || 80), to.hostname);
    const pair = { near, far };
    open.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      open.delete(pair);
    };
    near.on("error", end).on("close", end);
    far.on("error", end).on("close", end);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const drop = () => {
    for (const { near, far } of [...open]) near.destroy(), far.destroy();
  };
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    /** Ends every connection under way; new ones pass. */
    drop,
    /** Nobody passes until mend(). */
    cut: () => ((cut = true), drop()),
    mend: () => (cut = false),
    stop: () => (drop(), server.close()),
  };
}
