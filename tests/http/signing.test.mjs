// The head signs: an answer waits with its files, is signed, comes back or becomes void, and nobody else can let it out.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, start, tokenFor } from "../support/server.mjs";

let server, tokens;
const body = "almaty.zhol-infra";
const people = ["clerk@demo", "clerk2@demo", "head@demo", "admin@demo", "auditor@demo", "moderator@demo", "citizen@demo", "operator@demo"];
const by = (login) => ({ authorization: `Bearer ${tokens[login]}` });
before(async () => {
  const data = demonstrationFolder();
  tokens = Object.fromEntries(people.map((login) => [login, tokenFor(data, login)]));
  server = await start({ data, moderated: true });
  const head = await enteredAs("head@demo");
  await head.open("/ru/w/head");
  await head.send("/w/head/signing", { signing: "head" });
  assert.equal(head.status, 200);
  assert.match(head.html, /value="head" checked/);
});
after(() => server.stop());

async function enteredAs(login) {
  const browser = new Browser(server.url);
  await browser.enterAs(login);
  return browser;
}
async function submitted(more = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма. Когда её заделают?", body, ...more } });
  assert.equal(sent.status, 201, sent.text);
  return sent.json;
}
const step = (number, name, json = {}, headers = {}) => api(server.url, `/api/v1/appeals/${number}/${name}`, { json, headers });
const read = async (sent) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } })).json;
const words = { decision: "satisfied", text: "Яма заделана горячим асфальтом 20 ноября.", points: [{ question: "Когда её заделают?", answer: "Уже заделали." }], commitments: [{ what: "Проверить шов весной", owner: "Начальник участка", due_on: "2027-04-30" }] };
const typed = { decision: "satisfied", text: words.text, question_1: "Когда её заделают?", point_1: "Уже заделали.", promise_1: "Проверить шов весной", promise_owner_1: "Начальник участка", promise_date_1: "2027-04-30", warned: "yes" };
const decide = async (login, number, n, values) => {
  const head = await enteredAs(login);
  await head.open(`/ru/w/body/${number}`);
  return head.send(`/proposals/${n}`, values);
};

// The editor's form with a document, as a browser sends it.
async function sendWithFile(browser, number, values) {
  await browser.open(`/ru/w/body/${number}/answer`);
  const form = browser.forms().find((one) => one.action.endsWith("/answer"));
  const fields = new FormData();
  for (const [tag] of form.inner.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) fields.set(tag.match(/name="([^"]*)"/)[1], tag.match(/value="([^"]*)"/)?.[1] ?? "");
  for (const [name, value] of Object.entries(values)) fields.set(name, value);
  fields.append("files", new Blob(["%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"], { type: "application/pdf" }), "acт.pdf");
  return browser.open(form.action, { body: fields });
}

test("an answer waits whole before the head, nothing of it is told to the applicant, and it goes out with both names", async () => {
  const sent = await submitted();
  const clerk = await enteredAs("clerk@demo");
  await clerk.open(`/ru/w/body/${sent.number}/answer`);
  assert.match(clerk.text(), /Отправить на подпись руководителю/);
  await sendWithFile(clerk, sent.number, typed);
  assert.equal(clerk.status, 200, clerk.text().slice(0, 400));
  await clerk.open("/ru/w/waiting");
  assert.ok(clerk.html.includes(sent.number));
  await clerk.open("/ru/w/body");
  assert.match(clerk.text(), /На подписи: 1/);
  const before = await read(sent);
  assert.notEqual(before.status, "answered");
  assert.deepEqual(before.answers ?? [], []);
  assert.deepEqual(before.files ?? [], []);
  const file = `/appeals/${sent.number}/answer-files/document-1.pdf`;
  assert.equal((await api(server.url, file, { headers: { "jauap-code": sent.code } })).status, 404);
  assert.equal((await api(server.url, file, { headers: by("clerk2@demo") })).status, 404);
  assert.equal((await api(server.url, file, { headers: by("head@demo") })).status, 200);

  const head = await enteredAs("head@demo");
  await head.open("/ru/w/head");
  assert.match(head.text(), new RegExp(`Срок: [^№]*${sent.number}`));
  await head.open(`/ru/w/body/${sent.number}`);
  for (const one of ["Удовлетворено", words.text, "Уже заделали.", "Проверить шов весной", "Начальник участка", "document-1.pdf"]) assert.ok(head.text().includes(one), one);
  await head.send("/proposals/1", { decision: "approve", note: "" });
  assert.equal(head.status, 200);
  const now = await read(sent);
  assert.equal(now.status, "answered");
  const [answer] = now.answers;
  assert.ok(answer.signed_by && answer.prepared_by && answer.signed_by !== answer.prepared_by);
  assert.equal(now.files.length, 1);
  assert.equal(now.files[0].answer, 1);
  assert.equal((await api(server.url, file, { headers: { "jauap-code": sent.code } })).status, 200);
  const page = await new Browser(server.url, { "jauap-code": sent.code }).ask(`/ru/appeals/${sent.number}/answer`);
  for (const one of [answer.signed_by, `Исполнитель: ${answer.prepared_by}`]) assert.ok(page.text.includes(one), one);
  const pdf = await fetch(`${server.url}/ru/appeals/${sent.number}/answer.pdf`, { headers: { "jauap-code": sent.code } });
  const text = spawnSync("pdftotext", ["-", "-"], { input: Buffer.from(await pdf.arrayBuffer()), encoding: "utf8" }).stdout.replace(/\s+/g, " ");
  for (const one of [answer.signed_by, `Исполнитель: ${answer.prepared_by}`]) assert.ok(text.includes(one), one);
});

test("what comes back fills the editor again, with the head's words and the documents, and may be sent without one of them", async () => {
  const sent = await submitted();
  const clerk = await enteredAs("clerk@demo");
  await sendWithFile(clerk, sent.number, typed);
  await clerk.open(`/ru/w/body/${sent.number}/answer`);
  assert.match(clerk.text(), /Ответ ждёт подписи/);
  assert.ok(!clerk.html.includes("<textarea"), "nothing to write while it waits");
  await decide("head@demo", sent.number, 1, { decision: "decline", note: "Назовите\nдень проверки." });
  await clerk.open("/ru/w/waiting");
  assert.match(clerk.text(), /Возвращено вам[\s\S]*KZ75/);
  await clerk.open(`/ru/w/body/${sent.number}/answer`);
  for (const one of ["Руководитель вернул ответ", "день проверки.", "document-1.pdf"]) assert.ok(clerk.text().includes(one), one);
  for (const one of [words.text, "Уже заделали.", "Проверить шов весной", "2027-04-30", 'value="satisfied" checked']) assert.ok(clerk.html.includes(one), one);
  await clerk.send("/answer", { ...typed, text: `${words.text} Проверка 30 апреля.`, "leave_out_document-1.pdf": "1" });
  assert.equal(clerk.status, 200);
  await decide("head@demo", sent.number, 2, { decision: "approve", note: "" });
  const now = await read(sent);
  assert.match(now.answers[0].text, /30 апреля/);
  assert.deepEqual(now.files ?? [], []);
});

test("by program an answer waits as well, and no document is put beside a signed one without the head", async () => {
  const sent = await submitted();
  const answered = await step(sent.number, "answer", words, by("clerk@demo"));
  assert.equal(answered.status, 202, answered.text);
  assert.equal(answered.json.waits_for_head, true);
  await decide("head@demo", sent.number, 1, { decision: "approve", note: "" });
  assert.equal((await read(sent)).status, "answered");
  const add = () => {
    const files = new FormData();
    files.append("files", new Blob(["%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"]), "a.pdf");
    return new Browser(server.url, by("clerk@demo")).ask(`/api/v1/appeals/${sent.number}/answer-files`, { form: files });
  };
  const added = await add();
  assert.equal(added.status, 403, added.text);
  const amended = await step(sent.number, "amend", { decision: "partly", text: "Уточнение: шов проверят весной." }, by("clerk@demo"));
  assert.equal(amended.status, 202, amended.text);
  assert.equal((await add()).status, 201, "it waits with the amended answer");
  assert.deepEqual((await read(sent)).files ?? [], []);
});

test("what the applicant withdrew meanwhile is void, and the case says why", async () => {
  const sent = await submitted();
  assert.equal((await step(sent.number, "answer", words, by("clerk@demo"))).status, 202);
  assert.equal((await step(sent.number, "withdraw", { reason: "Уже починили." }, { "jauap-code": sent.code })).status, 200);
  const head = await enteredAs("head@demo");
  await head.open("/ru/w/head");
  assert.ok(!head.html.includes(sent.number));
  await head.open(`/ru/w/body/${sent.number}`);
  assert.match(head.text(), /Утратило силу:[^]*(?:отозв|Отозв)/);
  assert.ok(!head.forms().some((one) => one.action.includes("/proposals/")));
});

test("an answer of the head goes out at once", async () => {
  const sent = await submitted();
  const answered = await step(sent.number, "answer", words, by("head@demo"));
  assert.equal(answered.status, 200, answered.text);
  assert.equal((await read(sent)).answers[0].prepared_by, "");
});

test("by program a document waits with the answer, and the head signs only the documents that were seen", async () => {
  const sent = await submitted();
  const send = async (login) => {
    const files = new FormData();
    files.append("files", new Blob(["%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"], { type: "application/pdf" }), "a.pdf");
    return new Browser(server.url, by(login)).ask(`/api/v1/appeals/${sent.number}/answer-files`, { form: files });
  };
  assert.equal((await send("clerk@demo")).status, 409, "there is no answer yet");
  assert.equal((await step(sent.number, "answer", words, by("clerk@demo"))).status, 202);
  assert.equal((await send("head@demo")).status, 409, "not an own answer");
  const head = await enteredAs("head@demo");
  await head.open(`/ru/w/body/${sent.number}`);
  assert.equal((await send("clerk@demo")).status, 201);
  assert.deepEqual((await read(sent)).files ?? [], []);
  await head.send("/proposals/1", { decision: "approve", note: "" });
  assert.equal(head.status, 409, "a document came while the head read");
  await decide("head@demo", sent.number, 1, { decision: "approve", note: "" });
  const now = await read(sent);
  assert.equal(now.status, "answered");
  assert.equal(now.files[0].answer, 1);
});
