// Finding what is public by words: three languages, filters, paging, similar appeals before writing, and what must never be found.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { start } from "../support/server.mjs";

let server;
before(async () => {
  server = await start({ moderated: true });
});
after(() => server.stop());

const list = (query) => api(server.url, `/api/v1/appeals?${new URLSearchParams(query)}`);
async function published(text, more = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text, visibility: "public", district: "almaty.auezov", body: "almaty.zhol-infra", topic: "roads.pothole", ...more } });
  assert.equal(sent.status, 201, sent.text);
  if (more.visibility !== "private") await server.publish(sent.json.number);
  return sent.json;
}
// The index follows the journal within a second; asked until it holds.
async function until(query, holds) {
  for (let i = 0; i < 20_000; ++i) {
    const answer = await list(query);
    assert.equal(answer.status, 200, answer.text);
    if (holds(answer.json.appeals.map((one) => one.number))) return answer;
  }
  assert.fail(`${JSON.stringify(query)} never held`);
}

test("a public appeal is found in other forms of its words, without Kazakh letters and in Latin ones", async () => {
  const ru = await published("На перекрёстке проваливается асфальт, автобусы объезжают яму.");
  const kk = await published("Көшедегі шұңқырды жөндеңіздер, көліктер айналып өтуге мәжбүр.", { district: "almaty.medeu" });
  await until({ q: "автобуса яма" }, (numbers) => numbers.includes(ru.number));
  await until({ q: "коше" }, (numbers) => numbers.includes(kk.number) && !numbers.includes(ru.number));
  await until({ q: "koshe" }, (numbers) => numbers.includes(kk.number));
  await until({ q: "көшенің", district: "almaty.medeu" }, (numbers) => numbers.includes(kk.number));
  assert.deepEqual((await list({ q: "көшенің", district: "almaty.auezov" })).json.appeals, []);
});

test("a private appeal is never found, and one made private is found no more", async () => {
  const hidden = await published("Жирафокрановщик жалуется на лифт в подъезде.", { visibility: "private" });
  const shown = await published("Бегемотокрановщик жалуется на лифт в подъезде.");
  await until({ q: "бегемотокрановщик" }, (numbers) => numbers.includes(shown.number));
  assert.deepEqual((await list({ q: "жирафокрановщик" })).json.appeals, []);
  assert.ok(hidden.number);
  const taken = await api(server.url, `/api/v1/appeals/${shown.number}/visibility`, { json: { visibility: "private" }, headers: { "jauap-code": shown.code } });
  assert.equal(taken.status, 200);
  // At once: what the index still says is checked against the database.
  assert.deepEqual((await list({ q: "бегемотокрановщик" })).json.appeals, []);
});

test("pages of a question go on where the last one ended and meet each row once", async () => {
  for (let i = 0; i < 7; ++i) await published(`Носорогоостановка номер ${i}: нет скамейки и навеса.`);
  await until({ q: "носорогоостановка", limit: "10" }, (numbers) => numbers.length === 7);
  const seen = [];
  let after = "";
  do {
    const page = (await list({ q: "носорогоостановка", limit: "3", sort: "newest", ...(after ? { after } : {}) })).json;
    seen.push(...page.appeals.map((one) => one.number));
    after = page.next ?? "";
  } while (after);
  assert.equal(seen.length, 7);
  assert.deepEqual([...new Set(seen)].sort().reverse(), seen);
});

test("the page keeps the question, proposes a spelling and a number leads straight to its case", async () => {
  const sent = await published("Светофор на пешеходном переходе мигает жёлтым целый месяц.");
  await until({ q: "светофор" }, (numbers) => numbers.includes(sent.number));
  const browser = new Browser(server.url);
  await browser.open(`/ru/appeals?q=${encodeURIComponent("светафор")}`);
  assert.equal(browser.status, 200);
  assert.match(browser.text(), /Возможно, вы искали:\s+светофор/);
  assert.ok(browser.html.includes('value="светафор"'));
  await browser.open(`/ru/search?q=${sent.number.toLowerCase()}`);
  assert.match(browser.text(), /мигает жёлтым/);
});

test("before sending, open appeals alike are shown and the text is kept", async () => {
  const other = await published("Фонтан в сквере не работает, чаша треснула, вода уходит.");
  await until({ q: "фонтан чаша" }, (numbers) => numbers.includes(other.number));
  const person = new Browser(server.url);
  await person.open("/ru/appeal/new");
  await person.send("/appeal/new", { text: "В сквере не работает фонтан: чаша треснула." });
  await person.send("/place", { place_kind: "district", district: "almaty.auezov" });
  assert.match(person.path, /\/similar$/);
  assert.ok(person.html.includes(other.number));
  await person.open(person.path.replace(/similar$/, "you"));
  assert.equal(person.status, 200);
  const different = new Browser(server.url);
  await different.open("/ru/appeal/new");
  await different.send("/appeal/new", { text: "Прошу выдать справку о составе семьи для школы." });
  await different.send("/place", { place_kind: "none" });
  assert.match(different.path, /\/you$/);
});

test("hostile questions are answered, never with a fault of the server", async () => {
  for (const q of ["*", '"', "AND OR NOT", "XDalmaty.auezov", "\u0000", "ә".repeat(3000), "a ".repeat(3000), "‮абв", "<script>", "%", "'; drop table appeal; --"]) {
    const answer = await list({ q });
    assert.ok(answer.status === 200 || (answer.status >= 400 && answer.status < 500), `${q.slice(0, 20)}: ${answer.status}`);
    const page = await api(server.url, `/ru/appeals?${new URLSearchParams({ q })}`);
    assert.ok(page.status < 500);
  }
  assert.equal((await list({ q: "яма", after: "zz" })).status, 400);
});
