// Two servers on one PostgreSQL database are one site.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, oneTimeKey } from "../support/browser.mjs";
import { binary, root, sameDatabase, start, temporaryFolder } from "../support/server.mjs";

const appeal = { text: "Во дворе третью неделю не вывозят мусор, контейнеры переполнены.", visibility: "public" };
let servers;
before(async () => {
  assert.ok(process.env.JAUAP_TEST_DATABASE, "these tests need PostgreSQL");
  // Each server has a data folder of its own, with the same keys.
  const data = [temporaryFolder(), temporaryFolder()];
  sameDatabase(data[1], data[0]);
  const first = await start({ data: data[0], extra: ["--node", "1"] });
  cpSync(join(data[0], "keys"), join(data[1], "keys"), { recursive: true });
  servers = [first, await start({ data: data[1], extra: ["--node", "2"] })];
  // It has no anchor yet, and takes nothing before it has looked at the record.
  while ((await fetch(`${servers[1].url}/readyz`)).status !== 200);
});
after(() => servers[1].stop());  // the first one is killed by the last test

test("numbers given by two servers at once have no double and no gap", async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => api(servers[i % 2].url, "/api/v1/appeals", { json: appeal, headers: { "idempotency-key": oneTimeKey() } })));
  for (const answer of answers) assert.equal(answer.status, 201, answer.text);
  const serials = answers.map((answer) => Number(answer.json.number.slice(-6))).sort((a, b) => a - b);
  serials.forEach((serial, i) => assert.equal(serial, serials[0] + i));
});

test("what one server took the other shows at once", async () => {
  const sent = await api(servers[0].url, "/api/v1/appeals", { json: appeal });
  const seen = await api(servers[1].url, `/api/v1/appeals/${sent.json.number}`, { headers: { "jauap-code": sent.json.code } });
  assert.equal(seen.status, 200);
  assert.equal(seen.json.text, appeal.text);
});

test("the same key sent to both servers at once makes one appeal", async () => {
  for (let round = 0; round < 10; ++round) {
    const key = oneTimeKey();
    const answers = await Promise.all(servers.map((server) => api(server.url, "/api/v1/appeals", { json: appeal, headers: { "idempotency-key": key } })));
    for (const answer of answers) assert.equal(answer.status, 201, answer.text);
    assert.equal(answers[0].json.number, answers[1].json.number);
  }
});

// The servers are one only when the second one leads the record after the first one died.
test("both write one record, and when the leader is killed the other goes on where it stood", async () => {
  const policy = join(temporaryFolder(), "policy");
  const submitted = async (server) => (await api(server.url, "/api/v1/appeals", { json: appeal })).json;
  const recorded = async (server, { number, code }) => {
    for (;;) {
      const { json } = await api(server.url, `/api/v1/appeals/${number}/events`, { headers: { "jauap-code": code } });
      if (json.events.every(({ record }) => record.state !== "promised")) return json.events;
    }
  };
  const whole = (server) => {
    const ran = spawnSync(binary, ["verify", "--policy", policy, "--log", `${server.url}/log`, "full"], { cwd: root, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  };
  const before = await Promise.all(Array.from({ length: 40 }, (_, i) => submitted(servers[i % 2])));
  writeFileSync(policy, await (await fetch(`${servers[1].url}/log/policy`)).text());
  for (const one of before) await recorded(servers[1], one);
  whole(servers[0]);
  const writing = Promise.all(Array.from({ length: 40 }, () => submitted(servers[1])));
  servers[0].kill();
  const after = await writing;
  const indices = [];
  for (const one of [...before, ...after]) indices.push(...(await recorded(servers[1], one)).map(({ record }) => record.index));
  assert.equal(new Set(indices).size, indices.length, "an entry for each event");
  whole(servers[1]);
});
