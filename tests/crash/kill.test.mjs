// SIGKILL under load: what was acknowledged exists exactly once, with its text; nothing else exists.
import assert from "node:assert/strict";
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { api } from "../support/browser.mjs";
import { run, start, temporaryFolder } from "../support/server.mjs";

const rounds = Number(process.env.JAUAP_KILL_ROUNDS ?? 20);
const clients = 16;

// The checker. `asked`: key → text of every request ever sent. `answered`: key → {number, code}. `stored`: number → text,
// read back from the server. Returns what is wrong, one line each.
export function check({ asked, answered, stored }) {
  const faults = [];
  const numbers = new Map();
  for (const [key, { number }] of answered) {
    if (numbers.has(number)) faults.push(`${number} was given to ${numbers.get(number)} and to ${key}`);
    numbers.set(number, key);
    if (!stored.has(number)) faults.push(`${number} was acknowledged and is lost`);
    else if (stored.get(number) !== asked.get(key)) faults.push(`${number} holds another text than was acknowledged`);
  }
  const known = new Set(asked.values());
  const texts = new Map();
  for (const [number, text] of stored) {
    if (!known.has(text)) faults.push(`${number} holds a text that nobody sent`);
    if (texts.has(text)) faults.push(`${number} doubles ${texts.get(text)}`);
    texts.set(text, number);
  }
  const serials = [...stored.keys()].map((number) => Number(number.slice(-6))).sort((a, b) => a - b);
  serials.forEach((serial, i) => {
    if (serial !== i + 1) faults.push(`the numbers have a gap or a double at ${i + 1}: ${serial}`);
  });
  return faults;
}

// Whatever step of appending a kill met: every event has its one entry, and the log is one history to whoever looks from outside.
async function checkRecord(server) {
  while (!/^waiting +0$/m.test(run("record", "status", "--data", server.folder).stdout));
  const checked = run("fsck", "--data", server.folder);
  assert.equal(checked.status, 0, checked.stdout);
  const policy = join(temporaryFolder(), "policy");
  writeFileSync(policy, await (await fetch(`${server.url}/log/policy`)).text());
  for (const what of ["full", "monitor"]) {
    const ran = run("verify", "--policy", policy, "--log", `${server.url}/log`, what);
    assert.equal(ran.status, 0, `${what}: ${ran.stdout}${ran.stderr}`);
  }
}

test("the checker finds each planted fault", () => {
  const good = () => ({
    asked: new Map([["k1", "one"], ["k2", "two"], ["k3", "three"]]),
    answered: new Map([["k1", { number: "KZ75-A-2026-000001" }], ["k2", { number: "KZ75-A-2026-000002" }]]),
    stored: new Map([["KZ75-A-2026-000001", "one"], ["KZ75-A-2026-000002", "two"]]),
  });
  assert.deepEqual(check(good()), []);
  const planted = {
    lost: (w) => w.stored.delete("KZ75-A-2026-000002"),
    doubled: (w) => w.stored.set("KZ75-A-2026-000003", "two"),
    foreign: (w) => w.stored.set("KZ75-A-2026-000003", "nobody's"),
    changed: (w) => w.stored.set("KZ75-A-2026-000002", "three"),
    "same number twice": (w) => w.answered.set("k3", { number: "KZ75-A-2026-000001" }),
    gap: (w) => {
      w.stored.delete("KZ75-A-2026-000001");
      w.answered.delete("k1");
    },
  };
  for (const [name, plant] of Object.entries(planted)) {
    const world = good();
    plant(world);
    assert.ok(check(world).length > 0, name);
  }
});

test(`${rounds} kills under load lose and double nothing`, async () => {
  const data = temporaryFolder();
  const journal = openSync(join(temporaryFolder(), "client.log"), "w");
  const note = (line) => {
    writeSync(journal, line + "\n");
    fsyncSync(journal);
  };
  const asked = new Map(), answered = new Map();
  const visibility = new Map();  // every other appeal is private and can be read with its code alone
  let unanswered = [], next = 0, slowest = 0, repeated = 0;
  const send = async (url, key) => {
    const answer = await api(url, "/api/v1/appeals", { json: { text: asked.get(key), visibility: visibility.get(key) }, headers: { "idempotency-key": key } });
    assert.equal(answer.status, 201, answer.text);
    const earlier = answered.get(key);
    if (earlier) assert.deepEqual({ number: answer.json.number, code: answer.json.code }, earlier, "a repeat gives the same receipt");
    answered.set(key, { number: answer.json.number, code: answer.json.code });
    note(`answered ${key} ${answer.json.number}`);
  };

  for (let round = 0; round <= rounds; ++round) {
    const begun = performance.now();
    const server = await start({ data, moderated: round === rounds });
    while ((await fetch(`${server.url}/readyz`)).status !== 200);
    slowest = Math.max(slowest, performance.now() - begun);
    repeated += unanswered.length;
    for (const key of unanswered) await send(server.url, key);
    unanswered = [];
    if (round === rounds) {
      const stored = new Map();
      // All that may be public is published, also what nobody was told the number of: the list then shows what was doubled.
      const last = Math.max(...[...answered.values()].map(({ number }) => Number(number.slice(-6)))) + 2 * clients;
      const stem = [...answered.values()][0].number.slice(0, -6);
      for (let serial = 1; serial <= last; ++serial)
        await api(server.url, `/api/v1/appeals/${stem}${String(serial).padStart(6, "0")}/clear`, { json: {}, headers: server.moderator });
      let after = "";
      do {
        const page = await api(server.url, `/api/v1/appeals?limit=100&sort=oldest${after ? `&after=${after}` : ""}`);
        for (const { number } of page.json.appeals) stored.set(number, (await api(server.url, `/api/v1/appeals/${number}`)).json.text);
        after = page.json.next;
      } while (after);
      for (const [key, { number, code }] of answered) {
        if (visibility.get(key) === "public") continue;
        const own = await api(server.url, `/api/v1/appeals/${number}`, { headers: { "jauap-code": code } });
        assert.equal(own.status, 200, `${number} opens with its code`);
        stored.set(number, own.json.text);
      }
      assert.deepEqual(check({ asked, answered, stored }), []);
      assert.ok(repeated > 0, "at least one kill came between a request and its answer");
      assert.ok(stored.size >= rounds, `${stored.size} appeals were written under load`);
      await checkRecord(server);
      console.log(`# ${asked.size} requests, ${stored.size} appeals, ${repeated} sent again, slowest start ${Math.round(slowest)} ms`);
      await server.stop();
      break;
    }
    let over = false;
    const load = Array.from({ length: clients }, async () => {
      while (!over) {
        const key = `kill-${process.pid}-${++next}`;
        visibility.set(key, next % 2 ? "public" : "private");
        asked.set(key, `Жүктеме астындағы жолданым нөмірі ${next}: аулада жарық жоқ`);
        note(`asked ${key}`);
        try {
          await send(server.url, key);
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          unanswered.push(key);
          return;
        }
      }
    });
    const until = performance.now() + 100 + Math.random() * 500;
    while (performance.now() < until) await fetch(`${server.url}/healthz`);
    server.kill();
    over = true;
    const ended = await Promise.allSettled(load);
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    await server.exited;
  }
  closeSync(journal);
  rmSync(data, { recursive: true, force: true });
});
