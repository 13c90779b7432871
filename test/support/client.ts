import {
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type MethodDefinition,
} from '@grpc/grpc-js';
import type { AuditProgress } from '#contracts';
import { refusedOf } from './refused.ts';
import type { RunningServer } from './server.ts';
import { type As, tokensFor } from './tokens.ts';

// A call that is never answered fails its test; none waits for this to pass.
const ANSWER_WITHIN_MS = 20_000;

type News<Result> =
  { $case: 'progress'; value: AuditProgress } | { $case: 'result'; value: Result };

/** A foreign client of one server, in any role. */
export class LedgerClient {
  readonly #client: Client;
  readonly #tokenOf: (as: As) => Promise<string>;

  constructor({ address, data }: Pick<RunningServer, 'address' | 'data'>) {
    this.#client = new Client(address, credentials.createInsecure());
    this.#tokenOf = tokensFor(data);
  }

  /** Calls an RPC; whatever else than an answer comes is thrown, a refusal as `Refused`. */
  async ask<Request, Answer>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Answer>,
    request: Request,
    as: As,
  ): Promise<Answer> {
    const metadata = await this.#metadataOf(as);
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    return new Promise((answered, failed) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata,
        { deadline },
        (error, answer) => {
          if (error) failed(refusedOf(error));
          else if (answer !== undefined) answered(answer);
        },
      );
    });
  }

  /** Everything that a server stream answers. */
  async askAll<Request, Answer>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Answer>,
    request: Request,
    as: As,
  ): Promise<readonly Answer[]> {
    const metadata = await this.#metadataOf(as);
    const stream: ClientReadableStream<Answer> = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      { deadline: Date.now() + ANSWER_WITHIN_MS },
    );
    return (await stream.toArray()) as Answer[];
  }

  /** The one result of work that also tells how far it is: the last of its answers. */
  async askResult<Request, Result>(
    method: MethodDefinition<Request, { news?: News<Result> | undefined }>,
    request: Request,
    as: As,
  ): Promise<Result> {
    const news = (await this.askAll(method, request, as)).map((answer) => answer.news);
    const results = news.filter((each) => each?.$case === 'result');
    const [result] = results;
    if (result === undefined || results.length > 1 || news.at(-1) !== result)
      throw new Error('the result does not come once and last');
    return result.value;
  }

  close(): void {
    this.#client.close();
  }

  async #metadataOf(as: As): Promise<Metadata> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await this.#tokenOf(as)}`);
    return metadata;
  }
}
