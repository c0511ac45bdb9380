// The public record verified from outside: a log on the web, and the small static program that anybody may take home.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { binary, root } from "../support/server.mjs";

const sample = join(root, "src/platform/tlog/tests/data/sample-log");
const small = join(root, "build/release/jauap-verify");

// A mirror of the sample log. Bundles go out compressed, as the format allows.
let mirror, url, broken = false;
before(async () => {
  mirror = createServer((request, response) => {
    const path = join(sample, normalize(request.url.slice(4)));
    if (!request.url.startsWith("/log/") || !existsSync(path)) return response.writeHead(404).end();
    const bytes = readFileSync(path);
    if (broken && request.url.includes("/tile/0/")) bytes[0] ^= 1;
    if (!request.url.includes("/entries/")) return response.end(bytes);
    response.setHeader("content-encoding", "gzip").end(gzipSync(bytes));
  });
  await new Promise((ready) => mirror.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${mirror.address().port}/log`;
});
after(() => mirror.close());

// Not synchronous: the mirror answers in this process.
const verify = (program, ...words) =>
  new Promise((done) => execFile(program, words, (error, out, err) => done({ code: error ? error.code : 0, out, err })));
const onWeb = (...words) => verify(binary, "verify", "--policy", join(sample, "policy"), "--log", url, ...words);

test("a log on the web is verified whole, and a changed tile is found", async () => {
  for (const what of [["checkpoint"], ["root"], ["full"], ["consistency", "300"], ["inclusion", "417", join(sample, "files/leaf-417.json")]])
    assert.equal((await onWeb(...what)).code, 0, what[0]);
  assert.equal((await onWeb("receipt", join(sample, "files/leaf-0.receipt"))).code, 0);
  assert.equal((await onWeb("receipt", join(sample, "files/broken-promise.receipt"))).code, 1);
  broken = true;
  assert.equal((await onWeb("full")).code, 1);
  broken = false;
});

test("a monitor of a log on the web judges its freshness by the clock", async () => {
  const found = await onWeb("monitor");
  assert.equal(found.code, 1);
  assert.match(found.out, /^M16\t-1\tthe quorum cosigned last [0-9]+ s ago\n$/);
});

test("what is not there, or no log at all, is told from a forgery", async () => {
  assert.equal((await onWeb("consistency", "299")).code, 3);
  assert.equal((await verify(binary, "verify", "--policy", join(sample, "policy"), "--log", "http://127.0.0.1:9/log", "full")).code, 3);
  assert.equal((await verify(binary, "verify", "--policy", join(sample, "policy"), "--log", "http://record.example/log", "full")).code, 3);
});

test("the static program needs no library and gives the same answers, without the web", { skip: existsSync(small) ? false : "it is built with the release only" }, async () => {
  // ELF: a program without an interpreter (PT_INTERP, type 3) asks for no dynamic loader.
  const elf = readFileSync(small);
  const at = Number(elf.readBigUInt64LE(32)), size = elf.readUInt16LE(54), count = elf.readUInt16LE(56);
  for (let i = 0; i < count; i++) assert.notEqual(elf.readUInt32LE(at + i * size), 3);
  const local = (...words) => verify(small, "--policy", join(sample, "policy"), "--log", sample, ...words);
  assert.equal((await local("full")).code, 0);
  assert.equal((await local("monitor")).out, "");
  assert.equal((await verify(small, "vectors", join(sample, ".."))).code, 0);
  const refused = await verify(small, "--policy", join(sample, "policy"), "--log", url, "full");
  assert.equal(refused.code, 3);
  assert.match(refused.err, /no network/);
});
