// The public record as citizens, newspapers and watchers meet it: over the web, with the verifier and with the program's own pages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { binary, demonstrationFolder, root, start, temporaryFolder } from "../support/server.mjs";

let server;
const folder = temporaryFolder();
const file = (name, bytes) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const log = async (path) => {
  const answer = await fetch(`${server.url}/log/${path}`);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
// `jauap verify` with the policy that the server had at the beginning.
const verify = (...args) => {
  const ran = spawnSync(binary, ["verify", "--policy", join(folder, "policy"), ...args], { cwd: root, encoding: "utf8" });
  return { code: ran.status, said: ran.stdout + ran.stderr };
};
const overTheWeb = (...args) => verify("--log", `${server.url}/log`, ...args);
const submit = async (text = "Во дворе третью неделю не горит фонарь, темно и опасно.") => (await api(server.url, "/api/v1/appeals", { json: { text } })).json;
const events = async ({ number, code }) => (await api(server.url, `/api/v1/appeals/${number}/events`, { headers: { "jauap-code": code } })).json.events;
// The promise of the record that the applicant alone may download.
const promised = async ({ promise, code }) => (await fetch(server.url + promise, { headers: { "jauap-code": code } })).text();
// Asks until it is so; the server's own test runner ends what never comes.
const until = async (ask) => {
  for (;;) {
    const got = await ask();
    if (got) return got;
  }
};
const witnessed = (sent) => until(async () => {
  const all = await events(sent);
  return all.every((one) => one.record.state === "witnessed" && one.record.witnesses === 3) && all;
});

before(async () => {
  server = await start({ data: demonstrationFolder() });
  await until(async () => (await log("checkpoint")).status === 200);
  file("policy", (await log("policy")).bytes);
});
after(() => server.stop());

test("an appeal is promised at once, on the record within two seconds and witnessed by all three", async () => {
  const sent = await submit();
  const at = Date.now();
  const promise = await promised(sent);
  assert.match(promise, /^jauap\/receipt\/v1\n/);
  const [event] = await witnessed(sent);
  assert.ok(Date.now() - at < 10_000, `${Date.now() - at} ms`);
  const entry = await log(`entry/${event.record.index}`);
  const leaf = JSON.parse(entry.bytes);
  assert.equal(leaf.case, sent.number);
  assert.equal(leaf.t, "appeal.registered");
  assert.equal(leaf.due, sent.deadline.due_on);
  const proof = await log(`proof/${event.record.leaf_hash}`);
  assert.equal(proof.status, 200);
  const saved = [file("proof", proof.bytes), file("leaf", entry.bytes)];
  assert.equal(verify("proof", ...saved).code, 0, "good offline, by the verifier");
  assert.equal(verify("receipt", file("receipt", promise)).code, 0);
  assert.equal(overTheWeb("receipt", file("receipt", promise)).code, 0, "and kept");
  const opening = await fetch(`${server.url}/ru/appeals/${sent.number}/openings/1.json`, { headers: { "jauap-code": sent.code } });
  assert.equal(verify("opening", saved[1], file("opening", Buffer.from(await opening.arrayBuffer()))).code, 0);
});

test("the whole log verifies over the web, and a monitor finds nothing in the demonstration city", async () => {
  await witnessed(await submit());
  assert.equal(overTheWeb("full").code, 0);
  const watched = overTheWeb("--pack", "packs/kz", "monitor");
  assert.equal(watched.code, 0, watched.said);
  assert.match(watched.said, /^0 breaches$/m);
});

test("files have the right types and ages, may be read by every site, and nothing beyond the checkpoint is given out", async () => {
  const checkpoint = await log("checkpoint");
  const size = Number(checkpoint.bytes.toString().split("\n")[1]);
  const expect = async (path, type, cache) => {
    const { status, headers, bytes } = await log(path);
    assert.equal(status, 200, path);
    assert.equal(headers.get("content-type"), type, path);
    assert.match(headers.get("cache-control"), cache, path);
    assert.equal(headers.get("access-control-allow-origin"), "*", path);
    assert.equal(headers.get("set-cookie"), null, path);
    return bytes;
  };
  await expect("checkpoint", "text/plain; charset=utf-8", /max-age=5$/);
  await expect(`checkpoints/${size}`, "text/plain; charset=utf-8", /max-age=3600/);
  await expect("policy", "text/plain; charset=utf-8", /max-age=300/);
  const year = /max-age=31536000, immutable/;
  assert.equal((await expect("tile/0/000", "application/octet-stream", year)).length, 8192);
  assert.equal((await expect("tile/0/000.p/3", "application/octet-stream", year)).length, 96, "partial ones stay");
  await expect("tile/entries/000", "application/octet-stream", year);
  const last = Math.floor(size / 256), width = size % 256;
  if (width > 0) await expect(`tile/0/${String(last).padStart(3, "0")}.p/${width}`, "application/octet-stream", year);
  for (const path of [`tile/0/${String(last).padStart(3, "0")}`, `tile/0/${String(last + 1).padStart(3, "0")}`, "tile/00/000", "tile/0/0", "tile/0/x001/x234/067", "tile/64/000", `entry/${size + 1000}`, "checkpoints/0099", "checkpoints/999999", "proof/zz", `proof/${"0".repeat(64)}`])
    assert.equal((await log(path)).status, 404, path);
});

test("no word of the applicant is in any entry", async () => {
  const word = "тайнословие";
  const sent = await submit(`Здесь стоит ${word}, и ещё адрес улица Тайная 17, телефон 8 701 555 44 33.`);
  await witnessed(sent);
  const size = Number((await log("checkpoint")).bytes.toString().split("\n")[1]);
  for (let i = 0; i * 256 < size; ++i) {
    const width = Math.min(256, size - i * 256);
    const { bytes } = await log(`tile/entries/${String(i).padStart(3, "0")}${width < 256 ? `.p/${width}` : ""}`);
    for (const secret of [word, "Тайная", "701 555", sent.code]) assert.ok(!bytes.includes(secret), secret);
  }
});

test("a visitor finds an entry in the list, reads what it proves and checks a receipt, an opening, a proof and a number", async () => {
  const sent = await submit();
  const [event] = await witnessed(sent);
  const visitor = new Browser(server.url);
  await visitor.open("/ru/record");
  assert.match(visitor.text(), /Публичный журнал/);
  assert.match(visitor.text(), /Это демонстрация/);
  await visitor.open(`/ru/record/${event.record.index}`);
  assert.equal(visitor.status, 200);
  assert.match(visitor.text(), new RegExp(sent.number));
  assert.match(visitor.text(), /заверили свидетели: 3 из 3/);
  const check = async (what, number = "") => {
    await visitor.open("/ru/record/verify");
    await visitor.send("/record/verify", { what, number });
    return visitor.text();
  };
  const promise = await promised(sent);
  assert.match(await check(promise), /Подлинно, не изменялось/);
  assert.match(await check(promise.replace(sent.number, sent.number.replace(/\d$/, (d) => (Number(d) + 1) % 10))), /Подделано или изменено/);
  assert.match(await check((await log(`proof/${event.record.leaf_hash}`)).bytes.toString()), /Подлинно, не изменялось/);
  assert.match(await check(sent.number), /Есть в журнале/);
  assert.match(await check(event.record.leaf_hash), /Подлинно, не изменялось/);
  assert.match(await check("f".repeat(64)), /Не найдено/);
  assert.match(await check("что это"), /Непонятно, что это/);
  const opening = await (await fetch(`${server.url}/ru/appeals/${sent.number}/openings/1.json`, { headers: { "jauap-code": sent.code } })).text();
  assert.match(await check(opening), /Нужен номер/);
  assert.match(await check(opening, sent.number), /Подлинно, не изменялось/);
  const other = await submit();
  await witnessed(other);
  assert.match(await check(opening, other.number), /Не совпадает/);
  assert.match(await check((await log("checkpoint")).bytes.toString()), /Контрольная точка подлинная/);
  await check("");
  assert.equal(visitor.status, 422);
  await visitor.open("/ru/record/99999999");
  assert.equal(visitor.status, 404);
});

test("a case page says of each event how far it has come, and the receipt page offers the promise", async () => {
  const sent = await submit();
  await witnessed(sent);
  const applicant = new Browser(server.url);
  await applicant.open("/kk/track");
  const page = await fetch(`${server.url}/kk/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } });
  assert.match(await page.text(), /куәландырған куәгерлер: 3 \(барлығы 3\)/);
  const receipt = await fetch(`${server.url}/kk/appeals/${sent.number}/receipt`, { headers: { "jauap-code": sent.code } });
  assert.match(await receipt.text(), new RegExp(`/appeals/${sent.number}/promise`));
  assert.match(sent.promise, new RegExp(`^/../appeals/${sent.number}/promise$`));
  assert.equal(await promised(sent), await promised(sent), "the same bytes whenever they are asked for");
  assert.equal((await fetch(`${server.url}/kk/appeals/${sent.number}/promise`)).status, 404, "for nobody else");
});

test("a witness behind a router brings its line by itself; a stranger's line is not taken", async () => {
  const key = join(folder, "press.key");
  const shown = spawnSync(binary, ["witness", "--show-key", "--key", key, "--name", "press.example"], { encoding: "utf8" });
  assert.equal(shown.status, 0, shown.stderr);
  const pull = () => spawnSync(binary, ["witness", "--pull", `${server.url}/log`, "--policy", join(folder, "policy"), "--key", key, "--name", "press.example", "--state", join(folder, "state")], { encoding: "utf8" });
  assert.notEqual(pull().status, 0, "it is not in the policy");
  const refused = await fetch(`${server.url}/log/cosign`, { method: "POST", body: "nonsense" });
  assert.equal(refused.status, 400);
  const other = (await log("checkpoint")).bytes.toString().replace(/\n\d+\n/, "\n999999\n");
  assert.equal((await fetch(`${server.url}/log/cosign`, { method: "POST", body: other })).status, 404, "a checkpoint that was never published");
});

test("a thousand writers on fifty cases leave one entry an event, in order, and nothing for a monitor", { timeout: 120_000 }, async () => {
  const own = await start({ data: demonstrationFolder() });
  const cases = await Promise.all(Array.from({ length: 50 }, () => api(own.url, "/api/v1/appeals", { json: { text: "Двор не убирают вторую неделю, прошу принять меры." } })));
  const writes = Array.from({ length: 1000 }, (_, i) => {
    const { number, code } = cases[i % 50].json;
    return api(own.url, `/api/v1/appeals/${number}/visibility`, { json: { visibility: Math.floor(i / 50) % 2 ? "private" : "public" }, headers: { "jauap-code": code } });
  });
  const statuses = (await Promise.all(writes)).map((one) => one.status);
  assert.ok(statuses.filter((status) => status === 200).length > 500, "most are taken");
  assert.ok(statuses.every((status) => status === 200 || status === 409), JSON.stringify([...new Set(statuses)]));
  const all = await until(async () => {
    const found = await Promise.all(cases.map(({ json }) => api(own.url, `/api/v1/appeals/${json.number}/events`, { headers: { "jauap-code": json.code } })));
    const flat = found.flatMap(({ json }) => json.events);
    return flat.every((one) => one.record.state === "witnessed") && flat;
  });
  assert.equal(all.length, 50 + statuses.filter((status) => status === 200).length, "an acknowledged write is one event");
  assert.equal(new Set(all.map((one) => one.record.index)).size, all.length, "and one entry");
  file("own", Buffer.from(await (await fetch(`${own.url}/log/policy`)).arrayBuffer()));
  for (const what of [["full"], ["monitor"]]) {
    const ran = spawnSync(binary, ["verify", "--policy", join(folder, "own"), "--log", `${own.url}/log`, ...what], { cwd: root, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  }
  await own.stop();
});
