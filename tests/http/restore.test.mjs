// Backups, what an old one does to the public record, and the check of a whole installation, with the real program.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { api, Browser, codeSentTo, lettersTo } from "../support/browser.mjs";
import { binary, demonstrationFolder, root, run, start, temporaryFolder } from "../support/server.mjs";

const onSqlite = { skip: process.env.JAUAP_TEST_DATABASE ? "PostgreSQL is copied by its own tools" : false };
const text = "Во дворе третью неделю не горит фонарь, темно и опасно.";
const submit = async (server) => (await api(server.url, "/api/v1/appeals", { json: { text } })).json;
const until = async (ask) => {
  for (;;) {
    const got = await ask();
    if (got) return got;
    await new Promise(setImmediate);  // lets the server's log come in
  }
};
const settled = (server, { number, code }) => until(async () => {
  const { json } = await api(server.url, `/api/v1/appeals/${number}/events`, { headers: { "jauap-code": code } });
  return json.events.every((one) => one.record.state === "witnessed");
});
const fetched = async (server, path) => (await fetch(`${server.url}/log/${path}`)).text();
const verify = (policy, server, ...args) => spawnSync(binary, ["verify", "--policy", policy, "--log", `${server.url}/log`, ...args], { cwd: root, encoding: "utf8" });
// The keys lie apart from every backup; whoever restores brings them.
const emptyFolderWithKeysOf = (data) => {
  const folder = temporaryFolder();
  cpSync(join(data, "keys"), join(folder, "keys"), { recursive: true });
  return folder;
};
const change = (data, sql) => {
  const ran = spawnSync("python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); n=c.execute(sys.argv[2]).rowcount; c.commit(); print(n)", join(data, "jauap.db"), sql], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return Number(ran.stdout);
};

test("a backup taken while people write comes back whole, and without the keys of objects private parts stay closed", onSqlite, async () => {
  const server = await start({ data: demonstrationFolder() });
  const writing = Promise.all(Array.from({ length: 60 }, () => submit(server)));
  const file = join(temporaryFolder(), "copy");
  const made = run("backup", file, "--data", server.folder);
  assert.equal(made.status, 0, made.stderr);
  await writing;
  assert.notEqual(run("backup", file, "--data", server.folder).status, 0, "it never writes over a backup");
  await server.stop({ keep: true });
  for (const path of [file, `${file}.keys`, `${file}.anchor`]) assert.ok(existsSync(path), path);

  const again = emptyFolderWithKeysOf(server.folder);
  const restored = run("restore", file, "--data", again, "--keys", `${file}.keys`, "--anchor-copy", `${file}.anchor`);
  assert.equal(restored.status, 0, restored.stderr);
  const checked = run("fsck", "--data", again);
  assert.equal(checked.status, 0, checked.stdout);
  assert.match(checked.stdout, / 0 faults/);
  assert.match(checked.stdout, / 0 of them closed/);
  assert.notEqual(run("restore", file, "--data", again).status, 0, "only into an empty folder");
  assert.notEqual(run("restore", file, "--data", temporaryFolder()).status, 0, "and not without the keys of the installation");

  const without = emptyFolderWithKeysOf(server.folder);
  assert.equal(run("restore", file, "--data", without).status, 0);
  const closed = run("fsck", "--data", without).stdout.match(/(\d+) private parts, (\d+) of them closed/);
  assert.equal(closed[1], closed[2], "without FILE.keys every part is closed");
  for (const folder of [server.folder, again, without]) rmSync(folder, { recursive: true, force: true });
});

test("a restore that fails half-way leaves nothing that could be served and signed, and the larger anchor stays", onSqlite, async () => {
  const server = await start({ data: demonstrationFolder() });
  await settled(server, await submit(server));
  const file = join(temporaryFolder(), "copy"), anchor = (folder) => join(folder, "anchor", "log");
  assert.equal(run("backup", file, "--data", server.folder).status, 0);
  await settled(server, await submit(server));
  await server.stop({ keep: true });
  const later = readFileSync(anchor(server.folder)), then = readFileSync(`${file}.anchor`);
  assert.notDeepEqual(later, then);

  const data = emptyFolderWithKeysOf(server.folder);
  const bad = join(temporaryFolder(), "bad"), half = join(temporaryFolder(), "half");
  writeFileSync(bad, "no anchor at all\n");
  writeFileSync(half, readFileSync(file).subarray(0, 20_000));
  const restore = (from, ...more) => run("restore", from, "--data", data, "--keys", `${file}.keys`, ...more);
  assert.equal(restore(file, "--anchor-copy", bad).status, 3, "a copy that is no anchor");
  assert.equal(restore(half, "--anchor-copy", `${file}.anchor`).status, 3, "a backup that was cut off");
  assert.equal(restore(join(data, "nowhere")).status, 3);
  assert.ok(!existsSync(join(data, "jauap.db")), "the database gets its name last");
  assert.deepEqual(readFileSync(anchor(data)), then, "the anchor was first");

  writeFileSync(anchor(data), later);
  const again = restore(file, "--anchor-copy", `${file}.anchor`);
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(readFileSync(anchor(data)), later, "what was signed last is not forgotten");
  assert.deepEqual(readdirSync(data).sort(), ["anchor", "demonstration", "jauap.db", "keys"]);
  for (const folder of [server.folder, data]) rmSync(folder, { recursive: true, force: true });
});

test("fsck names what was changed behind the program's back", onSqlite, async () => {
  const server = await start({ data: demonstrationFolder() });
  await settled(server, await submit(server));
  await server.stop({ keep: true });
  assert.equal(run("fsck", "--data", server.folder).status, 0);
  const tampered = {
    "a deadline moved in the journal": ["update event set due = due + 30 where type = 'appeal.registered' and number = 'KZ75-A-2026-000005'", /KZ75-A-2026-000005 event 1 is not what its entry says/],
    "an event taken out": ["delete from event where number = 'KZ75-A-2026-000006' and n = 2", /1 leaves have no event/],
    "an entry rewritten": ["update log_leaf set leaf = replace(leaf, '\"role\":\"applicant\"', '\"role\":\"clerk\"') where idx = 40 or idx = 5 or idx = 3", /does not make its hash|do not make/],
    "an entry taken out": ["delete from log_leaf where idx = 77", /entry 77 is missing/],
    "a root signed twice": ["update log_head set root = zeroblob(32)", /do not make the head of the tree/],
    "a hash in a tile": ["update log_tile set hashes = zeroblob(8192) where level = 0 and idx = 1", /tile/],
    "a private part": ["update event_part set c = replace(c, substr(c, 1, 2), '00') where rowid in (select rowid from event_part where c not like '00%' limit 1)", /not what was recorded|do not make its commitment/],
  };
  for (const [what, [sql, words]] of Object.entries(tampered)) {
    const copy = temporaryFolder();
    cpSync(server.folder, copy, { recursive: true });
    assert.ok(change(copy, sql) > 0, what);
    const found = run("fsck", "--data", copy);
    assert.equal(found.status, 1, `${what}: ${found.stdout}${found.stderr}`);
    assert.match(found.stdout, words, what);
    rmSync(copy, { recursive: true, force: true });
  }
  rmSync(server.folder, { recursive: true, force: true });
});

test("a database older than what was signed is not signed and takes no changes, until a mirror has brought back the entries and people are told", onSqlite, async () => {
  const mirror = await start({ data: demonstrationFolder() });
  const email = "early@example.kz";
  const early = (await api(mirror.url, "/api/v1/appeals", { json: { text, language: "ru", reply_language: "ru", applicant: { email } } })).json;
  const code = await codeSentTo(mirror.url, email);
  assert.equal((await api(mirror.url, `/api/v1/appeals/${early.number}/contact/confirm`, { json: { code }, headers: { "jauap-code": early.code } })).status, 200);
  await settled(mirror, early);
  const policy = join(temporaryFolder(), "policy");
  writeFileSync(policy, await fetched(mirror, "policy"));
  const file = join(temporaryFolder(), "copy");
  assert.equal(run("backup", file, "--data", mirror.folder).status, 0);
  // After the backup: a new case, and a step of a case that the backup has.
  const late = await submit(mirror);
  const withdrawn = await api(mirror.url, `/api/v1/appeals/${early.number}/withdraw`, { json: {}, headers: { "jauap-code": early.code } });
  assert.equal(withdrawn.status, 200, withdrawn.text);
  await settled(mirror, late);
  await settled(mirror, early);
  const kept = join(temporaryFolder(), "checkpoint");
  writeFileSync(kept, await fetched(mirror, "checkpoint"));

  const data = emptyFolderWithKeysOf(mirror.folder);
  mkdirSync(join(data, "anchor"));
  cpSync(join(mirror.folder, "anchor"), join(data, "anchor"), { recursive: true });
  assert.equal(run("restore", file, "--data", data, "--keys", `${file}.keys`).status, 0);
  let server = await start({ data });
  assert.equal((await api(server.url, "/api/v1/appeals", { json: { text } })).status, 503, "from the first moment");
  const ready = await fetch(`${server.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.match(await ready.text(), /older than the public record/);
  assert.match(await (await fetch(`${server.url}/ru/record`)).text(), /База данных старее уже подписанного журнала/);
  assert.equal((await fetch(`${server.url}/ru/appeals`)).status, 200, "reading goes on");
  await server.stop({ keep: true });
  assert.match(run("fsck", "--data", data).stdout, /older than its anchor/);
  const statement = join(temporaryFolder(), "statement"), finished = join(temporaryFolder(), "finished");
  writeFileSync(statement, "An old backup is no ground to begin a new log.\n");
  const refused = run("record", "restart", statement, "--to", finished, "--last-good", "1", "--data", data);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /record refill/);
  assert.ok(!existsSync(finished));

  const refilled = run("record", "refill", "--from", `${mirror.url}/log`, "--data", data);
  assert.equal(refilled.status, 0, refilled.stderr);
  assert.match(refilled.stdout, new RegExp(`lost\t${late.number}\t1\tappeal.registered`));
  assert.match(refilled.stdout, new RegExp(`lost\t${early.number}\t2\tappeal.withdrawn`));
  await mirror.stop({ keep: true });
  const checked = run("fsck", "--data", data);
  assert.equal(checked.status, 0, checked.stdout);

  server = await start({ data });
  const next = await until(async () => {
    const answer = await api(server.url, "/api/v1/appeals", { json: { text } });
    return answer.status === 201 && answer.json;
  });
  assert.equal(Number(next.number.slice(-6)), Number(late.number.slice(-6)) + 1, "the number of a lost case is not given again");
  await settled(server, next);
  const own = await new Browser(server.url, { "jauap-code": early.code }).open(`/ru/appeals/${early.number}`);
  assert.match(own.text(), /Часть содержания потеряна при восстановлении.*Заявитель отозвал обращение/s, "the page of a case names what was lost");
  await until(async () => (await lettersTo(server.url, email)).some((letter) => letter.includes("часть этого дела потеряна")));
  const visitor = await new Browser(server.url).open("/ru/track");
  await visitor.send("/track", { number: late.number, code: late.code });
  assert.equal(visitor.status, 410);
  assert.match(visitor.text(), new RegExp(`Содержание обращения ${late.number} потеряно.*Отправьте его ещё раз`, "s"), "and a lost number leads to what to do");
  const [, ...ways] = visitor.html.match(/<main.*<\/main>/s)[0].split("<h2");
  const addresses = [...ways.join("").matchAll(/href="([^"]+)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  assert.equal(addresses.length, 2);
  for (const address of addresses) assert.equal((await new Browser(server.url).open(address)).status, 200, address);
  const gone = await api(server.url, `/api/v1/appeals/${late.number}`, { headers: { "jauap-code": late.code } });
  assert.equal(gone.status, 410);
  assert.ok(gone.json.detail.includes(late.number), gone.text);
  assert.equal((await new Browser(server.url).open("/ru/appeals/KZ75-A-2026-999999")).status, 404);
  for (const what of [["full"], ["monitor", kept], ["consistency", kept]]) {
    const ran = verify(policy, server, ...what);
    assert.equal(ran.status, 0, `${what}: ${ran.stdout}${ran.stderr}`);
  }
  await server.stop();
  rmSync(mirror.folder, { recursive: true, force: true });
});

test("a new key signs beside the old one, and every step of the operator is an entry", onSqlite, async () => {
  const server = await start({ data: demonstrationFolder() });
  await settled(server, await submit(server));
  const policy = join(temporaryFolder(), "policy");
  writeFileSync(policy, await fetched(server, "policy"));
  const rotated = run("record", "rotate", "--data", server.folder);
  assert.equal(rotated.status, 0, rotated.stderr);
  const [vkey] = rotated.stdout.split("\n");
  const statement = join(temporaryFolder(), "statement");
  writeFileSync(statement, "On 29 November the clock of the server stood still for an hour.\n");
  assert.equal(run("record", "incident", statement, "--data", server.folder).status, 0);
  const bad = join(temporaryFolder(), "bad");
  writeFileSync(bad, "witness x nonsense\n");
  assert.equal(run("record", "policy", bad, "--data", server.folder).status, 1);
  const sent = await submit(server);
  await settled(server, sent);
  const checkpoint = await until(async () => {
    const note = await fetched(server, "checkpoint");
    return note.match(/^— \S+\/log /gm)?.length === 2 && note;
  });
  assert.ok(checkpoint);
  assert.ok((await fetched(server, "policy")).includes(`log ${vkey}\n`));
  assert.equal(verify(policy, server, "full").status, 0, "who has the old policy still verifies");
  const watched = verify(policy, server, "monitor", "--pack", "packs/kz");
  assert.equal(watched.status, 0, `nothing of this is a breach: ${watched.stdout}`);
  const size = Number(checkpoint.split("\n")[1]);
  const all = (await Promise.all(Array.from({ length: 30 }, (_, i) => fetched(server, `entry/${size - 1 - i}`)))).join("\n");
  assert.match(all, new RegExp(`"t":"log.key_rotated"`));
  assert.match(all, /"t":"log.incident"/);
  assert.match(run("record", "status", "--data", server.folder).stdout, /^signed +\d+ at /m);
  assert.notEqual(readFileSync(policy, "utf8"), await fetched(server, "policy"));
  await server.stop();
});

test("a log that was forked is finished: its files stay good, and the next one holds every entry again and is watched without a breach", onSqlite, async () => {
  let server = await start({ data: demonstrationFolder() });
  await settled(server, await submit(server));
  const policy = join(temporaryFolder(), "policy");
  writeFileSync(policy, await fetched(server, "policy"));
  const statement = join(temporaryFolder(), "statement");
  writeFileSync(statement, "Two checkpoints of one size were signed. Both notes follow.\n");
  const finished = join(temporaryFolder(), "finished");
  const size = (await fetched(server, "checkpoint")).split("\n")[1];
  const restart = () => run("record", "restart", statement, "--to", finished, "--last-good", size, "--data", server.folder);
  assert.equal(restart().status, 1, "not while it is served");
  assert.equal(run("record", "refill", "--from", finished, "--data", server.folder).status, 1, "nor is it refilled then");
  await server.stop({ keep: true });
  const unknown = run("record", "restart", statement, "--to", finished, "--last-good", String(Number(size) + 1), "--data", server.folder);
  assert.equal(unknown.status, 1, "not from a checkpoint that nobody signed");
  assert.ok(!existsSync(finished), "what was refused leaves no folder behind");
  const anchor = join(server.folder, "anchor", "log"), held = readFileSync(anchor);
  const ran = restart();
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /The new one is \S+\/log\/2\./);
  // As if the machine had stopped between the commit and the new name of the anchor.
  writeFileSync(anchor, held);
  server = await start({ data: server.folder });
  await until(() => server.log().includes("log.round_failed"));
  assert.equal((await fetch(`${server.url}/readyz`)).status, 503, "an anchor of the old log is not taken for the new one's");
  assert.match(server.log(), /anchor of the record cannot be read/);
  assert.equal((await fetch(`${server.url}/log/checkpoint`)).status, 404, "and nothing is signed");
  await server.stop({ keep: true });
  rmSync(anchor);
  const old = spawnSync(binary, ["verify", "--policy", policy, "--log", finished, "monitor", "--pack", "packs/kz"], { cwd: root, encoding: "utf8" });
  assert.equal(old.status, 0, old.stdout + old.stderr);

  server = await start({ data: server.folder });
  // The new log has no anchor yet: changes are taken when witnesses were asked.
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
  const sent = await submit(server);
  await settled(server, sent);
  writeFileSync(policy, await fetched(server, "policy"));
  assert.match(await fetched(server, "entry/0"), /"ref":"\d+\/[0-9a-f]{64}".*"t":"log.started"/);
  for (const what of [["full"], ["monitor", "--pack", "packs/kz", "--site", server.url]]) {
    const checked = verify(policy, server, ...what);
    assert.equal(checked.status, 0, `${what}: ${checked.stdout}${checked.stderr}`);
  }
  const checked = run("fsck", "--data", server.folder);
  assert.equal(checked.status, 0, checked.stdout);
  await server.stop();
});
