// Letters through a real mail server, messages through a gateway, paper by the operator.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { api, Browser } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { composed, mailServer } from "../support/mail.mjs";
import { pdf, photo } from "../support/pictures.mjs";
import { databaseOf, demonstrationFolder, root, run, start, temporaryFolder, tokenFor } from "../support/server.mjs";

const domain = "jauap.example", general = `appeal@${domain}`, body = "almaty.zhol-infra";
const program = process.env.JAUAP_BINARY ?? join(root, "build", "release", "jauap");
let server, mail, gateway, files, tokenFile, clerk, pipe;

function addChannel(data, name, ...more) {
  const made = run("channel", "add", name, "--data", data, ...databaseOf(data), ...more);
  assert.equal(made.status, 0, made.stderr);
  return made.stdout.trim();
}

before(async () => {
  files = temporaryFolder();
  mail = await mailServer(files, domain);
  gateway = await startGateway();
  const data = demonstrationFolder();
  tokenFile = join(files, "mail.token");
  writeFileSync(tokenFile, addChannel(data, "mail") + "\n");
  gateway.know(addChannel(data, "sms", "--url", gateway.url));
  clerk = { authorization: `Bearer ${tokenFor(data, "clerk@demo")}` };
  server = await start({ data, extra: ["--smtp-url", mail.url, "--mail-from", `jauap@${domain}`, "--mail-in-address", general] });
  pipe = (...more) => mail.say([program, "mail-in", "--url", server.url, "--token-file", tokenFile, ...more]);
  pipe();
});
after(async () => {
  await server?.stop();
  mail?.stop();
  gateway?.stop();
  rmSync(files, { recursive: true, force: true });
});

let people = 0;
const newEmail = () => `person${++people}@example.kz`;
const newPhone = () => `+7701555${String(1000 + ++people)}`;

async function submitted(applicant = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма, машины объезжают по встречной.", body, language: "ru", reply_language: "ru", applicant } });
  assert.equal(sent.status, 201, sent.text);
  return { ...sent.json, headers: { "jauap-code": sent.json.code } };
}
const step = async (made, name, json, headers) => {
  const answer = await api(server.url, `/api/v1/appeals/${made.number}/${name}`, { json, headers });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const seen = async (made) => (await api(server.url, `/api/v1/appeals/${made.number}`, { headers: made.headers })).json;
const eventsOf = async (made) => (await seen(made)).events.map((event) => event.type);

// A case whose address was confirmed, and the address to which its applicant replies.
async function followed() {
  const email = newEmail();
  const made = await submitted({ email });
  const [letter] = await mail.lettersTo(email, /Код: \d{8}/);
  assert.equal(letter.replyTo, "", "a code is not to be answered");
  await step(made, "contact/confirm", { code: letter.text.match(/Код: (\d{8})/)[1] }, made.headers);
  const [receipt] = await mail.lettersTo(email, new RegExp(`Номер: ${made.number}`));
  assert.match(receipt.replyTo, new RegExp(`^appeal\\+${made.number.toLowerCase()}-[a-z2-7]{24}@${domain}$`));
  assert.match(receipt.text, /ответьте на это письмо/);
  return { ...made, email, replyTo: receipt.replyTo };
}

async function asApplicant(made) {
  const person = new Browser(server.url);
  await person.open("/ru/track");
  await person.send("/track", { number: made.number, code: made.code });
  return person.open(`/ru/appeals/${made.number}`);
}
async function atDesk(made) {
  const official = new Browser(server.url);
  await official.enterAs("clerk@demo");
  return official.open(`/ru/w/body/${made.number}`);
}

test("a reply to a letter joins its case, without what it quotes, and both sides read it", async () => {
  const made = await followed();
  const text = "Яма стала глубже, теперь до колена.\n\nпн, 2 мар. 2026 г., Jauap <jauap@jauap.example> пишет:\n> Обращение принято\n> тайна квитанции\n";
  const taken = await mail.send({ from: made.email, to: made.replyTo, subject: "Re: новости", text });
  assert.equal(taken.code, 250, taken.text);
  assert.ok((await eventsOf(made)).includes("appeal.message"));
  for (const page of [await asApplicant(made), await atDesk(made)]) {
    assert.match(page.text(), /Сообщение заявителя/);
    assert.match(page.text(), /Яма стала глубже, теперь до колена\./);
    assert.doesNotMatch(page.text(), /тайна квитанции/);
  }
});

test("the same letter delivered again joins once", async () => {
  const made = await followed();
  const bytes = composed({ from: made.email, to: made.replyTo, text: "Прошу ответить по-русски." });
  for (let i = 0; i < 3; ++i) assert.equal((await mail.send({ from: made.email, to: made.replyTo, bytes })).code, 250);
  assert.equal((await eventsOf(made)).filter((type) => type === "appeal.message").length, 1);
});

test("a reply to a request for repair is the repair", async () => {
  const made = await followed();
  await step(made, "ask-repair", { reason: "repair.place", text: "Укажите номер дома." }, clerk);
  const [asked] = await mail.lettersTo(made.email, /дополнить|уточн/i);
  assert.equal(asked.replyTo, made.replyTo);
  assert.equal((await mail.send({ from: made.email, to: asked.replyTo, text: "Дом 45." })).code, 250);
  assert.equal((await seen(made)).status, "in_work");
  assert.ok((await eventsOf(made)).includes("appeal.repaired"));
});

test("files of a reply are cleaned like any; what is not taken is said", async () => {
  const made = await followed();
  const letter = { from: made.email, to: made.replyTo, text: "Фото ямы.", files: [["IMG_1.jpg", photo()], ["акт.docx", Buffer.from("PK\x03\x04 word")], ["план.pdf", pdf()]] };
  assert.equal((await mail.send(letter)).code, 250);
  let view;
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(20)) if ((view = await seen(made)).files.length && view.files.every((one) => one.state !== "waiting")) break;
  assert.deepEqual(view.files.map((one) => [one.name, one.state]), [["photo-1.jpg", "clean"], ["document-2.pdf", "clean"]]);
  await mail.lettersTo(made.email, /некоторые файлы не приняты/);
});

test("a letter from another address changes nothing and is answered with a notice", async () => {
  const made = await followed();
  const other = newEmail();
  assert.equal((await mail.send({ from: other, to: made.replyTo, text: "Пишу за неё." })).code, 250);
  const [notice] = await mail.lettersTo(other, /не приобщено/);
  assert.ok(!notice.text.includes("Пишу за неё") && notice.text.includes(made.number));
  assert.equal(notice.replyTo, "");
  assert.ok(!(await eventsOf(made)).includes("appeal.message"));
});

test("an address without our seal is unknown; a machine's letter is dropped", async () => {
  const made = await followed();
  const forged = made.replyTo.replace(/-[a-z2-7]{24}@/, `-${"a".repeat(24)}@`);
  for (const to of [forged, `appeal+${made.number.toLowerCase()}@${domain}`, `somebody@${domain}`]) assert.equal((await mail.send({ from: made.email, to, text: "Здравствуйте" })).code, 550, to);
  for (const headers of [{ "Auto-Submitted": "auto-replied" }, { Precedence: "bulk" }, { "List-Id": "<news.example.kz>" }]) assert.equal((await mail.send({ from: made.email, to: made.replyTo, text: "Я в отпуске", headers })).code, 250);
  assert.equal((await mail.send({ from: made.email, sender: "", to: made.replyTo, text: "Не доставлено" })).code, 250);
  assert.equal((await mail.send({ from: `jauap@${domain}`, to: general, text: "Сам себе" })).code, 250);
  assert.ok(!(await eventsOf(made)).includes("appeal.message"));
});

// Opens the link of a letter or message and takes the draft to its receipt; returns the page of the receipt.
async function sentByLink(text, about = {}) {
  const link = text.match(/https?:\/\/\S+\/check/)[0];
  const person = new Browser(server.url);
  await person.open(new URL(link).pathname);
  assert.equal(person.status, 200, person.html);
  if (about.body) {
    await person.open(person.path.replace(/check$/, "about"));
    await person.send("/about", about);
  }
  await person.send("/send", { visibility: "private" });
  assert.match(person.path, /\/receipt$/, person.html);
  return { person, number: person.path.match(/KZ75-A-\d+-\d+/)[0], code: person.text().match(/([0-9A-Z]{5}-){4,}[0-9A-Z*~$=]+/)?.[0] };
}

test("a new letter becomes a draft: nothing is registered until its sender has looked at it and sent it", async () => {
  const email = newEmail();
  const before = (await api(server.url, "/api/v1/statistics/appeals")).json.registered;
  const text = "Во дворе дома 12 не горит ни один фонарь уже две недели.";
  assert.equal((await mail.send({ from: `"Айгүл" <${email}>`, to: general, subject: "Темно во дворе", text, files: [["двор.jpg", photo()]] })).code, 250);
  const [letter] = await mail.lettersTo(email, /\/check/);
  assert.ok(!letter.text.includes("фонарь") && !letter.subject.includes("Темно"), "nothing of the letter comes back");
  assert.equal((await api(server.url, "/api/v1/statistics/appeals")).json.registered, before);

  const { person, number, code } = await sentByLink(letter.text);
  assert.match(person.text(), /Новости приходят на адрес|подтвержд/i);
  const view = await seen({ number, headers: { "jauap-code": code } });
  assert.equal(view.text, text);
  assert.equal(view.title, "Темно во дворе");
  assert.equal(view.contact, "confirmed", "the link went to that address and nowhere else");
  assert.equal(view.files.length, 1);
  await mail.lettersTo(email, new RegExp(`Номер: ${number}`));
  await person.open(new URL(letter.text.match(/https?:\/\/\S+\/check/)[0]).pathname);
  assert.equal(person.status, 404, "a link is good for one appeal");
});

test("another address than the letter's own has to be confirmed as always", async () => {
  const email = newEmail(), other = newEmail();
  assert.equal((await mail.send({ from: email, to: general, text: "На остановке нет крыши, люди мокнут." })).code, 250);
  const [letter] = await mail.lettersTo(email, /\/check/);
  const draft = new URL(letter.text.match(/https?:\/\/\S+\/check/)[0]).pathname;
  const person = new Browser(server.url);
  await person.open(draft.replace(/check$/, "you"));
  await person.send("/you", { email: other, reply_language: "ru" });
  await person.send("/send", { visibility: "private" });
  assert.match(person.text(), /Почта не подтверждена/);
});

test("a sender gets five links a day and no more", async () => {
  const email = newEmail();
  for (let i = 0; i < 7; ++i) assert.equal((await mail.send({ from: email, to: general, text: `Письмо номер ${i}: течёт труба.` })).code, 250);
  const last = newEmail();
  await mail.send({ from: last, to: general, text: "Письмо после них." });
  await mail.lettersTo(last, /\/check/);
  assert.equal(mail.letters().filter((one) => one.to === email).length, 5);
});

test("what cannot be read is refused, and whatever is wrong with us is to be tried again", async () => {
  const letter = { from: newEmail(), to: general, text: "Яма на дороге." };
  const many = `From: ${letter.from}\r\nTo: ${general}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(60)}--b--\r\n`;
  assert.equal((await mail.send({ ...letter, bytes: many })).code, 550);
  assert.equal((await mail.send({ ...letter, bytes: composed(letter) + ("x".repeat(900) + "\r\n").repeat(30_000) })).code, 550);
  mail.say([program, "mail-in", "--url", "http://127.0.0.1:9", "--token-file", tokenFile]);
  assert.equal((await mail.send(letter)).code, 451, "nobody listens");
  const wrong = join(files, "wrong.token");
  writeFileSync(wrong, `whsec_${Buffer.alloc(32, 7).toString("base64")}\n`);
  mail.say([program, "mail-in", "--url", server.url, "--token-file", wrong]);
  assert.equal((await mail.send(letter)).code, 451, "a wrong secret");
  mail.say([program, "mail-in", "--url", server.url, "--token-file", "/nonexistent"]);
  assert.equal((await mail.send(letter)).code, 451, "no secret");
  mail.say([program, "mail-in", "--url", server.url, "--token-file", tokenFile, "--what", "x"]);
  assert.equal((await mail.send(letter)).code, 451, "a mistake in the mail server's settings");
  pipe();
  assert.equal((await mail.send(letter)).code, 250);
});

// ---- gateways ---------------------------------------------------------------------------------------------------------------------

test("a message is believed with a right and fresh signature only, and the refusals look the same", async () => {
  const message = { from: newPhone(), text: "На улице яма, объехать нельзя." };
  const answers = [
    await gateway.send(server.url, message, { key: "whsec_" + Buffer.alloc(32).toString("base64") }),
    await gateway.send(server.url, message, { name: "telegram" }),
    await gateway.send(server.url, message, { name: "mail" }),
    await gateway.send(server.url, message, { timestamp: Math.floor(Date.now() / 1000) - 400 }),
    await gateway.send(server.url, message, { timestamp: Math.floor(Date.now() / 1000) + 400 }),
    await gateway.send(server.url, message, { tamper: (text) => text.replace("яма", "ямы") }),
  ];
  const same = (answer) => [answer.status, answer.text.replace(/"instance":"[^"]*"/, "")];
  for (const answer of answers) assert.deepEqual(same(answer), same(answers[0]));
  assert.equal(answers[0].status, 401);
  assert.equal((await gateway.send(server.url, { ...message, admin: true })).status, 422);
});

test("the number and the code of a case tell how it stands, and news follow; a repeat changes nothing", async () => {
  const from = newPhone();
  const made = await submitted();
  const stranger = await gateway.send(server.url, { from, text: made.number, language: "ru" });
  assert.equal(stranger.json.result, "not_found");
  const asked = await gateway.send(server.url, { from, text: `${made.number} ${made.code}` }, { id: "twice" });
  assert.deepEqual([asked.json.result, asked.json.number], ["status", made.number]);
  const again = await gateway.send(server.url, { from, text: `${made.number} ${made.code}` }, { id: "twice" });
  assert.equal(again.text, asked.text);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  assert.equal((await gateway.send(server.url, { from, text: "другое" }, { id: "twice" })).status, 422);
  const replies = await gateway.delivered(from, /Срок ответа/);
  assert.equal(replies.length, 1);
  assert.equal(replies[0].in_reply_to, "twice");

  gateway.fail(500, 503);
  await step(made, "accept", {}, clerk);
  const [news] = await gateway.delivered(from, /На рассмотрении/);
  assert.deepEqual([news.type, news.number, news.genuine], ["news", made.number, true]);
  const tries = gateway.tries.filter((one) => one.id === news.id);
  assert.deepEqual(tries.map((one) => one.status), [500, 503, 200], "tried again with the same id");
  assert.ok(!JSON.stringify(gateway.tries).includes("перекрёстке"), "no words of a case leave");

  const added = await gateway.send(server.url, { from, text: "Там уже два колеса пробили.", in_reply_to: news.id });
  assert.equal(added.json.result, "added");
  assert.equal((await gateway.send(server.url, { from, text: `${made.number} И знак сбит.` })).json.result, "added");
  assert.equal((await eventsOf(made)).filter((type) => type === "appeal.message").length, 2);
  assert.match((await atDesk(made)).text(), /Там уже два колеса пробили\./);
  const other = newPhone();
  assert.equal((await gateway.send(server.url, { from: other, text: `${made.number} Чужие слова.` })).json.result, "not_found");
  assert.equal((await gateway.send(server.url, { from: other, text: "Ответ на чужое сообщение.", in_reply_to: news.id })).json.result, "draft");
  assert.equal((await gateway.send(server.url, { from, text: "стоп" })).json.result, "stopped");
  assert.equal((await gateway.send(server.url, { from, text: `${made.number} После остановки.` })).json.result, "not_found");
});

test("a new message becomes a draft; its conversation follows the case that comes out of it", async () => {
  const from = newPhone();
  const sent = await gateway.send(server.url, { from, text: "Возле школы нет перехода, дети бегут через дорогу.", language: "ru" });
  assert.equal(sent.json.result, "draft");
  assert.equal(sent.json.reply, undefined, "the reply goes by the gateway's own address");
  const [reply] = await gateway.delivered(from, /\/check/);
  assert.ok(!reply.text.includes("школы"));
  const { number } = await sentByLink(reply.text, { body });
  await step({ number }, "accept", {}, clerk);
  const [news] = await gateway.delivered(from, /На рассмотрении/);
  assert.equal(news.number, number);
  assert.equal((await gateway.send(server.url, { from, text: number })).json.result, "status");
});

test("a gateway without an address of its own gets the reply in the answer, and the sixth draft of a day is the last word", async () => {
  const from = newPhone();
  const bare = await startGateway();
  const made = run("channel", "add", "telegram", "--data", server.folder, ...databaseOf(server.folder));
  assert.equal(made.status, 0, made.stderr);
  bare.know(made.stdout.trim());
  const results = [];
  for (let i = 0; i < 7; ++i) results.push((await bare.send(server.url, { from, text: `Сообщение номер ${i} о мусоре.` }, { name: "telegram" })).json);
  bare.stop();
  assert.match(results[0].reply, /Проверьте и отправьте: http/);
  assert.deepEqual(results.map((one) => one.result), [...Array(5).fill("draft"), "limited", "limited"]);
  assert.ok(results[5].reply && !results[6].reply);
  assert.match(run("channel", "list", "--data", server.folder, ...databaseOf(server.folder)).stdout, /telegram/);
  assert.equal(run("channel", "remove", "telegram", "--data", server.folder, ...databaseOf(server.folder)).status, 0);
  assert.equal((await bare.send(server.url, { from, text: "Ещё одно." }, { name: "telegram" })).status, 401);
});

// ---- the operator -------------------------------------------------------------------------------------------------------------------

test("what came on paper is entered with its day and its scan, and its term counts from then", async () => {
  const operator = new Browser(server.url);
  await operator.enterAs("operator@demo");
  await operator.open("/ru/w/operator");
  assert.equal(operator.status, 200);
  const today = operator.html.match(/name="received_on"[^>]*value="([^"]*)"/)[1];
  const day = (shift) => new Date(Date.parse(today) + shift * 86_400_000).toISOString().slice(0, 10);
  const enter = (values, scans = []) => {
    const form = operator.forms().find((one) => one.method === "post" && one.action.endsWith("/w/operator"));
    const fields = new FormData();
    for (const [tag] of form.inner.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) fields.set(tag.match(/name="([^"]*)"/)[1], tag.match(/value="([^"]*)"/)?.[1] ?? "");
    for (const [name, value] of Object.entries({ text: "Прошу заделать яму на проезжей части у дома 7.", topic: "roads.pothole", reply_language: "ru", ...values })) fields.set(name, value);
    for (const [name, bytes] of scans) fields.append("files", new Blob([bytes]), name);
    return operator.open("/ru/w/operator", { body: fields });
  };
  await enter({ received_by: "paper", received_on: day(1) });
  assert.equal(operator.status, 422);
  assert.match(operator.text(), /Этот день ещё не наступил/);
  await enter({ received_by: "paper", received_on: day(-31) });
  assert.equal(operator.status, 422);
  await enter({ received_by: "paper", received_on: day(-7) }, [["скан.pdf", pdf()]]);
  assert.match(operator.path, /\/receipt$/, operator.html);
  const number = operator.path.match(/KZ75-A-\d+-\d+/)[0];
  await operator.open(`/ru/appeals/${number}`);
  assert.match(operator.text(), /Как поступило: на бумаге/);
  assert.match(operator.text(), /document-1\.pdf/);
  const official = (await api(server.url, `/api/v1/appeals/${number}`, { headers: clerk })).json;
  const fresh = await submitted();
  assert.ok(official.due_on < fresh.deadline.due_on, `${official.due_on} is before ${fresh.deadline.due_on}`);
});

test("the log of all this names nobody", () => {
  assert.doesNotMatch(server.log(), /person\d+@|\+7701|перекрёстке|whsec_/);
});
