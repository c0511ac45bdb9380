// The keys of the public record in a process of their own, with the real program.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { binary, root, run, start, temporaryFolder } from "../support/server.mjs";

const origin = "record.example/log";
const running = new Set();
after(() => running.forEach((child) => child.kill("SIGKILL")));

const signer = async (folder) => {
  const child = spawn(binary, ["signer", "--listen", join(folder, "socket"), "--keys", join(folder, "keys"), "--origin", origin], { cwd: root });
  running.add(child);
  const exited = new Promise((resolve) => child.on("exit", (code) => (running.delete(child), resolve(code))));
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    exited.then(() => reject(new Error("the signer ended")));
  });
  return { child, exited };
};
const submit = async (server) => (await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе третью неделю не горит фонарь, темно и опасно." } })).json;
const state = async (server, { number, code }) => (await api(server.url, `/api/v1/appeals/${number}/events`, { headers: { "jauap-code": code } })).json.events[0].record.state;
const promise = (server, { promise: path, code }) => fetch(server.url + path, { headers: { "jauap-code": code } });
const recorded = async (server, sent) => {
  while ((await state(server, sent)) === "promised");
};

test("people may write while the signer is away, and all of it is on the record when it is back", async () => {
  const apart = temporaryFolder();
  let keys = await signer(apart);
  const server = await start({ extra: ["--signer", join(apart, "socket"), "--record-origin", origin] });
  const first = await submit(server);
  await recorded(server, first);
  assert.equal((await promise(server, first)).status, 200);
  for (const name of ["log.key", "receipt.key"]) {
    assert.ok(!existsSync(join(server.folder, "keys", name)), `${name} is not with the server`);
    assert.equal(statSync(join(apart, "keys", name)).mode & 0o777, 0o400);
  }
  assert.ok(!existsSync(join(server.folder, "anchor")), "nor is the anchor");
  assert.equal(statSync(join(apart, "socket")).mode & 0o777, 0o660);

  keys.child.kill("SIGKILL");
  await keys.exited;
  const second = await submit(server);
  assert.match(second.number, /^KZ75-A-/);
  assert.equal((await promise(server, second)).status, 503, "no promise without who signs it");
  assert.equal(await state(server, second), "promised");
  while (!server.log().includes("log.round_failed")) await fetch(`${server.url}/log/checkpoint`);
  const visitor = new Browser(server.url);
  await visitor.open(`/ru/record/verify?what=${second.number}`);
  assert.match(visitor.text(), /Обещано/, "in the tree, but no signature covers it yet");
  assert.doesNotMatch(visitor.html, /href="\/ru\/record\/\d+"/, "no address that leads nowhere");
  const opening = await new Browser(server.url, { "jauap-code": second.code }).ask(`/ru/appeals/${second.number}/openings/1.json`);
  await visitor.open("/ru/record/verify");
  await visitor.send("/record/verify", { what: opening.text, number: second.number });
  assert.match(visitor.text(), /Обещано/, "a true opening is not called false");
  await visitor.send("/record/verify", { what: opening.text.replace(/[0-9a-f]{2}"/, 'zz"'), number: second.number });
  assert.doesNotMatch(visitor.text(), /Обещано/);

  keys = await signer(apart);
  await recorded(server, second);
  while ((await promise(server, second)).status !== 200);
  const policy = join(apart, "policy");
  writeFileSync(policy, await (await fetch(`${server.url}/log/policy`)).text());
  const full = spawnSync(binary, ["verify", "--policy", policy, "--log", `${server.url}/log`, "full"], { cwd: root, encoding: "utf8" });
  assert.equal(full.status, 0, full.stdout + full.stderr);
  assert.equal(run("signer", "--listen", join(apart, "socket"), "--keys", join(apart, "keys"), "--origin", origin).status, 3, "one signer on a socket");
  keys.child.kill("SIGTERM");
  assert.equal(await keys.exited, 0);
  assert.ok(!existsSync(join(apart, "socket")));
  await server.stop();
});

test("a signer whose anchor is missing does not start, nor a second one on the same anchor", async () => {
  const apart = temporaryFolder();
  const keys = await signer(apart);
  const other = run("signer", "--listen", join(apart, "other"), "--keys", join(apart, "keys"), "--origin", origin);
  assert.equal(other.status, 3);
  assert.match(other.stderr, /another signer has/);
  keys.child.kill("SIGTERM");
  assert.equal(await keys.exited, 0);
  const anchor = join(apart, "keys", "anchor"), held = readFileSync(anchor);
  rmSync(anchor);
  const without = run("signer", "--listen", join(apart, "socket"), "--keys", join(apart, "keys"), "--origin", origin);
  assert.equal(without.status, 3);
  assert.match(without.stderr, /bring the anchor back/);
  assert.ok(!existsSync(anchor), "and it makes none");
  writeFileSync(anchor, held);
  const back = await signer(apart);
  back.child.kill("SIGTERM");
  assert.equal(await back.exited, 0);
});
