// The e-mail of an appeal: codes first, news only after one was typed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser, codeSentTo, lettersTo } from "../support/browser.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

let server, limited;
before(async () => {
  server = await start({ data: demonstrationFolder() });
  limited = await start({ data: demonstrationFolder(), limits: "on" });
});
after(async () => {
  await server?.stop();
  await limited?.stop();
});

let people = 0;
const newEmail = () => `contact${++people}@example.kz`;
const text = "На остановке разбито стекло, осколки лежат на тротуаре, рядом школа.";

async function submitted(email, url = server.url) {
  const answer = await api(url, "/api/v1/appeals", { json: { text, body: "almaty.zhol-infra", language: "ru", reply_language: "ru", applicant: { email } } });
  assert.equal(answer.status, 201, answer.text);
  return { ...answer.json, headers: { "jauap-code": answer.json.code } };
}

const contact = (made, path, json) => api(server.url, `/api/v1/appeals/${made.number}/contact${path}`, { json, headers: made.headers });

// The letters that are not codes, once the queue has passed what a later letter to somebody else proves.
async function newsTo(email) {
  const later = newEmail();
  await submitted(later);
  await codeSentTo(server.url, later);
  return (await lettersTo(server.url, email)).filter((letter) => !letter.includes("подтвердите почту"));
}

test("an address gets nothing but a code until the code is typed, then the receipt and the news", async () => {
  const email = newEmail();
  const made = await submitted(email);
  assert.equal(made.contact, "unconfirmed");
  assert.deepEqual(await newsTo(email), []);
  const confirmed = await contact(made, "/confirm", { code: await codeSentTo(server.url, email) });
  assert.equal(confirmed.status, 200, confirmed.text);
  assert.equal(confirmed.json.contact, "confirmed");
  const news = await newsTo(email);
  assert.equal(news.length, 1);
  assert.ok(news[0].includes(made.number) && news[0].includes(made.code), news[0]);
  assert.ok(!news[0].includes("осколки"));
});

test("without scripts: the receipt asks for the code, a wrong one is said to be wrong, the right one is enough", async () => {
  const email = newEmail();
  const resident = new Browser(server.url);
  await resident.open("/ru/appeal/new");
  await resident.send("/appeal/new", { text });
  await resident.sendPlace({ place_kind: "none" });
  await resident.send("/you", { email, reply_language: "ru" });
  await resident.send("/send", { visibility: "private" });
  assert.match(resident.text(), /Почта не подтверждена/);
  const code = await codeSentTo(server.url, email);
  await resident.send("/contact/confirm", { code: code === "00000000" ? "00000001" : "00000000" });
  assert.match(resident.text(), /Код не подходит/);
  await resident.send("/contact/confirm", { code: `${code.slice(0, 4)} ${code.slice(4)}` });
  assert.match(resident.text(), new RegExp(`Новости приходят на адрес ${email}`));
});

test("the sixth try is refused though it is right", async () => {
  const email = newEmail();
  const made = await submitted(email);
  const code = await codeSentTo(server.url, email);
  const wrong = code === "00000000" ? "00000001" : "00000000";
  for (let i = 0; i < 5; ++i) assert.equal((await contact(made, "/confirm", { code: wrong })).status, 422);
  const late = await contact(made, "/confirm", { code });
  assert.equal(late.status, 422, late.text);
  assert.deepEqual(await newsTo(email), []);
});

test("a confirmed address is changed only with a code sent to the old one", async () => {
  const [email, other] = [newEmail(), newEmail()];
  const made = await submitted(email);
  await contact(made, "/confirm", { code: await codeSentTo(server.url, email) });
  assert.equal((await contact(made, "", { email: other, old_code: "12345678" })).status, 422);
  assert.equal((await contact(made, "/send", {})).status, 200);
  let changed;
  for (let i = 0; i < 100 && changed?.status !== 200; ++i) {
    const codes = (await lettersTo(server.url, email)).map((letter) => letter.match(/Код: (\d{8})/)?.[1]).filter(Boolean);
    if (codes.length > 1) changed = await contact(made, "", { email: other, old_code: codes[0] });
  }
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.json.contact, "unconfirmed");
  assert.ok((await codeSentTo(server.url, other)).length === 8);
});

test("who has neither the code nor the case cannot see or change the address", async () => {
  const made = await submitted(newEmail());
  const stranger = { ...made, headers: {} };
  for (const [path, json] of [["/confirm", { code: "12345678" }], ["/send", {}], ["", { email: newEmail() }]])
    assert.equal((await contact(stranger, path, json)).status, 404, path);
});

test("too many appeals of one network are not refused: they are sent once an e-mail is confirmed", async () => {
  const json = { text, body: "almaty.zhol-infra" };
  let answer;
  for (let i = 0; i < 70; ++i) {
    answer = await api(limited.url, "/api/v1/appeals", { json: { ...json, text: `${text} ${i}` } });
    if (answer.status !== 201) break;
  }
  const email = newEmail();
  answer = await api(limited.url, "/api/v1/appeals", { json: { ...json, language: "ru", reply_language: "ru", applicant: { email } } });
  assert.equal(answer.status, 202, answer.text);
  const sent = await api(limited.url, answer.json.confirm, { json: { code: await codeSentTo(limited.url, email) } });
  assert.equal(sent.status, 201, sent.text);
  assert.match(sent.json.number, /^KZ75-A-/);
  assert.equal(sent.json.contact, "confirmed");
});
