// One step on several cases from the inbox: chosen, seen before it happens, undone for a minute, told case by case.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { api, Browser } from "../support/browser.mjs";
import { databaseOf, demonstrationFolder, start, tokenFor } from "../support/server.mjs";

let server, data, tokens;
const body = "almaty.zhol-infra";
const by = (login) => ({ authorization: `Bearer ${tokens[login]}` });
before(async () => {
  data = demonstrationFolder();
  tokens = Object.fromEntries(["clerk@demo", "clerk2@demo", "head@demo"].map((login) => [login, tokenFor(data, login)]));
  server = await start({ data });
});
after(() => server.stop());

async function submitted() {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма. Когда её заделают?", body } });
  assert.equal(sent.status, 201, sent.text);
  return sent.json;
}
const step = (number, name, json = {}, headers = {}) => api(server.url, `/api/v1/appeals/${number}/${name}`, { json, headers });
const read = async (sent) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } })).json;
async function entered(login = "clerk@demo") {
  const browser = new Browser(server.url);
  await browser.enterAs(login);
  return browser;
}
// The boxes of these cases, as a browser sends them.
const ticked = (...cases) => Object.fromEntries(cases.map((one) => [`cases-${one.number}:1`, "1"]));

// The minute passes while the server is down.
async function aMinuteLater() {
  await server.stop({ keep: true });
  const sql = "update appeal_bulk set due_at = 1; update job set due_at = 1 where kind = 'appeals.bulk'";
  const database = databaseOf(data)[1];
  const made = database ? spawnSync("psql", [database, "-qc", sql], { encoding: "utf8" }) : spawnSync("python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()", join(data, "jauap.db"), sql], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  server = await start({ data });
}
// The page of what was asked for, once the job is through.
async function outcome(browser, path) {
  for (const until = Date.now() + 20_000; Date.now() < until; await new Promise((go) => setImmediate(go))) {
    await browser.open(path);
    if (/Выполнено/.test(browser.text())) return browser.text();
  }
  throw new Error(`not done: ${browser.text().slice(0, 800)}`);
}

test("what will happen is shown first and changes nothing, and the chosen cases alone are named", async () => {
  const [one, two, other] = [await submitted(), await submitted(), await submitted()];
  assert.equal((await step(two.number, "accept", {}, by("head@demo"))).status, 200);
  const clerk = await entered();
  await clerk.open("/ru/w/bulk");
  assert.equal(clerk.status, 200);
  await clerk.send("/w/bulk/check", { ...ticked(one, two), step: "accept" });
  assert.equal(clerk.status, 200, clerk.text().slice(0, 600));
  assert.match(clerk.text(), new RegExp(`${one.number}\\s*— будет сделано`));
  assert.match(clerk.text(), new RegExp(`${two.number}\\s*— не будет сделано: \\S+`));
  assert.match(clerk.text(), /1 обращение/);
  assert.ok(!clerk.html.includes(other.number));
  assert.equal((await read(one)).status, "registered");
});

test("for a minute it can be undone, by whoever asked and by nobody else", async () => {
  const one = await submitted();
  const clerk = await entered();
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { ...ticked(one), step: "accept" });
  await clerk.send("/w/bulk");
  assert.match(clerk.text(), /Ещё можно отменить[^]*Будет выполнено/);
  const page = clerk.path;
  assert.equal((await read(one)).status, "registered");
  const head = await entered("head@demo");
  assert.equal((await head.ask(page)).status, 404);
  assert.equal((await head.ask(`${page}/undo`, { form: { _csrf: await head.token(), _key: "foreign" } })).status, 404);
  await clerk.open(page);
  await clerk.send("/undo");
  assert.match(clerk.text(), /Отменено: ничего не изменилось/);
  assert.ok(!clerk.forms().some((form) => form.action.endsWith("/undo")));
});

test("after the minute each case is taken in the name of whoever asked; one that changed meanwhile is left with the reason", async () => {
  const [one, two, undone] = [await submitted(), await submitted(), await submitted()];
  let clerk = await entered();
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { ...ticked(undone), step: "accept" });
  await clerk.send("/w/bulk");
  await clerk.send("/undo");
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { ...ticked(one, two), step: "accept" });
  await clerk.send("/w/bulk");
  const page = clerk.path;
  assert.equal((await step(two.number, "accept", {}, by("head@demo"))).status, 200);
  await aMinuteLater();
  clerk = await entered();
  const said = await outcome(clerk, page);
  assert.match(said, new RegExp(`${one.number}\\s*— сделано`));
  assert.match(said, new RegExp(`${two.number}\\s*— не сделано: \\S+`));
  assert.ok(!clerk.forms().some((form) => form.action.endsWith("/undo")));
  const accepted = (await read(one)).events.find((event) => event.type === "appeal.accepted");
  assert.equal(accepted.role, "clerk");
  assert.equal((await read(two)).events.filter((event) => event.type === "appeal.accepted").length, 1);
  assert.equal((await read(undone)).status, "registered");
});

test("several cases go to one colleague at once, or to one case", async () => {
  const [one, two, main] = [await submitted(), await submitted(), await submitted()];
  let clerk = await entered();
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { ...ticked(one, two), step: "assign", executor: "head@demo" });
  assert.match(clerk.text(), /Кому поручить: \S+/);
  await clerk.send("/w/bulk");
  const assigned = clerk.path;
  await aMinuteLater();
  clerk = await entered();
  await outcome(clerk, assigned);
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { [`cases-${one.number}:0`]: "1", [`cases-${two.number}:0`]: "1", [`cases-${main.number}:0`]: "1", step: "join", target: main.number });
  assert.match(clerk.text(), new RegExp(`${main.number}\\s*— не будет сделано`), "no case joins itself");
  await clerk.send("/w/bulk");
  const joined = clerk.path;
  await aMinuteLater();
  clerk = await entered();
  await outcome(clerk, joined);
  const head = await entered("head@demo");
  let pages = "";
  for (let next = "/ru/w/body?mine=1"; next; next = head.html.match(/href="([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"/)?.slice(1).find(Boolean)?.replaceAll("&amp;", "&")) pages += (await head.open(next)).text();
  for (const each of [one, two]) assert.match(pages, new RegExp(`${each.number}[^]*Присоединено: ${main.number}`));
});

test("a form without a case, without a colleague or with too many comes back with what was chosen", async () => {
  const one = await submitted();
  const clerk = await entered();
  await clerk.open("/ru/w/bulk?mine=1");
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { step: "join", target: "KZ75-A-2026-000001" });
  assert.equal(clerk.status, 422);
  assert.match(clerk.text(), /Выберите хотя бы одно обращение/);
  assert.match(clerk.html, /value="join" checked/);
  assert.match(clerk.html, /value="KZ75-A-2026-000001"/);
  await clerk.send("/w/bulk/check", { ...ticked(one), step: "assign" });
  assert.equal(clerk.status, 422);
  assert.match(clerk.text(), /Выберите, кому поручить/);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`cases-KZ75-A-2026-${100000 + i}:1`, "1"]));
  await clerk.send("/w/bulk/check", { ...many, step: "accept" });
  assert.equal(clerk.status, 422);
  assert.match(clerk.text(), /не больше 100/);
});

test("cases of another body stay untouched and unknown", async () => {
  const one = await submitted();
  const other = await entered("clerk2@demo");
  await other.open("/ru/w/bulk");
  assert.ok(!other.html.includes(one.number));
  await other.send("/w/bulk/check", { ...ticked(one), step: "accept" });
  assert.match(other.text(), new RegExp(`${one.number}\\s*— не будет сделано`));
  assert.ok(!other.forms().some((form) => form.action.endsWith("/w/bulk")), "nothing is left to do");
  // A name is shown of colleagues only.
  const clerk = await entered();
  await clerk.open("/ru/w/bulk");
  await clerk.send("/w/bulk/check", { ...ticked(one), step: "assign", executor: "clerk2@demo" });
  assert.match(clerk.text(), /Кому поручить: clerk2@demo/);
});

test("what waits for the applicant stands apart in the inbox", async () => {
  const one = await submitted();
  assert.equal((await step(one.number, "ask-repair", { reason: "repair.place", text: "Назовите адрес дома." }, by("clerk@demo"))).status, 200);
  const clerk = await entered();
  await clerk.open("/ru/w/body?due=waiting");
  assert.ok(clerk.html.includes(one.number));
  await clerk.open("/ru/w/waiting");
  assert.ok(clerk.html.includes("due=waiting"));
});
