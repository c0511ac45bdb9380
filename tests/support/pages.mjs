// Chromium for the browser tests: Debian's, driven by playwright-core, with no way out of this machine.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.JAUAP_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 900 };
