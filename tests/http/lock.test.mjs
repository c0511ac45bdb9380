// One server on one data folder, also after one that was killed.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { databaseOf, run, start } from "../support/server.mjs";

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
