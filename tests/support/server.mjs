// Starts the real program on a folder of its own and a free port, and stops it.
import { spawn, spawnSync } from "node:child_process";
import { after } from "node:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const binary = process.env.JAUAP_BINARY ?? join(root, "build", "release", "jauap");

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), "jauap-test-"));
}

// With JAUAP_TEST_DATABASE (a PostgreSQL URL) each data folder gets a schema of its own there.
const schemas = new Map();
export function databaseOf(folder) {
  const server = process.env.JAUAP_TEST_DATABASE;
  if (!server) return [];
  if (!schemas.has(folder)) {
    const schema = `t${process.pid}_${schemas.size}`;
    const made = spawnSync("psql", [server, "-qc", `create schema ${schema}`], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    schemas.set(folder, `${server}?options=-csearch_path%3D${schema}`);
  }
  return ["--database", schemas.get(folder)];
}

// A data folder of its own on the database of another one.
export function sameDatabase(folder, other) {
  databaseOf(other);
  schemas.set(folder, schemas.get(other));
}

let demonstration;
// A copy of a demonstration folder that is made once for each test process; on PostgreSQL it is filled anew.
export function demonstrationFolder() {
  if (process.env.JAUAP_TEST_DATABASE) {
    const folder = temporaryFolder();
    const made = spawnSync(binary, ["demo", "--data", folder, "--size", "small", ...databaseOf(folder)], { cwd: root, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`demo failed: ${made.stderr}`);
    return folder;
  }
  if (!demonstration) {
    demonstration = temporaryFolder();
    const made = spawnSync(binary, ["demo", "--data", demonstration, "--size", "small"], { cwd: root, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`demo failed: ${made.stderr}`);
    process.on("exit", () => rmSync(demonstration, { recursive: true, force: true }));
  }
  const copy = temporaryFolder();
  cpSync(demonstration, copy, { recursive: true });
  return copy;
}

export function run(...args) {
  return spawnSync(binary, args, { cwd: root, encoding: "utf8" });
}

// A token of the API for an account; made while no server has the folder.
export function tokenFor(data, login) {
  const made = run("token", "--data", data, "--as", login, ...databaseOf(data));
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout.match(/jp_\S+/)[0];
}

export function addPerson(data, { login, name, email, role, body = "", title = "" }) {
  const made = run("person", "add", "--data", data, "--login", login, "--name", name, "--email", email, "--role", role, ...(body ? ["--body", body] : []), "--title", title, ...databaseOf(data));
  if (made.status !== 0) throw new Error(made.stderr);
}

// A server that a failed hook left behind would keep the test process waiting for ever.
const running = new Set();
after(() => running.forEach((child) => child.kill("SIGKILL")));

// Who looks at texts before they are public. Made while no server has the folder; `publish` lets out what waits.
function moderatorOf(folder) {
  addPerson(folder, { login: "moderator@test", name: "Модератор", email: "moderator@example.kz", role: "moderator" });
  return { authorization: `Bearer ${tokenFor(folder, "moderator@test")}` };
}

// Resolves when the server says that it listens and is ready.
export async function start({ data, limits = "off", port = 0, extra = [], moderated = false } = {}) {
  const folder = data ?? temporaryFolder();
  const moderator = moderated ? moderatorOf(folder) : null;
  const child = spawn(binary, ["serve", "--data", folder, "--listen", `127.0.0.1:${port}`, "--limits", limits, ...databaseOf(folder), ...extra], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  let log = "";
  child.stderr.on("data", (bytes) => {
    if (log.length < 4_000_000) log += bytes;
  });
  const exited = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const [url, metricsPort] = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const match = said.match(/listening on (http:\/\/[0-9.]+:\d+)(?: metrics on port (\d+))?\n/);
      if (match) resolve([match[1], match[2]]);
    });
    exited.then(({ code }) => reject(new Error(`the server ended with ${code}: ${log}`)));
  });
  return {
    url,
    metrics: `http://127.0.0.1:${metricsPort}/metrics`,
    folder,
    child,
    exited,
    log: () => log,
    moderator,
    // The text, or a new answer, of a case as the program proposes it; `changes` are what the moderator leaves out.
    async publish(number, changes = {}) {
      const answer = await fetch(`${url}/api/v1/appeals/${number}/clear`, { method: "POST", headers: { ...moderator, "content-type": "application/json" }, body: JSON.stringify(changes) });
      if (answer.status !== 200) throw new Error(`${number} was not published: ${await answer.text()}`);
    },
    kill: () => child.kill("SIGKILL"),
    async stop({ keep = false } = {}) {
      child.kill("SIGTERM");
      const end = await exited;
      if (!keep) rmSync(folder, { recursive: true, force: true });
      return end;
    },
  };
}
