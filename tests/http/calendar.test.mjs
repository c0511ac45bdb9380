// Terms in a person's own calendar: of one case for its applicant, of the cases at hand for an official; nothing personal, nobody else's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, run, databaseOf, start, tokenFor } from "../support/server.mjs";

let server, clerk;
before(async () => {
  const data = demonstrationFolder();
  clerk = { authorization: `Bearer ${tokenFor(data, "clerk@demo")}` };
  server = await start({ data });
});
after(() => server.stop());

const submitted = async () => (await api(server.url, "/api/v1/appeals", { json: { text: "На Абая яма Тайнослово, машины объезжают.", body: "almaty.zhol-infra", applicant: { surname: "Тайнофамилия", first_name: "Айгуль" } } })).json;
const get = (path, headers = {}) => fetch(server.url + path, { headers, redirect: "manual" });
const events = (text) => text.replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1);

test("the applicant's file has the day of answer, then the day of the verdict; the day moves under the same name", async () => {
  const sent = await submitted();
  const code = { "jauap-code": sent.code };
  const file = await get(`/ru/appeals/${sent.number}/terms.ics`, code);
  assert.equal(file.status, 200);
  assert.match(file.headers.get("content-type"), /^text\/calendar/);
  const text = await file.text();
  const [due] = events(text);
  const day = (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: code })).json.due_on;
  assert.ok(due.includes(`DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`) && due.includes(`UID:${sent.number}-due@jauap`), due);
  assert.ok(!text.includes("Тайно") && !text.includes("Абая"), "neither the text nor a name");
  const answered = await api(server.url, `/api/v1/appeals/${sent.number}/answer`, { json: { decision: "explained", text: "Яма внесена в план работ этого месяца." }, headers: clerk });
  assert.equal(answered.status, 200, answered.text);
  const later = events(await (await get(`/kk/appeals/${sent.number}/terms.ics`, code)).text());
  assert.equal(later.length, 1);
  assert.match(later[0], /-verdict@jauap[^]*BEGIN:VALARM/);
  assert.equal((await get(`/ru/appeals/${sent.number}/terms.ics`)).status, 404, "a stranger gets none");
});

test("an official makes an address, sees it once, replaces it and switches it off", async () => {
  const sent = await submitted();
  await api(server.url, `/api/v1/appeals/${sent.number}/accept`, { json: {}, headers: clerk });
  const person = new Browser(server.url);
  await person.enterAs("clerk@demo");
  await person.open("/ru/w/calendar");
  await person.send("/w/calendar");
  const address = () => person.html.match(/\/calendar\/[0-9A-Za-z*~$=-]+\.ics/)[0];
  const first = address();
  await person.open("/ru/w/calendar");
  assert.ok(!person.html.includes("/calendar/" + first.slice(10, 20)), "it is shown once");
  const feed = await get(first);
  assert.equal(feed.status, 200);
  const text = await feed.text();
  assert.ok(text.replaceAll("\r\n ", "").includes(sent.number));
  assert.ok(!text.includes("Тайно"));
  await person.send("/w/calendar");
  const second = address();
  assert.notEqual(second, first);
  assert.equal((await get(first)).status, 404);
  assert.equal((await get(second)).status, 200);
  await person.open("/ru/w/calendar");
  await person.send("/w/calendar", { wish: "off" });
  assert.equal((await get(second)).status, 404);
  assert.ok(!server.log().includes(first.slice(10, 30)), "the log does not know it");
});

test("a head's calendar has the terms of the whole body; when the post ends there is none", async () => {
  const sent = await submitted();
  const person = new Browser(server.url);
  await person.enterAs("head@demo");
  await person.open("/ru/w/calendar");
  await person.send("/w/calendar");
  const address = person.html.match(/\/calendar\/[0-9A-Za-z*~$=-]+\.ics/)[0];
  const text = (await (await get(address)).text()).replaceAll("\r\n ", "");
  assert.ok(events(text).length > 3);
  assert.ok(events(text).length >= 300 || text.includes(sent.number));
  const ended = run("post", "end", "--data", server.folder, "--login", "head@demo", "--role", "head", "--body", "almaty.zhol-infra", ...databaseOf(server.folder));
  assert.equal(ended.status, 0, ended.stderr);
  assert.equal((await get(address)).status, 404);
  for (const path of ["/calendar/nothing.ics", "/calendar/x", "/calendar/%00.ics"]) assert.ok([400, 404].includes((await get(path)).status), path);
});
