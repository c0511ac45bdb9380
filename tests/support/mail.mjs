// A real mail server (smtp_pipe.py) with the program behind it, and letters as people send and get them.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./server.mjs";

// `folder` holds its files. command() tells it what to pipe letters to the domain to.
export async function mailServer(folder, domain) {
  const config = join(folder, "mail.json"), kept = join(folder, "letters.jsonl");
  const say = (command) => writeFileSync(config, JSON.stringify({ domain, command, kept }));
  say(["false"]);
  const child = spawn("/usr/bin/python3", [join(root, "tests", "support", "smtp_pipe.py"), config], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    child.stdout.once("data", (bytes) => resolve(Number(String(bytes))));
    child.once("exit", () => reject(new Error("python3-aiosmtpd is needed")));
  });
  const letters = () => (existsSync(kept) ? readFileSync(kept, "utf8").trim().split("\n").filter(Boolean).map((line) => opened(JSON.parse(line))) : []);
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    say,
    letters,
    // The letters to an address that match, once there are `count` of them.
    async lettersTo(address, pattern = /./, count = 1) {
      for (const until = Date.now() + 20_000; Date.now() < until; await pause(20)) {
        const found = letters().filter((one) => one.to === address && pattern.test(one.subject + "\n" + one.text));
        if (found.length >= count) return found;
      }
      throw new Error(`no letter to ${address} like ${pattern}: ${JSON.stringify(letters().map((one) => [one.to, one.text]))}`);
    },
    send: (letter) => sendLetter(port, letter),
    stop: () => child.kill(),
  };
}

function opened({ to, from, bytes }) {
  const [head, ...rest] = bytes.split("\r\n\r\n");
  const header = (name) => head.match(new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "im"))?.[1].replace(/\r\n[ \t]/g, " ") ?? "";
  const words = (encoded) => encoded.replace(/=\?utf-8\?b\?([^?]*)\?=\s*/gi, (_, text) => Buffer.from(text, "base64").toString("utf8"));
  const body = rest.join("\r\n\r\n");
  return { to, from, subject: words(header("Subject")), replyTo: header("Reply-To"), text: /base64/i.test(header("Content-Transfer-Encoding")) ? Buffer.from(body, "base64").toString("utf8") : body };
}

let count = 0;
// A letter of a mail program: words, and files as attachments.
export function composed({ from, to, subject = "", text = "", files = [], headers = {}, id = `m${process.pid}.${++count}@example.kz` }) {
  const encoded = (words) => `=?utf-8?B?${Buffer.from(words).toString("base64")}?=`;
  const wrapped = (bytes) => Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n");
  const top = { From: from, To: to, Subject: encoded(subject), "Message-ID": `<${id}>`, Date: new Date().toUTCString(), "MIME-Version": "1.0", ...headers };
  const head = Object.entries(top).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const part = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(text)}\r\n`;
  if (!files.length) return head + part;
  const attached = files.map(([name, bytes]) => `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(bytes)}\r\n`);
  return `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${part}${attached.join("")}--b--\r\n`;
}

// Speaks SMTP; returns the answer to the letter: { code, text }.
async function sendLetter(port, letter) {
  const bytes = typeof letter === "string" ? letter : (letter.bytes ?? composed(letter));
  const address = (text) => text.match(/<([^>]*)>/)?.[1] ?? text;
  const socket = connect(port, "127.0.0.1");
  let said = "", wake = () => {};
  socket.on("data", (more) => ((said += more), wake()));
  const failed = new Promise((_, reject) => socket.on("error", reject));
  const answer = async () => {
    while (!/^\d{3} .*\r\n/m.test(said)) await Promise.race([new Promise((resolve) => (wake = resolve)), failed]);
    const last = said.match(/^(\d{3}) (.*)\r\n/m);
    said = "";
    return { code: Number(last[1]), text: last[2] };
  };
  const ask = (line) => (socket.write(line + "\r\n"), answer());
  await answer();
  await ask("EHLO example.kz");
  await ask(`MAIL FROM:<${letter.sender ?? address(letter.from)}>`);
  await ask(`RCPT TO:<${address(letter.to)}>`);
  await ask("DATA");
  socket.write(bytes.replace(/^\./gm, "..") + "\r\n.\r\n");
  const end = await answer();
  socket.end("QUIT\r\n");
  return end;
}
