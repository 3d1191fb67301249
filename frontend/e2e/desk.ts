// A helpdesk of its own for a test: the real program on free ports with an empty data folder, and a browser on its app.
//
// LAMBDESK_BIN names the program (default: the debug build of this repository). The app is served from dist with the
// policy it is meant to be served with.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { policy } from "../policy.ts";

const BIN = process.env["LAMBDESK_BIN"] ?? new URL("../../target/debug/lambdesk", import.meta.url).pathname;
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** For what a page or the program does by itself; long, because other builds may run beside. A test that passes waits for nothing. */
const PATIENCE_MS = 30_000;

interface Addresses {
  api: string;
  sign_in: string;
  smtp: string;
}

export class Desk {
  readonly url: string;
  readonly key: string;
  readonly browser: Browser;
  private readonly data: string;
  private readonly addresses: Addresses;
  private readonly program: ChildProcess;
  private readonly site: PreviewServer;

  private constructor(parts: { url: string; key: string; browser: Browser; data: string; addresses: Addresses; program: ChildProcess; site: PreviewServer }) {
    this.url = parts.url;
    this.key = parts.key;
    this.browser = parts.browser;
    this.data = parts.data;
    this.addresses = parts.addresses;
    this.program = parts.program;
    this.site = parts.site;
  }

  /** Starts a helpdesk; `empty` without the demo mails. */
  static async start(options: { empty?: boolean } = {}): Promise<Desk> {
    const data = mkdtempSync(join(tmpdir(), "lambdesk-e2e-"));
    const flags = ["serve", "--data", data, "--port", "0", "--smtp-port", "0", "--json"];
    const program = spawn(BIN, options.empty ? [...flags, "--empty"] : flags, { stdio: ["ignore", "pipe", "ignore"] });
    const addresses = await firstLine(program);
    const key = (await run("key", "create", "--data", data, "--role", "owner")).trim();
    const proxy = Object.fromEntries(
      ["/api", "/auth", "/docs", "/health", "/openapi.json"].map((path) => [path, { target: addresses.api }]),
    );
    const site = await preview({
      configFile: false,
      logLevel: "error",
      root: new URL("..", import.meta.url).pathname,
      preview: { host: "127.0.0.1", port: 0, strictPort: false, proxy, headers: { "Content-Security-Policy": policy("http://127.0.0.1:*") } },
    });
    const address = site.httpServer.address();
    if (address === null || typeof address === "string") throw new Error("the site has no port");
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      // Root has no sandbox, and the shared memory of a container is small.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    return new Desk({ url: `http://127.0.0.1:${address.port}`, key, browser, data, addresses, program, site });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.site.close();
    const gone = new Promise((resolve) => this.program.once("exit", resolve));
    this.program.kill("SIGTERM");
    await gone;
    rmSync(this.data, { recursive: true, force: true });
  }

  /** A browser window of the owner, or of whoever this session is of, with everything it must not do being recorded. */
  async visit(path = "/", options: Parameters<Browser["newContext"]>[0] = {}, session?: string): Promise<Visit> {
    const context = await this.browser.newContext({ baseURL: this.url, locale: "en-GB", viewport: { width: 1400, height: 860 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addCookies([{ name: "lambdesk", value: session ?? (await this.session()), url: this.url, httpOnly: true, sameSite: "Lax" }]);
    return Visit.begin(context, path);
  }

  /** A window nobody is signed in to. */
  async visitAsStranger(path = "/", options: Parameters<Browser["newContext"]>[0] = {}): Promise<Visit> {
    const context = await this.browser.newContext({ baseURL: this.url, locale: "en-GB", ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return Visit.begin(context, path);
  }

  /** The one-time link the program printed when it started. */
  get signInLink(): string {
    return this.addresses.sign_in.replace(this.addresses.api, this.url);
  }

  private cookie: string | undefined;

  private async session(): Promise<string> {
    if (this.cookie) return this.cookie;
    this.cookie = await this.signIn(new URL(this.addresses.sign_in).hash.replace("#token=", ""));
    return this.cookie;
  }

  /** Takes somebody new into the team, and gives their session. */
  async colleague(name: string, role = "agent"): Promise<string> {
    const email = `${name.toLowerCase()}@demo.test`;
    await this.api("POST", "/api/v1/agents", { name, email, role });
    await this.auth("link", { email });
    const mail = await this.sent("Your sign-in link", email);
    const token = /#token=([\w-]+)/.exec(mail.replace(/=\r?\n/g, "").replace(/=3D/g, "="))?.[1];
    if (!token) throw new Error(`no link in the mail to ${email}`);
    return this.signIn(token);
  }

  private async signIn(token: string): Promise<string> {
    const answer = await this.auth("sign-in", { token });
    const value = /lambdesk=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
    if (!value) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
    return value;
  }

  private auth(what: "link" | "sign-in", body: object): Promise<Response> {
    const headers = { "Content-Type": "application/json", "X-Lambdesk-Request": "1" };
    return fetch(`${this.addresses.api}/auth/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Calls the API as a program with all rights. */
  async api<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(this.addresses.api + path, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Makes a ticket through the API and gives its number. */
  async ticket(subject: string, message = "Hello, please help.", email = "ann@example.com"): Promise<{ id: string; number: number }> {
    return this.api("POST", "/api/v1/tickets", { customer_name: "Ann Lee", customer_email: email, subject, message });
  }

  /** Hands over a mail by SMTP, as another mail server would. */
  async mail(raw: string, to = "support@demo.test", from = "ann@example.com"): Promise<void> {
    const [host, port] = this.addresses.smtp.split(":");
    await smtp(host ?? "127.0.0.1", Number(port), from, to, raw);
  }

  /** Hands over a mail file of the repository. */
  async inject(name: string): Promise<void> {
    await run("inject", "--data", this.data, new URL(`../../events/mail/${name}`, import.meta.url).pathname);
  }

  /** The newest mail that left with this subject, as it went out; the newest one to `to`, when that is said. */
  async sent(subject: string, to = ""): Promise<string> {
    return until(`a mail about ${subject}`, async () => {
      const lines = (await run("outbox", "list", "--data", this.data)).split("\n");
      const line = lines.find((one) => one.includes(subject) && one.includes(to));
      const id = line?.trim().split(/\s+/)[0];
      return id ? run("outbox", "show", "--data", this.data, id) : undefined;
    });
  }
}

/** One window, and what it must not have done: run foreign code, ask foreign servers, break its own policy. */
export class Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[] = [];
  readonly foreign: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async begin(context: BrowserContext, path: string): Promise<Visit> {
    const page = await context.newPage();
    const visit = new Visit(context, page);
    page.on("console", (message) => {
      if (/Content Security Policy|Trusted ?Type/i.test(message.text())) visit.complaints.push(message.text());
    });
    page.on("pageerror", (error) => visit.complaints.push(error.message));
    page.on("dialog", (dialog) => {
      visit.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("data:") && new URL(request.url()).hostname !== "127.0.0.1") visit.foreign.push(request.url());
    });
    await page.goto(path);
    return visit;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** What a command of the program prints. The site is served from here, too, so nothing may stand still meanwhile. */
async function run(...what: string[]): Promise<string> {
  return (await promisify(execFile)(BIN, what, { encoding: "utf8" })).stdout;
}

/** Asks again until there is an answer. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

function firstLine(program: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    let text = "";
    program.once("error", reject);
    program.once("exit", (code) => reject(new Error(`the program ended with ${code}`)));
    program.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end >= 0) resolve(JSON.parse(text.slice(0, end)) as Addresses);
    });
  });
}

function smtp(host: string, port: number, from: string, to: string, raw: string): Promise<void> {
  const body = raw.replace(/\r?\n/g, "\r\n").replace(/^\./gm, "..");
  const lines = ["EHLO e2e.test\r\n", `MAIL FROM:<${from}>\r\n`, `RCPT TO:<${to}>\r\n`, "DATA\r\n", `${body}\r\n.\r\n`, "QUIT\r\n"];
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port });
    let text = "";
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (chunk) => {
      text += chunk.toString();
      // A reply is complete with a line whose code is followed by a space.
      if (!/^\d{3} .*\r\n$/m.test(text.slice(text.lastIndexOf("\n", text.length - 2) + 1))) return;
      const refused = /^[45]\d\d /m.exec(text);
      text = "";
      if (refused) {
        reject(new Error(`SMTP: ${refused[0]}`));
        return;
      }
      const next = lines.shift();
      if (next) socket.write(next);
    });
  });
}
