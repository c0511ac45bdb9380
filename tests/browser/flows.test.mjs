// What people do, in a real browser: with scripts and without, narrow and wide, in three languages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { launch, narrow, wide } from "../support/pages.mjs";
import { demonstrationFolder, start } from "../support/server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const htmlValidate = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "no-inline-style": "off", "long-title": "off", "no-trailing-whitespace": "off", "require-sri": "off", "prefer-native-element": "off", "tel-non-breaking": "off", "no-implicit-button-type": "error" },
});

let server, browser;
before(async () => {
  server = await start({ data: demonstrationFolder() });
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.stop();
});

const words = {
  kk: { text: "Ақсай-4: үш күннен бері жылу жоқ, балалар ауырып жатыр.", next: "Әрі қарай", send: "Жіберу" },
  ru: { text: "Аксай-4: третий день нет отопления, дети болеют.", next: "Дальше", send: "Отправить" },
  en: { text: "Aksai-4: no heating for three days, the children are ill.", next: "Continue", send: "Send" },
};

async function audit(page, where) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px too wide`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`), [], where);
}

async function writeAppeal(page, language, check) {
  const w = words[language];
  await page.goto(`${server.url}/${language}/`);
  await check(page, "home");
  await page.fill("textarea[name=text]", w.text);
  await page.click(`main form:first-of-type button >> text=${w.next}`);
  await check(page, "place");
  await page.fill("input[name=address]", "Ақсай-4, 45-үй");
  await page.selectOption("select[name=district]", "almaty.auezov");
  await page.click(`main button >> text=${w.next}`);
  await check(page, "you");
  await page.fill("input[name=surname]", "Сәрсенова");
  await page.fill("input[name=first_name]", "Айгүл");
  await page.fill("input[name=iin]", "991332000004");
  await page.click(`main button >> text=${w.next}`);
  await page.waitForSelector("#iin-error");
  await check(page, "you with a fault");
  await page.fill("input[name=iin]", "991332000003");
  await page.click(`main button >> text=${w.next}`);
  await check(page, "check");
  await page.click(`main button >> text=${w.send}`);
  await check(page, "receipt");
  return (await page.textContent("main")).match(/KZ75-A-\d{4}-\d{6}/)[0];
}

for (const language of ["kk", "ru", "en"]) {
  test(`aigerim_sends_an_appeal_without_scripts on a narrow screen in ${language}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: narrow });
    const page = await context.newPage();
    const number = await writeAppeal(page, language, async () => {});
    await page.goto(`${server.url}/${language}/appeals/${number}`);
    assert.ok((await page.textContent("main")).includes(words[language].text));
    await context.close();
  });

  test(`every page of an appeal is accessible and fits a narrow screen in ${language}`, async () => {
    const context = await browser.newContext({ bypassCSP: true, viewport: narrow });
    const page = await context.newPage();
    const number = await writeAppeal(page, language, audit);
    await page.goto(`${server.url}/${language}/appeals/${number}`);
    await audit(page, "my case");
    await context.close();
  });
}

const publicPages = ["/", "/appeals", "/appeals?status=solved&district=almaty.auezov", "/appeals?status=withdrawn&topic=gov.budget", "/track", "/sign-in", "/bodies", "/bodies/almaty.zhol-infra", "/districts/almaty.auezov", "/rights", "/privacy", "/data", "/help", "/prefs", "/no-such-page"];

for (const viewport of [narrow, wide])
  test(`public pages are accessible and fit ${viewport.width} px`, async () => {
    const context = await browser.newContext({ bypassCSP: true, viewport });
    const page = await context.newPage();
    for (const language of ["kk", "ru"])
      for (const path of publicPages) {
        await page.goto(`${server.url}/${language}${path}`);
        await audit(page, `/${language}${path}`);
      }
    await context.close();
  });

test("a clerk finds the most urgent case, accepts and answers it by keyboard alone", async () => {
  const context = await browser.newContext({ viewport: wide });
  const page = await context.newPage();
  await page.goto(`${server.url}/ru/sign-in`);
  await page.click("button >> text=clerk@demo");
  await page.waitForURL("**/w/body");
  const link = page.locator("table a").first();
  const number = await link.textContent();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/w/body/${number}`);
  await page.getByRole("link", { name: "Ответить" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/answer");
  await page.locator("input[name=decision]").first().focus();
  await page.keyboard.press("Space");
  await page.locator("textarea[name=text]").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Работы выполнены 20 ноября, отвечает начальник участка. Если проблема вернётся, нажмите «Не решено».");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/w/body/${number}`);
  assert.match(await page.textContent("main"), /Дан ответ/);
  await context.close();
});

test("pages of the desk, the operator and the administrator are accessible", async () => {
  for (const [login, paths] of [
    ["clerk@demo", ["/w/body", "/w/body?due=overdue", "/me", "/me/settings"]],
    ["operator@demo", ["/w/operator"]],
    ["admin@demo", ["/w/admin/people", "/w/admin/bodies", "/w/admin/bodies/almaty.sport"]],
    ["citizen@demo", ["/me"]],
  ])
    for (const viewport of [narrow, wide]) {
      const context = await browser.newContext({ bypassCSP: true, viewport });
      const page = await context.newPage();
      await page.goto(`${server.url}/ru/sign-in`);
      await page.click(`button >> text=${login}`);
      await page.waitForLoadState();
      for (const path of paths) {
        await page.goto(`${server.url}/ru${path}`);
        await audit(page, `${login} ${path} ${viewport.width}`);
      }
      if (login === "clerk@demo") {
        await page.goto(`${server.url}/ru/w/body`);
        const href = await page.locator("table a").first().getAttribute("href");
        for (const step of ["", "/answer"]) {
          await page.goto(`${server.url}${href}${step}`);
          await audit(page, `${href}${step}`);
        }
      }
      await context.close();
    }
});

test("markup is valid and pages weigh little", async () => {
  for (const path of ["kk", "ru", "en"].flatMap((language) => publicPages.map((page) => `/${language}${page}`))) {
    const html = await (await fetch(`${server.url}${path}`)).text();
    const report = await htmlValidate.validateString(html);
    const faults = report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message}`));
    assert.deepEqual([...new Set(faults)], [], path);
    const weight = gzipSync(html).length;
    assert.ok(weight <= 14 * 1024, `${path} weighs ${weight} bytes`);
  }
});

test("a draft typed on this device is there again after the page was closed", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/kk/appeal/new`);
  await page.fill("textarea[name=text]", words.kk.text);
  await page.close();
  const again = await context.newPage();
  await again.goto(`${server.url}/kk/appeal/new`);
  assert.equal(await again.inputValue("textarea[name=text]"), words.kk.text);
  await context.close();
});
