// A model server for journeys: speaks as OpenAI's chat completions do, and answers or fails as it is told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  path: string;
  /** The header that carries the key. */
  authorization: string;
  model: string;
  /** The conversation and what may be cited, as the model reads them. */
  user: string;
}

/** Makes the judgement a model gives for a question. */
export type Judge = (asked: Asked) => object;

export class StandIn {
  readonly asked: Asked[] = [];
  private act: Judge | { status: number; code: string };
  private readonly server: Server;

  private constructor(act: Judge | { status: number; code: string }) {
    this.act = act;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(judge: Judge): Promise<StandIn> {
    const made = new StandIn(judge);
    await new Promise<void>((done) => made.server.listen(0, "127.0.0.1", done));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers every question from now on with this status and code. */
  fail(status: number, code: string): void {
    this.act = { status, code };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    this.asked.push(asked);
    const say = (status: number, body: object) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (typeof this.act !== "function") {
      const { status, code } = this.act;
      say(status, { error: { message: code, type: code, code } });
      return;
    }
    say(200, {
      object: "chat.completion",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: JSON.stringify(this.act(asked)), refusal: null } }],
      usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 },
    });
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString() || "{}") as { model?: string; messages?: { role: string; content: unknown }[] };
  const user = body.messages?.findLast((message) => message.role === "user")?.content;
  return {
    path: request.url ?? "",
    authorization: request.headers.authorization ?? "",
    model: body.model ?? "",
    user: typeof user === "string" ? user : JSON.stringify(user ?? ""),
  };
}
