// A browser without scripts: cookies, forms with their hidden fields, redirects.
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
export const decoded = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

export class Browser {
  // With `headers` (a token, a case code) each request bears them.
  constructor(base, headers = {}) {
    this.base = base;
    this.headers = headers;
    this.cookies = new Map();
    this.html = "";
  }

  async open(path, { headers = {}, body, method } = {}) {
    const response = await fetch(new URL(path, this.base), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      body,
      redirect: "manual",
      headers: { ...this.headers, cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; "), ...headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    this.response = response;
    this.status = response.status;
    this.path = path;
    this.html = await response.text();
    const location = response.headers.get("location");
    if (location && response.status === 303) return this.open(location);
    return this;
  }

  forms() {
    return [...this.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes, inner]) => ({
      action: decoded(attributes.match(/action="([^"]*)"/)?.[1] ?? ""),
      method: attributes.match(/method="([^"]*)"/)?.[1] ?? "get",
      inner,
    }));
  }

  // Sends the form whose address ends so, with its hidden fields and these values.
  // `button` is the formaction of another of its buttons.
  async send(addressEnd, values = {}, button = "") {
    const form = this.forms().find((one) => one.method === "post" && one.action.endsWith(addressEnd));
    if (!form) throw new Error(`no form to ${addressEnd} on ${this.path} (${this.status})`);
    const fields = new URLSearchParams();
    for (const [tag] of form.inner.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g))
      fields.set(decoded(tag.match(/name="([^"]*)"/)[1]), decoded(tag.match(/value="([^"]*)"/)?.[1] ?? ""));
    for (const [name, value] of Object.entries(values)) fields.set(name, value);
    this.lastFields = fields;
    const other = button && [...form.inner.matchAll(/formaction="([^"]*)"/g)].map(([, address]) => decoded(address)).find((one) => one.endsWith(button));
    if (button && !other) throw new Error(`no button to ${button} on ${this.path}`);
    return this.open(other || form.action, { body: fields });
  }

  // Fills the page of the place, and passes by what others wrote about the same when there is something.
  async sendPlace(values) {
    await this.send("/place", values);
    return this.path.endsWith("/similar") ? this.open(this.path.replace(/similar$/, "you")) : this;
  }

  async enterAs(login) {
    await this.open("/ru/sign-in");
    const form = this.forms().find((one) => one.action.endsWith("/demo/enter") && one.inner.includes(login));
    if (!form) throw new Error(`nobody can enter as ${login}`);
    return this.send("/demo/enter", { login });
  }

  // A resident signs in with the code of the last letter in the demonstration's outbox.
  async enterByMail(email) {
    await this.open("/ru/sign-in");
    await this.send("/sign-in/code", { email });
    return this.send("/sign-in/check", { code: await codeSentTo(this.base, email, "Код для входа") });
  }

  // Asks without following and returns the answer as it is.
  async ask(path, { json, form, headers = {} } = {}) {
    const body = json ? JSON.stringify(json) : form instanceof FormData ? form : form ? new URLSearchParams(form) : undefined;
    const type = json ? { "content-type": "application/json" } : {};
    const response = await fetch(new URL(path, this.base), {
      method: body === undefined ? "GET" : "POST",
      body,
      redirect: "manual",
      headers: { ...this.headers, ...type, cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; "), ...headers },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  // The token of this session's forms, from a page that has one for everybody.
  async token() {
    if (!this.csrf) this.csrf = (await this.open("/ru/track")).html.match(/name="_csrf" value="([^"]*)"/)[1];
    return this.csrf;
  }

  text() {
    return decoded(this.html.replace(/<style>.*?<\/style>/gs, "").replace(/<[^>]*>/g, " "));
  }
}

// The letters to an address in the demonstration's outbox, newest first.
export async function lettersTo(base, email) {
  const { html } = await new Browser(base).open("/ru/demo/outbox");
  return [...html.matchAll(/<li><h2>.*?<\/li>/gs)].map(([all]) => decoded(all.replace(/<[^>]*>/g, " "))).filter((letter) => letter.includes(email));
}

// The code in the newest letter to an address that says so, once it has been sent.
export async function codeSentTo(base, email, words = "Код") {
  for (const until = Date.now() + 30_000; Date.now() < until; )
    for (const letter of await lettersTo(base, email)) {
      const code = letter.match(new RegExp(`${words}: (\\d{8})`))?.[1];
      if (code) return code;
    }
  throw new Error(`no code for ${email}`);
}

let counter = 0;
export const oneTimeKey = () => `test-${process.pid}-${Date.now()}-${++counter}`;

export async function api(url, path, { json, headers = {}, body, method } = {}) {
  const response = await fetch(new URL(path, url), {
    method: method ?? (json === undefined && body === undefined ? "GET" : "POST"),
    headers: { ...(json === undefined && body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: json === undefined ? body : JSON.stringify(json),
  });
  const text = await response.text();
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  return { status: response.status, headers: response.headers, text, json: parsed };
}
