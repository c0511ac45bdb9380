// The official reply: a page and a paper of the same words.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, start, tokenFor } from "../support/server.mjs";

let server, clerk;
const question = "Когда заделают яму?", promised = "Заделать яму горячим асфальтом";
before(async () => {
  const data = demonstrationFolder();
  clerk = { authorization: `Bearer ${tokenFor(data, "clerk@demo")}` };
  server = await start({ data, moderated: true });
});
after(() => server.stop());

async function answered(visibility) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: `На перекрёстке яма. ${question}`, body: "almaty.zhol-infra", visibility, applicant: { surname: "Сапарова", first_name: "Ажар" } } });
  assert.equal(sent.status, 201, sent.text);
  const { number, code } = sent.json;
  const words = { decision: "partly", text: "Яма осмотрена комиссией, работа поставлена в план.", points: [{ question, answer: "Яму заделают до тридцатого ноября." }], commitments: [{ what: promised, owner: "Начальник участка", due_on: "2027-11-30" }] };
  const answer = await api(server.url, `/api/v1/appeals/${number}/answer`, { json: words, headers: clerk });
  assert.equal(answer.status, 200, answer.text);
  if (visibility === "public") await server.publish(number);
  return { number, code: { "jauap-code": code } };
}
const page = (path, headers = {}) => new Browser(server.url, headers).ask(path);
async function paper(path, headers = {}) {
  const response = await fetch(server.url + path, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type"), name: response.headers.get("content-disposition"), bytes };
}
// The text as a reader selects it.
function words(bytes) {
  const read = spawnSync("pdftotext", ["-", "-"], { input: bytes, encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  return read.stdout.replace(/\s+/g, " ");
}

test("the applicant reads the reply as a page and takes it away as a paper with the same words", async () => {
  const { number, code } = await answered("private");
  const shown = await page(`/ru/appeals/${number}/answer`, code);
  assert.equal(shown.status, 200);
  const file = await paper(`/ru/appeals/${number}/answer.pdf`, code);
  assert.equal(file.type, "application/pdf");
  assert.match(file.name, new RegExp(`${number}-1\\.pdf`));
  const text = words(file.bytes);
  for (const one of ["Сапарова Ажар", "комиссией", question, "тридцатого ноября", promised, "Начальник участка", "Жол инфрақұрылымын", number]) {
    assert.ok(shown.text.includes(one), `the page says ${one}`);
    assert.ok(text.includes(one), `the paper says ${one}: ${text}`);
  }
  assert.match((await page(`/ru/appeals/${number}`, code)).text, new RegExp(`/ru/appeals/${number}/answer\\.pdf\\?n=1`));
});

test("each answer has its own reply, the last one when none is asked for", async () => {
  const { number, code } = await answered("private");
  const amended = await api(server.url, `/api/v1/appeals/${number}/amend`, { json: { decision: "satisfied", text: "Яма заделана, дорога открыта для движения." }, headers: clerk });
  assert.equal(amended.status, 200, amended.text);
  assert.match(words((await paper(`/ru/appeals/${number}/answer.pdf`, code)).bytes), /открыта для движения/);
  const first = words((await paper(`/ru/appeals/${number}/answer.pdf?n=1`, code)).bytes);
  assert.ok(first.includes("комиссией") && !first.includes("открыта"));
  for (const n of ["0", "3", "first", "-1"]) assert.equal((await paper(`/ru/appeals/${number}/answer.pdf?n=${n}`, code)).status, 404, n);
});

test("a stranger gets the reply to a public case without the name, and none to a private one", async () => {
  const shown = await answered("public"), hidden = await answered("private");
  const text = (await page(`/ru/appeals/${shown.number}/answer`)).text;
  assert.ok(text.includes("комиссией") && !text.includes("Сапарова"));
  const file = words((await paper(`/ru/appeals/${shown.number}/answer.pdf`)).bytes);
  assert.ok(file.includes("комиссией") && !file.includes("Сапарова"));
  for (const path of ["answer", "answer.pdf"]) assert.equal((await paper(`/ru/appeals/${hidden.number}/${path}`)).status, 404);
});

test("a case without an answer has no reply", async () => {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе нет света третий день", body: "almaty.zhol-infra" } });
  assert.equal((await paper(`/ru/appeals/${sent.json.number}/answer.pdf`, { "jauap-code": sent.json.code })).status, 404);
});
