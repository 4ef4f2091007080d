import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";
import { program } from "./build";

/** A running Freshet with its own data directory. */
export class Server {
  #child: ChildProcess | undefined;
  readonly data = mkdtempSync(join(tmpdir(), "freshet-e2e-"));
  readonly log: string[] = [];
  #url = "";
  #mqtt = "";
  readonly #flags: string[];

  constructor(flags: string[] = []) {
    this.#flags = flags;
  }

  /** Where the pages are: http://127.0.0.1:port. */
  get url(): string {
    return this.#url;
  }

  /** The port of the MQTT broker. */
  get mqttPort(): number {
    return Number(this.#mqtt.split(":").pop());
  }

  /** Starts the program and waits until it says where it listens; a restart keeps the port. */
  async start(): Promise<void> {
    const port = this.#url === "" ? "0" : new URL(this.#url).port;
    const mqtt = this.#mqtt === "" ? "127.0.0.1:0" : this.#mqtt.replace("mqtt://", "");
    const child = spawn(program, ["--listen", `127.0.0.1:${port}`, "--mqtt", mqtt, "--data", this.data, ...this.#flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    createInterface({ input: child.stderr }).on("line", (line) => this.log.push(line));
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${this.log.join("\n")}`)));
      lines.on("line", (line) => {
        this.log.push(line);
        this.#url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? this.#url;
        this.#mqtt = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? this.#mqtt;
        if (line.includes("Ready")) resolve();
      });
    });
    child.removeAllListeners("exit");
  }

  /** Ends the program with a signal and waits until it is gone. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** Ends the program and removes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** What creating a book answers. */
export interface NewBook {
  id: string;
  title: string;
  links: { owner: string; editor: string; viewer: string };
  tokens: { owner: string; editor: string; viewer: string };
}

/** A small client of the JSON API, with one token. */
export class Api {
  constructor(
    readonly server: Server,
    readonly book: string,
    readonly token: string,
  ) {}

  /** Creates a book. */
  static async create(server: Server, title: string, template = ""): Promise<NewBook> {
    const answer = await fetch(`${server.url}/api/books`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(template === "" ? { title } : { title, template }),
    });
    if (answer.status !== 201) throw new Error(`create: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as NewBook;
  }

  /** Calls a path below the book. */
  async call(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers["Content-Type"] = typeof body === "string" ? "text/plain" : "application/json";
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    return fetch(`${this.server.url}/api/books/${this.book}${path}`, init);
  }

  /** Puts inputs into a range, as typed. */
  async put(range: string, values: (string | number | boolean | null)[][]): Promise<void> {
    const answer = await this.call("PUT", `/values/${encodeURIComponent(range)}`, { values });
    if (!answer.ok) throw new Error(`put ${range}: ${answer.status} ${await answer.text()}`);
  }

  /** Reads a range. */
  async get(range: string, render = "value"): Promise<unknown[][]> {
    const answer = await this.call("GET", `/values/${encodeURIComponent(range)}?render=${render}`);
    if (!answer.ok) throw new Error(`get ${range}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { values: unknown[][] }).values;
  }
}

/** The test function with a running server (one a worker) and a new blank book for each test. */
export const test = base.extend<{ book: NewBook; api: Api }, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture's shape is Playwright's
    async ({}, use) => {
      const server = new Server(["--demo=off"]);
      await server.start();
      await use(server);
      await server.dispose();
    },
    { scope: "worker" },
  ],
  book: async ({ server }, use, info) => {
    await use(await Api.create(server, info.title.slice(0, 60)));
  },
  api: async ({ server, book }, use) => {
    await use(new Api(server, book.id, book.tokens.editor));
  },
});

export { expect } from "@playwright/test";
