// Lines are cut and servers die: nothing is lost, nothing stands twice, everyone sees one order.
import assert from "node:assert/strict";
import { enter, field, leave, openRow, shows, tag, until, words, write } from "../stage.mjs";

const offline = (page) => page.locator(".status[data-condition=offline].on, .strip.wait");
/** The system says that the network is back, so that nobody waits for a back-off that other scenes have waited for. */
const nudge = (page) => page.evaluate(() => dispatchEvent(new Event("online")));
const online = (page) => until("the page is connected", async () => (await offline(page).count()) === 0);

/** Both see the same, each thing once, each one's own words in the order in which he wrote them; a reload changes nothing. */
async function agrees(scene, mine, yours) {
  const { visitor, agent } = scene;
  const all = [...mine, ...yours];
  await until("both have everything", async () => (await words(visitor)).length >= all.length && (await words(agent)).length >= all.length);
  const there = await words(visitor);
  await shows(agent, there);
  assert.deepEqual([...there].sort(), [...all].sort(), "nothing is lost and nothing stands twice");
  assert.deepEqual(there.filter((text) => mine.includes(text)), mine, "the visitor's own order");
  assert.deepEqual(there.filter((text) => yours.includes(text)), yours, "the agent's own order");
  await until("nothing waits", async () => (await visitor.locator(".foot.sending, .foot.kept").count()) + (await agent.locator(".ft.sending, .ft.kept").count()) === 0);
  await visitor.reload();
  await agent.reload();
  await shows(visitor, there);
  await shows(agent, there);
}

export const weather = {
  "a reload in the middle loses nothing and shows nothing twice; the draft stays": async (stage) => {
    const scene = await enter(stage, { lang: "en" });
    const { visitor, agent } = scene;
    const said = [0, 1, 2, 3, 4].map((n) => `${n} before and after ${tag()}`);
    for (const text of said.slice(0, 3)) await write(visitor, text);
    await visitor.reload(); // while the last may be under way
    await write(visitor, said[3]);
    await field(visitor).fill("half a sen");
    await visitor.reload();
    assert.equal(await field(visitor).inputValue(), "half a sen");
    await write(visitor, said[4]);
    await shows(visitor, said);
    await openRow(agent, said[4]);
    await shows(agent, said);
    await field(agent).fill("half an ans");
    await agent.reload();
    await shows(agent, said);
    assert.equal(await field(agent).inputValue(), "half an ans");
    await leave(scene);
  },

  "a cut line, on both sides: words written meanwhile are kept even when the page is closed, and sent when it opens again": async (stage) => {
    const scene = await enter(stage, { weather: true });
    const { visitor, agent } = scene;
    const said = [0, 1, 2, 3].map((n) => `断线 ${n} ${tag()}`);
    await write(visitor, said[0]);
    await openRow(agent, said[0]);
    await write(agent, said[1]);
    await shows(visitor, said.slice(0, 2));
    stage.wire.cut();
    await offline(visitor).waitFor();
    await write(visitor, said[2]);
    assert.equal(await visitor.locator(".foot.kept").count(), 1);
    await visitor.goto("about:blank"); // closes the page with its words unsent
    stage.wire.mend();
    await visitor.goto(`${stage.wire.base}/?lang=zh`);
    await shows(visitor, said.slice(0, 3));
    await shows(agent, said.slice(0, 3));
    stage.wire.drop();
    await write(agent, said[3]);
    await shows(visitor, said);
    await shows(agent, said);
    await leave(scene);
  },

  "the server is killed (SIGKILL) while both write, and starts again: nothing lost, nothing twice": async (stage) => {
    const scene = await enter(stage, { lang: "en", base: stage.server.base, weather: true });
    const { visitor, agent } = scene;
    const mine = [`start ${tag()}`];
    const yours = [`hello ${tag()}`];
    await write(visitor, mine[0]);
    await openRow(agent, mine[0]);
    await write(agent, yours[0]);
    for (let round = 0; round < 3; round++) {
      const [one, other] = [`v${round} as it dies ${tag()}`, `a${round} as it dies ${tag()}`];
      await Promise.all([write(visitor, one), write(agent, other), stage.server.kill()]);
      await Promise.all([offline(visitor).waitFor(), offline(agent).waitFor()]);
      const [late, later] = [`v${round} while it is dead ${tag()}`, `a${round} while it is dead ${tag()}`];
      await Promise.all([write(visitor, late), write(agent, later)]);
      assert.ok((await words(visitor)).includes(late), "one's own words stand there at once");
      mine.push(one, late);
      yours.push(other, later);
      await stage.server.start();
      await Promise.all([online(visitor), online(agent)]);
    }
    await agrees(scene, mine, yours);
    await leave(scene);
  },

  "the server dies at named moments: before COMMIT, before the ack, before others hear of it": async (stage) => {
    const scene = await enter(stage, { base: stage.server.base, weather: true });
    const { visitor, agent } = scene;
    const mine = [`开头 ${tag()}`];
    await write(visitor, mine[0]);
    await openRow(agent, mine[0]);
    for (const moment of ["before_commit:1", "after_commit:1", "before_relay:1"]) {
      await stage.server.kill();
      await offline(visitor).waitFor();
      await stage.server.start(["--proof.kill_at", moment], true);
      await nudge(visitor);
      mine.push(`${moment} ${tag()}`);
      await write(visitor, mine.at(-1));
      await stage.server.died();
      await stage.server.start();
      await Promise.all([nudge(visitor), nudge(agent)]);
      await Promise.all([online(visitor), online(agent)]);
    }
    await agrees(scene, mine, []);
    await leave(scene);
  },
};
