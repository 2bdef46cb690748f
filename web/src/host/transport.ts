import type { Effect, HttpEffect, Input } from "./engine.ts";
import { Silence } from "./silence.ts";

const NO_ANSWER = "the server does not answer";
const SUBPROTOCOL = "paloma.v1";
const TIMEOUT = 30_000;
const CONNECT_TIMEOUT = 10_000;

/**
 * The WebSocket and the HTTP requests of one engine. What comes in is handed over as inputs, in its order; what a former
 * connection still brings is dropped.
 */
export class Transport {
  readonly #receive: (input: Input) => void;
  #socket: WebSocket | undefined;
  #connection = -1;
  #timeout: ReturnType<typeof setTimeout> | undefined;
  readonly #silence: Silence;

  /**
   * @param receive takes what comes in
   * @param silenceChanged told when {@link isSilent} changes
   */
  constructor(receive: (input: Input) => void, silenceChanged: () => void) {
    this.#receive = receive;
    this.#silence = new Silence({
      changed: silenceChanged,
      givenUp: () => this.#end(this.#connection, NO_ANSWER),
    });
  }

  /** Whether the server has not answered for longer than it should take. */
  get isSilent(): boolean {
    return this.#silence.isSilent;
  }

  perform(effect: Effect): void {
    switch (effect.kind) {
      case "connect":
        this.#connect(effect.connection, effect.origin);
        break;
      case "send":
        if (effect.connection === this.#connection && this.#socket?.readyState === WebSocket.OPEN) {
          const socket = this.#socket;
          socket.send(effect.frame as BufferSource);
          this.#silence.sent(() => socket.bufferedAmount);
        }
        break;
      case "disconnect":
        if (effect.connection === this.#connection) {
          this.close();
        }
        break;
      case "http":
        void this.#ask(effect);
        break;
    }
  }

  #connect(connection: number, origin: string): void {
    this.close();
    this.#connection = connection;
    let socket: WebSocket;
    try {
      socket = new WebSocket(`ws${origin.slice("http".length)}/v1/connect`, SUBPROTOCOL);
    } catch (error) {
      this.#end(connection, String(error));
      return;
    }
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    this.#timeout = setTimeout(() => this.#end(connection, NO_ANSWER), CONNECT_TIMEOUT);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      if (connection === this.#connection) {
        clearTimeout(this.#timeout);
        this.#receive({ kind: "connected", connection });
      }
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (connection !== this.#connection) {
        return;
      }
      this.#silence.over();
      if (event.data instanceof ArrayBuffer) {
        this.#receive({ kind: "received", connection, frame: new Uint8Array(event.data) });
      } else {
        this.#end(connection, "the server broke the protocol: a text message");
      }
    };
    socket.onclose = () => {
      this.#end(connection, opened ? "the connection broke" : "the server can't be reached");
    };
  }

  /** Ends the connection with a reason for a person, if it is the current one. */
  #end(connection: number, why: string): void {
    if (connection === this.#connection) {
      this.close();
      this.#receive({ kind: "disconnected", connection, why });
    }
  }

  /** Ends the connection; what it still brings is dropped. */
  close(): void {
    clearTimeout(this.#timeout);
    this.#silence.over();
    this.#connection = -1;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  async #ask(request: HttpEffect): Promise<void> {
    try {
      const answer = await fetch(request.origin + request.path, {
        method: request.method,
        headers: request.headers.map(([name, value]) => [name, value] as [string, string]),
        body: request.body.length > 0 ? (request.body as BufferSource) : null,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const body = await readAtMost(answer, request.maxAnswer);
      this.#receive({ kind: "httpAnswered", id: request.id, status: answer.status, body });
    } catch (error) {
      this.#receive({ kind: "httpFailed", id: request.id, why: reason(error) });
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof RangeError) {
    return error.message;
  }
  return error instanceof DOMException && error.name === "TimeoutError" ? NO_ANSWER : "the server can't be reached";
}

/** The body of an answer. @throws RangeError when it is longer */
async function readAtMost(answer: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) {
      await reader?.cancel();
      throw new RangeError("the server's answer is too long");
    }
    parts.push(part.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}
