// The procedure between receipt and verdict: the body's steps, the head's signature, the applicant's rights, both clocks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { demonstrationFolder, run, start, databaseOf } from "../support/server.mjs";

let server, tokens;
const body = "almaty.zhol-infra";
before(async () => {
  const data = demonstrationFolder();
  tokens = Object.fromEntries(
    ["clerk@demo", "head@demo"].map((login) => {
      const made = run("token", "--data", data, "--as", login, ...databaseOf(data));
      assert.equal(made.status, 0, made.stderr);
      return [login, made.stdout.trim().split(/\s+/).find((word) => word.startsWith("jp_"))];
    }),
  );
  server = await start({ data, moderated: true });
});
after(() => server.stop());

async function submitted(more = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма, машины объезжают по встречной. Когда её заделают?", body, ...more } });
  assert.equal(sent.status, 201, sent.text);
  return sent.json;
}
const step = (number, name, json = {}, headers = {}) => api(server.url, `/api/v1/appeals/${number}/${name}`, { json, headers });
const by = (login) => ({ authorization: `Bearer ${tokens[login]}` });
const read = async (sent) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } })).json;

async function enteredAs(login) {
  const browser = new Browser(server.url);
  await browser.enterAs(login);
  return browser;
}

// A working day between the present term and its limit.
function laterThan(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  while ([0, 6].includes(date.getUTCDay())) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

test("an extension is proposed by the clerk, signed by the head, told in the history with both days", async () => {
  const sent = await submitted();
  const due = (await read(sent)).due_on;
  const proposed = await step(sent.number, "extend", { until: laterThan(due, 14), reason: "extend.site", text: "Нужна проверка на месте." }, by("clerk@demo"));
  assert.equal(proposed.status, 202, proposed.text);
  assert.equal(proposed.json.waits_for_head, true);
  assert.equal((await read(sent)).due_on, due);
  const head = await enteredAs("head@demo");
  await head.open("/ru/w/head");
  assert.match(head.text(), new RegExp(sent.number));
  await head.open(`/ru/w/body/${sent.number}`);
  await head.send("/proposals/1", { decision: "approve", note: "" });
  assert.equal(head.status, 200);
  const now = await read(sent);
  assert.ok(now.due_on > due, `${now.due_on} after ${due}`);
  assert.equal(now.first_due_on, due);
  const event = now.events.find((one) => one.type === "appeal.extended");
  assert.equal(event.due_before, due);
  assert.equal(event.due_on, now.due_on);
  assert.equal(event.role, "head");
  const again = await step(sent.number, "extend", { until: laterThan(now.due_on, 3), reason: "extend.site", text: "Ещё раз продлить." }, by("clerk@demo"));
  assert.equal(again.status, 409);
});

test("a step that the state does not allow is 409 and names the state, a step of another body is 404", async () => {
  const sent = await submitted();
  const resumed = await step(sent.number, "resume", { reason: "resume.received" }, by("clerk@demo"));
  assert.equal(resumed.status, 409);
  assert.match(resumed.json.detail, /\S/);
  assert.equal(resumed.json.status_of_case, "registered");
  assert.ok(resumed.json.lawful_steps.includes("accept") && resumed.json.lawful_steps.includes("answer"));
  assert.ok(!resumed.json.lawful_steps.includes("resume") && !resumed.json.lawful_steps.includes("withdraw"));
  const judged = await step(sent.number, "verdict", { verdict: "solved" }, { "jauap-code": sent.code });
  assert.equal(judged.status, 409, judged.text);
  assert.ok(judged.json.lawful_steps.includes("withdraw") && !judged.json.lawful_steps.includes("accept"));
  const clerk = await enteredAs("clerk@demo");
  await clerk.open(`/ru/w/body/${sent.number}/resume`);
  assert.equal(clerk.status, 409);
  assert.match(clerk.text(), /Сейчас этого сделать нельзя[^]*Ответить/);
  const other = await submitted({ body: "almaty.kommunal" });
  for (const [name, json] of [["assign", {}], ["ask-repair", { reason: "repair.place", text: "Назовите адрес дома." }], ["terminate", { reason: "terminate.identical", text: "Ответ уже дан." }]])
    assert.equal((await step(other.number, name, json, by("clerk@demo"))).status, 404, name);
});

test("an official cannot take the applicant's steps, nor the applicant the official's", async () => {
  const sent = await submitted();
  assert.equal((await step(sent.number, "ask-repair", { reason: "repair.place", text: "Назовите адрес дома." }, by("clerk@demo"))).status, 200);
  assert.equal((await step(sent.number, "repair", { text: "Угол Абая и Ауэзова." }, by("clerk@demo"))).status, 403);
  assert.equal((await step(sent.number, "terminate", { reason: "terminate.identical", text: "Ответ уже дан." }, { "jauap-code": sent.code })).status, 401);
  const repaired = await step(sent.number, "repair", { text: "Угол Абая и Ауэзова." }, { "jauap-code": sent.code });
  assert.equal(repaired.status, 200, repaired.text);
  assert.equal(repaired.json.status, "in_work");
});

test("a complaint gets its own number, opens with the first code and leaves the body complained about", async () => {
  const sent = await submitted();
  const answered = await step(sent.number, "answer", { decision: "explained", text: "Работы будут рассмотрены в плановом порядке." }, by("clerk@demo"));
  assert.equal(answered.status, 200, answered.text);
  const complained = await step(sent.number, "complain", { text: "В ответе нет ни срока, ни ответа на вопрос." }, { "jauap-code": sent.code });
  assert.equal(complained.status, 200, complained.text);
  const number = complained.json.created;
  const opened = await read({ number, code: sent.code });
  assert.equal(opened.kind, "complaint");
  assert.equal(opened.about, sent.number);
  assert.equal((await step(number, "answer", { decision: "declined", text: "Оставляем без изменений." }, by("clerk@demo"))).status, 409);
  const passed = await step(number, "pass", {}, by("clerk@demo"));
  assert.equal(passed.status, 200, passed.text);
  assert.notEqual(passed.json.body, body);
  assert.equal((await step(number, "answer", { decision: "satisfied", text: "Поздно удовлетворять жалобу." }, by("clerk@demo"))).status, 404);
});

test("the applicant without scripts: completes, objects, complains from a draft that the record filled in", async () => {
  const sent = await submitted();
  const person = new Browser(server.url);
  await person.open("/ru/track");
  await person.send("/track", { number: sent.number, code: sent.code });
  assert.match(person.text(), /Два срока/);
  assert.equal((await step(sent.number, "hearing", { text: "Предварительно: ремонт не предусмотрен планом." }, by("clerk@demo"))).status, 200);
  await person.open(`/ru/appeals/${sent.number}`);
  assert.match(person.text(), /ремонт не предусмотрен планом/);
  await person.open(`/ru/appeals/${sent.number}/object`);
  await person.send("/object", { text: "Яма опасна: уже две аварии." });
  assert.equal(person.status, 200);
  assert.match(person.text(), /уже две аварии/);
  assert.equal((await step(sent.number, "answer", { decision: "declined", text: "В этом году ремонт не предусмотрен." }, by("clerk@demo"))).status, 200);
  await person.open(`/ru/appeals/${sent.number}/complain`);
  assert.match(person.html, new RegExp(`textarea[^>]*>[^<]*${sent.number}`));
  await person.send("/complain", { text: "x" });
  assert.equal(person.status, 422);
  assert.ok(/>\s*x<\/textarea>/.test(person.html), "the typed text is kept");
});

test("two officials on one case: the second sees what happened and keeps the typed text", async () => {
  const sent = await submitted();
  const first = await enteredAs("clerk@demo");
  const second = await enteredAs("head@demo");
  await first.open(`/ru/w/body/${sent.number}/ask-repair`);
  await second.open(`/ru/w/body/${sent.number}/ask-repair`);
  await first.send("/ask-repair", { reason: "repair.place", text: "Назовите, пожалуйста, адрес." });
  assert.equal(first.status, 200);
  await second.send("/ask-repair", { reason: "repair.documents", text: "Приложите, пожалуйста, фотографию." });
  assert.equal(second.status, 422);
  assert.match(second.html, /Приложите, пожалуйста, фотографию\./);
  assert.equal((await read(sent)).events.filter((one) => one.type === "appeal.repair_asked").length, 1);
});

test("internal notes and proposals are for the body only", async () => {
  const sent = await submitted({ visibility: "public" });
  await server.publish(sent.number);
  const clerk = await enteredAs("clerk@demo");
  await clerk.open(`/ru/w/body/${sent.number}`);
  await clerk.send("/note", { note: "Тайная-заметка-7431 для коллег." });
  assert.match(clerk.text(), /Тайная-заметка-7431/);
  await step(sent.number, "pause", { reason: "pause.expertise", text: "Тайное-предложение-7432 ждёт руководителя." }, by("clerk@demo"));
  for (const path of [`/ru/appeals/${sent.number}`, `/ru/appeals/${sent.number}.json`, `/api/v1/appeals/${sent.number}`, `/api/v1/appeals/${sent.number}/events`])
    for (const headers of [{}, { "jauap-code": sent.code }]) {
      const seen = await api(server.url, path, { headers });
      assert.equal(seen.status, 200);
      assert.doesNotMatch(seen.text, /7431|7432/);
    }
});

test("each field of a step is checked and named", async () => {
  const sent = await submitted();
  const wrong = await step(sent.number, "ask-repair", { reason: "no.such", text: "Назовите адрес дома." }, by("clerk@demo"));
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.errors[0].field, "reason");
  const unknown = await step(sent.number, "ask-repair", { reason: "repair.place", text: "Назовите адрес дома.", colour: "red" }, by("clerk@demo"));
  assert.equal(unknown.status, 422);
  assert.equal(unknown.json.errors[0].field, "colour");
  const far = await step(sent.number, "ask-repair", { reason: "repair.place", text: "Назовите адрес дома.", until: "2031-01-01" }, by("clerk@demo"));
  assert.equal(far.status, 422);
  assert.equal(far.json.errors[0].field, "until");
  const early = await step(sent.number, "ask-repair", { reason: "repair.place", text: "Назовите адрес дома.", until: "2020-01-01" }, by("clerk@demo"));
  assert.equal(early.status, 422);
});

test("beside a case the official sees how the like was answered before, and nothing of private cases", async () => {
  const text = "Возле дома спилили вековой карагач без разрешения, просим посадить новый карагач.";
  const make = async (visibility) => {
    const sent = await api(server.url, "/api/v1/appeals", { json: { text, body: "almaty.zhol-infra", visibility } });
    assert.equal(sent.status, 201, sent.text);
    return sent.json;
  };
  const answer = async (number, words) => {
    const done = await api(server.url, `/api/v1/appeals/${number}/answer`, { json: { decision: "satisfied", text: words }, headers: by("clerk@demo") });
    assert.equal(done.status, 200, done.text);
  };
  const shown = await make("public"), hidden = await make("private"), asked = await make("private");
  await server.publish(shown.number);
  await answer(shown.number, "Три саженца карагача будут посажены осенью вместо спиленного дерева.");
  await server.publish(shown.number);
  await answer(hidden.number, "Тайный ответ про карагач, которого никто не увидит.");
  const official = new Browser(server.url, by("clerk@demo"));
  let page = "";
  for (const until = Date.now() + 20_000; Date.now() < until && !page.includes("Три саженца"); await new Promise((go) => setImmediate(go))) page = (await official.ask(`/ru/w/body/${asked.number}`)).text;
  assert.match(page, /Три саженца/);
  assert.ok(page.includes(shown.number) && !page.includes("Тайный ответ") && !page.includes(hidden.number));
  assert.match((await official.ask(`/ru/w/body/${asked.number}/answer`)).text, /Три саженца/);
});

const longer = (words) => `${words} Осмотрено на месте, работа включена в план участка на эту неделю.`;

test("two officials write one answer: the second is told, keeps the words, sees the first one's, and may amend", async () => {
  const sent = await submitted();
  const first = await enteredAs("clerk@demo"), second = await enteredAs("head@demo");
  await second.open(`/ru/w/body/${sent.number}/answer`);
  await first.open(`/ru/w/body/${sent.number}/answer`);
  assert.match(first.html, /недавно открыли коллеги/);
  await first.send("/answer", { decision: "satisfied", text: longer("Первый ответ: яма заделана."), warned: "yes" });
  assert.equal(first.status, 200);
  await second.send("/answer", { decision: "partly", text: longer("Второй ответ: яма частично заделана."), warned: "yes" });
  assert.equal(second.status, 409);
  assert.match(second.html, /Первый ответ: яма заделана/);
  assert.match(second.html, /<textarea[^>]*>[^<]*Второй ответ: яма частично/);
  await second.send("/amend", { decision: "partly", text: longer("Второй ответ: яма частично заделана."), warned: "yes" });
  assert.equal(second.status, 200, second.html.slice(0, 500));
  assert.deepEqual((await read(sent)).answers.map((one) => one.text.slice(0, 12)), ["Первый ответ", "Второй ответ"]);
});

test("while the case may still be answered, the refused words go with the next try", async () => {
  const sent = await submitted();
  const official = await enteredAs("clerk@demo");
  await official.open(`/ru/w/body/${sent.number}/answer`);
  assert.equal((await step(sent.number, "repair", {}, by("head@demo"))).status >= 400, true);
  const asked = await step(sent.number, "ask-repair", { reason: "repair.place", text: "Уточните, какой именно перекрёсток." }, by("head@demo"));
  assert.equal(asked.status, 200, asked.text);
  const mended = await step(sent.number, "repair", { text: "Перекрёсток Абая и Байтурсынова." }, { "jauap-code": sent.code });
  assert.equal(mended.status, 200, mended.text);
  await official.send("/answer", { decision: "satisfied", text: longer("Ответ по уточнённому месту."), warned: "yes" });
  assert.equal(official.status, 409);
  await official.send("/answer", { decision: "satisfied", text: longer("Ответ по уточнённому месту."), warned: "yes" });
  assert.equal(official.status, 200);
});

test("a draft of an answer waits for its author alone and goes when the answer is sent", async () => {
  const sent = await submitted();
  const author = await enteredAs("clerk@demo"), other = await enteredAs("head@demo");
  const words = longer("Черновик: выехали на место.");
  await author.open(`/ru/w/body/${sent.number}/answer`);
  await author.send("/answer", { decision: "partly", text: words }, "/answer/draft");
  assert.equal(author.status, 200);
  assert.match(author.html, /Черновик сохранён/);
  const again = await enteredAs("clerk@demo");
  await again.open(`/ru/w/body/${sent.number}/answer`);
  assert.ok(again.html.includes(words));
  assert.match(again.html, /value="partly" checked/);
  await other.open(`/ru/w/body/${sent.number}/answer`);
  assert.ok(!other.html.includes("Черновик: выехали"));
  await again.send("/answer", { decision: "partly", text: words, warned: "yes" });
  assert.equal(again.status, 200);
  await again.open(`/ru/w/body/${sent.number}/amend`);
  assert.ok(!/<textarea[^>]*>[^<]*Черновик: выехали/.test(again.html));
});

test("who writes again about the same is recognised at the desk, and the applicant's page says nothing of it", async () => {
  const applicant = { surname: "Сейтов", first_name: "Арман", phone: "+77017770011" };
  const topic = "roads.pothole", text = "Яма у дома снова открылась после дождя.";
  const first = await submitted({ applicant, topic, text }), second = await submitted({ applicant, topic, text });
  const clerk = await enteredAs("clerk@demo");
  await clerk.open(`/ru/w/body/${second.number}`);
  assert.match(clerk.text(), new RegExp(`Возможно, повторное обращение[^]*${first.number}`));
  await clerk.open(`/ru/w/body/${first.number}`);
  assert.doesNotMatch(clerk.text(), /повторное обращение/);
  const own = await new Browser(server.url, { "jauap-code": second.code }).ask(`/ru/appeals/${second.number}`);
  assert.ok(!own.text.includes(first.number));
});
