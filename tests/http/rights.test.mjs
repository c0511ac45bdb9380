// Who may do what: every call that changes a case and every page of the staff, against every role, both ways. A route that is in no
// row of the tables fails, so that nobody forgets to decide whose it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../support/browser.mjs";
import { apiRoutes, pageRoutes } from "../support/routes.mjs";
import { addPerson, demonstrationFolder, start, tokenFor } from "../support/server.mjs";

const body = "almaty.zhol-infra";
const roles = ["citizen", "operator", "clerk", "clerk2", "head", "deputy", "council", "secretary", "moderator", "press", "auditor", "admin"];
const staffOfBody = ["clerk", "head"];
const party = ["key", "owner"];

// Calls on a case: who of those below may. Everybody else must not even learn that there is such a case.
const caseCalls = {
  ...Object.fromEntries(
    ["accept", "redirect", "answer", "amend", "assign", "qualify", "split", "join", "ask-repair", "give-back", "extend", "pause", "resume", "hearing", "minutes", "terminate", "pass", "decide-recusal", "arbitrate", "answer-files"].map((name) => [name, staffOfBody]),
  ),
  ...Object.fromEntries(["verdict", "withdraw", "visibility", "repair", "object", "complain", "recuse", "reopen", "message", "files"].map((name) => [name, party])),
  ...Object.fromEntries(["clear", "keep-private", "restrict", "confirm-restrict"].map((name) => [name, ["moderator"]])),
  report: ["anonymous", "key", "owner", "operator", "operator2", ...roles.filter((role) => role !== "citizen" && role !== "operator")],
  ...Object.fromEntries(["contact", "contact/send", "contact/confirm"].map((name) => [name, [...party, "operator"]])),
};
const submitters = ["anonymous", "citizen", "operator", "deputy", "council", "secretary", "press"];
// Pages of the staff by the beginning of their address; the longest that fits decides.
const workPages = {
  "/w/body": staffOfBody.concat("clerk2"),
  "/w/head": ["head"],
  "/w/waiting": staffOfBody.concat("clerk2"),
  "/w/files": staffOfBody.concat("clerk2", "moderator"),
  "/w/calendar": staffOfBody.concat("clerk2"),
  "/w/bulk": staffOfBody.concat("clerk2"),
  "/w/mod": ["moderator"],
  "/w/erasures": ["admin", "auditor"],
  "/w/packs": ["admin", "auditor"],
  "/w/operator": ["operator"],
  "/w/leave": staffOfBody.concat("clerk2", "operator"),
  "/w/admin": ["admin"],
  "/w/admin/people": ["admin", "head"], // posts of the own body
  "/w/audit": ["auditor"],
};

let server, document;
const actors = {};
const cases = {};
before(async () => {
  const data = demonstrationFolder();
  addPerson(data, { login: "operator2@demo", name: "Оператор Вторая", email: "operator2@example.kz", role: "operator", body: "almaty.apparat" });
  const tokens = Object.fromEntries([...roles, "operator2"].map((role) => [role, { authorization: `Bearer ${tokenFor(data, `${role}@demo`)}` }]));
  server = await start({ data, moderated: true });
  document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
  actors.anonymous = new Browser(server.url);
  for (const [role, header] of Object.entries(tokens)) actors[role] = new Browser(server.url, header);
  actors.owner = actors.citizen;
  const made = async (actor, more = {}) => {
    const answer = await actors[actor].ask("/api/v1/appeals", { json: { text: "Возле школы разбит тротуар, дети идут по дороге. Когда исправят?", body, ...more } });
    assert.equal(answer.status, 201, answer.text);
    return JSON.parse(answer.text);
  };
  cases.key = await made("anonymous", { applicant: { email: "rights@example.kz" } });
  cases.owner = await made("citizen");
  cases.operator = await made("operator");
  cases.shown = await made("anonymous", { visibility: "public" });
  await server.publish(cases.shown.number);
  actors.key = new Browser(server.url, { "jauap-code": cases.key.code });
});
after(() => server.stop());

// The smallest content that the document of the interface allows.
function sample(schema, name = "") {
  if (schema.enum) return schema.enum[0];
  if (schema.type === "object") return Object.fromEntries((schema.required ?? []).map((one) => [one, sample(schema.properties[one], one)]));
  if (schema.type === "array") return (schema.minItems ? [sample(schema.items)] : []);
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return true;
  if (schema.format === "date") return "2027-03-01";
  if (name === "to" || name === "body") return "almaty.sport";
  return "Слова длиной, которой хватает. ".repeat(Math.ceil((schema.minLength ?? 5) / 30) || 1).trim();
}
function contentOf(path) {
  const [type, { schema }] = Object.entries(document.paths[path].post.requestBody.content)[0];
  if (type === "application/json") return { json: sample(schema) };
  const form = new FormData();
  form.append("files", new Blob(["%PDF-1.4\n%%EOF\n"]), "a.pdf");
  return { form };
}
const callsOnCases = async () => (await apiRoutes(server.url)).filter(({ method, path }) => method === "POST" && path.startsWith("/api/v1/appeals/{number}/"));
const isDenied = (status) => status === 404 || status === 403 || status === 401;
// What is public anybody may report and a moderator decides about; else it depends on whose the case is.
const ofPublic = (allowed) => allowed === caseCalls.report || allowed.includes("moderator");
const mayTouch = (name, allowed, whose) => ofPublic(allowed) ? allowed.includes(name) && whose === "shown" : allowed.includes(name) && (name !== "key" || whose === "key") && (name !== "owner" || whose === "owner") && (name !== "operator" || whose === "operator");

test("each call on a case is somebody's", async () => {
  const names = (await callsOnCases()).map(({ path }) => path.replace("/api/v1/appeals/{number}/", ""));
  assert.deepEqual(names.toSorted(), Object.keys(caseCalls).toSorted());
});

test("whoever may not is refused on every case and changes nothing", async () => {
  const strangers = ["anonymous", "key", "owner", "operator", "operator2", "clerk", "clerk2", "head", "deputy", "council", "secretary", "moderator", "press", "auditor", "admin"];
  const faults = [];
  const state = async (made) => (await actors.anonymous.ask(`/api/v1/appeals/${made.number}`, { headers: { "jauap-code": made.code } })).text;
  const before = await Promise.all(Object.values(cases).map(state));
  let cells = 0;
  for (const { path } of await callsOnCases()) {
    const allowed = caseCalls[path.replace("/api/v1/appeals/{number}/", "")];
    for (const [whose, made] of Object.entries(cases))
      for (const name of strangers) {
        if (mayTouch(name, allowed, whose)) continue;
        ++cells;
        const answer = await actors[name].ask(path.replace("{number}", made.number), contentOf(path));
        if (!isDenied(answer.status)) faults.push(`${name} on the case of ${whose}: ${path} ${answer.status} ${answer.text.slice(0, 120)}`);
      }
  }
  assert.deepEqual(faults, []);
  assert.ok(cells > 1000, `${cells} cells`);
  assert.deepEqual(await Promise.all(Object.values(cases).map(state)), before);
});

test("whoever may is never told that there is no such case", async () => {
  const faults = [];
  for (const { path } of await callsOnCases()) {
    const allowed = caseCalls[path.replace("/api/v1/appeals/{number}/", "")];
    for (const [whose, made] of Object.entries(cases))
      for (const name of allowed) {
        if (!mayTouch(name, allowed, whose)) continue;
        const answer = await actors[name].ask(path.replace("{number}", made.number), contentOf(path));
        if (isDenied(answer.status) || answer.status >= 500) faults.push(`${name} on the case of ${whose}: ${path} ${answer.status}`);
      }
  }
  assert.deepEqual(faults, []);
});

test("only the head lets out what waits for a signature, and says with the administrator who signs", async () => {
  const asked = await actors.clerk.ask(`/api/v1/appeals/${cases.key.number}/extend`, { json: { until: "2027-03-01", reason: "extend.site", text: "Нужна проверка на месте." } });
  assert.notEqual(asked.status, 404);
  const tokenOf = async (name) => (name === "anonymous" ? { _csrf: await actors.anonymous.token() } : {});
  const faults = [];
  for (const name of ["anonymous", "operator2", ...roles]) {
    const decided = await actors[name].ask(`/ru/w/body/${cases.key.number}/proposals/1`, { form: { decision: "decline", note: "Пробуем чужими руками.", ...(await tokenOf(name)) } });
    const ruled = await actors[name].ask("/ru/w/head/signing", { form: { signing: "writer", ...(await tokenOf(name)) } });
    if (name !== "head" && !isDenied(decided.status)) faults.push(`${name} decided: ${decided.status}`);
    if (name === "head" && isDenied(decided.status)) faults.push(`the head may not decide: ${decided.status}`);
    if (name === "head" ? ruled.status !== 303 : !isDenied(ruled.status)) faults.push(`${name} ruled: ${ruled.status}`);
  }
  assert.deepEqual(faults, []);
});

test("an appeal is submitted by those who may and by nobody else", async () => {
  for (const name of ["anonymous", ...roles]) {
    const { status } = await actors[name].ask("/api/v1/appeals", { json: { text: "Возле школы разбит тротуар, дети идут по дороге." } });
    assert.equal(status === 201, submitters.includes(name), `${name}: ${status}`);
  }
});

test("each page of the staff opens for its roles and for nobody else", async () => {
  const pages = pageRoutes().filter(({ method, path }) => method === "GET" && path.startsWith("/w/"));
  assert.ok(pages.length > 8);
  const values = { number: cases.key.number, step: "extend", whose: "files", name: "photo-1.jpg", login: "clerk@demo", code: body };
  const faults = [];
  for (const { path } of pages) {
    const row = Object.keys(workPages).filter((one) => path.startsWith(one)).toSorted((a, b) => b.length - a.length)[0];
    assert.ok(row, `${path} is nobody's`);
    const address = `/ru${path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path.startsWith("/w/mod") && name === "number" ? cases.shown.number : values[name]))}`;
    for (const name of ["anonymous", ...roles]) {
      const { status } = await actors[name].ask(address);
      const isForeign = path.includes("{version}") || path.includes("{id}") || path.includes("{number}") && (name === "clerk2" || path.includes("{whose}"));
      const isAllowed = workPages[row].includes(name) && !isForeign;
      if (status >= 500 || (isAllowed ? isDenied(status) : status === 200)) faults.push(`${name} ${address} ${status}`);
    }
  }
  assert.deepEqual(faults, []);
});
