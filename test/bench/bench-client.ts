import { finished } from 'node:stream/promises';
import { Client, credentials, Metadata, type MethodDefinition } from '@grpc/grpc-js';
import type { MeasuredLedger } from './processes.ts';

const ANSWER_WITHIN_MS = 120_000;
const ANSWER_BYTES_MAX = 256 * 1_048_576;

/** A client of one ledger, which may ask everything that is measured. */
export class BenchClient {
  readonly #client: Client;
  readonly #metadata = new Metadata();

  constructor({ address, token }: Pick<MeasuredLedger, 'address' | 'token'>) {
    this.#client = new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
      // Connections are shared by address otherwise, also with who waits for large answers.
      'grpc.use_local_subchannel_pool': 1,
    });
    this.#metadata.set('authorization', `Bearer ${token}`);
  }

  ask<Request, Answer>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Answer>,
    request: Request,
  ): Promise<Answer> {
    return new Promise((answered, failed) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        this.#metadata,
        { deadline: Date.now() + ANSWER_WITHIN_MS },
        (error, answer) => {
          if (error === null && answer !== undefined) answered(answer);
          else failed(new Error(`${path}: ${String(error?.message)}`));
        },
      );
    });
  }

  /** How many answers a server stream gives. */
  async count<Request, Answer>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Answer>,
    request: Request,
  ): Promise<number> {
    const stream = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      this.#metadata,
      { deadline: Date.now() + ANSWER_WITHIN_MS },
    );
    let answers = 0;
    stream.on('data', () => {
      answers += 1;
    });
    await finished(stream);
    return answers;
  }

  close(): void {
    this.#client.close();
  }
}

const IN_FLIGHT = 128;

/** Does something once for each of so many, a bounded number at a time. */
export async function forEachOf(
  count: number,
  act: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await act(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, count) }, lane));
}
