// What a form may be sent that no person types: the answer is never a fault of the server and never markup.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, api } from "../support/browser.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

let server;
before(async () => { server = await start({ data: demonstrationFolder(), moderated: true }); });
after(() => server.stop());

const hostile = {
  "nothing but spaces": "   \u00a0\u200b \n\t ",
  "an attribute breakout": '" autofocus onfocus="alert(1)" x="',
  "a tag breakout": "</textarea><script>alert(1)</script> во дворе темно",
  "a zero character": "Во дворе\u0000 нет света",
  "line breaks in a header's place": "Во дворе\r\nSet-Cookie: a=b\r\n нет света",
  "a path": "../../../../etc/passwd во дворе нет света",
  "an entity": "&lt;script&gt; &#60;b&#62; &amp;amp; во дворе",
  "half a surrogate pair": "нет света \ud83d во дворе",
  "twenty thousand and one letters": "а".repeat(20_001),
};
for (const [name, text] of Object.entries(hostile))
  for (const language of ["kk", "ru", "en"])
    test(`${name} in the first field is no fault and no markup in ${language}`, async () => {
      const browser = new Browser(server.url);
      await browser.open(`/${language}/appeal/new`);
      await browser.send("/appeal/new", { text });
      assert.ok(browser.status < 500, `${browser.status}`);
      assert.ok(!browser.html.includes("<script>alert"));
      assert.ok(!/<[a-z][^>]*\sonfocus=/.test(browser.html));
      assert.ok(!browser.html.includes("\u0000"));
      assert.ok(!browser.cookies.has("a"));
    });

for (const [name, body] of [
  ["bytes that are no text", "text=%ff%fe%c0%80&_csrf=%ff"],
  ["a broken percent sign", "text=%zz%&_csrf=%"],
  ["ten thousand fields", Array.from({ length: 10_000 }, (_, i) => `f${i}=1`).join("&")],
  ["a field said twice", "text=one&text=two&_csrf=a&_csrf=b"],
  ["nothing", ""],
])
  test(`a form of ${name} is refused and is no fault of the server`, async () => {
    const answer = await fetch(`${server.url}/ru/appeal/new`, { method: "POST", body, redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded" } });
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
  });

for (const path of ["/ru/appeals/%00", "/ru/appeals/%ff", "/ru/appeals/../../etc", "/ru/appeals/" + "9".repeat(4000), "/ru/appeal/d/%2e%2e/place", "/ru//appeals", "/ru/appeals?after=%00", "/ru/appeals?topic=%27--", "/api/v1/appeals/'%20or%201=1"])
  test(`the address ${path.slice(0, 32)} is no fault of the server`, async () => {
    assert.ok((await fetch(server.url + path, { redirect: "manual" })).status < 500);
  });

test("a wrong code says the same as no code and as no such number", async () => {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе нет света третий день" } });
  assert.equal(sent.status, 201);
  const path = `/api/v1/appeals/${sent.json.number}`;
  const none = await api(server.url, path);
  const wrong = await api(server.url, path, { headers: { "jauap-code": "AAAA-AAAA-AAAA-AAAA" } });
  const unknown = await api(server.url, "/api/v1/appeals/KZ75-A-2026-999999");
  for (const one of [none, wrong, unknown]) assert.equal(one.status, 404);
  assert.deepEqual(Object.keys(none.json), Object.keys(unknown.json));
  assert.equal(none.json.title, unknown.json.title);
  assert.equal(wrong.json.title, unknown.json.title);
});

for (const language of ["kk", "ru", "en"])
  test(`a page asked for by a wrong method says so in ${language}`, async () => {
    const answer = await fetch(`${server.url}/${language}/track`, { method: "DELETE" });
    assert.equal(answer.status, 405);
    assert.ok(answer.headers.get("allow"));
    assert.match(await answer.text(), new RegExp(`lang="${language}"`));
  });

test("nothing of the applicant stands on any public face of a public case", async () => {
  const canaries = { surname: "Канарейкинова", first_name: "Жұпарайтест", patronymic: "Отчествовна", iin: "991332000003", email: "canary.q7@example.kz", phone: "+77015557788", address: "Секретный проезд 19" };
  const text = "Во дворе нет света, пишите canary.q7@example.kz или звоните +7 701 555 77 88, ИИН 991332000003.";
  const sent = await api(server.url, "/api/v1/appeals", { json: { text, visibility: "public", applicant: canaries } });
  assert.equal(sent.status, 201, sent.text);
  const n = sent.json.number;
  await server.publish(n);
  for (const path of [`/ru/appeals/${n}`, `/kk/appeals/${n}`, "/ru/appeals", `/api/v1/appeals/${n}`, `/api/v1/appeals/${n}/events`, "/api/v1/appeals", "/ru/appeals.csv", "/ru/appeals.atom", "/ru/appeals.json"]) {
    const answer = await fetch(server.url + path);
    assert.equal(answer.status, 200, path);
    const said = await answer.text();
    for (const canary of [...Object.values(canaries), "7015557788", "701 555 77 88"]) assert.ok(!said.includes(canary), `${path} shows ${canary}`);
  }
});

test("the first page with all that it loads weighs at most 60 kB", async () => {
  const { gzipSync } = await import("node:zlib");
  for (const path of ["/kk/", "/ru/appeal/new", "/ru/appeals", "/en/track"]) {
    const html = await (await fetch(server.url + path)).text();
    let sum = gzipSync(html).length;
    const assets = new Set([...html.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="(\/[^"]*\.(?:css|js|svg|woff2|png|ico)[^"]*)"/g)].map((m) => m[1]));
    for (const asset of assets) {
      const answer = await fetch(server.url + asset);
      assert.equal(answer.status, 200, asset);
      sum += gzipSync(Buffer.from(await answer.arrayBuffer())).length;
    }
    console.log(`# ${path}: ${sum} bytes, ${assets.size} assets`);
    assert.ok(sum <= 60 * 1024, `${path} weighs ${sum}`);
  }
});
