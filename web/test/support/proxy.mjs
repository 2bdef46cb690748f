import { connect, createServer } from "node:net";

/** A free port of the loopback address, for something that has to know it before it starts. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A line to a port of this machine, on which bytes can vanish without anybody being told. */
export class Line {
  /** @type {Set<import("node:net").Socket>} */
  #ends = new Set();
  #broken = false;

  /**
   * @param {import("node:net").Server} server
   * @param {number} port
   */
  constructor(server, port) {
    this.server = server;
    this.port = port;
  }

  /** @param {number} target the port that it leads to */
  static async to(target) {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const line = new Line(server, port);
    server.on("connection", (near) => line.#join(near, connect(target, "127.0.0.1")));
    return line;
  }

  /**
   * @param {import("node:net").Socket} near
   * @param {import("node:net").Socket} far
   */
  #join(near, far) {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      this.#ends.add(/** @type {import("node:net").Socket} */ (from));
      from?.on("data", (bytes) => this.#broken || to?.write(bytes));
      from?.on("error", () => {});
      from?.on("close", () => {
        this.#ends.delete(/** @type {import("node:net").Socket} */ (from));
        // An end is a packet too.
        if (!this.#broken) {
          to?.destroy();
        }
      });
    }
  }

  /** From now on nothing arrives. */
  swallow() {
    this.#broken = true;
  }

  /** From now on everything arrives; what lost bytes is cut. */
  restore() {
    for (const end of this.#ends) {
      end.destroy();
    }
    this.#broken = false;
  }

  async close() {
    this.restore();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
