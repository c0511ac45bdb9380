// Programs: the JSON API, its faults, repeats and hostile input.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, oneTimeKey } from "../support/browser.mjs";
import { run, start } from "../support/server.mjs";

let server;
before(async () => {
  server = await start({ moderated: true });
});
after(() => server.stop());

const appeal = { text: "Во дворе третью неделю не вывозят мусор, контейнеры переполнены.", district: "almaty.auezov" };
const post = (json, headers = {}) => api(server.url, "/api/v1/appeals", { json, headers });

test("a submission gives number, code, day and each skipped day, and can be read back with its code only", async () => {
  const sent = await post({ ...appeal, applicant: { surname: "Сейткали", iin: "991332000003", phone: "8 701 234 56 78" } });
  assert.equal(sent.status, 201);
  assert.equal(sent.headers.get("location"), `/api/v1/appeals/${sent.json.number}`);
  assert.equal(sent.headers.get("jauap-durability"), "disk");
  assert.match(sent.json.number, /^KZ75-A-\d{4}-\d{6}$/);
  assert.ok(sent.json.deadline.skipped.length > 0);
  const own = await api(server.url, `/api/v1/appeals/${sent.json.number}`, { headers: { "jauap-code": sent.json.code } });
  assert.equal(own.status, 200);
  assert.equal(own.json.text, appeal.text);
  const stranger = await api(server.url, `/api/v1/appeals/${sent.json.number}`);
  assert.equal(stranger.status, 404);
  assert.equal(stranger.headers.get("content-type"), "application/problem+json; charset=utf-8");
});

test("the deadline of the published example is the same in the API and on the command line", async () => {
  const asked = await api(server.url, "/api/v1/deadline?kind=application&on=2026-03-02T10:00");
  assert.equal(asked.json.due_on, "2026-03-27");
  const said = run("deadline", "--kind", "application", "--on", "2026-03-02T10:00", "--json");
  assert.equal(said.status, 0);
  assert.deepEqual(JSON.parse(said.stdout), asked.json);
  const reasons = Object.fromEntries(asked.json.skipped.map((day) => [day.date, day.kind]));
  assert.equal(reasons["2026-03-09"], "moved");
  assert.equal(reasons["2026-03-23"], "holiday");
});

test("a repeat with the same key gives the same answer, with other content it is refused", async () => {
  const key = oneTimeKey();
  const first = await post(appeal, { "idempotency-key": key });
  const again = await post(appeal, { "idempotency-key": key });
  assert.equal(again.status, 201);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  const other = await post({ ...appeal, text: appeal.text + " Ещё раз." }, { "idempotency-key": key });
  assert.equal(other.status, 422);
});

test("twenty copies sent at once make one appeal", async () => {
  const key = oneTimeKey();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(appeal, { "idempotency-key": key })));
  assert.equal(new Set(answers.map((a) => a.json.number)).size, 1);
});

test("numbers have no gaps, also when commands are refused in between", async () => {
  const numbers = [];
  for (let i = 0; i < 6; ++i) {
    await post({ ...appeal, kind: "complaint", topic: "nothing.here" });
    numbers.push(Number((await post(appeal)).json.number.slice(-6)));
  }
  numbers.slice(1).forEach((n, i) => assert.equal(n, numbers[i] + 1));
});

const faulty = [
  ["an unknown field", { ...appeal, colour: "red" }, 422, "colour"],
  ["an unknown field of the applicant", { ...appeal, applicant: { nick: "x" } }, 422, "applicant.nick"],
  ["a wrong type", { text: 5 }, 422, "text"],
  ["a missing text", { district: "almaty.auezov" }, 422, "text"],
  ["a short text", { text: "Нет" }, 422, "text"],
  ["an unknown kind", { ...appeal, kind: "poem" }, 422, "kind"],
  ["a wrong IIN", { ...appeal, applicant: { iin: "991332000004" } }, 422, "applicant.iin"],
  ["a wrong e-mail", { ...appeal, applicant: { email: "a b@c" } }, 422, "applicant.email"],
  ["a point off the earth", { ...appeal, place: { lat: 95, lon: 76 } }, 422, "place.lat"],
];
for (const [name, body, status, field] of faulty)
  test(`${name} is refused by the name of the field`, async () => {
    const answer = await post(body, { "accept-language": "ru" });
    assert.equal(answer.status, status);
    assert.ok(answer.json.errors.some((error) => error.field === field), answer.text);
    assert.ok(answer.json.errors.every((error) => error.message && error.code));
  });

for (const [name, body] of [
  ["broken JSON", '{"text": "'],
  ["a repeated name", '{"text":"Во дворе не вывозят мусор","text":"Другое совсем"}'],
  ["a deep array", "[".repeat(5000)],
  ["no object", '"text"'],
  ["nothing", ""],
  ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
])
  test(`${name} is refused as unreadable`, async () => {
    const answer = await api(server.url, "/api/v1/appeals", { body, method: "POST" });
    assert.ok([400, 422].includes(answer.status), `${answer.status}`);
    assert.ok(answer.json.title);
  });

const hostile = {
  "a word of 5,000 letters": "ы".repeat(5000),
  "right-to-left text": "שלום עליכם السلام عليكم ‏ рядом с домом нет света",
  "bidi overrides": "Свет \u202e\u2066 не горит во дворе дома",
  "zero characters": "Во дворе\u0000 нет света\u0000 совсем",
  markup: '<script>alert(1)</script><img src=x onerror="alert(2)"> во дворе',
  "closing tags": "</textarea></main></body><h1>во дворе темно</h1>",
  sql: "'; drop table appeal; -- и ещё нет света во дворе",
  template: "{{7*7}} ${7*7} {number} %s %n во дворе темно",
  emoji: "👨‍👩‍👧‍👦 ".repeat(200) + "нет площадки",
  "combining marks": "Н" + "\u0301".repeat(3000) + " нет света",
  "lone surrogate": '\\ud800 во дворе нет света',
  "twenty thousand letters": "а".repeat(20_000),
  "line breaks of all kinds": "Строка\r\nдругая\rтретья\u2028четвёртая\u0085пятая",
};
for (const [name, text] of Object.entries(hostile))
  test(`${name} is taken as text and shown as text`, async () => {
    const sent = await post({ text, visibility: "public" });
    assert.equal(sent.status, 201, sent.text);
    await server.publish(sent.json.number);
    const page = await (await fetch(`${server.url}/ru/appeals/${sent.json.number}`)).text();
    assert.ok(!page.includes("<script>alert"), "markup stays text");
    assert.ok(!page.includes("<h1>во дворе"), "tags stay text");
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u0000]/.test(page));
    const list = await fetch(`${server.url}/ru/appeals.csv`);
    assert.equal(list.status, 200);
  });

test("a text of 20,001 characters is refused with the limit", async () => {
  const answer = await post({ text: "а".repeat(20_001) });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /20000/);
});

test("a body over the limit is refused before it is read whole", async () => {
  const answer = await api(server.url, "/api/v1/appeals", { body: `{"text":"${"x".repeat(400_000)}"}` }).catch((error) => ({ status: 413, error }));
  assert.equal(answer.status, 413);
});

test("CSV cells that a spreadsheet would run get an apostrophe", async () => {
  const sent = await post({ title: "=HYPERLINK(1)", text: "Проверка таблиц и формул в заголовке", visibility: "public" });
  await server.publish(sent.json.number);
  const csv = await (await fetch(`${server.url}/ru/appeals.csv`)).text();
  assert.ok(csv.includes("'=HYPERLINK"));
});

test("unknown parameters and values of filters are refused by name", async () => {
  assert.equal((await api(server.url, "/api/v1/appeals?colour=red")).status, 400);
  assert.equal((await api(server.url, "/api/v1/appeals?status=sad")).status, 400);
  assert.equal((await api(server.url, "/api/v1/appeals?from=yesterday")).status, 400);
  assert.equal((await api(server.url, "/api/v1/appeals?limit=1000")).status, 400);
  assert.equal((await api(server.url, "/api/v1/appeals?after=zz")).status, 400);
});

test("the list pages through everything once", async () => {
  const seen = new Set();
  let next = "";
  for (let i = 0; i < 50; ++i) {
    const answer = await api(server.url, `/api/v1/appeals?limit=3${next ? `&after=${next}` : ""}`);
    assert.equal(answer.status, 200);
    for (const one of answer.json.appeals) {
      assert.ok(!seen.has(one.number), "no row twice");
      seen.add(one.number);
    }
    next = answer.json.next;
    if (!next) break;
    assert.match(answer.headers.get("link"), /rel="next"/);
  }
  assert.ok(!next);
  assert.ok(seen.size >= 5);
});

test("steps without the right are refused, in the wrong state with the reason", async () => {
  const sent = await post(appeal);
  const path = `/api/v1/appeals/${sent.json.number}`;
  assert.equal((await api(server.url, `${path}/accept`, { json: {} })).status, 404);
  const code = { "jauap-code": sent.json.code };
  assert.equal((await api(server.url, `${path}/verdict`, { json: { verdict: "solved" }, headers: code })).status, 409);
  assert.equal((await api(server.url, `${path}/withdraw`, { json: {}, headers: code })).status, 200);
  assert.equal((await api(server.url, `${path}/withdraw`, { json: {}, headers: code })).status, 409);
});

test("a bad token is 401, never an anonymous answer", async () => {
  const answer = await api(server.url, "/api/v1/appeals", { headers: { authorization: "Bearer jp_nothing" } });
  assert.equal(answer.status, 401);
});

test("every page has the headers that keep others out", async () => {
  const answer = await fetch(`${server.url}/kk/appeals`);
  const policy = answer.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'/);
  assert.ok(!policy.includes("unsafe-inline"));
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.equal(answer.headers.get("server"), null);
});

test("an unchanged public page answers 304", async () => {
  const sent = await post({ ...appeal, visibility: "public" });
  await server.publish(sent.json.number);
  const first = await fetch(`${server.url}/ru/appeals/${sent.json.number}`);
  const again = await fetch(first.url, { headers: { "if-none-match": first.headers.get("etag") } });
  assert.equal(again.status, 304);
});

test("pages that are not there say so in the person's language", async () => {
  assert.match(await (await fetch(`${server.url}/kk/no-such-page`)).text(), /lang="kk"/);
  assert.equal((await fetch(`${server.url}/kk/no-such-page`)).status, 404);
  assert.equal((await fetch(`${server.url}/kk/track`, { method: "DELETE" })).status, 405);
  const home = await fetch(`${server.url}/`, { redirect: "manual", headers: { "accept-language": "en-GB,ru;q=0.5" } });
  assert.equal(home.headers.get("location"), "/en/");
});

test("the OpenAPI document describes what the server answers", async () => {
  const { json: document } = await api(server.url, "/api/v1/openapi.json");
  assert.equal(document.openapi, "3.1.0");
  const refs = JSON.stringify(document).match(/"#\/[^"]+"/g) ?? [];
  for (const ref of refs) {
    const target = ref.slice(3, -1).split("/").reduce((at, key) => at?.[key], document);
    assert.ok(target, ref);
  }
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
  assert.equal(new Set(ids).size, ids.length);
  const check = (schema, value, where) => {
    if (schema.type === "object") {
      for (const name of schema.required ?? []) assert.ok(name in value, `${where}.${name}`);
      for (const [name, inner] of Object.entries(value)) if (schema.properties[name]) check(schema.properties[name], inner, `${where}.${name}`);
      for (const name of Object.keys(value)) assert.ok(schema.properties[name], `${where}.${name} is not described`);
    } else if (schema.type === "array") {
      assert.ok(Array.isArray(value), where);
      value.forEach((one, i) => check(schema.items, one, `${where}[${i}]`));
    } else {
      assert.equal(typeof value, schema.type === "integer" ? "number" : schema.type, where);
      if (schema.enum) assert.ok(schema.enum.includes(value), where);
    }
  };
  const schemaOf = (path, method, status) => document.paths[path][method].responses[status].content["application/json"].schema;
  const sent = await post({ ...appeal, visibility: "public" });
  await server.publish(sent.json.number);
  check(schemaOf("/api/v1/appeals", "post", "201"), sent.json, "receipt");
  for (const [path, real] of [
    ["/api/v1/appeals", "/api/v1/appeals"],
    ["/api/v1/appeals/{number}", `/api/v1/appeals/${sent.json.number}`],
    ["/api/v1/appeals/{number}/events", `/api/v1/appeals/${sent.json.number}/events`],
    ["/api/v1/deadline", "/api/v1/deadline?kind=complaint&on=2026-11-23"],
    ["/api/v1/statistics/appeals", "/api/v1/statistics/appeals"],
    ["/api/v1/bodies", "/api/v1/bodies"],
    ["/api/v1/topics", "/api/v1/topics"],
    ["/api/v1/districts", "/api/v1/districts"],
  ])
    check(schemaOf(path, "get", "200"), (await api(server.url, real)).json, path);
});

test("with limits on, a flood is told when to come back", async () => {
  const limited = await start({ limits: "on" });
  try {
    let refused;
    for (let i = 0; i < 200 && !refused; ++i) {
      const answer = await api(limited.url, "/api/v1/appeals", { json: appeal });
      if (answer.status === 429) refused = answer;
    }
    assert.ok(refused, "the flood is refused at some point");
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
  } finally {
    await limited.stop();
  }
});

test("a database without its keys is refused instead of getting new ones", async () => {
  if (process.env.JAUAP_TEST_DATABASE) return; // there a lost folder of keys cannot be told from a first start
  const first = await start();
  await first.stop({ keep: true });
  rmSync(join(first.folder, "keys"), { recursive: true });
  const refused = run("serve", "--data", first.folder, "--listen", "127.0.0.1:0");
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /keys are not/);
});

test("the server ends cleanly on SIGTERM and keeps what it acknowledged", async () => {
  const first = await start();
  const sent = await api(first.url, "/api/v1/appeals", { json: appeal });
  assert.deepEqual(await first.stop({ keep: true }), { code: 0, signal: null });
  const second = await start({ data: first.folder });
  const found = await api(second.url, `/api/v1/appeals/${sent.json.number}`, { headers: { "jauap-code": sent.json.code } });
  assert.equal(found.status, 200);
  await second.stop();
});
