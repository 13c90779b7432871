import type { Mutant } from './mutant.ts';

const at = (file: string): string => `libs/read-models/src/${file}`;

/** What questions are answered with. */
export const readModels: readonly Mutant[] = [
  {
    name: 'an event told twice counts twice',
    file: at('collection-fold.ts'),
    from: 'position >= event.position',
    to: 'position > event.position',
    spec: at('fold.spec.ts'),
  },
  {
    name: 'wallets are listed whosever tenant they are of',
    file: at('documents/wallets.ts'),
    from: 'partition: ({ stream }) => namesOf(stream).tenantId',
    to: "partition: () => 'acme'",
    spec: at('lookups/wallets.spec.ts'),
  },
  {
    name: 'what has ended counts until it is booked',
    file: at('lookups/read-ahead.ts'),
    from: 'due.push(lots.decode(body));',
    to: 'if (body === until) due.push(lots.decode(body));',
    spec: at('lookups/get-balance.spec.ts'),
  },
  {
    name: 'debt does not make the balance less',
    file: at('balance-at.ts'),
    from: 'balance: free + held - debt,',
    to: 'balance: free + held,',
    spec: at('lookups/get-balance.spec.ts'),
  },
  {
    name: 'too late usage is filed in a month that was closed',
    file: at('documents/usage-count.ts'),
    from: "flags.includes('LATE') ? recordedAt : occurredAt",
    to: 'flags.length > 9 ? recordedAt : occurredAt',
    spec: at('lookups/usage.spec.ts'),
  },
  {
    name: 'usage of this month is that of all time',
    file: at('lookups/member-usage.ts'),
    from: 'from <= month && month <= until',
    to: 'true',
    spec: at('lookups/usage.spec.ts'),
  },
  {
    name: 'a breakdown files usage on the day when it was told',
    file: at('documents/daily-usage.ts'),
    from: 'dayAt(read, occurredAt)',
    to: 'dayAt(read, read.metadata.recordedAt)',
    spec: at('lookups/usage-breakdown.spec.ts'),
  },
  {
    name: 'a page of a breakdown begins with the last row of the page before',
    file: at('lookups/usage-breakdown.ts'),
    from: 'place > after',
    to: 'place >= after',
    spec: at('lookups/usage-breakdown.spec.ts'),
  },
  {
    name: 'a page begins with the last row of the page before',
    file: at('lookups/paging.ts'),
    from: 'tokenFor(last ?? place)',
    to: 'tokenFor(place)',
    spec: at('lookups/list-transactions.spec.ts'),
  },
  {
    name: 'late usage was known before it was recorded',
    file: at('lookups/balance-as-of.ts'),
    from: '(isDue ? occurredAt : recordedAt) <= knownAt',
    to: 'occurredAt <= knownAt',
    spec: at('lookups/balance-as-of.spec.ts'),
  },
  {
    name: 'a reversal gives nothing back to its cap',
    file: at('documents/spending.ts'),
    from: 'if (given > 0n)',
    to: 'if (false)',
    spec: at('lookups/lists.spec.ts'),
  },
  {
    name: 'what is due is worked out for a question without a turn for others',
    file: at('lookups/read-ahead.ts'),
    from: 'until.turns ?? ENDLESS_TURN',
    to: 'ENDLESS_TURN',
    spec: at('lookups/get-balance.spec.ts'),
  },
  {
    name: 'what is due is read without a turn for others',
    file: 'libs/application/src/deadlines.ts',
    from: 'if (turns.isOver) await',
    to: 'if (false) await',
    spec: 'libs/application/src/deadlines.spec.ts',
  },
];
