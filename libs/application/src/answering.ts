import type { Type } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { DocumentReads } from '#eventsourcing';
import type { Asked as AskedAt } from '#read-models';
import { walletStream } from '#ledger';
import {
  CompareReadModels,
  ExportStream,
  ReadStream,
  VerifyStream,
  type LedgerQuery,
  type Told,
} from './queries.ts';
import { Reading, type Reader } from './reading.ts';

type QueryClass<Asked, Result> = abstract new (...args: never[]) => LedgerQuery<Asked, Result>;

type LookUp<Asked, Result> = (
  reading: Reading,
  asked: Asked,
  at: AskedAt,
  reader: Reader,
) => Promise<Result>;

/** A handler that looks the answer up once the read models are as fresh as was asked. */
export function answering<Asked, Result>(
  query: QueryClass<Asked, Result>,
  lookUp: LookUp<Asked, Result>,
): Type<IQueryHandler> {
  @QueryHandler(query)
  class Answering implements IQueryHandler<LedgerQuery<Asked, Result>> {
    readonly #reading: Reading;

    constructor(reading: Reading) {
      this.#reading = reading;
    }

    async execute({ asked, reader }: LedgerQuery<Asked, Result>): Promise<Told<Result>> {
      const at = await this.#reading.begin(reader);
      const question = { ...asked, tenantId: reader.tenantId } as unknown as Asked;
      if (!examiningHistory.has(query)) requireWhole(this.#reading, question);
      return { ...(await lookUp(this.#reading, question, at, reader)), now: at.now };
    }
  }
  return Answering;
}

/** A handler whose whole answer is read from the documents of one moment. */
export function answeringFromDocuments<Asked, Result>(
  query: QueryClass<Asked, Result>,
  lookUp: (reads: DocumentReads, asked: Asked, at: AskedAt) => Promise<Result>,
): Type<IQueryHandler> {
  return answering(query, (reading, asked, at) =>
    reading.fromDocuments((reads) => lookUp(reads, asked, at)),
  );
}

// What was cut is looked into with these, and with nothing else.
const examiningHistory: ReadonlySet<unknown> = new Set([
  ReadStream,
  ExportStream,
  VerifyStream,
  CompareReadModels,
]);

function requireWhole({ ports }: Reading, asked: unknown): void {
  const { tenantId, walletId } = asked as { readonly tenantId: string; readonly walletId?: string };
  if (walletId !== undefined) ports.ledger.cuts.requireWhole(walletStream(tenantId, walletId));
}
