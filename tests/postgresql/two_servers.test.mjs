// Two servers on one PostgreSQL database are one site.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, oneTimeKey } from "../support/browser.mjs";
import { sameDatabase, start, temporaryFolder } from "../support/server.mjs";

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
});
after(async () => {
  await servers[0].stop();
  await servers[1].stop();
});

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
