// Nobody sees what they must not: strings that occur nowhere else are put through every input, then every route is asked as every
// role, and the log, the figures, the letters and the files on disk are read. A string may appear only where the table allows it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Browser, codeSentTo, decoded } from "../support/browser.mjs";
import { signedPost } from "../support/gateway.mjs";
import { composed } from "../support/mail.mjs";
import { photo } from "../support/pictures.mjs";
import { apiRoutes, pageRoutes, stepNames } from "../support/routes.mjs";
import { addPerson, databaseOf, demonstrationFolder, run, start, tokenFor } from "../support/server.mjs";

const body = "almaty.zhol-infra", otherBody = "almaty.energetika-su";

// ---- the strings and who may read them ----------------------------------------------------------------------------------------

const canaries = new Map(); // string → { what, allowed }
let counter = 0;
function canary(what, allowed, string = `zqk${String(++counter).padStart(3, "0")}zq`) {
  canaries.set(string, { what, allowed: new Set(allowed.split(" ")) });
  return string;
}

// An IIN nobody has, with a right check digit (two rounds of weights).
function iin(first11) {
  const digits = [...first11].map(Number);
  const sum = (shift) => digits.reduce((all, digit, i) => all + digit * (((i + shift) % 11) + 1), 0) % 11;
  const check = sum(0) === 10 ? sum(2) : sum(0);
  return first11 + check;
}

const desk = "clerk head token"; // officials of the body that has the case
const parties = `owner ${desk}`;
const everybody = "everybody";

let people = 0;
// What a person tells about himself or herself. On a case that everybody may read, none of it is for everybody either.
// `inText`: who may read what the applicant repeats in the text.
function applicant(allowed, inText = allowed) {
  const n = String(40 + ++people);
  const line = `70191733${n}`;
  const who = {
    surname: canary("surname", inText, `Zqksur${n}`),
    first_name: canary("first name", allowed, `Zqkfirst${n}`),
    patronymic: canary("patronymic", allowed, `Zqkpat${n}`),
    iin: canary("IIN", "nobody", iin(`970315${n}172`)),
    email: canary("e-mail", inText, `zqkmail${n}@example.kz`),
    phone: `+7${line}`,
    address: canary("reply address", allowed, `Zqkhome${n}`),
  };
  canary("phone", inText, line);
  return who;
}

// Pages write phones and numbers in groups: what is made of digits is looked for without what stands between them.
let patterns;
function seenIn(page) {
  const text = page.replace(/<style>.*?<\/style>/s, "");
  if (patterns?.count !== canaries.size) {
    const either = (test) => new RegExp([...canaries.keys()].filter(test).map((one) => one.replace(/[.*$+?^()[\]{}|\\]/g, "\\$&")).join("|"), "gi"); // the last character of a code may be * or $
    const isNumber = (one) => /^\d+$/.test(one);
    patterns = { count: canaries.size, words: either((one) => !isNumber(one)), numbers: either(isNumber), spelled: new Map([...canaries.keys()].map((one) => [one.toLowerCase(), one])) };
  }
  const found = [...(text.match(patterns.words) ?? []), ...(text.replace(/[\s()\u00a0.-]/g, "").match(patterns.numbers) ?? [])];
  for (const one of found) assert.ok(patterns.spelled.has(one.toLowerCase()), `"${one}" was found and is no canary`);
  return [...new Set(found.map((one) => patterns.spelled.get(one.toLowerCase())))];
}

// ---- the city -----------------------------------------------------------------------------------------------------------------

let server;
const actors = {}, secrets = {}, general = "appeal@jauap.example";
const cases = {};
const faults = [];
const seen = new Map(); // canary → set of actors who read it

before(async () => {
  const data = demonstrationFolder();
  addPerson(data, { login: "zqktoken@demo", name: canary("an official's name", `${parties} owner2 admin head2`, "Zqkofficial Zqkname"), email: canary("an official's e-mail", "nobody", "zqkofficial@example.kz"), role: "clerk", body, title: canary("an official's post", `${desk} admin head2`, "Zqkpost") });
  addPerson(data, { login: "head2@demo", name: "Басшы Екінші", email: "head2@example.kz", role: "head", body: otherBody });
  addPerson(data, { login: "operator2@demo", name: "Оператор Вторая", email: "operator2@example.kz", role: "operator", body: "almaty.apparat" });
  const token = (login) => ({ authorization: `Bearer ${tokenFor(data, login)}` });
  const [official, head2, operator2] = [token("zqktoken@demo"), token("head2@demo"), token("operator2@demo")];
  for (const name of ["mail", "sms"]) secrets[name] = run("channel", "add", name, "--data", data, ...databaseOf(data)).stdout.trim();
  server = await start({ data, extra: ["--mail-in-address", general], moderated: true });

  actors.anonymous = new Browser(server.url);
  actors.token = new Browser(server.url, official);
  actors.head2 = new Browser(server.url, head2);
  actors.operator2 = new Browser(server.url, operator2);
  for (const role of ["citizen", "operator", "clerk", "clerk2", "head", "deputy", "council", "secretary", "moderator", "press", "auditor", "admin"]) {
    actors[role] = new Browser(server.url);
    await actors[role].enterAs(`${role}@demo`);
    assert.equal(actors[role].status, 200, role);
  }
  actors.stranger = new Browser(server.url);
  await actors.stranger.enterByMail("stranger@example.kz");
  assert.equal(actors.stranger.status, 200);

  cases.private = await played(false);
  const others = new Set(canaries.keys());
  cases.public = await played(true);
  cases.public.words = [...canaries.keys()].filter((one) => !others.has(one));
  await smallCases();
  await lettersAndMessages();
  // With the code of one case a stranger must not get into another.
  actors.owner = new Browser(server.url, { "jauap-code": cases.private.code });
  actors.owner2 = new Browser(server.url, { "jauap-code": cases.public.code });
});
after(() => server?.stop());

async function sent(actor, json, status = 201) {
  const answer = await actor.ask("/api/v1/appeals", { json });
  assert.equal(answer.status, status, answer.text);
  return JSON.parse(answer.text);
}

// The applicant types the code of the letter: from then on news go to that address.
async function confirmed(made, email) {
  const code = await codeSentTo(server.url, email);
  await step(actors.anonymous, made.number, "contact/confirm", { code }, { "jauap-code": made.code });
}

async function step(actor, number, name, json, headers = {}) {
  const answer = await actor.ask(`/api/v1/appeals/${number}/${name}`, { json, headers });
  assert.ok([200, 202].includes(answer.status), `${name}: ${answer.text}`);
  return JSON.parse(answer.text);
}

// A photo with words in its metadata and in its name, as soon as it is cleaned. We keep neither.
async function sentPhoto(actor, number, whose, headers = {}) {
  const form = new FormData();
  form.append("files", new Blob([photo(64, 48, canary("words in a photo", "nobody"))]), `${canary("a file's own name", "nobody")}.jpg`);
  const answer = await actor.ask(`/api/v1/appeals/${number}/${whose}`, { form, headers });
  assert.equal(answer.status, 201, answer.text);
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(20))
    if (!(await actor.ask(`/api/v1/appeals/${number}`, { headers })).text.includes('"waiting"')) return;
  assert.fail("the photo is still being cleaned");
}

// One case through every step that takes words.
async function played(isPublic) {
  const own = isPublic ? `owner2 ${desk}` : parties;
  const shown = isPublic ? everybody : own;
  const one = (what, allowed = own) => `${canary(what, allowed)} и ещё несколько слов.`;
  // Who clears a text for others has to read it as it was written.
  const inTexts = isPublic ? `${own} moderator` : own;
  const who = applicant(own, inTexts);
  // The same again in the texts, where a public copy has to leave it out.
  const typedIin = canary("IIN in a text", inTexts, iin(`9703156${people}11`));
  const inText = isPublic ? `Позвоните: 8 (${who.phone.slice(2, 5)}) ${who.phone.slice(5, 8)}-${who.phone.slice(8, 10)}-${who.phone.slice(10)}, ${who.email}, ИИН ${typedIin}, ${who.surname}.` : "";
  const made = await sent(actors.anonymous, {
    text: `${canary("text", shown)} яма на дороге. Когда её заделают? ${inText}`,
    title: `${canary("title", shown)} яма`,
    body,
    district: "almaty.auezov",
    visibility: isPublic ? "public" : "private",
    place: { lat: Number(`43.${canary("latitude", own, isPublic ? "2871347" : "2871346")}`), lon: Number(`76.${canary("longitude", own, isPublic ? "8143157" : "8143156")}`), address: `${canary("street", shown)}, дом ${canary("house", own)}` },
    applicant: who,
  });
  const { number } = made;
  const code = { "jauap-code": made.code };
  canary("case code", isPublic ? "owner2" : "owner", made.code);
  const person = actors.anonymous;
  await confirmed(made, who.email);
  if (isPublic) await server.publish(number);
  await sentPhoto(person, number, "files", code);

  const noted = await actors.token.ask(`/ru/w/body/${number}/note`, { form: { note: one("internal note", desk) } });
  assert.equal(noted.status, 303, noted.text);
  await step(actors.token, number, "ask-repair", { reason: "repair.place", text: one("what is asked for") });
  await step(person, number, "repair", { text: one("addition") }, code);
  await step(actors.token, number, "assign", { executor: "zqktoken@demo" });
  await step(person, number, "recuse", { reason: "recusal.interest", text: one("recusal") }, code);
  await step(actors.head, number, "decide-recusal", { value: "declined", text: one("decision on the recusal") });
  await step(actors.token, number, "pause", { reason: "pause.expertise", text: one("proposal", desk) });
  await actors.head.open(`/ru/w/body/${number}`);
  await actors.head.send(actors.head.html.match(/\/proposals\/\d+(?=")/)[0], { decision: "decline", note: canary("head's note", desk) });
  assert.equal(actors.head.status, 200);
  await step(actors.token, number, "hearing", { text: one("preliminary decision") });
  await step(person, number, "object", { text: one("objection") }, code);
  await step(actors.token, number, "minutes", { text: one("minutes") });
  await step(actors.clerk, number, "answer", {
    decision: "declined",
    text: `${one("answer")} ${inText}`,
    points: [{ question: one("question", own), answer: one("answer to a question", own) }],
    commitments: [{ what: one("promise"), owner: canary("who promised", own), due_on: "2027-11-30" }],
  });
  await sentPhoto(actors.token, number, "answer-files");
  await step(actors.clerk, number, "amend", { decision: "partly", text: `${one("second answer", shown)} ${inText}`, points: [{ question: one("second question", shown), answer: one("second answer to a question", shown) }] });
  if (isPublic) await server.publish(number);
  await step(person, number, "verdict", { verdict: "not_solved", reason: "not_solved.nothing_done", comment: one("comment of the verdict") }, code);
  const complaint = await step(person, number, "complain", { text: one("complaint") }, code);
  await step(person, number, "reopen", { text: one("words of the reopening") }, code);
  return { number, code: made.code, complaint: complaint.created };
}

async function smallCases() {
  const people = actors.anonymous;
  const simple = (what, allowed, more = {}) => ({ text: `${canary(what, allowed)} во дворе нет света.`, body, ...more });
  // A body that has handed a case on reads it no more.
  const moved = await sent(people, simple("text of a redirected case", "clerk2 head2", { applicant: applicant("clerk2 head2") }));
  await step(actors.token, moved.number, "redirect", { to: otherBody, reason: "redirect.competence", sentence: `${canary("sentence of a redirect", "clerk2 head2")} не наше` });
  // Of an account; entered for a caller; with parts, terminated, withdrawn.
  const own = await sent(actors.citizen, simple("text of an account's case", `citizen ${desk}`, { applicant: applicant(`citizen ${desk}`) }));
  const caller = applicant(`operator ${desk}`);
  const called = await sent(actors.operator, simple("words of a caller", `operator ${desk}`, { applicant: caller }));
  const parted = await sent(people, simple("text of a case in parts", desk));
  const part = await step(actors.token, parted.number, "split", { to: otherBody, text: `${canary("part of a case", "clerk2 head2")} ветки` });
  await step(actors.head, parted.number, "terminate", { reason: "terminate.identical", text: `${canary("why it was left", desk)} уже дан` });
  const withdrawn = await sent(people, simple("text of a withdrawn case", desk));
  await step(people, withdrawn.number, "withdraw", { reason: canary("why it was withdrawn", desk) }, { "jauap-code": withdrawn.code });
  // Public for a while, found by search, read by everybody, then private again.
  const hidden = await sent(people, simple("text of a hidden case", desk, { visibility: "public", applicant: applicant(desk) }));
  await server.publish(hidden.number);
  const word = [...canaries].find(([, one]) => one.what === "text of a hidden case")[0];
  let found = "";
  for (let i = 0; i < 10_000 && !found.includes(word); ++i) found = (await people.ask(`/api/v1/appeals?q=${word}`)).text;
  assert.ok(found.includes(word), "the search found it while it was public");
  for (const path of [`/ru/appeals/${hidden.number}`, "/ru/appeals", "/ru/appeals.csv"]) assert.ok((await people.ask(path)).text.includes(word), path);
  await step(people, hidden.number, "visibility", { visibility: "private" }, { "jauap-code": hidden.code });
  // A draft that was never sent: only its own address shows it.
  const draft = new Browser(server.url);
  await draft.open("/ru/appeal/new");
  await draft.send("/appeal/new", { text: `${canary("draft", "nobody")} не отправлено` });
  await draft.sendPlace({ place_kind: "address", address: canary("address of a draft", "nobody") });
  canary("token of a draft", "nobody", draft.path.match(/\/d\/([^/]+)/)[1]);
  await draft.send("/you", applicant("nobody"));
  assert.equal(draft.status, 200);
  // Typed where it does not belong: search, sign-in, track, addresses that are not there.
  const typed = canary("typed by mistake", "nobody");
  await people.ask(`/ru/search?q=${typed}`);
  await people.ask(`/ru/${typed}`);
  await people.ask(`/ru/appeals/${typed}?${typed}=${typed}`, { headers: { "user-agent": typed, referer: `https://${typed}/` } });
  const visitor = new Browser(server.url);
  await visitor.open("/ru/sign-in");
  await visitor.send("/sign-in/staff", { login: typed, password: canary("password", "nobody"), totp: "123456" });
  assert.equal(visitor.status, 422);
  await visitor.open("/ru/track");
  await visitor.send("/track", { number: typed, code: typed });
  assert.equal(visitor.status, 422);
  await people.ask("/api/v1/appeals", { json: { text: typed, [typed]: typed } });
  Object.assign(cases, { moved, own, called, parted, part: { number: part.created }, withdrawn, hidden, phone: caller.phone });
}

async function posted(path, channel, body, type, result) {
  const answer = await signedPost(server.url, path, secrets[channel], body, type);
  const text = await answer.text();
  assert.equal(JSON.parse(text).result, result, text);
  judge("gateway", path, text);
}

// Letters and messages: to a case, to nobody, and as drafts that were never sent.
async function lettersAndMessages() {
  const who = applicant(desk);
  const made = await sent(actors.anonymous, { text: `${canary("text of a case with letters", desk)} нет урны.`, body, applicant: who });
  await confirmed(made, who.email);
  let replyTo;
  for (const until = Date.now() + 20_000; Date.now() < until && !replyTo; await pause(20))
    replyTo = decoded((await actors.anonymous.ask("/ru/demo/outbox")).text).match(new RegExp(`appeal\\+${made.number.toLowerCase()}-[a-z2-7]{24}@jauap\\.example`))?.[0];
  assert.ok(replyTo, "the receipt says where it is answered");
  canary("reply address of a case", "nobody", replyTo);
  const words = (what, allowed) => `${canary(what, allowed)} и ещё слова.\r\n> ${canary("quoted words", "nobody")}\r\n`;
  const letter = (text, over) => composed({ from: who.email, to: replyTo, subject: canary("subject of a letter", "nobody"), text, ...over });
  const mailed = (bytes, result) => posted("/api/v1/channels/mail", "mail", bytes, "message/rfc822", result);
  await mailed(letter(words("reply by letter", desk)), "added");
  const stranger = { from: `"${canary("name of a stranger", "nobody")}" <${canary("address of a stranger", "nobody", "zqkstranger@example.kz")}>` };
  await mailed(letter(words("letter of a stranger", "nobody"), stranger), "other_sender");
  await mailed(letter(words("letter never sent", "nobody"), { ...stranger, to: general }), "draft");
  const told = (text, result, from = "+77019990001") => posted("/api/v1/channels/sms/messages", "sms", JSON.stringify({ from, text }), "application/json", result);
  canary("phone of a conversation", "nobody", "7019990001");
  await told(`${made.number} ${made.code}`, "status");
  await told(`${made.number} ${canary("message of a conversation", desk)} и ещё слова.`, "added");
  await told(`${made.number} ${canary("message of another conversation", "nobody")} и ещё слова.`, "not_found", "+77019990002");
  await told(`${canary("message never sent", "nobody")} и ещё слова.`, "draft", "+77019990002");
  canary("code of a case with letters", "nobody", made.code);
  Object.assign(cases, { lettered: { number: made.number } });
}

// ---- reading everything -------------------------------------------------------------------------------------------------------

function judge(actor, where, text) {
  for (const one of seenIn(decoded(text))) {
    const { what, allowed } = canaries.get(one);
    // The words of a search stand on its own page: what one typed is not what one was shown.
    if (where.includes(encodeURIComponent(one))) continue;
    seen.set(one, (seen.get(one) ?? new Set()).add(actor));
    if (!allowed.has(actor) && !allowed.has("everybody")) faults.push(`${actor} reads the ${what} (${one}) at ${where}`);
  }
}

const all = (record) => Object.entries(record).map(([name, value]) => `${name}: ${value}`).join("\n");

// The words of an opening stand there in base64.
const opened = (text) => [...text.matchAll(/"b64":"([^"]*)"/g)].map(([, b64]) => Buffer.from(b64, "base64").toString("utf8")).join("\n");

async function read(actor, path) {
  const answer = await actors[actor].ask(path);
  assert.ok(answer.status < 500, `${path}: ${answer.status}`);
  judge(actor, path, answer.text + opened(answer.text) + all(Object.fromEntries(answer.headers)));
  return answer;
}

async function addresses() {
  const numbers = Object.values(cases).flatMap((one) => [one.number, one.complaint]).filter(Boolean);
  const values = { number: numbers, step: await stepNames(server.url), code: [body, "almaty.auezov", "new"], login: ["zqktoken@demo", "clerk@demo"], id: [body, "almaty.auezov", "roads.pothole"], draft: ["0".repeat(32)], key: ["0".repeat(27) + ".ics"], version: ["kz-2026.1"], n: ["1"], whose: ["files", "answer-files"], name: ["photo-1.jpg", "photo-1-small.jpg"], index: ["0", "1", "2", "40"] };
  const filled = (path) =>
    [...path.matchAll(/\{(\w+)\}/g)].reduce((paths, [mark, name]) => {
      assert.ok(values[name], `a value for ${mark} of ${path}`);
      // Every step on the two cases that have been through all of them.
      return paths.flatMap((one) => (name === "number" && path.includes("{step}") ? numbers.slice(0, 2) : values[name]).map((value) => one.replace(mark, encodeURIComponent(value))));
    }, [path]);
  const pages = pageRoutes().filter((route) => route.method === "GET");
  const size = Number((await (await fetch(`${server.url}/log/checkpoint`)).text()).split("\n")[1]);
  const fixed = [
    "/log/checkpoint", "/log/policy", ...Array.from({ length: size }, (_, i) => `/log/entry/${i}`), ...numbers.slice(0, 3).map((number) => `/ru/record/verify?what=${number}`),
    ...pages.flatMap(({ path, formats }) => filled(path).flatMap((one) => formats.map((format) => `/ru${one}${format}`))),
    ...(await apiRoutes(server.url)).filter((route) => route.method === "GET").flatMap(({ path }) => filled(path)),
    "/kk/appeals", "/en/appeals.csv", "/ru/appeals?status=answered", "/api/v1/openapi.json", "/healthz", "/readyz", "/ru/w/body?due=overdue", "/ru/w/body?mine=1",
    `/ru/w/operator?caller=${encodeURIComponent(cases.phone)}`,
    ...numbers.slice(0, 3).flatMap((number) => Array.from({ length: 30 }, (_, i) => `/ru/appeals/${number}/openings/${i + 1}.json`)),
    ...[...canaries.keys()].slice(0, 12).map((one) => `/ru/appeals?q=${encodeURIComponent(one)}`),
  ];
  return [...new Set(fixed)].filter((path) => !path.includes("/demo/outbox"));
}

test("no role reads more than the table allows, on any address, in any form", async () => {
  const paths = await addresses();
  assert.ok(paths.length > 300, `${paths.length} addresses`);
  for (const round of ["first", "after everybody has looked"])
    for (const actor of round === "first" ? Object.keys(actors) : ["anonymous", "stranger"])
      for (const path of paths) await read(actor, path);
  assert.deepEqual([...new Set(faults)].slice(0, 40), []);
});

test("those who may read it do: each string is seen by somebody who may", () => {
  const hidden = ["IIN in a text", "password", "case code", "typed by mistake", "IIN", "an official's e-mail", "reply address of a case", "draft", "address of a draft", "token of a draft"];
  const unseen = [...canaries].filter(([one, { what, allowed }]) => !hidden.includes(what) && !allowed.has("nobody") && !seen.has(one)).map(([one, { what }]) => `${what} (${one})`);
  assert.deepEqual(unseen, []);
});

test("links and forms lead only to addresses that were read", async () => {
  const known = [...pageRoutes(), ...(await apiRoutes(server.url))].map(({ path, formats = [""] }) => new RegExp(`^(/(kk|ru|en))?${path.replace(/\/$/, "").replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}(${formats.map((one) => one.replace(".", "\\.")).join("|")})/?$`));
  for (const actor of ["anonymous", "owner", "citizen", "clerk", "head", "operator", "admin"])
    for (const path of ["/ru/", "/ru/appeals", `/ru/appeals/${cases.private.number}`, `/ru/w/body/${cases.private.number}`, "/ru/me", "/ru/me/settings", "/ru/w/operator", "/ru/w/admin/people", "/ru/data"]) {
      const { text } = await actors[actor].ask(path);
      for (const [, address] of text.matchAll(/(?:href|action)="(\/[^"#?]*)/g))
        assert.ok(address.startsWith("/assets/") || address === "/api/v1/openapi.json" || address.startsWith("/log/") || known.some((route) => route.test(decoded(address))), `${address} on ${path} is no known route`);
    }
});

test("a stranger's attempt to change a private case is answered with 404 and tells nothing", async () => {
  const strangers = ["anonymous", "owner2", "stranger", "citizen", "operator2", "operator", "clerk2", "head2", "deputy", "council", "secretary", "moderator", "press", "auditor", "admin"];
  const names = [...(await stepNames(server.url)), "note", "proposals/1"];
  const words = { text: "Совсем посторонние слова.", reason: "repair.place", note: "посторонняя заметка", decision: "approve", verdict: "solved", value: "granted", to: otherBody, until: "2027-12-01", number: cases.own.number, visibility: "public" };
  const before = await actors.owner.ask(`/api/v1/appeals/${cases.private.number}`);
  const clean = (text) => text.replace(/[0-9a-f]{16,}/g, "").replaceAll(cases.private.number, "N").replaceAll("KZ75-A-2026-999999", "N");
  for (const actor of strangers) {
    const form = { ...words, _csrf: await actors[actor].token() };
    for (const name of names)
      for (const path of ["appeals", "w/body"].map((where) => `/ru/${where}/${cases.private.number}/${name}`)) {
        const answer = await actors[actor].ask(path, { form });
        judge(actor, `POST ${path}`, answer.text);
        if (answer.status === 405) continue; // that side has no such address
        assert.equal(answer.status, 404, `${actor} POST ${path}: ${answer.status}`);
        const unknown = await actors[actor].ask(path.replace(cases.private.number, "KZ75-A-2026-999999"), { form });
        assert.equal(clean(answer.text), clean(unknown.text), `${actor} POST ${path} differs from an unknown number`);
      }
  }
  assert.equal((await actors.owner.ask(`/api/v1/appeals/${cases.private.number}`)).text, before.text);
  assert.deepEqual(faults.filter((fault) => fault.includes("POST")), []);
});

test("a private case is 404 for every stranger on every address, never 403", async () => {
  const strangers = ["anonymous", "owner2", "stranger", "citizen", "operator", "operator2", "clerk2", "head2", "deputy", "council", "secretary", "moderator", "press", "auditor", "admin"];
  const steps = await stepNames(server.url);
  const pages = [...pageRoutes(), ...(await apiRoutes(server.url))].filter(({ method, path }) => method === "GET" && path.includes("{number}"));
  // Who decides about an erasure knows the number and counts, and reads nothing of the case: those pages are read above.
  const isErasure = (actor, path) => path.startsWith("/w/erasures") && ["auditor", "admin"].includes(actor);
  for (const actor of strangers)
    for (const { path, formats = [""] } of pages.filter(({ path }) => !isErasure(actor, path)))
      for (const name of path.includes("{step}") ? steps : [""])
        for (const format of formats) {
          const address = (path.startsWith("/api") ? "" : "/ru") + path.replace("{number}", cases.private.number).replace("{step}", name).replace("{whose}", "files").replace("{name}", "photo-1.jpg") + format;
          const { status } = await actors[actor].ask(address);
          if (status === 405) continue; // nothing is read there, whatever the number
          assert.equal(status, 404, `${actor} GET ${address}`);
        }
});

test("letters go to the applicant, to an official about the own step, and hold number, day, code and links, no content", async () => {
  const outbox = new Browser(server.url);
  let letters = [];
  for (let i = 0; i < 100 && !letters.some((one) => one.includes(cases.hidden.number)); ++i) {
    await outbox.open("/ru/demo/outbox");
    letters = [...outbox.html.matchAll(/<li><h2>.*?<\/li>/gs)].map(([all]) => decoded(all));
  }
  assert.ok(letters.length > 10, `${letters.length} letters`);
  for (const letter of letters)
    for (const one of seenIn(letter)) {
      const { what } = canaries.get(one);
      // An official is told of the own step that the head returned, and nothing else.
      const isAddress = ["e-mail", "address of a stranger", "reply address of a case"].includes(what) || (what === "an official's e-mail" && letter.includes("/w/body/KZ75") && seenIn(letter).length === 1);
      assert.ok(isAddress || what === "case code" || what === "code of a case with letters", `a letter tells the ${what}: ${letter}`);
    }
  const codes = letters.filter((letter) => letter.includes(cases.private.code));
  assert.equal(codes.length, 1, "the code stands in the receipt alone");
  assert.ok(codes[0].includes([...canaries].find(([, one]) => one.what === "e-mail")[0]));
});

test("the server's log and its figures hold nothing of anybody", async () => {
  const figures = await (await fetch(server.metrics)).text();
  assert.match(figures, /jauap_requests \d/);
  assert.deepEqual(seenIn(figures).map((one) => canaries.get(one).what), []);
  const log = server.log();
  assert.ok(log.split("\n").length > 1000, "there is a log");
  assert.deepEqual(seenIn(log).map((one) => canaries.get(one).what), []);
  assert.doesNotMatch(log, /jp_|127\.0\.0\.1/);
});

test("on disk, identity, contacts, drafts, notes and proposals are sealed, and the search index knows public words only", () => {
  if (process.env.JAUAP_TEST_DATABASE) return; // there the data are not in the folder
  const sealed = ["surname", "first name", "patronymic", "IIN", "e-mail", "phone", "reply address", "draft", "address of a draft", "token of a draft", "case code", "password", "typed by mistake",
    "internal note", "proposal", "head's note", "what is asked for", "addition", "objection", "minutes", "preliminary decision", "recusal", "decision on the recusal", "an official's e-mail",
    "subject of a letter", "quoted words", "reply by letter", "name of a stranger", "address of a stranger", "letter of a stranger", "letter never sent", "phone of a conversation",
    "message of a conversation", "message of another conversation", "message never sent", "reply address of a case", "code of a case with letters",
    "words in a photo", "a file's own name", "sentence of a redirect", "why it was left", "why it was withdrawn"];
  const files = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]));
  const found = new Set(), indexed = new Set();
  for (const file of files(server.folder)) {
    const isIndex = file.startsWith(join(server.folder, "search"));
    for (const one of seenIn(readFileSync(file).toString("latin1"))) {
      const { what, allowed } = canaries.get(one);
      // Who put the own contacts into a public text has them in that text; the columns of contacts are sealed all the same.
      const isTyped = allowed.has("owner2") && ["surname", "e-mail", "phone"].includes(what);
      if (isIndex) indexed.add(what);
      // Once public, since replaced: the index drops the words and writes over the blocks that held them later.
      const wasPublic = what === "text of a hidden case" || (allowed.has("owner2") && ["answer", "question", "answer to a question"].includes(what));
      if (isIndex ? !allowed.has("everybody") && !wasPublic : sealed.includes(what) && !isTyped) found.add(`${what} in ${file.slice(server.folder.length)}`);
    }
  }
  assert.deepEqual([...found].sort(), []);
  assert.ok(indexed.has("text"), "the index was read");
});

test("after an erasure no word of the case is left: on no address, in no search, in no file", async () => {
  const { number, complaint, words } = cases.public;
  assert.ok(words.length >= 40, `${words.length} strings`);
  // What came out of a case is a case of its own and goes by a request of its own. Both have to be over.
  for (const one of [number, complaint]) {
    await step(actors.head, one, "terminate", { reason: "terminate.identical", text: "Дело окончено для проверки." });
    await actors.admin.open(`/ru/w/erasures/${one}`);
    await actors.admin.send("/ask", { reason: "erase.court", basis: "Решение суда № 5 от 1 марта 2026 года", sure: "yes" });
    assert.equal(actors.admin.status, 200, actors.admin.text());
    await actors.auditor.open(`/ru/w/erasures/${one}`);
    await actors.auditor.send("/approve", { sure: "yes" });
    assert.equal(actors.auditor.status, 200, actors.auditor.text());
  }
  // The index follows the journal within a second.
  const word = words.find((one) => canaries.get(one).what === "text");
  let hits = "?";
  for (let i = 0; i < 10_000 && hits !== ""; ++i) hits = (await actors.anonymous.ask(`/api/v1/appeals?q=${word}`)).text.includes(number) ? "found" : "";
  assert.equal(hits, "", "the search forgot it");
  const left = new Set(words), found = new Set();
  const paths = (await addresses()).filter((path) => path.includes(number) || path.includes(complaint) || !path.includes("KZ75-A-"));
  for (const actor of ["anonymous", "owner2", "clerk", "head", "moderator", "auditor", "admin"])
    for (const path of paths.concat(`/ru/appeals/${number}?again`)) {
      const { text } = await actors[actor].ask(path);
      for (const one of seenIn(decoded(text) + opened(text))) if (left.has(one) && !path.includes(encodeURIComponent(one))) found.add(`${actor} reads the ${canaries.get(one).what} at ${path}`);
    }
  assert.deepEqual([...found].slice(0, 20), []);
  assert.deepEqual(seenIn(server.log()), []);
  if (process.env.JAUAP_TEST_DATABASE) return; // there the data are not in the folder
  // Stopped, the database is one file; what was deleted in it was written over. The blocks of the index are reused later.
  await server.stop({ keep: true });
  const files = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]));
  const onDisk = files(server.folder).filter((file) => !file.startsWith(join(server.folder, "search")))
    .flatMap((file) => seenIn(readFileSync(file).toString("latin1")).map((one) => ({ one, where: `${canaries.get(one).what} in ${file.slice(server.folder.length)}` })));
  assert.deepEqual(onDisk.filter(({ one }) => left.has(one)).map(({ where }) => where), []);
  assert.ok(onDisk.some(({ where }) => where.startsWith("text of an account's case")), "the database was read");
});
