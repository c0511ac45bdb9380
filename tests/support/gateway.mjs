// A gateway of messages for tests: signs what it sends, verifies what it gets, and fails when told to. Signatures as in the Standard
// Webhooks specification (docs/channels.md).
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const signed = (secret, id, timestamp, body) => `v1,${createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64")}`;

// What the mail server's command and gateways do: a signed body.
export function signedPost(base, path, secret, body, type, { id = `s${process.pid}-${++sent}`, timestamp = Math.floor(Date.now() / 1000), tamper = (text) => text } = {}) {
  return fetch(base + path, {
    method: "POST",
    headers: { "content-type": type, "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signed(secret, id, timestamp, body) },
    body: tamper(body),
  });
}
let sent = 0;

export async function startGateway() {
  const tries = []; // everything that came, also what was refused
  const answers = []; // statuses of the next answers; 200 when empty
  let secret = "";
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (bytes) => parts.push(bytes));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = request.headers;
      const right = signed(secret, id, timestamp, body);
      const genuine = signature?.length === right.length && timingSafeEqual(Buffer.from(signature), Buffer.from(right)) && Math.abs(Date.now() / 1000 - timestamp) < 300;
      const status = genuine ? (answers.shift() ?? 200) : 401;
      tries.push({ id, genuine, status, ...JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/in`,
    tries,
    fail: (...statuses) => answers.push(...statuses),
    know: (value) => (secret = value),
    // Sends a message of a person; `over` replaces parts of the envelope.
    async send(base, message, { name = "sms", key = secret, ...over } = {}) {
      const response = await signedPost(base, `/api/v1/channels/${name}/messages`, key, JSON.stringify(message), "application/json", over);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
    },
    // What was delivered to somebody and matches, once there are `count`.
    async delivered(to, pattern = /./, count = 1) {
      for (const until = Date.now() + 20_000; Date.now() < until; await pause(20)) {
        const found = tries.filter((one) => one.to === to && one.status === 200 && pattern.test(one.text));
        if (found.length >= count) return found;
      }
      throw new Error(`nothing like ${pattern} for ${to}: ${JSON.stringify(tries)}`);
    },
    stop: () => server.close(),
  };
}
