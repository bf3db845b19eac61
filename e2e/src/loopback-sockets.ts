import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** A listening TCP socket, which sockmaps take, with the number that it has in this process. */
export class ListeningSocket implements AsyncDisposable {
  readonly #server: Server;
  readonly number: number;

  private constructor(server: Server) {
    this.#server = server;
    this.number = (server as unknown as { _handle: { fd: number } })._handle.fd;
  }

  static async open(): Promise<ListeningSocket> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ListeningSocket(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}
