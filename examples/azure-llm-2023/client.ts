import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type MethodDefinition,
} from '@grpc/grpc-js';
import type { AuditProgress } from '#contracts';

const ANSWER_WITHIN_MS = 30_000;

/** Answers of which the last has the result. */
interface News<Result> {
  news?:
    { $case: 'progress'; value: AuditProgress } | { $case: 'result'; value: Result } | undefined;
}

/** Someone who calls the ledger: one token, any service. */
export class Caller {
  readonly #client: Client;
  readonly #metadata = new Metadata();

  constructor(address: string, token: string) {
    // Retries would keep every record sent: a stream is one long call.
    this.#client = new Client(address, credentials.createInsecure(), { 'grpc.enable_retries': 0 });
    this.#metadata.set('authorization', `Bearer ${token}`);
  }

  /** Calls an RPC. A refusal comes as an error whose message is the ledger's sentence. */
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
          if (error) failed(error);
          else if (answer !== undefined) answered(answer);
        },
      );
    });
  }

  /** Opens a stream of requests and a stream of answers. */
  stream<Request, Answer>({
    path,
    requestSerialize,
    responseDeserialize,
  }: MethodDefinition<Request, Answer>): ClientDuplexStream<Request, Answer> {
    return this.#client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      this.#metadata,
    );
  }

  /** The result of work that first tells how far it is: the last of its answers. */
  async askResult<Request, Result>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, News<Result>>,
    request: Request,
  ): Promise<Result> {
    const answers = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      this.#metadata,
      { deadline: Date.now() + ANSWER_WITHIN_MS },
    );
    let last: News<Result>['news'];
    for await (const { news } of answers as AsyncIterable<News<Result>>) last = news;
    if (last?.$case !== 'result') throw new Error(`${path} ended without a result`);
    return last.value;
  }

  close(): void {
    this.#client.close();
  }
}
