import { Query } from '@nestjs/cqrs';
import type { Instant } from '#eventsourcing';
import type { Reader } from '../reading.ts';

/** An answer and the instant at which it was evaluated. */
export type AnsweredAt<Result> = Result & { readonly now: Instant };

/** What is asked, of the tenant of whoever reads. */
export type Question<Asked> = Asked extends unknown ? Omit<Asked, 'tenantId'> : never;

/** A question. The caller's rights are checked before it is asked. */
export abstract class LedgerQuery<Asked, Result> extends Query<AnsweredAt<Result>> {
  readonly asked: Question<Asked>;
  readonly reader: Reader;

  constructor(asked: Question<Asked>, reader: Reader) {
    super();
    this.asked = asked;
    this.reader = reader;
  }
}
