// Chromium for the browser tests: Debian's, driven by playwright-core, with no way out of this machine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.JAUAP_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 900 };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// No violation of axe, nothing wider than the screen. The context needs bypassCSP.
export async function audit(page, where) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px too wide`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`), [], where);
}

// Presses Tab until the focused element fits; each stop on the way shows where it is.
export async function tabTo(page, fits, wanted) {
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(
      ([source, value]) => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return { fits: new Function(`return (${source})`)()(element, value), isShown: style.outlineStyle !== "none" || style.boxShadow !== "none", tag: element.outerHTML.slice(0, 80) };
      },
      [fits.toString(), wanted],
    );
    assert.ok(seen.isShown, `focus is not seen on ${seen.tag}`);
    if (seen.fits) return;
  }
  assert.fail(`Tab never reached what fits ${fits}`);
}
