import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GrpcMethod } from '@nestjs/microservices';
import {
  CompareReadModels,
  ErasePerson,
  ExportPerson,
  ExportStream,
  ReadStream,
  VerifyStream,
} from '#application';
import type * as wire from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { InvalidRequest } from '../../transport/validation/violations.ts';
import { fromComparisonNews, fromEvents, fromVerificationNews } from './audits.ts';
import { fromErasureNews } from './persons.ts';
import { pageAsked, readerOf } from '../../wire/reading.ts';

/** Reads, exports and verifies history. */
@GrpcController()
export class AuditController {
  readonly #queries: QueryBus;
  readonly #commands: CommandBus;

  constructor(queries: QueryBus, commands: CommandBus) {
    this.#queries = queries;
    this.#commands = commands;
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
  async *verifyStream(
    { walletId }: wire.VerifyStreamRequest,
    call: CallContext,
  ): AsyncIterable<wire.VerifyStreamResponse> {
    const query = new VerifyStream({ walletId }, readerOf(call));
    const { news } = await this.#queries.execute(query);
    for await (const each of news) yield fromVerificationNews(each);
  }

  @GrpcMethod('AuditService')
  async *compareReadModels(
    { walletId }: wire.CompareReadModelsRequest,
    call: CallContext,
  ): AsyncIterable<wire.CompareReadModelsResponse> {
    const query = new CompareReadModels({ walletId }, readerOf(call));
    const { news, now } = await this.#queries.execute(query);
    for await (const each of news) yield fromComparisonNews(each, now);
  }

  @GrpcMethod('AuditService')
  async *exportPerson(
    { personId }: wire.ExportPersonRequest,
    call: CallContext,
  ): AsyncIterable<wire.ExportPersonResponse> {
    const query = new ExportPerson(personAsked(personId, call), readerOf(call));
    const { lines } = await this.#queries.execute(query);
    for await (const line of lines) yield { line };
  }

  @GrpcMethod('AuditService')
  async *erasePerson(
    { personId }: wire.ErasePersonRequest,
    call: CallContext,
  ): AsyncIterable<wire.ErasePersonResponse> {
    const command = new ErasePerson(personAsked(personId, call), readerOf(call));
    for await (const each of await this.#commands.execute(command)) yield fromErasureNews(each);
  }
}

const personAsked = (personId: string, { caller }: CallContext) => ({
  personId,
  claim: caller.wallets,
  by: caller.actor,
});

// A page's token is the revision that it begins with.
function firstRevision({ pageToken, fromRevision }: wire.ReadStreamRequest): number {
  if (pageToken === '') return Number(fromRevision ?? 1n);
  if (/^[1-9]\d{0,14}$/.test(pageToken)) return Number(pageToken);
  throw new InvalidRequest([{ field: 'page_token', description: 'must be one of an answer' }]);
}
