// What others may read: asked for by the applicant, looked at by a moderator, taken off with a reason and a second person's word.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

let server;
before(async () => { server = await start({ data: demonstrationFolder(), moderated: true }); });
after(() => server.stop());

const text = "Во дворе темно третью неделю. Сосед Болат из двенадцатой квартиры тоже жаловался, звоните 8 701 234 56 78.";
async function asked() {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text, visibility: "public", body: "almaty.zhol-infra" } });
  assert.equal(sent.status, 201, sent.text);
  return sent.json;
}
const seen = (number) => new Browser(server.url).ask(`/ru/appeals/${number}`);
const own = async (sent) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } })).json;
async function moderator(login = "moderator@demo") {
  const person = new Browser(server.url);
  await person.enterAs(login);
  return person;
}

test("a text waits in the queue, is looked at beside the original, and is public without what was taken out", async () => {
  const sent = await asked();
  assert.equal((await seen(sent.number)).status, 404);
  assert.deepEqual([(await own(sent)).visibility, (await own(sent)).publication], ["private", "waits"]);
  const person = await moderator();
  await person.open("/ru/w/mod");
  assert.ok(person.html.includes(`/ru/w/mod/${sent.number}`));
  await person.open(`/ru/w/mod/${sent.number}`);
  assert.match(person.text(), /Скрыто автоматически[^]*8 701 234 56 78/);
  const left = "Во дворе темно третью неделю. Сосед [...] тоже жаловался, звоните [...].";
  await person.send("/publish", { text: left.replace("темно", "светло") });
  assert.equal(person.status, 422);
  assert.ok(person.html.includes("светло третью неделю"), "what was typed stays");
  assert.match(person.text(), /нет в оригинале/);
  await person.send("/publish", { text: left });
  assert.equal(person.status, 200);
  const page = await seen(sent.number);
  assert.equal(page.status, 200);
  assert.ok(page.text.includes("Во дворе темно") && !page.text.includes("Болат") && !page.text.includes("701 234"));
});

test("a text that is kept private is told with its reason, and somebody else looks once more", async () => {
  const sent = await asked();
  const person = await moderator();
  await person.open(`/ru/w/mod/${sent.number}`);
  await person.send("/keep-private", {});
  assert.equal(person.status, 422, "a reason is asked for");
  await person.send("/keep-private", { reason: "withhold.third_party" });
  assert.equal(person.status, 200);
  assert.equal((await own(sent)).events.at(-1).reason, "withhold.third_party");
  assert.equal((await person.ask(`/ru/w/mod/${sent.number}`)).status, 404);
  const register = await (await fetch(`${server.url}/moderation.json`)).json();
  assert.deepEqual([register.removals[0].decision, register.removals[0].number], ["kept_private", undefined], "the register names no private case");
  const again = await api(server.url, `/api/v1/appeals/${sent.number}/visibility`, { json: { visibility: "public" }, headers: { "jauap-code": sent.code } });
  assert.equal(again.status, 200);
  await person.open(`/ru/w/mod/${sent.number}`);
  assert.match(person.text(), /должен принять другой модератор/);
  const other = await moderator("moderator2@demo");
  await other.open(`/ru/w/mod/${sent.number}`);
  await other.send("/publish", {});
  assert.equal((await seen(sent.number)).status, 200);
});

test("anybody reports personal data; the text comes off at once, a second person confirms, the address says it is gone", async () => {
  const sent = await asked();
  await server.publish(sent.number);
  const reader = new Browser(server.url);
  await reader.open(`/ru/appeals/${sent.number}`);
  assert.ok(reader.html.includes(`/ru/appeals/${sent.number}/report`));
  await reader.open(`/ru/appeals/${sent.number}/report`);
  await reader.send("/report", { text: "Назван мой сосед" });
  assert.equal(reader.status, 422);
  assert.ok(reader.html.includes("Назван мой сосед"));
  await reader.send("/report", { reason: "withhold.third_party", text: "Назван мой сосед" });
  assert.equal(reader.status, 200);
  assert.match(reader.text(), /Сообщение принято/);
  const first = await moderator(), second = await moderator("moderator2@demo");
  await first.open("/ru/w/mod");
  assert.match(first.text(), /1 сообщение/);
  await first.open(`/ru/w/mod/${sent.number}`);
  assert.match(first.text(), /Назван мой сосед/);
  await first.send("/publish", { reason: "withhold.third_party" }, "/restrict");
  assert.equal((await seen(sent.number)).status, 410);
  assert.ok(!(await (await fetch(`${server.url}/ru/appeals.csv`)).text()).includes(sent.number));
  await first.open(`/ru/w/mod/${sent.number}`);
  assert.ok(!first.html.includes("/confirm"), "nobody confirms an own decision");
  await second.open(`/ru/w/mod/${sent.number}`);
  await second.send("/confirm", {});
  assert.equal(second.status, 200);
  assert.equal((await seen(sent.number)).status, 410);
  const register = new Browser(server.url);
  await register.open("/ru/moderation");
  assert.ok(register.text().includes(sent.number) && register.text().includes("Снятие подтверждено"));
  const table = await (await fetch(`${server.url}/moderation.csv`)).text();
  assert.ok(table.includes(`removal_confirmed,withhold.third_party`), table.slice(0, 300));
  assert.equal((await own(sent)).status, "registered", "the appeal itself goes on");
});

test("an answer to a public case is shown after a moderator has looked; until then the page says so", async () => {
  const sent = await asked();
  await server.publish(sent.number);
  const clerk = new Browser(server.url);
  await clerk.enterAs("clerk@demo");
  await clerk.open(`/ru/w/body/${sent.number}/answer`);
  await clerk.send("/answer", { decision: "satisfied", text: "Болат, фонари заменены 20 ноября, двор освещён.", warned: "yes" });
  assert.equal(clerk.status, 200);
  const waiting = await seen(sent.number);
  assert.match(waiting.text, /открытый текст смотрит модератор/);
  assert.ok(!waiting.text.includes("фонари заменены"));
  await server.publish(sent.number, { answer: "[...], фонари заменены 20 ноября, двор освещён." });
  const shown = await seen(sent.number);
  assert.ok(shown.text.includes("фонари заменены") && !shown.text.includes("Болат, фонари"));
});

test("two moderators at one text: the second learns that it was decided", async () => {
  const sent = await asked();
  const first = await moderator(), second = await moderator("moderator2@demo");
  await first.open(`/ru/w/mod/${sent.number}`);
  await second.open(`/ru/w/mod/${sent.number}`);
  await first.send("/publish", {});
  await second.send("/publish", {});
  assert.ok([409, 422].includes(second.status), `${second.status}`);
});

test("an unknown decision, a bad cursor and a private case are refused in words", async () => {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text, body: "almaty.zhol-infra" } });
  const person = await moderator();
  assert.equal((await person.ask(`/ru/w/mod/${sent.json.number}`)).status, 404);
  assert.ok((await fetch(`${server.url}/moderation.json?after=garbage`)).status >= 400);
  const report = await api(server.url, `/api/v1/appeals/${sent.json.number}/report`, { json: { reason: "withhold.child" } });
  assert.equal(report.status, 404);
});
