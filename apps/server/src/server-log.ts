import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's messages in the server's log. What Nest says of its own start is detail. */
export class ServerLog implements LoggerService {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.#log.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.#log.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    const context = rest.at(-1);
    if (message instanceof Error) this.#log.error({ err: message, context }, message.message);
    else this.#log.error({ context, detail: rest[0] }, String(message));
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.#log.fatal({ context: rest.at(-1) }, String(message));
  }

  debug(message: unknown): void {
    this.#log.debug(String(message));
  }

  verbose(message: unknown): void {
    this.#log.trace(String(message));
  }
}
