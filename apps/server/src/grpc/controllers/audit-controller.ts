import { QueryBus } from '@nestjs/cqrs';
import { GrpcMethod } from '@nestjs/microservices';
import { CompareReadModels, ExportStream, ReadStream, VerifyStream } from '#application';
import type * as wire from '#contracts';
import type { CallContext } from '../call-context.ts';
import { GrpcController } from '../grpc-controller.ts';
import { InvalidRequest } from '../validation/violations.ts';
import { fromComparison, fromEvents, fromVerification } from '../wire/audits.ts';
import { pageAsked, readerOf } from '../wire/reading.ts';

/** Reads, exports and verifies history. */
@GrpcController()
export class AuditController {
  readonly #queries: QueryBus;

  constructor(queries: QueryBus) {
    this.#queries = queries;
  }

  @GrpcMethod('AuditService')
  async readStream(
    request: wire.ReadStreamRequest,
    call: CallContext,
  ): Promise<wire.ReadStreamResponse> {
    const { walletId } = request;
    const asked = { walletId, from: firstRevision(request), limit: pageAsked(request).pageSize };
    return fromEvents(await this.#queries.execute(new ReadStream(asked, readerOf(call))));
  }

  @GrpcMethod('AuditService')
  async *exportStream(
    { walletId }: wire.ExportStreamRequest,
    call: CallContext,
  ): AsyncIterable<wire.ExportStreamResponse> {
    const query = new ExportStream({ walletId }, readerOf(call));
    const { lines } = await this.#queries.execute(query);
    for await (const line of lines) yield { line };
  }

  @GrpcMethod('AuditService')
  async verifyStream(
    { walletId }: wire.VerifyStreamRequest,
    call: CallContext,
  ): Promise<wire.VerifyStreamResponse> {
    const query = new VerifyStream({ walletId }, readerOf(call));
    return fromVerification(await this.#queries.execute(query));
  }

  @GrpcMethod('AuditService')
  async compareReadModels(
    { walletId }: wire.CompareReadModelsRequest,
    call: CallContext,
  ): Promise<wire.CompareReadModelsResponse> {
    const query = new CompareReadModels({ walletId }, readerOf(call));
    return fromComparison(await this.#queries.execute(query));
  }
}

// A page's token is the revision that it begins with.
function firstRevision({ pageToken, fromRevision }: wire.ReadStreamRequest): number {
  if (pageToken === '') return Number(fromRevision ?? 1n);
  if (/^[1-9]\d{0,14}$/.test(pageToken)) return Number(pageToken);
  throw new InvalidRequest([{ field: 'page_token', description: 'must be one of an answer' }]);
}
