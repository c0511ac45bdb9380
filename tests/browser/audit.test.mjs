// Every page of every role: accessible before and after it was used, within the screen, valid markup, light.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { api, Browser } from "../support/browser.mjs";
import { audit, launch, narrow, wide } from "../support/pages.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

// Off: what the standard leaves to taste (titles, blanks), integrity of our own files, telephone numbers that may break, and
// a role on a list whose look is changed (some screen readers forget that it is a list).
const htmlValidate = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "no-inline-style": "off", "long-title": "off", "no-trailing-whitespace": "off", "require-sri": "off", "prefer-native-element": "off", "tel-non-breaking": "off", "no-implicit-button-type": "error" },
});

const publicPages = ["/", "/appeals", "/appeals?status=solved&district=almaty.auezov", "/appeals?q=\u0434\u043e\u043c", "/appeals?q=zzzz", "/appeals?status=withdrawn&topic=gov.budget", "/search", "/track", "/sign-in", "/overdue", "/moderation", "/bodies", "/bodies/almaty.zhol-infra", "/districts/almaty.auezov", "/record", "/record?before=30", "/record/40", "/record/verify", "/record/verify?what=KZ75-A-2026-000003", "/rights", "/privacy", "/data", "/help", "/prefs", "/no-such-page"];
const rolePages = {
  "clerk@demo": ["/w/body", "/w/bulk", "/w/waiting", "/w/calendar", "/w/leave", "/w/body?due=overdue", "/me", "/me/settings"],
  "head@demo": ["/w/body", "/w/leave", "/w/head", "/me"],
  "operator@demo": ["/w/operator", "/w/operator?caller=87000000000"],
  "admin@demo": ["/w/erasures", "/w/packs", "/w/admin/people", "/w/admin/bodies", "/w/admin/bodies/almaty.sport"],
  "citizen@demo": ["/me", "/me/settings", "/appeal/new"],
  "moderator@demo": ["/w/mod", "/w/files", "/me"],
  "auditor@demo": ["/me", "/w/erasures"],
};

let server, browser, waiting;
async function asked() {
  return (await api(server.url, "/api/v1/appeals", { json: { text: "Во дворе темно, звоните 8 701 234 56 78. Сосед Болат тоже жаловался.", visibility: "public", body: "almaty.zhol-infra" } })).json.number;
}
before(async () => {
  server = await start({ data: demonstrationFolder() });
  // One text waits for a moderator.
  waiting = await asked();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.stop();
});

// Opens what is folded, then sends the page's first empty form, so that the faults are shown, and looks each time.
async function audited(page, path) {
  await page.goto(server.url + path);
  await audit(page, path);
  const folded = page.locator("main summary, header summary, nav summary");
  let opened = 0;
  for (const one of await folded.all())
    if (await one.isVisible()) {
      await one.click();
      ++opened;
    }
  if (opened) await audit(page, `${path} unfolded`);
}

async function auditedWithFaults(page, path) {
  await audited(page, path);
  const button = page.locator("main form[method=post] button[type=submit]").first();
  if (!(await button.count())) return;
  await page.evaluate(() => document.querySelectorAll("main [required]").forEach((one) => one.removeAttribute("required")));
  await button.click();
  await page.waitForLoadState();
  await audit(page, `${path} with faults`);
}

for (const viewport of [narrow, wide])
  for (const language of ["kk", "ru", "en"])
    test(`public pages are accessible before and after they are used at ${viewport.width} px in ${language}`, async () => {
      const context = await browser.newContext({ bypassCSP: true, viewport });
      const page = await context.newPage();
      for (const path of publicPages) await audited(page, `/${language}${path}`);
      for (const path of ["/track", "/appeal/new"]) await auditedWithFaults(page, `/${language}${path}`);
      await context.close();
    });

async function entered(viewport, login, language) {
  const context = await browser.newContext({ bypassCSP: true, viewport });
  const page = await context.newPage();
  await page.goto(`${server.url}/${language}/sign-in`);
  await page.click(`button >> text=${login}`);
  await page.waitForLoadState();
  return page;
}

for (const [login, paths] of Object.entries(rolePages))
  test(`pages of ${login} are accessible before and after they are used`, async () => {
    for (const [viewport, language] of [[narrow, "kk"], [wide, "ru"]]) {
      const page = await entered(viewport, login, language);
      for (const path of paths) await audited(page, `/${language}${path}`);
      await page.context().close();
    }
  });

test("the tool of a moderator and the form for reports are accessible, also with faults", async () => {
  for (const [viewport, language] of [[narrow, "kk"], [wide, "ru"]]) {
    const page = await entered(viewport, "moderator@demo", language);
    const first = async (path, selector) => {
      await page.goto(`${server.url}/${language}${path}`);
      return page.locator(selector).first().getAttribute("href");
    };
    const shown = await first("/appeals", "main a[href*='/appeals/KZ75']");
    for (const path of [`/${language}/w/mod/${await asked()}`, shown, shown.replace("/appeals/", "/w/mod/"), `${shown}/report`]) await auditedWithFaults(page, path);
    await page.context().close();
  }
});

test("a case at work and each step that it offers are accessible, also with faults", async () => {
  for (const [viewport, language, login] of [[narrow, "kk", "clerk@demo"], [wide, "ru", "head@demo"]]) {
    const page = await entered(viewport, login, language);
    const cases = [];
    // Of each kind some: on a Monday morning nothing but late cases stands first.
    for (const filter of ["?status=registered", "?status=in_work", "?due=soon", ""]) {
      await page.goto(`${server.url}/${language}/w/body${filter}`);
      cases.push(...(await page.locator("table a").evaluateAll((links) => links.slice(0, 3).map((link) => link.getAttribute("href")))));
    }
    const steps = new Set();
    for (const path of new Set(cases)) {
      await audited(page, path);
      const offered = await page.locator("section.card a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      for (const step of offered) {
        const name = step.split("/").pop().split("?")[0];
        if (steps.has(name) || name.endsWith(".pdf")) continue;
        steps.add(name);
        // "assign" without a choice is a good answer: it would take the case.
        if (name === "assign") await audited(page, step);
        else await auditedWithFaults(page, step);
      }
    }
    assert.ok(steps.size >= 6, [...steps].join(" "));
    await page.context().close();
  }
});

test("a citizen's own case and its steps are accessible, also with faults", async () => {
  const page = await entered(narrow, "citizen@demo", "kk");
  await page.goto(`${server.url}/kk/me`);
  const cases = await page.locator("main .list a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(cases.length > 0);
  const steps = new Set();
  for (const path of cases) {
    await audited(page, path);
    const offered = await page.locator("main .links a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const step of offered) {
      const name = step.split("/").pop();
      // The calendar of terms is a file to take away, no page.
      if (steps.has(name) || !step.includes("/appeals/") || name.endsWith(".ics")) continue;
      steps.add(name);
      await audited(page, step);
    }
  }
  await page.context().close();
});

test("markup is valid for each role, public pages weigh little", async () => {
  const faultsOf = async (html, path) => {
    const report = await htmlValidate.validateString(html);
    const faults = report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message}`));
    assert.deepEqual([...new Set(faults)], [], path);
  };
  for (const path of ["kk", "ru", "en"].flatMap((language) => publicPages.map((page) => `/${language}${page}`))) {
    const html = await (await fetch(`${server.url}${path}`)).text();
    await faultsOf(html, path);
    const weight = gzipSync(html).length;
    assert.ok(weight <= 14 * 1024, `${path} weighs ${weight} bytes`);
  }
  for (const [login, paths] of Object.entries(rolePages)) {
    const person = new Browser(server.url);
    await person.enterAs(login);
    for (const path of paths) {
      await person.open(`/ru${path}`);
      await faultsOf(person.html, `${login} ${path}`);
    }
    if (login === "moderator@demo")
      for (const number of [(await person.open("/ru/appeals")).html.match(/\/ru\/appeals\/(KZ75[^"?]+)"/)[1], waiting])
        for (const path of [`/ru/w/mod/${number}`, ...(number === waiting ? [] : [`/ru/appeals/${number}`, `/ru/appeals/${number}/report`])]) {
          await person.open(path);
          assert.equal(person.status, 200, path);
          await faultsOf(person.html, path);
        }
    if (login !== "clerk@demo") continue;
    await person.open("/ru/w/body");
    const first = person.html.match(/href="(\/ru\/w\/body\/KZ75[^"]+)"/)[1];
    for (const step of ["", "/answer", "/extend", "/ask-repair", "/split", "/hearing", "/terminate"]) {
      await person.open(first + step);
      await faultsOf(person.html, first + step);
    }
  }
});

for (const [what, width, css] of [
  ["text twice as large", 640, "html { font-size: 200% !important }"],
  ["four times zoomed with wider spacing", 320, "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"],
])
  test(`${what}, nothing is wider than the screen`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 512 } });
    const page = await context.newPage();
    for (const path of ["/kk/", "/ru/appeals", "/kk/track", "/ru/rights", "/kk/appeal/new"]) {
      await page.goto(server.url + path);
      await page.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, css);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
    await context.close();
  });

test("several cases at once: choosing, what will happen and the minute to undo are accessible, also with faults", async () => {
  for (const [viewport, language] of [[narrow, "kk"], [wide, "ru"]]) {
    const page = await entered(viewport, "clerk@demo", language);
    await auditedWithFaults(page, `/${language}/w/bulk`);
    await page.goto(`${server.url}/${language}/w/bulk`);
    for (const i of [0, 1]) await page.locator("input[type=checkbox]").nth(i).check();
    await page.check("input[name=step][value=assign]");
    await page.selectOption("select[name=executor]", { index: 1 });
    await Promise.all([page.waitForNavigation(), page.click("main form button[type=submit]")]);
    await audit(page, "what will happen to several cases");
    await Promise.all([page.waitForURL("**/w/bulk/*"), page.click("main form button[type=submit]")]);
    await audit(page, "several cases, still to be undone");
    await Promise.all([page.waitForNavigation(), page.click("main form button[type=submit]")]);
    await audit(page, "several cases, undone");
    await page.context().close();
  }
});
