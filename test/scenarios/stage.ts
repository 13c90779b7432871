import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClockServiceService, SetTimeRequest } from '#contracts';
import { LedgerClient } from '../support/client.ts';
import { timestampOf } from '../support/moments.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import type { Stage } from './play.ts';
import { publishRates } from './rates.ts';

interface TheatreTerms {
  /** Where its clock starts. */
  readonly from: Temporal.Instant;
  readonly ticker?: boolean;
  /** How many servers write to its store. */
  readonly writers?: number;
}

/** Servers over one store, with their clocks in step, on which scenarios are played in turn. */
export class Theatre {
  readonly data = mkdtempSync(join(tmpdir(), 'credits-scenarios-'));
  readonly #terms: TheatreTerms;
  #servers: readonly RunningServer[] = [];
  #clients: readonly LedgerClient[] = [];
  #wallets = 0;

  private constructor(terms: TheatreTerms) {
    this.#terms = terms;
  }

  static async open(terms: TheatreTerms): Promise<Theatre> {
    const theatre = new Theatre(terms);
    await theatre.start();
    await publishRates(theatre.client);
    return theatre;
  }

  get client(): LedgerClient {
    const [first] = this.#clients;
    if (first === undefined) throw new Error('the theatre is closed');
    return first;
  }

  /** A stage for one scenario, with a wallet of its own. */
  stage(walletId = this.#nextWallet()): Stage {
    const [, ...others] = this.#clients;
    return {
      clients: [this.client, ...others],
      walletId,
      ticker: this.#terms.ticker ?? true,
      moveClock: async (time) => {
        const request = SetTimeRequest.create({ time: timestampOf(time) });
        for (const client of this.#clients)
          await client.ask(ClockServiceService.setTime, request, 'operator');
      },
    };
  }

  /** Starts the servers, over what they left if they ran before. */
  async start(): Promise<void> {
    const { from, ticker = true, writers = 1 } = this.#terms;
    const clockFrom = from.toString({ fractionalSecondDigits: 9 });
    const servers: RunningServer[] = [];
    for (let writer = 1; writer <= writers; writer += 1) {
      const readModels = writer === 1 ? this.data : join(this.data, `read-models-${writer}`);
      servers.push(await startServer({ data: this.data, readModels, clockFrom, ticker }));
    }
    this.#servers = servers;
    this.#clients = servers.map((server) => new LedgerClient(server));
  }

  /** Ends the servers; their data stays. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  #nextWallet(): string {
    this.#wallets += 1;
    return `w${this.#wallets}`;
  }
}
