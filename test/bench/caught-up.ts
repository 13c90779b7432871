import { credentials, Metadata } from '@grpc/grpc-js';
import { ReportServiceClient, UsageServiceClient } from '#contracts';
import type { MeasuredLedger } from './processes.ts';

const WALLET = 'w0';

/**
 * Waits until the read models have all that was written. They may lag while commands are served,
 * and what they still cost afterwards belongs to no other measurement.
 */
export class CaughtUp {
  readonly #metadata = new Metadata();
  readonly #usage: UsageServiceClient;
  readonly #report: ReportServiceClient;
  #waits = 0;

  constructor({ address, token }: MeasuredLedger) {
    this.#metadata.set('authorization', `Bearer ${token}`);
    this.#usage = new UsageServiceClient(address, credentials.createInsecure());
    this.#report = new ReportServiceClient(address, credentials.createInsecure());
  }

  /** How many milliseconds it took. */
  async wait(): Promise<number> {
    const started = performance.now();
    const position = await this.#lastPosition();
    await new Promise<void>((resolve, reject) => {
      this.#report.getBalance(
        { walletId: WALLET, atLeastPosition: position, ...NOTHING_ELSE },
        this.#metadata,
        { deadline: Date.now() + DEADLINE_MS },
        (error) => (error === null ? resolve() : reject(error)),
      );
    });
    return performance.now() - started;
  }

  close(): void {
    this.#usage.close();
    this.#report.close();
  }

  // The position of one more command is the last there is.
  #lastPosition(): Promise<string> {
    this.#waits += 1;
    const key = `caught-up-${this.#waits}`;
    return new Promise((resolve, reject) => {
      this.#usage.consumeCredits(
        {
          walletId: WALLET,
          consumptionId: key,
          action: 'llm.completion',
          quantities: new Map(),
          settings: new Map(),
          amount: '0.001',
          idempotencyKey: key,
          dryRun: false,
        },
        this.#metadata,
        (error, answer) =>
          error === null ? resolve(answer.receipt?.position ?? '0') : reject(error),
      );
    });
  }
}

const NOTHING_ELSE = { memberId: undefined, effectiveAt: undefined, knownAt: undefined };
const DEADLINE_MS = 120_000;
