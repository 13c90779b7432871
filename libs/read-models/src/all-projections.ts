import type { Projection } from '#eventsourcing';
import { lotsAndBalances } from './documents/balances.ts';
import { dailyUsage } from './documents/daily-usage.ts';
import { deadlines } from './documents/deadlines.ts';
import { holds } from './documents/holds.ts';
import { lotsMade } from './documents/lots-made.ts';
import { memberUsage } from './documents/member-usage.ts';
import { members } from './documents/members.ts';
import { monthlyUsage } from './documents/monthly-usage.ts';
import { people } from './documents/people.ts';
import { pockets } from './documents/pockets.ts';
import { pendingRequests } from './documents/pending-requests.ts';
import { rateCards } from './documents/rate-cards.ts';
import { requests } from './documents/requests.ts';
import { transactions } from './documents/transactions.ts';
import { wallets } from './documents/wallets.ts';
import type { LedgerEvent } from '#ledger';

/** Everything that is read. */
export const allProjections: readonly Projection<LedgerEvent, unknown>[] = [
  wallets,
  lotsAndBalances,
  lotsMade,
  pockets,
  transactions,
  monthlyUsage,
  memberUsage,
  dailyUsage,
  members,
  people,
  requests,
  pendingRequests,
  holds,
  deadlines,
  rateCards,
];
