// Redirects in circles: each hop is harder than the one before, and the third is settled by an arbiter for good.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api } from "../support/browser.mjs";
import { addPerson, demonstrationFolder, start, tokenFor } from "../support/server.mjs";

let server;
const tokens = {};
const people = {
  firstClerk: ["clerk", "almaty.zhol-infra"], secondClerk: ["clerk", "almaty.energetika-su"], secondHead: ["head", "almaty.energetika-su"],
  thirdHead: ["head", "almaty.kommunal"], arbiterClerk: ["clerk", "almaty.akimat"], arbiter: ["head", "almaty.akimat"], fourthHead: ["head", "almaty.ekologiya"],
};
before(async () => {
  const data = demonstrationFolder();
  for (const [name, [role, body]] of Object.entries(people)) {
    const login = `hop.${name.toLowerCase()}@test`;
    addPerson(data, { login, name: `Маман ${name}`, email: `${name.toLowerCase()}@example.kz`, role, body });
    tokens[name] = { authorization: `Bearer ${tokenFor(data, login)}` };
  }
  server = await start({ data });
});
after(() => server.stop());

const step = (who, number, name, json) => api(server.url, `/api/v1/appeals/${number}/${name}`, { json, headers: tokens[who] });
const redirect = (who, number, to) => step(who, number, "redirect", { to, reason: "redirect.competence", sentence: "Этим занимается другое управление." });
const inbox = async (who) => (await fetch(`${server.url}/ru/w/body?status=disputed`, { headers: tokens[who] })).text();

test("a second hop is the head's, a third goes to the akimat, and whom the akimat names cannot pass it on", async () => {
  const { number, code } = (await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе третью неделю не вывозят мусор.", body: "almaty.zhol-infra" } })).json;
  assert.equal((await redirect("firstClerk", number, "almaty.energetika-su")).status, 200);
  const byClerk = await redirect("secondClerk", number, "almaty.kommunal");
  assert.deepEqual([byClerk.status, byClerk.json.waits_for_head], [202, true], "what the executor sends on a second time waits for the head");
  assert.equal((await redirect("secondHead", number, "almaty.kommunal")).status, 200);
  assert.ok(!(await inbox("arbiter")).includes(number));
  assert.equal((await redirect("thirdHead", number, "almaty.ekologiya")).status, 200, "taken, but it goes to the arbiter whatever was typed");
  const seen = async () => (await api(server.url, `/api/v1/appeals/${number}`, { headers: { "jauap-code": code } })).json;
  assert.deepEqual([(await seen()).status, (await seen()).body], ["disputed", "almaty.akimat"]);
  assert.ok((await inbox("arbiter")).includes(number), "it stands in the arbiter's queue");
  assert.ok(!(await inbox("thirdHead")).includes(number));

  const byAide = await step("arbiterClerk", number, "arbitrate", { to: "almaty.ekologiya", reason: "arbitrate.competence" });
  assert.deepEqual([byAide.status, byAide.json.waits_for_head], [202, true], "an executor of the akimat only proposes");
  const settled = await step("arbiter", number, "arbitrate", { to: "almaty.ekologiya", reason: "arbitrate.competence" });
  assert.equal(settled.status, 200, JSON.stringify(settled.json));
  assert.equal((await seen()).body, "almaty.ekologiya");
  const again = await redirect("fourthHead", number, "almaty.zhol-infra");
  assert.equal(again.status, 409, "the arbiter's word is final");
  assert.ok(!again.json.lawful_steps.includes("redirect"));
  const { events } = (await api(server.url, `/api/v1/appeals/${number}/events`, { headers: { "jauap-code": code } })).json;
  assert.deepEqual(events.map((one) => one.type).slice(1), ["appeal.redirected", "appeal.redirected", "appeal.disputed", "appeal.arbitrated"]);
  for (const one of events.slice(1)) assert.ok(one.due_before && one.due_on && one.reason, `${one.type} says what it did to the day and why`);
});
