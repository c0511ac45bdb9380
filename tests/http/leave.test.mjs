// Leave: who is away, who stands in, and what the stand-in may.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { addPerson, demonstrationFolder, start, tokenFor } from "../support/server.mjs";

let server, head;
const body = "almaty.zhol-infra";
before(async () => {
  const data = demonstrationFolder();
  addPerson(data, { login: "third@demo", name: "Үшінші Маман", email: "third@example.kz", role: "clerk", body });
  head = { authorization: `Bearer ${tokenFor(data, "head@demo")}` };
  server = await start({ data });
});
after(() => server.stop());

async function entered(login) {
  const browser = new Browser(server.url);
  await browser.enterAs(login);
  return browser;
}
const take = async (browser, values) => {
  await browser.open("/ru/w/leave");
  return browser.send("/w/leave", values);
};
const day = (offset) => new Date(Date.now() + offset * 86_400_000 + 5 * 3_600_000).toISOString().slice(0, 10);

test("the stand-in of an official finds the cases, and whoever assigns sees that the official is away", async () => {
  const sent = await api(server.url, "/api/v1/appeals", { json: { text: "На перекрёстке яма, машины объезжают по встречной.", body } });
  const { number } = sent.json;
  assert.equal((await api(server.url, `/api/v1/appeals/${number}/assign`, { json: { executor: "clerk@demo" }, headers: head })).status, 200);
  const away = await entered("clerk@demo");
  await take(away, { stand_in: "head@demo", from: day(0), until: day(10) });
  assert.equal(away.status, 200);
  assert.match(away.html, /Замещает: /);
  const standIn = await entered("head@demo");
  await standIn.open("/ru/w/body");
  const link = standIn.html.match(/href="([^"]*of=clerk[^"]*)"/);
  assert.ok(link, "the inbox leads to the cases of whoever is away");
  await standIn.open(link[1].replaceAll("&amp;", "&"));
  assert.ok(standIn.html.includes(number));
  await standIn.open(`/ru/w/body/${number}/assign`);
  assert.match(standIn.html, /в отпуске, последний день/);
  await away.open("/ru/w/leave");
  await away.send("/end");
  assert.equal(away.status, 200);
  assert.match(away.html, /Сейчас никто не в отпуске/);
  await standIn.open("/ru/w/body");
  assert.ok(!standIn.html.includes("of=clerk"));
});

test("a head's stand-in holds the head's post for that time and not after it", async () => {
  const chief = await entered("head@demo");
  await take(chief, { login: "head@demo", stand_in: "clerk@demo", from: day(0), until: day(3) });
  assert.equal(chief.status, 200);
  assert.match(chief.html, /С правом подписи руководителя/);
  const acting = await entered("clerk@demo");
  await acting.open("/ru/w/head");
  assert.notEqual(acting.status, 200, "not before the post is chosen");
  await acting.open("/ru/me/settings");
  const post = acting.html.match(/value="([^"]*)"[^>]*>\s*<label[^>]*>Первый руководитель/)[1];
  await acting.send("/me/post", { post });
  await acting.open("/ru/w/head");
  assert.equal(acting.status, 200);
  await chief.open("/ru/w/leave");
  await chief.send("/end");
  const later = await entered("clerk@demo");
  await later.open("/ru/me/settings");
  assert.ok(!/Первый руководитель/.test(later.html));
  await acting.open("/ru/w/head");
  assert.notEqual(acting.status, 200, "the session that acted in it has ended");
});

test("each wrong day and person is named and nothing typed is lost", async () => {
  const chief = await entered("head@demo");
  const good = { login: "clerk@demo", stand_in: "third@demo", from: day(5), until: day(9) };
  for (const [wrong, words] of [
    [{ from: "" }, /Укажите день/],
    [{ until: "позже" }, /Укажите день/],
    [{ until: day(2) }, /Последний день раньше первого/],
    [{ from: day(-9), until: day(-2) }, /Эти дни уже прошли/],
    [{ until: day(900) }, /не может быть дольше года/],
    [{ stand_in: "clerk@demo" }, /Замещать себя самого нельзя/],
    [{ stand_in: "clerk2@demo" }, /не работает в этом органе/],
    [{ login: "nobody@demo" }, /не работает в этом органе/],
  ]) {
    await take(chief, { ...good, ...wrong });
    assert.equal(chief.status, 422, JSON.stringify(wrong));
    assert.match(chief.html, words);
    if (!("from" in wrong)) assert.ok(chief.html.includes(`value="${good.from}"`));
  }
  await take(chief, good);
  assert.equal(chief.status, 200);
  await take(chief, good);
  assert.match(chief.html, /уже внесён/);
  await take(chief, { ...good, login: "head@demo", stand_in: "clerk@demo" });
  assert.match(chief.html, /Замещающий сам в отпуске/);
});

test("an official enters no leave of a colleague, and nobody of another body sees or ends one", async () => {
  const official = await entered("clerk@demo");
  await official.open("/ru/w/leave");
  await official.send("/w/leave", { login: "third@demo", stand_in: "head@demo", from: day(20), until: day(21) });
  assert.ok([403, 404].includes(official.status), `${official.status}`);
  const chief = await entered("head@demo");
  await take(chief, { login: "third@demo", stand_in: "head@demo", from: day(30), until: day(31) });
  const ends = chief.forms().map((one) => one.action).filter((address) => address.endsWith("/end"));
  const stranger = await entered("clerk2@demo");
  await stranger.open("/ru/w/leave");
  assert.ok(!stranger.html.includes("Үшінші Маман"));
  const answer = await stranger.ask(ends.at(-1), { form: { _csrf: await stranger.token() } });
  assert.equal(answer.status, 404);
});
