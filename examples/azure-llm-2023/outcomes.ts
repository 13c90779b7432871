import type { GetBalanceResponse, Lot, MonthUsage, Timestamp, Transaction } from '#contracts';
import type { CreditRequest, GetMemberUsageResponse } from '#contracts';
import type { Callers } from './callers.ts';
import type { Figures } from './figures.ts';
import * as read from './reports.ts';
import { walletId as studio } from './studio.ts';
import { traceWallets, type TraceWallet } from './wallets.ts';

/** What a wallet of the trace looks like in the end. */
export interface TraceOutcome {
  readonly walletId: string;
  readonly balance: GetBalanceResponse;
  readonly lots: ReadonlyMap<string, Lot>;
  readonly months: readonly MonthUsage[];
  readonly members: GetMemberUsageResponse;
  readonly last: readonly Transaction[];
}

/** What the studio looks like in the end. */
export interface StudioOutcome {
  readonly balance: GetBalanceResponse;
  readonly beforeSecondPurchase: string;
  readonly months: readonly MonthUsage[];
  readonly usage: readonly Transaction[];
  readonly purchases: readonly Transaction[];
  readonly requests: Readonly<
    Record<'pending' | 'approved' | 'rejected', readonly CreditRequest[]>
  >;
}

const LAST_ROWS = 5;

export const traceOutcomes = (
  callers: Callers,
  figures: Figures,
): Promise<readonly TraceOutcome[]> =>
  Promise.all(traceWallets.map((wallet) => traceOutcome(callers, wallet, figures)));

async function traceOutcome(
  { staff }: Callers,
  { walletId, must }: TraceWallet,
  figures: Figures,
): Promise<TraceOutcome> {
  const [balance, lots, months, members, last] = await Promise.all([
    read.balanceOf(staff, { walletId }),
    read.lotsOf(staff, walletId),
    read.monthsOf(staff, walletId),
    read.memberUsageOf(staff, walletId),
    read.transactionsOf(staff, walletId, 'TRANSACTION_TAB_ALL', LAST_ROWS),
  ]);
  figures.checkAll(`${walletId}, promo`, { ...lots.get('grant:promo') }, must.promo);
  figures.checkAll(`${walletId}, monthly`, { ...lots.get('grant:monthly') }, must.monthly);
  figures.checkAll(`${walletId}, purchased`, { ...lots.get('purchase:first') }, must.purchased);
  const available = must.purchased.pool;
  figures.checkAll(walletId, { ...balance }, { available, balance: available, debt: '0.000' });
  const card = { month: '2023-11', total: must.total, count: must.rows, current: true };
  figures.checkAll(`${walletId}, month card`, { ...months[0] }, card);
  figures.check(`${walletId}, all members used`, members.organisationTotal, must.total);
  figures.check(`${walletId}, all members’ requests`, members.organisationCount, must.rows);
  return { walletId, balance, lots, months, members, last };
}

export async function studioOutcome(
  { staff }: Callers,
  before: Timestamp,
  figures: Figures,
): Promise<StudioOutcome> {
  const asOf = { walletId: studio, effectiveAt: before, knownAt: before };
  const requestsOf = (status: CreditRequest['status']) => read.requestsOf(staff, studio, status);
  const [balance, then, months, usage, purchases, pending, approved, rejected] = await Promise.all([
    read.balanceOf(staff, { walletId: studio }),
    read.balanceOf(staff, asOf),
    read.monthsOf(staff, studio),
    read.transactionsOf(staff, studio, 'TRANSACTION_TAB_USAGE'),
    read.transactionsOf(staff, studio, 'TRANSACTION_TAB_PURCHASE'),
    requestsOf('REQUEST_STATUS_PENDING'),
    requestsOf('REQUEST_STATUS_APPROVED'),
    requestsOf('REQUEST_STATUS_REJECTED'),
  ]);
  figures.checkAll('studio', { ...balance }, { balance: '1260.00', available: '1260.00' });
  figures.check('studio, balance before the second purchase', then.balance, '760.00');
  figures.checkAll('studio, month card', { ...months[0] }, { total: '240.00', count: 2 });
  figures.check('studio, usage tab', amounts(usage), ['-200.00', '-40.00']);
  figures.check('studio, purchase tab', amounts(purchases), ['500.00', '1000.00']);
  figures.check(
    'studio, approved requests',
    approved.map(({ memberId, amount, approvedAmount }) => [memberId, amount, approvedAmount]),
    [
      ['m4', '300.00', '300.00'],
      ['m2', '200.00', '120.00'],
    ],
  );
  figures.check('studio, requests pending or rejected', pending.length + rejected.length, 0);
  const requests = { pending, approved, rejected };
  const beforeSecondPurchase = then.balance ?? '';
  return { balance, beforeSecondPurchase, months, usage, purchases, requests };
}

const amounts = (rows: readonly Transaction[]): readonly string[] =>
  rows.map(({ amount }) => amount);
