// A new pack of rules: proposed from the command line, approved by a second administrator, in force without a restart; terms follow and say why.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, Browser } from "../support/browser.mjs";
import { databaseOf, demonstrationFolder, root, run, start, tokenFor } from "../support/server.mjs";

let server, second;
before(async () => {
  const data = demonstrationFolder();
  second = { authorization: `Bearer ${tokenFor(data, "admin2@demo")}` };
  server = await start({ data });
});
after(() => server.stop());

// The pack of the repository, with one more day off `days` after today.
function packWithDayOff(version, day) {
  const folder = mkdtempSync(join(tmpdir(), "jauap-pack-"));
  cpSync(join(root, "packs", "kz"), folder, { recursive: true });
  const change = (name, edit) => {
    const content = JSON.parse(readFileSync(join(folder, name), "utf8"));
    edit(content);
    writeFileSync(join(folder, name), JSON.stringify(content));
  };
  change("pack.json", (pack) => (pack.version = version));
  change("calendar.json", (calendar) => {
    calendar.days_off.push({ date: day, kind: "government", name: { kk: "Демалыс", ru: "Выходной", en: "Day off" }, status: "certain" });
    calendar.days_off.sort((a, b) => (a.date < b.date ? -1 : 1));
  });
  return folder;
}
const publish = (folder, ...more) => run("pack", "publish", folder, "--data", server.folder, "--by", "admin@demo", ...more, ...databaseOf(server.folder));
const read = async (sent) => (await api(server.url, `/api/v1/appeals/${sent.number}`, { headers: { "jauap-code": sent.code } })).json;

test("a holiday more moves open terms by a day: counted before, approved by another, explained after", async () => {
  const sent = (await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе третью неделю не горит фонарь.", body: "almaty.zhol-infra" } })).json;
  const before = await read(sent);
  const off = before.due_on;  // the last day itself: the term ends on the next working day
  const today = new Date(Date.now() + 5 * 3600_000).toISOString().slice(0, 10);
  const proposed = publish(packWithDayOff("kz-2026.2", off), "--from", today);
  assert.equal(proposed.status, 0, proposed.stderr);
  const [, moved, open] = proposed.stdout.match(/(\d+) of (\d+) open terms change/);
  assert.ok(Number(moved) > 0 && Number(moved) <= Number(open), proposed.stdout);
  assert.equal((await read(sent)).due_on, before.due_on, "nothing moves before it is approved");

  const own = new Browser(server.url);
  await own.enterAs("admin@demo");
  await own.open("/ru/w/packs/kz-2026.2");
  assert.match(own.text(), new RegExp(`Изменится ${moved} открытых сроков из ${open}`));
  assert.match(own.text(), /Новый нерабочий день/);
  assert.ok(!own.html.includes("/kz-2026.2/approve"), "nobody approves an own proposal");
  const other = new Browser(server.url, second);
  await other.open("/ru/w/packs/kz-2026.2");
  await other.send("/decline", { why: "" });
  assert.equal(other.status, 422);
  await other.send("/approve", {});
  assert.equal(other.status, 200);

  let now;
  for (const until = Date.now() + 30_000; Date.now() < until; ) if ((now = await read(sent)).due_on !== before.due_on) break;
  assert.ok(now.due_on > before.due_on, `${before.due_on} → ${now.due_on}`);
  const last = now.events.at(-1);
  assert.deepEqual([last.type, last.due_before, last.due_on, last.pack], ["appeal.recounted", before.due_on, now.due_on, "kz-2026.2"]);
  assert.ok(now.deadline.skipped.some((one) => JSON.stringify(one).includes(off)), "the day off is named among the days not counted");
  const page = await new Browser(server.url, { "jauap-code": sent.code }).ask(`/ru/appeals/${sent.number}`);
  assert.match(page.text, /По новой версии правил и календаря: kz-2026\.2/);
  const list = await new Browser(server.url, second).ask("/ru/w/packs.json");
  assert.equal(JSON.parse(list.text).in_force, "kz-2026.2");
});

test("the same version, a day that is past and somebody who is no administrator are refused in words", async () => {
  const folder = packWithDayOff("kz-2026.3", "2027-06-09");
  assert.match(publish(folder, "--from", "2020-01-01").stderr, /passed/);
  assert.notEqual(publish(packWithDayOff("kz-2026.2", "2027-06-09"), "--from", "2027-01-11").status, 0);
  const clerk = run("pack", "publish", folder, "--data", server.folder, "--by", "clerk@demo", "--from", "2027-01-11", ...databaseOf(server.folder));
  assert.match(clerk.stderr, /administrator/);
});

test("a pack whose day has not come waits, and stays after a restart what it was", async () => {
  assert.equal(publish(packWithDayOff("kz-2026.4", "2027-06-09"), "--from", "2027-01-11").status, 0);
  const other = new Browser(server.url, second);
  await other.open("/ru/w/packs/kz-2026.4");
  await other.send("/approve", {});
  const data = server.folder;
  await server.stop({ keep: true });
  server = await start({ data });
  const list = JSON.parse((await new Browser(server.url, second).ask("/ru/w/packs.json")).text);
  assert.equal(list.in_force, "kz-2026.2", "what was published is in force after a restart, not the folder");
  assert.equal(list.packs.find((one) => one.version === "kz-2026.4").state, "approved");
});
