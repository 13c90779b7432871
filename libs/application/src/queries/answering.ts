import type { Type } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { DocumentReads } from '#eventsourcing';
import type { Asked as AskedAt } from '#read-models';
import { walletStream } from '#ledger';
import { Reading, type Reader } from '../reading.ts';
import type { LedgerQuery, AnsweredAt } from './ledger-query.ts';

type QueryClass<Asked, Result> = abstract new (...args: never[]) => LedgerQuery<Asked, Result>;

type LookUp<Asked, Result> = (
  reading: Reading,
  asked: Asked,
  at: AskedAt,
  reader: Reader,
) => Promise<Result>;

/**
 * A handler that looks the answer up once the read models are as fresh as was asked. Nothing is
 * answered of a wallet whose history was cut.
 */
export const answering = <Asked, Result>(
  query: QueryClass<Asked, Result>,
  lookUp: LookUp<Asked, Result>,
): Type<IQueryHandler> =>
  examiningHistory(query, (reading, asked, at, reader) => {
    requireWhole(reading, asked);
    return lookUp(reading, asked, at, reader);
  });

/** A handler with which history is looked into, also where it was cut. */
export function examiningHistory<Asked, Result>(
  query: QueryClass<Asked, Result>,
  lookUp: LookUp<Asked, Result>,
): Type<IQueryHandler> {
  @QueryHandler(query)
  class Answering implements IQueryHandler<LedgerQuery<Asked, Result>> {
    readonly #reading: Reading;

    constructor(reading: Reading) {
      this.#reading = reading;
    }

    async execute({ asked, reader }: LedgerQuery<Asked, Result>): Promise<AnsweredAt<Result>> {
      const at = await this.#reading.begin(reader);
      const question = { ...asked, tenantId: reader.tenantId } as unknown as Asked;
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

function requireWhole({ ports }: Reading, asked: unknown): void {
  const { tenantId, walletId } = asked as { readonly tenantId: string; readonly walletId?: string };
  if (walletId !== undefined) ports.ledger.cuts.requireWhole(walletStream(tenantId, walletId));
}
