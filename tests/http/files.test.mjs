// Photos and documents of a case: sent, cleaned, looked at, let out, taken back, removed; and who may not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { api, Browser, decoded, oneTimeKey } from "../support/browser.mjs";
import { description, jpeg, pdf, photo } from "../support/pictures.mjs";
import { databaseOf, demonstrationFolder, run, start } from "../support/server.mjs";

let server, tokens;
const body = "almaty.zhol-infra";
before(async () => {
  const data = demonstrationFolder();
  tokens = Object.fromEntries(
    ["clerk@demo", "moderator@demo"].map((login) => {
      const made = run("token", "--data", data, "--as", login, ...databaseOf(data));
      assert.equal(made.status, 0, made.stderr);
      return [login, made.stdout.trim().split(/\s+/).find((word) => word.startsWith("jp_"))];
    }),
  );
  server = await start({ data, moderated: true });
});
after(() => server.stop());

const by = (login) => ({ authorization: `Bearer ${tokens[login]}` });
const withCode = (sent) => ({ "jauap-code": sent.code });
async function submitted(more = {}) {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма, машины объезжают по встречной. Когда её заделают?", body, ...more } });
  assert.equal(sent.status, 201, sent.text);
  if (more.visibility === "public") await server.publish(sent.json.number);
  return sent.json;
}
const form = (files, fields = {}) => {
  const all = new FormData();
  for (const [name, value] of Object.entries(fields)) all.set(name, value);
  for (const [name, bytes] of files) all.append("files", new Blob([bytes]), name);
  return all;
};
async function upload(sent, files, headers = withCode(sent), where = "files") {
  const response = await fetch(`${server.url}/api/v1/appeals/${sent.number}/${where}`, { method: "POST", body: form(files), headers: { "accept-language": "ru", ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}
const read = async (sent, headers = withCode(sent)) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers })).json;
const open = (path, headers = {}) => fetch(server.url + path, { headers, redirect: "manual" });

// The case once none of its files is being cleaned.
async function settled(sent) {
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(20)) {
    const view = await read(sent);
    if (view.files.every((one) => one.state !== "waiting")) return view;
  }
  throw new Error("the files are still being cleaned");
}

async function tracked(sent, language = "ru") {
  const person = new Browser(server.url);
  await person.open(`/${language}/track`);
  await person.send("/track", { number: sent.number, code: sent.code });
  assert.equal(person.status, 200);
  return person;
}

// Sends a multipart form as a browser does: its hidden fields, these values and files.
async function sendFiles(person, addressEnd, files, values = {}) {
  const found = person.forms().find((one) => one.action.endsWith(addressEnd));
  assert.ok(found, `a form to ${addressEnd} on ${person.path}`);
  const fields = { ...values };
  for (const [tag] of found.inner.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g))
    fields[decoded(tag.match(/name="([^"]*)"/)[1])] = decoded(tag.match(/value="([^"]*)"/)?.[1] ?? "");
  return person.open(found.action, { body: form(files, fields) });
}

async function enteredAs(login) {
  const browser = new Browser(server.url);
  await browser.enterAs(login);
  return browser;
}

async function reviewed(number, name, values, login = "clerk@demo", whose = "files") {
  const official = await enteredAs(login);
  await official.open(`/ru/w/files/${number}/${whose}/${name}`);
  assert.equal(official.status, 200);
  return official.send(`/${name}`, values);
}

test("a photo from a phone without scripts: cleaned of its place, seen by the applicant and the body, not by a stranger", async () => {
  const sent = await submitted();
  const person = await tracked(sent);
  const original = photo();
  assert.ok(original.includes("Exif") && original.includes(description));
  assert.match(person.html, /<input[^>]*type="file"[^>]*accept="image\/jpeg[^>]*multiple/);
  assert.match(person.text(), /до 20 МБ/);
  await sendFiles(person, "/files", [["IMG_2041.jpg", original]]);
  assert.equal(person.status, 200, person.html);
  assert.match(person.text(), /photo-1\.jpg/);
  const view = await settled(sent);
  const [file] = view.files;
  assert.deepEqual([file.name, file.kind, file.state, file.public, file.review], ["photo-1.jpg", "photo", "clean", false, "none"]);
  assert.equal(file.url, `/appeals/${sent.number}/files/photo-1.jpg`);
  for (const address of [file.url, file.small_url]) {
    const own = await open(address, withCode(sent));
    assert.equal(own.status, 200);
    assert.equal(own.headers.get("content-type"), "image/jpeg");
    assert.equal(own.headers.get("cache-control"), "no-store");
    assert.match(own.headers.get("content-security-policy"), /sandbox/);
    const bytes = Buffer.from(await own.arrayBuffer());
    assert.deepEqual([bytes[0], bytes[1]], [0xff, 0xd8]);
    for (const trace of ["Exif", "GPS", description, "IMG_2041"]) assert.ok(!bytes.includes(trace), `${address} holds ${trace}`);
    assert.equal((await open(address, by("clerk@demo"))).status, 200);
    assert.equal((await open(address)).status, 404);
    assert.equal((await open(address, { "jauap-code": "AAAA-AAAA-AAAA-AAAA" })).status, 404);
    assert.equal((await open(address, by("moderator@demo"))).status, 404);
  }
  await person.open(`/ru/appeals/${sent.number}`);
  assert.match(person.html, new RegExp(`<img[^>]*src="${file.small_url}"`));
  assert.match(person.text(), /видите только вы и орган/);
  const official = await enteredAs("clerk@demo");
  await official.open(`/ru/w/body/${sent.number}`);
  assert.match(official.html, new RegExp(`<img[^>]*src="${file.small_url}"`));
  assert.ok(!official.html.includes("/w/files/" + sent.number), "nothing of a private case is let out");
});

for (const [language, words] of [["kk", /Фото немесе құжат қосу/], ["ru", /Добавить фото или документ/], ["en", /Add a photo or document/]])
  test(`a photo may be added right after sending in ${language}`, async () => {
    const person = await tracked(await submitted(), language);
    await person.open(`/${language}/appeals/${person.path.match(/KZ75-A-\d{4}-\d{6}/)[0]}/receipt`);
    assert.match(person.text(), words);
    await sendFiles(person, "/files", [["a.pdf", pdf()]]);
    assert.equal(person.status, 200);
    assert.match(person.text(), /document-1\.pdf/);
  });

const hostile = {
  "a page named as a photo": ["x.jpg", Buffer.from("<!doctype html><script>alert(1)</script>")],
  "a drawing with a script": ["x.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  "an archive": ["x.zip", Buffer.from("PK\u0003\u0004aaaaaaaaaaaaaaaa")],
  "a program": ["x.jpg", Buffer.from("\u007fELFaaaaaaaaaaaaaaaaaaa")],
  "an empty file": ["x.jpg", Buffer.alloc(0)],
};
for (const [name, [called, bytes]] of Object.entries(hostile))
  test(`${name} is refused by its name and the others of the form are not kept`, async () => {
    const sent = await submitted();
    const answer = await upload(sent, [["good.jpg", jpeg(16, 16)], [called, bytes]]);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.json.errors[0].field, "files");
    assert.ok(answer.json.errors[0].message.startsWith(called), answer.text);
    assert.deepEqual((await read(sent)).files, []);
  });

test("a name with markup is shown as text, a name that cannot be shown by its number", async () => {
  const sent = await submitted();
  const person = await tracked(sent);
  await sendFiles(person, "/files", [["<img src=x onerror=alert(1)>.jpg", Buffer.from("nothing")], ["ы".repeat(300), Buffer.from("nothing")]]);
  assert.equal(person.status, 422);
  assert.ok(!person.html.includes("<img src=x"));
  assert.match(person.text(), /<img src=x onerror=alert\(1\)>\.jpg: Такой файл не принимается/);
  assert.match(person.text(), /№ 2: /);
});

test("a picture that only pretends to be one is refused in words after it was opened", async () => {
  const sent = await submitted();
  assert.equal((await upload(sent, [["broken.jpg", photo().subarray(0, 300)]])).status, 201);
  const [file] = (await settled(sent)).files;
  assert.equal(file.state, "refused");
  assert.equal(file.url, undefined);
  const person = await tracked(sent);
  assert.match(person.text(), /не принят\. Изображение не открывается/);
  assert.equal((await open(`/appeals/${sent.number}/files/photo-1.jpg`, withCode(sent))).status, 404);
});

test("an eleventh file is refused, at once and one after another", async () => {
  const sent = await submitted();
  const many = (count) => Array.from({ length: count }, (_, i) => [`${i}.pdf`, pdf()]);
  const atOnce = await upload(sent, many(11));
  assert.equal(atOnce.status, 422, atOnce.text);
  assert.equal((await upload(sent, many(9))).status, 201);
  const two = await upload(sent, many(2));
  assert.equal(two.status, 422, two.text);
  assert.match(two.text, /10/);
  assert.equal((await upload(sent, many(1))).status, 201);
  assert.equal((await read(sent)).files.length, 10);
  const person = await tracked(sent);
  assert.match(person.text(), /Приложено наибольшее число файлов: 10/);
});

test("a file over the limit is refused by its name, a form over the limit before it is read", async () => {
  const sent = await submitted();
  const large = await upload(sent, [["plan.pdf", pdf(20 * 1024 * 1024)]]);
  assert.equal(large.status, 422, large.text);
  assert.match(large.text, /plan\.pdf: .*20 МБ/);
  const huge = await upload(sent, Array.from({ length: 4 }, (_, i) => [`${i}.pdf`, pdf(17 * 1024 * 1024)])).catch(() => ({ status: 413 }));
  assert.equal(huge.status, 413);
  assert.deepEqual((await read(sent)).files, []);
});

test("a stranger, an official and another code can add nothing and learn nothing", async () => {
  const sent = await submitted(), other = await submitted();
  const file = [["a.pdf", pdf()]];
  assert.equal((await upload(sent, file, {})).status, 404);
  assert.equal((await upload(sent, file, withCode(other))).status, 404);
  assert.equal((await upload(sent, file, by("clerk@demo"))).status, 403);
  assert.equal((await upload({ number: "KZ75-A-2026-999999" }, file, {})).status, 404);
  const stranger = new Browser(server.url);
  await stranger.open(`/ru/appeals/${sent.number}/files`);
  assert.equal(stranger.status, 404);
  assert.deepEqual((await read(sent)).files, []);
});

test("a repeat with the same key adds nothing, with another file it is refused", async () => {
  const sent = await submitted();
  const headers = { ...withCode(sent), "idempotency-key": oneTimeKey() };
  const first = await upload(sent, [["a.pdf", pdf()]], headers);
  assert.equal(first.status, 201, first.text);
  const again = await upload(sent, [["a.pdf", pdf()]], headers);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  assert.equal(again.text, first.text);
  assert.equal((await upload(sent, [["a.pdf", pdf(9)]], headers)).status, 422);
  assert.equal((await read(sent)).files.length, 1);
});

test("JSON where files are expected is refused in words", async () => {
  const sent = await submitted();
  const answer = await api(server.url, `/api/v1/appeals/${sent.number}/files`, { json: { files: [] }, headers: withCode(sent) });
  assert.equal(answer.status, 400);
  const none = await upload(sent, []);
  assert.ok([400, 422].includes(none.status), none.text);
});

test("the applicant removes a file until the case is answered; its bytes and address are gone", async () => {
  const sent = await submitted();
  await upload(sent, [["a.pdf", pdf()], ["b.pdf", pdf()]]);
  const person = await tracked(sent);
  await person.open(`/ru/appeals/${sent.number}/files/document-1.pdf/remove`);
  await person.send("/remove");
  assert.equal(person.status, 200);
  assert.deepEqual((await read(sent)).files.map((one) => one.name), ["document-2.pdf"]);
  assert.equal((await open(`/appeals/${sent.number}/files/document-1.pdf`, withCode(sent))).status, 404);
  const answered = await api(server.url, `/api/v1/appeals/${sent.number}/answer`, { json: { decision: "explained", text: "Работы внесены в план на этот месяц." }, headers: by("clerk@demo") });
  assert.equal(answered.status, 200, answered.text);
  await person.open(`/ru/appeals/${sent.number}/files/document-2.pdf/remove`);
  assert.equal(person.status, 409);
  assert.equal((await upload(sent, [["c.pdf", pdf()]])).status, 409);
});

test("an official lets a photo of a public case out, the record says so without names, and private takes it back", async () => {
  const sent = await submitted({ visibility: "public" });
  await upload(sent, [["a.jpg", photo()], ["b.jpg", photo(64, 64)]]);
  await settled(sent);
  const path = `/appeals/${sent.number}/files/photo-1.jpg`;
  assert.equal((await open(path)).status, 404);
  const page = () => open(`/ru/appeals/${sent.number}`).then((answer) => answer.text());
  assert.ok(!(await page()).includes("photo-1"));
  const official = await enteredAs("clerk@demo");
  await official.open("/ru/w/files");
  assert.ok(official.html.includes(`/w/files/${sent.number}/files/photo-1.jpg`));

  await reviewed(sent.number, "photo-1.jpg", { decision: "show" });
  const shown = await open(path);
  assert.equal(shown.status, 200);
  assert.match(shown.headers.get("cache-control"), /public/);
  assert.ok((await page()).includes(`src="/appeals/${sent.number}/files/photo-1-small.jpg"`));
  const seen = await api(server.url, `/api/v1/appeals/${sent.number}`);
  assert.deepEqual(seen.json.files.map((one) => one.name), ["photo-1.jpg"]);
  const event = seen.json.events.find((one) => one.type === "appeal.file_shown");
  assert.equal(event.role, "clerk");
  assert.ok(!JSON.stringify(event).includes("photo"));

  await reviewed(sent.number, "photo-2.jpg", { decision: "hide", reason: "hide_file.faces" }, "moderator@demo");
  assert.equal((await open(`/appeals/${sent.number}/files/photo-2.jpg`)).status, 404);
  const person = await tracked(sent);
  assert.match(person.text(), /Не публикуется: Видны лица людей или номера машин/);
  const hidden = (await read(sent)).events.find((one) => one.type === "appeal.file_hidden");
  assert.deepEqual([hidden.role, hidden.reason, hidden.body], ["moderator", "hide_file.faces", undefined]);
  assert.equal((await read(sent)).files[1].reason, "hide_file.faces");

  const step = (visibility) => api(server.url, `/api/v1/appeals/${sent.number}/visibility`, { json: { visibility }, headers: withCode(sent) });
  assert.equal((await step("private")).status, 200);
  assert.equal((await open(path)).status, 404);
  assert.equal((await step("public")).status, 200);
  await server.publish(sent.number);
  assert.equal((await open(path)).status, 404, "it has to be looked at again");
  assert.deepEqual((await read(sent)).files.map((one) => [one.public, one.review]), [[false, "waits"], [false, "waits"]]);
});

test("who reviews must decide, and say why not; a stranger and another body cannot", async () => {
  const sent = await submitted({ visibility: "public" });
  await upload(sent, [["a.pdf", pdf()]]);
  const official = await reviewed(sent.number, "document-1.pdf", {});
  assert.equal(official.status, 422);
  await official.send("/document-1.pdf", { decision: "hide", reason: "" });
  assert.equal(official.status, 422);
  assert.ok(/id="reason-error"/.test(official.html));
  const other = await submitted({ visibility: "public", body: "almaty.kommunal" });
  await upload(other, [["a.pdf", pdf()]]);
  await official.open(`/ru/w/files/${other.number}/files/document-1.pdf`);
  assert.ok([403, 404].includes(official.status), `${official.status}`);
  const stranger = await tracked(sent);
  await stranger.open(`/ru/w/files/${sent.number}/files/document-1.pdf`);
  assert.ok([401, 403, 404].includes(stranger.status), `${stranger.status}`);
  assert.equal((await read(sent)).files[0].public, false);
});

test("completing an appeal takes photos along; a bad one keeps the typed text and says which and why", async () => {
  const sent = await submitted();
  const asked = await api(server.url, `/api/v1/appeals/${sent.number}/ask-repair`, { json: { reason: "repair.documents", text: "Приложите фотографию ямы." }, headers: by("clerk@demo") });
  assert.equal(asked.status, 200, asked.text);
  const person = await tracked(sent);
  await person.open(`/ru/appeals/${sent.number}/repair`);
  await sendFiles(person, "/repair", [["яма.gif", Buffer.from("GIF89a")]], { text: "Угол Абая и Ауэзова, у остановки." });
  assert.equal(person.status, 422);
  assert.match(person.html, /Угол Абая и Ауэзова, у остановки\.<\/textarea>/);
  assert.match(person.text(), /яма\.gif: Такой файл не принимается/);
  assert.equal((await read(sent)).status, "needs_repair");
  await sendFiles(person, "/repair", [["яма.jpg", photo()]], { text: "Угол Абая и Ауэзова, у остановки." });
  assert.equal(person.status, 200, person.text());
  const view = await settled(sent);
  assert.deepEqual([view.status, view.files.length, view.files[0].state], ["in_work", 1, "clean"]);
});

test("documents stand beside an answer for the applicant, and for others only when let out", async () => {
  const sent = await submitted({ visibility: "public" });
  const official = await enteredAs("clerk@demo");
  await official.open(`/ru/w/body/${sent.number}/answer`);
  const values = { decision: "explained", text: "Яма внесена в план ремонта, работы закончат 30 ноября. Акт осмотра приложен к ответу.", warned: "yes" };
  await sendFiles(official, "/answer", [["act.doc", Buffer.from("doc")]], values);
  assert.equal(official.status, 422);
  assert.ok(official.html.includes("Акт осмотра приложен"));
  await sendFiles(official, "/answer", [["act.pdf", pdf()]], values);
  assert.equal(official.status, 200, official.text());
  const path = `/appeals/${sent.number}/answer-files/document-1.pdf`;
  const person = await tracked(sent);
  assert.ok(person.html.includes(path));
  const own = await open(path, withCode(sent));
  assert.equal(own.status, 200);
  assert.match(own.headers.get("content-disposition"), /^attachment/);
  assert.equal((await open(path)).status, 404);
  assert.equal((await read(sent)).files[0].answer, 1);
  await reviewed(sent.number, "document-1.pdf", { decision: "show" }, "clerk@demo", "answer-files");
  assert.equal((await open(path)).status, 200);
  const more = await upload(sent, [["more.pdf", pdf()]], by("clerk@demo"), "answer-files");
  assert.equal(more.status, 201, more.text);
});

test("the interface description has files as a form and in the case", async () => {
  const { json } = await api(server.url, "/api/v1/openapi.json");
  const post = json.paths["/api/v1/appeals/{number}/files"].post;
  assert.ok(post.requestBody.content["multipart/form-data"].schema.properties.files);
  assert.ok(post.parameters.some((one) => one.name === "Idempotency-Key"));
  assert.ok(json.paths["/api/v1/appeals/{number}"].get.responses["200"].content["application/json"].schema.properties.files);
});
