// A resident, a clerk and everybody else, through pages without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../support/browser.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

let server;
before(async () => {
  server = await start({ data: demonstrationFolder(), moderated: true });
});
after(() => server.stop());

const texts = {
  kk: "Ақсай-4: үш күннен бері жылу жоқ, балалар ауырып жатыр. Телефоным 8 701 234 56 78.",
  ru: "Аксай-4: третий день нет отопления, дети болеют. Мой телефон 8 701 234 56 78.",
  en: "Aksai-4: no heating for three days, the children are ill. My phone is 8 701 234 56 78.",
};
const person = { surname: "Канарейкина", first_name: "Айгуль", iin: "991332000003", email: "canary@example.kz", reply_language: "ru" };
const canaries = ["Канарейкина", "991332000003", "canary@example.kz", "701 234", "45"];

async function submitted(language, visibility = "private", topic) {
  const resident = new Browser(server.url);
  await resident.open(`/${language}/appeal/new`);
  await resident.send("/appeal/new", { text: texts[language] });
  await resident.sendPlace({ place_kind: "address", address: "Аксай-4, дом 45", district: "almaty.auezov" });
  await resident.send("/you", person);
  assert.equal(resident.status, 200);
  if (topic) {
    await resident.open(resident.path.replace("/check", "/about"));
    await resident.send("/about", { topic, kind: "", body: "" });
  }
  await resident.send("/send", { visibility });
  assert.equal(resident.status, 200);
  const number = resident.html.match(/KZ75-A-\d{4}-\d{6}/)[0];
  const code = resident.html.match(/class="code"[^>]*>([^<]+)</)[1];
  if (visibility === "public") await server.publish(number);
  return { resident, number, code };
}

for (const language of ["kk", "ru", "en"])
  test(`an appeal goes from the first word to the receipt without scripts in ${language}`, async () => {
    const { resident, number, code } = await submitted(language);
    assert.match(number, /^KZ75-A-\d{4}-\d{6}$/);
    assert.match(code, /^[0-9A-Z*~$=-]{31}$/);
    await resident.open(`/${language}/appeals/${number}`);
    assert.equal(resident.status, 200);
    assert.ok(resident.text().includes("8 701 234 56 78"), "the owner reads the own text whole");
  });

test("a text that is too short comes back with the words and the fault", async () => {
  const resident = new Browser(server.url);
  await resident.open("/kk/appeal/new");
  await resident.send("/appeal/new", { text: "қысқа" });
  assert.equal(resident.status, 422);
  assert.match(resident.html, /<title>Қате:/);
  assert.ok(resident.html.includes(">\nқысқа</textarea>"));
  assert.match(resident.html, /id="text-error"/);
});

test("an IIN of eleven digits is named in the person's language and nothing typed is lost", async () => {
  const resident = new Browser(server.url);
  await resident.open("/kk/appeal/new");
  await resident.send("/appeal/new", { text: texts.kk });
  await resident.sendPlace({ place_kind: "none", address: "", district: "" });
  await resident.send("/you", { ...person, iin: "99133200000" });
  assert.equal(resident.status, 422);
  assert.ok(resident.text().includes("ЖСН 12 цифрдан тұрады. Сіз 11 цифр енгіздіңіз."));
  assert.ok(resident.html.includes('value="Канарейкина"'));
});

test("the page before sending says by which day, by which article, and which days are skipped", async () => {
  const resident = new Browser(server.url);
  await resident.open("/ru/appeal/new");
  await resident.send("/appeal/new", { text: texts.ru });
  await resident.sendPlace({ place_kind: "none" });
  await resident.send("/you", person);
  const text = resident.text();
  assert.match(text, /по закону, АППК, статья 76/);
  assert.match(text, /Как посчитан этот день/);
});

test("another browser does not see a private case, and hears the same as for an unknown number", async () => {
  const { number } = await submitted("ru");
  const stranger = new Browser(server.url);
  await stranger.open(`/ru/appeals/${number}`);
  assert.equal(stranger.status, 404);
  const of_private = stranger.text().replace(/[0-9a-f]{16}/g, "");
  await stranger.open("/ru/appeals/KZ75-A-2026-999999");
  assert.equal(stranger.status, 404);
  assert.equal(stranger.text().replace(/[0-9a-f]{16}/g, ""), of_private);
});

test("number and code open the case in another browser, a wrong code says nothing more", async () => {
  const { number, code } = await submitted("ru");
  const friend = new Browser(server.url);
  await friend.open("/ru/track");
  await friend.send("/track", { number, code: code.toLowerCase() });
  assert.equal(friend.status, 200);
  assert.ok(friend.text().includes("третий день нет отопления"));
  const stranger = new Browser(server.url);
  await stranger.open("/ru/track");
  await stranger.send("/track", { number, code: code.replace(/^./, (c) => (c === "0" ? "1" : "0")) });
  assert.equal(stranger.status, 422);
});

test("a public case shows nothing personal on the page, in JSON, CSV and Atom", async () => {
  const { number } = await submitted("ru", "public");
  const reader = new Browser(server.url);
  for (const path of [`/ru/appeals/${number}`, `/ru/appeals/${number}.json`, `/api/v1/appeals/${number}`, "/ru/appeals", "/ru/appeals.csv", "/ru/appeals.json", "/ru/appeals.atom", `/api/v1/appeals/${number}/events`]) {
    await reader.open(path);
    assert.equal(reader.status, 200, path);
    const shown = reader.html.replace(/<style>.*?<\/style>/gs, "");
    for (const canary of canaries.slice(0, 4)) assert.ok(!shown.includes(canary), `${canary} on ${path}`);
    assert.ok(!shown.includes("дом 45"), `the house on ${path}`);
  }
});

test("a clerk accepts and answers, the resident is not satisfied and says why, everybody sees it", async () => {
  const { resident, number } = await submitted("ru", "public", "heat.no-heat");
  const clerk = new Browser(server.url);
  await clerk.enterAs("clerk2@demo");
  assert.match(clerk.text(), /Входящие/);
  await clerk.open(`/ru/w/body/${number}`);
  assert.equal(clerk.status, 200, "the topic's body has the case");
  await clerk.send("/accept");
  await clerk.open(`/ru/w/body/${number}/answer`);
  await clerk.send("/answer", { decision: "", text: "коротко" });
  assert.equal(clerk.status, 422);
  assert.ok(clerk.html.includes("коротко"));
  await clerk.send("/answer", { decision: "satisfied", text: "Тепло восстановлено 26 ноября, причина — порыв трубы у дома." });
  assert.equal(clerk.status, 200);
  await server.publish(number);
  await resident.open(`/ru/appeals/${number}/verdict`);
  await resident.send("/verdict", { verdict: "not_solved", clear: "no" });
  assert.equal(resident.status, 422, "a reason is asked for");
  await resident.send("/verdict", { verdict: "not_solved", clear: "no", reason: "not_solved.nothing_done", comment: "холодно" });
  assert.equal(resident.status, 200);
  const reader = new Browser(server.url);
  await reader.open(`/ru/appeals/${number}`);
  assert.match(reader.text(), /Не решено/);
  assert.match(reader.text(), /Тепло восстановлено/);
  assert.ok(!reader.text().includes("холодно"), "the comment is for the body only");
});

test("a clerk redirects within the window, and the next body has its own term", async () => {
  const { resident, number } = await submitted("ru", "private", "heat.no-heat");
  const clerk = new Browser(server.url);
  await clerk.enterAs("clerk2@demo");
  await clerk.open(`/ru/w/body/${number}/redirect`);
  await clerk.send("/redirect", { to: "", reason: "redirect.competence" });
  assert.equal(clerk.status, 422);
  await clerk.send("/redirect", { to: "almaty.zhol-infra", reason: "redirect.competence", sentence: "Дорогой занимается другое управление." });
  assert.equal(clerk.status, 200);
  await clerk.open(`/ru/w/body/${number}`);
  assert.equal(clerk.status, 404, "the case has left the body");
  const next = new Browser(server.url);
  await next.enterAs("clerk@demo");
  await next.open(`/ru/w/body/${number}`);
  assert.equal(next.status, 200);
  await resident.open(`/ru/appeals/${number}`);
  assert.match(resident.text(), /Дорогой занимается другое управление/);
});

test("a case becomes public and private again, and may be withdrawn", async () => {
  const { resident, number } = await submitted("kk");
  const reader = new Browser(server.url);
  await resident.open(`/kk/appeals/${number}/visibility`);
  await resident.send("/visibility");
  await reader.open(`/kk/appeals/${number}`);
  assert.equal(reader.status, 404, "a moderator looks first");
  await server.publish(number);
  await reader.open(`/kk/appeals/${number}`);
  assert.equal(reader.status, 200);
  await resident.open(`/kk/appeals/${number}/visibility`);
  await resident.send("/visibility");
  await reader.open(`/kk/appeals/${number}`);
  assert.equal(reader.status, 410, "who kept the address learns that it is no longer public");
  await resident.open(`/kk/appeals/${number}/withdraw`);
  await resident.send("/withdraw", { reason: "шешілді" });
  assert.match(resident.text(), /Кері қайтарып алынды/);
});

test("a form without its token is refused, offered again with all that was typed, and then works", async () => {
  const resident = new Browser(server.url);
  await resident.open("/ru/appeal/new");
  resident.cookies.clear();
  await resident.send("/appeal/new", { text: texts.ru });
  assert.equal(resident.status, 403);
  assert.ok(resident.html.includes("третий день нет отопления"));
});

test("a form from another site is refused", async () => {
  const resident = new Browser(server.url);
  await resident.open("/ru/appeal/new");
  await resident.send("/appeal/new", { text: texts.ru });
  const fields = resident.lastFields;
  await resident.open("/ru/appeal/new", { body: fields, headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" } });
  assert.equal(resident.status, 403);
});

test("the same form sent twice gives the same receipt", async () => {
  const resident = new Browser(server.url);
  await resident.open("/ru/appeal/new");
  await resident.send("/appeal/new", { text: texts.ru });
  await resident.sendPlace({ place_kind: "none" });
  await resident.send("/you", person);
  const check = resident.path;
  await resident.send("/send", { visibility: "private" });
  const first = resident.html.match(/KZ75-A-\d{4}-\d{6}/)[0];
  const fields = resident.lastFields;
  await resident.open(check.replace("/check", "/send"), { body: fields });
  assert.equal(resident.html.match(/KZ75-A-\d{4}-\d{6}/)[0], first);
});

test("an operator enters an appeal for a caller and reads back number and day", async () => {
  const operator = new Browser(server.url);
  await operator.enterAs("operator@demo");
  await operator.open("/ru/w/operator?caller=8+700+000+99+99");
  await operator.send("/w/operator", { text: "Звонит женщина: во дворе нет света уже неделю", phone: "8 700 000 99 99", surname: "Ким" });
  assert.equal(operator.status, 200);
  assert.match(operator.text(), /KZ75-A-\d{4}-\d{6}/);
  await operator.open("/ru/w/operator?caller=8+700+000+99+99");
  assert.match(operator.text(), /нет света уже неделю/);
});

test("an administrator adds a clerk; a clerk may not", async () => {
  const admin = new Browser(server.url);
  await admin.enterAs("admin@demo");
  await admin.open("/ru/w/admin/people");
  await admin.send("/w/admin/people", { login: "new@demo", name: "Новый Человек", email: "new@example.kz", role: "clerk", body: "almaty.sport" });
  assert.equal(admin.status, 200);
  const code = admin.text().match(/Код[^:]*?\s+([0-9A-Z]{5}(?:-[0-9A-Z]+)+[*~$=]?)/)[1];
  // The person sets a password of his or her own; the code is read out once and works once.
  const person = new Browser(server.url);
  await person.open("/ru/enrol");
  await person.send("/enrol", { code });
  assert.equal(person.status, 200, person.text());
  const clerk = new Browser(server.url);
  await clerk.enterAs("clerk@demo");
  await clerk.open("/ru/w/admin/people");
  assert.equal(clerk.status, 403);
});

test("after a form was refused, the links to the other languages lead to the same form and not home", async () => {
  const browser = new Browser(server.url);
  await browser.open("/ru/track");
  await browser.send("/track", { number: "KZ75-A-2026-999999", code: "нет" });
  assert.equal(browser.status, 422);
  assert.match(browser.html, /<a href="\/kk\/track" lang="kk"/);
});

test("the register of overdue terms counts by body, in three formats, and names no case", async () => {
  const visitor = new Browser(server.url);
  await visitor.open("/ru/overdue");
  assert.equal(visitor.status, 200);
  const { bodies } = JSON.parse((await visitor.ask("/ru/overdue.json")).text);
  assert.ok(bodies.length > 0, "the demonstration city has overdue cases");
  for (const one of bodies) {
    assert.ok(one.overdue > 0 && one.working_days_late >= 0);
    assert.ok(visitor.html.includes(`/ru/bodies/${one.body}`));
  }
  assert.deepEqual(bodies.map((one) => one.overdue), bodies.map((one) => one.overdue).toSorted((a, b) => b - a), "most first");
  const csv = (await visitor.ask("/ru/overdue.csv")).text;
  assert.equal(csv.trim().split("\r\n").length, bodies.length + 1);
  assert.ok(!/KZ75-A-/.test(visitor.html + csv));
});
