import { once } from 'node:events';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import {
  type RecordUsageResponse,
  type StreamUsageRequest,
  type StreamUsageResponse,
  type UsageRecord,
  UsageServiceService,
} from '#contracts';
import type { Caller } from './client.ts';

type Answers = (answer: RecordUsageResponse) => void;

/** One call of StreamUsage: records go out, and each gets its answer. */
export class UsageStream {
  readonly #call: ClientDuplexStream<StreamUsageRequest, StreamUsageResponse>;
  readonly #waiting = new Map<string, Answers>();
  readonly #failed: Promise<never>;

  constructor(caller: Caller) {
    this.#call = caller.stream(UsageServiceService.streamUsage);
    this.#failed = new Promise((_, failed) => {
      this.#call.on('error', failed);
      this.#call.on('data', (answer: StreamUsageResponse) => this.#answer(answer, failed));
    });
    // Whoever waits learns of it; with nobody waiting it is no news.
    this.#failed.catch(() => undefined);
  }

  /** Sends records and gives their answers in the same order, once all are there. */
  async send(
    records: readonly UsageRecord[],
    answered: () => void,
  ): Promise<readonly RecordUsageResponse[]> {
    const answers = new Array<RecordUsageResponse>(records.length);
    const all = Promise.withResolvers<void>();
    let missing = records.length;
    for (const [index, record] of records.entries()) {
      this.#waiting.set(nameOf(record), (answer) => {
        answers[index] = answer;
        answered();
        missing -= 1;
        if (missing === 0) all.resolve();
      });
      // The server reads no further while too many are unanswered.
      if (!this.#call.write({ record }))
        await Promise.race([once(this.#call, 'drain'), this.#failed]);
    }
    await Promise.race([all.promise, this.#failed]);
    return answers;
  }

  async close(): Promise<void> {
    const ended = once(this.#call, 'end');
    this.#call.end();
    await ended;
  }

  #answer({ outcome }: StreamUsageResponse, failed: (error: Error) => void): void {
    if (outcome?.outcome?.$case !== 'recorded') {
      const message = outcome?.outcome?.value.message ?? 'there is no outcome';
      return failed(new Error(`${outcome?.consumptionId} was not recorded: ${message}`));
    }
    const name = nameOf(outcome);
    this.#waiting.get(name)?.(outcome.outcome.value);
    this.#waiting.delete(name);
  }
}

const nameOf = ({ walletId, consumptionId }: Pick<UsageRecord, 'walletId' | 'consumptionId'>) =>
  `${walletId} ${consumptionId}`;
