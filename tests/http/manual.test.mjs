// What the program says of itself on the command line, and what the manual says of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, run } from "../support/server.mjs";

const help = run("--help").stdout;
const listed = (from) => [...help.slice(help.indexOf(from)).matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name);

test("every setting stands in the manual", () => {
  const manual = readFileSync(join(root, "docs/operations.md"), "utf8");
  const settings = listed("settings (");
  assert.ok(settings.length > 15, `${settings.length} settings`);
  assert.deepEqual(settings.filter((name) => !manual.includes(`| \`${name}\` |`)), []);
});

test("every command tells how it is called, on request and to whom calls it wrongly", () => {
  const commands = listed("usage:").filter((name) => !listed("settings (").includes(name));
  assert.ok(commands.includes("serve") && commands.includes("bench"), commands.join(" "));
  for (const name of commands) {
    const asked = run(name, "--help");
    assert.equal(asked.status, 0);
    assert.match(asked.stdout, new RegExp(`^jauap ${name} `));
  }
  const wrong = run("deadline", "--kind", "wish");
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^jauap deadline --kind/);
});
