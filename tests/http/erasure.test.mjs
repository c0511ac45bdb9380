// The sealed copy of one's words, and the end of a case's content: asked for by an administrator, decided by an auditor, said in words afterwards.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, run, start, tokenFor } from "../support/server.mjs";

const body = "almaty.zhol-infra", text = "Во дворе темно третью неделю, фонарь zqkfonarzq не горит.";
let server, adminKey;
before(async () => {
  const data = demonstrationFolder();
  adminKey = { authorization: `Bearer ${tokenFor(data, "admin@demo")}` };
  server = await start({ data, moderated: true });
});
after(() => server.stop());

const person = async (login) => {
  const one = new Browser(server.url);
  await one.enterAs(login);
  assert.equal(one.status, 200, login);
  return one;
};
async function made(more = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text, body, ...more } });
  assert.equal(sent.status, 201, sent.text);
  return { ...sent.json, key: { "jauap-code": sent.json.code } };
}
async function ended(more = {}) {
  const sent = await made(more);
  if (more.visibility) await server.publish(sent.number);
  const withdrawn = await api(server.url, `/api/v1/appeals/${sent.number}/withdraw`, { json: { reason: "zqkreasonzq" }, headers: sent.key });
  assert.equal(withdrawn.status, 200, withdrawn.text);
  return sent;
}
const basis = "Решение суда № 5 от 1 марта 2026 года";
async function asked(sent) {
  const admin = await person("admin@demo");
  await admin.open(`/ru/w/erasures/${sent.number}`);
  await admin.send("/ask", { reason: "erase.court", basis, sure: "yes" });
  assert.equal(admin.status, 200, admin.text());
  return admin;
}

// §3 of the record, computed here by its words and not by the program's own code.
const u16 = (name) => Buffer.from([name.length >> 8, name.length & 255]);
const partOf = (salt, name, content) => createHmac("sha256", salt).update(Buffer.concat([Buffer.from("jauap/part/v1\0"), u16(name), Buffer.from(name), content])).digest("hex");
const whole = (parts) => createHash("sha256").update(Buffer.concat([Buffer.from("jauap/commit/v1\0"), ...parts.flatMap(({ name, c }) => [u16(name), Buffer.from(name), Buffer.from(c, "hex")])])).digest("hex");

test("the receipt offers a sealed copy that proves the words by the written formula", async () => {
  const sent = await made();
  const own = new Browser(server.url, sent.key);
  await own.open(`/ru/appeals/${sent.number}/receipt`);
  assert.match(own.text(), /Запечатанная копия ваших слов/);
  const address = own.html.match(/href="([^"]*\/openings\/1\.json)"/)[1];
  const file = await own.ask(address);
  assert.equal(file.status, 200);
  assert.match(file.headers.get("content-disposition"), /^attachment; filename="KZ75-A-\d{4}-\d{6}-1\.opening\.json"$/);
  assert.match(file.headers.get("cache-control"), /no-store/);
  const { v, cm, parts } = JSON.parse(file.text);
  assert.equal(v, 1);
  const part = parts.find(({ name }) => name === "text");
  const content = Buffer.from(part.b64, "base64");
  assert.equal(content.toString("utf8"), text);
  assert.equal(partOf(Buffer.from(part.salt, "hex"), "text", content), part.c);
  assert.equal(whole(parts), cm);

  // The verifier takes it against an entry with this commitment, and against no other.
  const folder = mkdtempSync(join(tmpdir(), "jauap-opening-"));
  const verified = (commitment) => {
    const leaf = `{"at":1768089600,"body":"${body}","case":"${sent.number}","cm":"${commitment}","due":"2026-01-26","n":1,"pack":"kz-2026.1","prev":"","role":"applicant","rule":"appeal.consider","start":"2026-01-11","t":"appeal.registered","v":1}`;
    writeFileSync(join(folder, "leaf"), leaf);
    writeFileSync(join(folder, "opening"), file.text);
    return run("verify", "opening", join(folder, "leaf"), join(folder, "opening"));
  };
  const good = verified(cm), bad = verified("0".repeat(64));
  rmSync(folder, { recursive: true });
  assert.equal(good.status, 0, good.stderr + good.stdout);
  assert.equal(bad.status, 1, bad.stderr + bad.stdout);
});

test("nobody but the parties gets a sealed copy, and a copy of a step that is not there does not exist", async () => {
  const sent = await made();
  const address = `/ru/appeals/${sent.number}/openings/1.json`;
  assert.equal((await new Browser(server.url).ask(address)).status, 404);
  for (const login of ["citizen@demo", "clerk2@demo", "moderator@demo", "admin@demo", "auditor@demo", "press@demo"]) assert.equal((await (await person(login)).ask(address)).status, 404, login);
  const clerk = await person("clerk@demo");
  assert.equal((await clerk.ask(address)).status, 200);
  const audit = await person("auditor@demo");
  await audit.open(`/ru/w/audit?object=${sent.number}`);
  assert.match(audit.text(), /clerk@demo/, "an official's look is in the audit");
  const own = new Browser(server.url, sent.key);
  for (const wrong of ["2.json", "0", "x", "1.txt", "-1", "99999999999"]) assert.equal((await own.ask(`/ru/appeals/${sent.number}/openings/${wrong}`)).status, 404, wrong);
});

test("a case is erased by two people after a warning; its address says so, when and why", async () => {
  const sent = await ended({ visibility: "public" });
  const reader = new Browser(server.url);
  assert.equal((await reader.ask(`/ru/appeals/${sent.number}`)).status, 200);
  const admin = await person("admin@demo");
  await admin.open("/ru/w/erasures");
  await admin.open(`/ru/w/erasures?number=${sent.number}`);
  assert.match(admin.text(), /Это нельзя отменить/);
  assert.match(admin.text(), /Что будет уничтожено/);
  assert.ok(!admin.html.includes("zqkfonarzq"), "an administrator reads nothing of the case");
  await admin.send("/ask", { reason: "erase.court", basis: "", sure: "" });
  assert.equal(admin.status, 422);
  assert.match(admin.text(), /Напишите, какой документ/);
  assert.match(admin.text(), /Отметьте, что вы проверили/);
  await admin.send("/ask", { reason: "erase.court", basis, sure: "yes" });
  assert.match(admin.text(), /Ждет решения аудитора/);
  assert.ok(!admin.html.includes("/approve"), "nobody decides an own request");
  assert.equal((await reader.ask(`/ru/appeals/${sent.number}`)).status, 200, "nothing has changed yet");

  const auditor = await person("auditor@demo");
  await auditor.open("/ru/w/erasures");
  assert.ok(auditor.html.includes(sent.number));
  await auditor.open(`/ru/w/erasures/${sent.number}`);
  assert.ok(auditor.text().includes(basis));
  await auditor.send("/approve", {});
  assert.equal(auditor.status, 422, "not without the tick");
  await auditor.send("/approve", { sure: "yes" });
  assert.equal(auditor.status, 200);
  assert.match(auditor.text(), /Содержание уничтожено/);

  for (const [headers, language, words] of [[{}, "ru", /По решению суда/], [sent.key, "kk", /Сот шешімі бойынша/], [{}, "en", /By decision of a court/]]) {
    const page = await new Browser(server.url, headers).open(`/${language}/appeals/${sent.number}`);
    assert.equal(page.status, 410);
    assert.match(page.text(), words);
    assert.ok(!page.html.includes("zqkfonarzq"));
  }
  const own = new Browser(server.url, sent.key);
  const opening = await own.open(`/ru/appeals/${sent.number}/openings/1.json`);
  assert.equal(opening.status, 410);
  assert.match(opening.text(), /уничтожено/);
  for (const path of [`/api/v1/appeals/${sent.number}`, `/ru/appeals/${sent.number}/receipt`, `/ru/appeals/${sent.number}.json`]) assert.equal((await own.ask(path)).status, 410, path);
  for (const path of ["/ru/appeals", "/ru/appeals.csv", "/ru/appeals.atom"]) assert.ok(!(await reader.ask(path)).text.includes(sent.number), path);
});

test("the search forgets what was erased", async () => {
  const sent = await ended({ visibility: "public", text: "Во дворе сломана качель zqkkachelzq, дети падают." });
  const found = async () => (await api(server.url, "/api/v1/appeals?q=zqkkachelzq", {})).text.includes(sent.number);
  let is = false;
  for (let i = 0; i < 10_000 && !is; ++i) is = await found();
  assert.ok(is, "it was found");
  await asked(sent);
  const auditor = await person("auditor@demo");
  await auditor.open(`/ru/w/erasures/${sent.number}`);
  await auditor.send("/approve", { sure: "yes" });
  for (let i = 0; i < 10_000 && is; ++i) is = await found();
  assert.ok(!is);
});

test("an open case cannot be erased, and a declined request changes nothing", async () => {
  const open = await made();
  const admin = await person("admin@demo");
  await admin.open(`/ru/w/erasures/${open.number}`);
  assert.match(admin.text(), /еще не окончено/);
  assert.ok(!admin.html.includes("/ask"));
  const forced = await admin.ask(`/ru/w/erasures/${open.number}/ask`, { form: { _csrf: await admin.token(), reason: "erase.law", basis, sure: "yes" } });
  assert.equal(forced.status, 409);

  const sent = await ended();
  await asked(sent);
  const auditor = await person("auditor@demo");
  await auditor.open(`/ru/w/erasures/${sent.number}`);
  await auditor.send("/decline", { why: "" });
  assert.equal(auditor.status, 422);
  await auditor.send("/decline", { why: "Решение не вступило в силу" });
  assert.match(auditor.text(), /Решение не вступило в силу/);
  assert.equal((await new Browser(server.url, sent.key).ask(`/ru/appeals/${sent.number}`)).status, 200);
});

test("nobody else asks or decides, and neither does a program", async () => {
  const sent = await ended();
  await asked(sent);
  const faults = [];
  for (const login of ["citizen@demo", "operator@demo", "clerk@demo", "head@demo", "deputy@demo", "council@demo", "secretary@demo", "moderator@demo", "press@demo", "admin@demo", "auditor@demo"]) {
    const one = await person(login);
    const _csrf = await one.token();
    for (const decision of ["ask", "approve", "decline"]) {
      if (login === "auditor@demo" && decision !== "ask") continue;
      const { status } = await one.ask(`/ru/w/erasures/${sent.number}/${decision}`, { form: { _csrf, reason: "erase.law", basis, sure: "yes", why: "нет" } });
      const isTold = login === "admin@demo" && decision === "ask" ? 409 : ["admin@demo", "auditor@demo"].includes(login) ? 403 : 404;
      if (status !== isTold) faults.push(`${login} ${decision}: ${status}`);
    }
  }
  const program = await new Browser(server.url, adminKey).ask(`/ru/w/erasures/${sent.number}/ask`, { form: { reason: "erase.law", basis, sure: "yes" } });
  assert.equal(program.status, 403);
  assert.deepEqual(faults, []);
  assert.equal((await new Browser(server.url, sent.key).ask(`/ru/appeals/${sent.number}`)).status, 200);
});

test("after an erasure the whole log still verifies, the erasure is an entry with its ground, and nothing opens the case any more", async () => {
  const sent = await ended();
  const own = new Browser(server.url, sent.key);
  const kept = await own.ask(`/ru/appeals/${sent.number}/openings/1.json`);
  await asked(sent);
  const auditor = await person("auditor@demo");
  await auditor.open(`/ru/w/erasures/${sent.number}`);
  await auditor.send("/approve", { sure: "yes" });
  assert.equal(auditor.status, 200);
  const visitor = new Browser(server.url);
  do await visitor.open(`/ru/record/verify?what=${sent.number}`);
  while (!/Содержание уничтожено/.test(visitor.text()));
  const indices = [...visitor.html.matchAll(/href="\/ru\/record\/(\d+)"/g)].map(([, index]) => Number(index));
  const leaves = await Promise.all(indices.map(async (index) => (await fetch(`${server.url}/log/entry/${index}`)).text()));
  const erased = leaves.map((one) => JSON.parse(one)).find(({ t }) => t === "appeal.erased");
  assert.equal(erased.reason, "erase.court");
  assert.equal((await own.ask(`/ru/appeals/${sent.number}/openings/1.json`)).status, 410);
  const folder = mkdtempSync(join(tmpdir(), "jauap-erased-"));
  writeFileSync(join(folder, "policy"), await (await fetch(`${server.url}/log/policy`)).text());
  writeFileSync(join(folder, "opening"), kept.text);
  writeFileSync(join(folder, "leaf"), leaves.find((one) => one.includes('"t":"appeal.registered"')));
  for (const what of [["full"], ["monitor"]]) {
    const ran = run("verify", "--policy", join(folder, "policy"), "--log", `${server.url}/log`, ...what);
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  }
  assert.equal(run("verify", "opening", join(folder, "leaf"), join(folder, "opening")).status, 0, "the applicant's own copy still proves what was written");
  rmSync(folder, { recursive: true });
});
