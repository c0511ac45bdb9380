// One server on one data folder, also after one that was killed; no server on a database whose keys are not there.
import assert from "node:assert/strict";
import { cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { databaseOf, demonstrationFolder, run, start } from "../support/server.mjs";

const second = (folder) => run("serve", "--data", folder, "--listen", "127.0.0.1:0", ...databaseOf(folder));

test("a second server on the same data folder is refused with the number of the first", async () => {
  const first = await start();
  try {
    const refused = second(first.folder);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, new RegExp(`Another server works on this data folder: .*process ${first.child.pid}`));
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200, "the first goes on");
  } finally {
    await first.stop();
  }
});

test("commands of the command line work beside a running server", async () => {
  const server = await start();
  try {
    const made = run("admin", "create", "--data", server.folder, "--login", "boss", "--name", "Boss", ...databaseOf(server.folder));
    assert.equal(made.status, 0, made.stderr);
  } finally {
    await server.stop();
  }
});

test("the lock of a killed server locks nobody out", async () => {
  const killed = await start();
  killed.kill();
  await killed.exited;
  assert.ok(existsSync(join(killed.folder, "lock")), "the file is left behind");
  const next = await start({ data: killed.folder });
  assert.equal((await fetch(`${next.url}/readyz`)).status, 200);
  await next.stop();
});

test("a database whose keys were lost or exchanged is refused, and opens again with its own", async () => {
  const folder = demonstrationFolder();
  const keys = join(folder, "keys"), kept = join(folder, "kept");
  renameSync(keys, kept);
  const without = second(folder);
  assert.equal(without.status, 3);
  assert.match(without.stderr, /keys/);
  const other = await start();
  rmSync(keys, { recursive: true, force: true });
  cpSync(join(other.folder, "keys"), keys, { recursive: true });
  await other.stop();
  const exchanged = second(folder);
  assert.equal(exchanged.status, 3);
  assert.match(exchanged.stderr, /not those of this database/);
  rmSync(keys, { recursive: true });
  renameSync(kept, keys);
  const again = await start({ data: folder });
  assert.equal((await fetch(`${again.url}/readyz`)).status, 200);
  await again.stop();
});
