// A witness of the public record: the real program as a server and from cron, and what the verifier says to its lines.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { binary, root, temporaryFolder } from "../support/server.mjs";

const sample = join(root, "src/platform/tlog/tests/data/sample-log");
const logLine = readFileSync(join(sample, "policy"), "utf8").split("\n")[0];
const logKey = logLine.split(" ")[1];
const place = `/${createHash("sha256").update(logKey.split("+")[0]).digest("hex")}/checkpoint`;

// A mirror of the sample log, which can be behind or damaged, and what is brought to it.
let mirror, url, published = "checkpoint", broken = false, brought = null;
before(async () => {
  mirror = createServer(async (request, response) => {
    if (request.method === "POST") {
      brought = { path: request.url, body: "" };
      for await (const piece of request) brought.body += piece;
      return response.writeHead(204).end();
    }
    const path = join(sample, normalize(request.url === "/log/checkpoint" ? published : request.url.slice(5)));
    if (!request.url.startsWith("/log/") || !existsSync(path)) return response.writeHead(404).end();
    const bytes = readFileSync(path);
    if (broken && request.url.includes("/tile/0/")) bytes[0] ^= 1;
    response.end(bytes);
  });
  await new Promise((ready) => mirror.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${mirror.address().port}/log`;
});
after(() => mirror.close());

// Not synchronous: the mirror answers in this process.
const jauap = (...words) =>
  new Promise((done) => execFile(binary, words, (error, out, err) => done({ code: error ? error.code : 0, out, err })));

const running = new Set();
after(() => running.forEach((child) => child.kill("SIGKILL")));
const ended = (child) => new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));

// A witness as a service, ready: its address and its line for a policy.
async function serve(folder) {
  const child = spawn(binary, ["witness", "--listen", "127.0.0.1:0", "--state", join(folder, "state"), "--key", join(folder, "press.key"),
    "--name", "press.example/w1", "--log", logKey], { stdio: ["ignore", "pipe", "ignore"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let out = "";
  for await (const piece of child.stdout) {
    out += piece;
    if (out.split("\n").length > 2) break;
  }
  const [, address, line] = out.match(/^listening on (\S+)\n(witness .*)\n$/);
  return { child, address, line, post: (body) => fetch(`${address}/add-checkpoint`, { method: "POST", body }) };
}

function policyWith(folder, line) {
  const file = join(folder, "policy");
  writeFileSync(file, `${logLine}\n${line}\nquorum ${line.split(" ")[1]}\n`);
  return file;
}

const checkpoint = (name = "checkpoint") => readFileSync(join(sample, name), "utf8");

test("the line of a witness makes the quorum for whoever verifies", async () => {
  const folder = temporaryFolder();
  const witness = await serve(folder);
  const answer = await witness.post(`old 0\n\n${checkpoint()}`);
  assert.equal(answer.status, 200);
  const policy = policyWith(folder, witness.line), note = join(folder, "note");
  writeFileSync(note, checkpoint());
  assert.equal((await jauap("verify", "--policy", policy, "checkpoint", note)).code, 4);
  writeFileSync(note, checkpoint() + (await answer.text()));
  const verified = await jauap("verify", "--policy", policy, "checkpoint", note);
  assert.equal(verified.code, 0, verified.err);
  assert.match(verified.out, /witnessed by 1 of 1/);
  const shown = join(folder, "shown");
  writeFileSync(shown, await (await fetch(witness.address + place)).text());
  assert.equal((await jauap("verify", "--policy", policy, "checkpoint", shown)).code, 0);
});

test("a witness killed after its answer remembers it, and one that is told to stop stops", async () => {
  const folder = temporaryFolder();
  const first = await serve(folder);
  const line = await (await first.post(`old 0\n\n${checkpoint("checkpoints/300")}`)).text();
  first.child.kill("SIGKILL");
  await ended(first.child);
  const second = await serve(folder);
  assert.ok((await (await fetch(second.address + place)).text()).endsWith(line));
  const late = await second.post(`old 0\n\n${checkpoint()}`);
  assert.equal(late.status, 409);
  assert.equal(late.headers.get("content-type"), "text/x.tlog.size");
  assert.equal(await late.text(), "300\n");
  assert.equal((await second.post(`old 300\n\n${checkpoint()}`)).status, 422);
  assert.equal((await second.post(`old 300\n\n${checkpoint("checkpoints/256")}`)).status, 400);
  assert.equal((await second.post("x".repeat(65 * 1024))).status, 413);
  second.child.kill("SIGTERM");
  assert.equal(await ended(second.child), 0);
});

test("two witnesses never share what they remember", async () => {
  const folder = temporaryFolder();
  const first = await serve(folder);
  const second = await jauap("witness", "--pull", url, "--state", join(folder, "state"), "--key", join(folder, "press.key"), "--name",
    "press.example/w1", "--log", logKey);
  assert.equal(second.code, 3);
  assert.match(second.err, new RegExp(`another witness \\(process ${first.child.pid}\\)`));
});

test("an office behind a router brings its line to the log, and finds a log that does not continue", async () => {
  const folder = temporaryFolder(), key = join(folder, "press.key"), state = join(folder, "state");
  const shown = await jauap("witness", "--show-key", "--key", key, "--name", "press.example/w1");
  assert.equal(statSync(key).mode & 0o777, 0o400);
  assert.equal(statSync(key).size, 32);
  const policy = policyWith(folder, `witness press ${shown.out.trim()}`);
  const pull = () => jauap("witness", "--pull", url, "--policy", policy, "--key", key, "--state", state);

  published = "checkpoints/300";
  const first = await pull();
  assert.equal(first.code, 0, first.err);
  assert.match(first.err, /is new/);
  assert.match(first.out, /^cosigned record\.jauap\.example\/log, size 300, from size 0\n$/);
  assert.equal(brought.path, "/log/cosign");
  const [text] = checkpoint(published).split("\n\n");
  assert.ok(brought.body.startsWith(`${text}\n\n— press.example/w1 `), brought.body);

  const note = join(folder, "note");
  writeFileSync(note, checkpoint(published) + brought.body.slice(text.length + 2));
  assert.equal((await jauap("verify", "--policy", policy, "checkpoint", note)).code, 0);

  published = "checkpoint", brought = null, broken = true;
  const accused = await pull();
  assert.equal(accused.code, 1);
  assert.match(accused.err, /does not continue[^]*Cosigned by this witness:[^]*\n300\n[^]*Published by the log now:/);
  assert.equal(brought, null);
  broken = false;
  const second = await pull();
  assert.equal(second.code, 0, second.err);
  assert.match(second.out, /from size 300\n$/);
  assert.equal(second.err, "");

  assert.equal((await jauap("witness", "--pull", "http://127.0.0.1:9/log", "--policy", policy, "--key", key, "--state", state)).code, 3);
  const whole = readFileSync(state);
  writeFileSync(state, whole.subarray(0, whole.length - 1));
  const damaged = await pull();
  assert.equal(damaged.code, 3);
  assert.match(damaged.err, /is damaged/);
});

test("a witness that is called wrongly says how to call it", async () => {
  const folder = temporaryFolder(), key = join(folder, "press.key");
  for (const words of [[], ["--listen", "127.0.0.1:0"], ["--show-key", "--key", key], ["--show-key", "--key", key, "--name", "a b"],
    ["--pull", url, "--state", join(folder, "state"), "--key", key, "--log", logKey],
    ["--pull", url, "--state", join(folder, "state"), "--key", key, "--name", "w", "--log", "nonsense"],
    ["--pull", url, "--listen", "127.0.0.1:0", "--state", join(folder, "state"), "--key", key, "--name", "w", "--log", logKey]]) {
    const refused = await jauap("witness", ...words);
    assert.equal(refused.code, 2, words.join(" "));
    assert.notEqual(refused.err, "");
  }
});
