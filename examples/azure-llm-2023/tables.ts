import Table from 'cli-table3';
import type { Lot, MonthUsage, Transaction } from '#contracts';
import type { Figure } from './figures.ts';
import type { StudioOutcome, TraceOutcome } from './outcomes.ts';
import type { Step } from './studio.ts';
import { shown } from './time.ts';
import type { Verification } from './verification.ts';

type Cell = string | number | bigint;

const TOP_MEMBERS = 5;

/** A table for a terminal of 100 columns; columns marked with ">" are aligned to the right. */
function table(title: string, columns: readonly string[], rows: readonly Cell[][]): string {
  const drawn = new Table({
    head: columns.map((column) => column.replace(/^>/, '')),
    colAligns: columns.map((column) => (column.startsWith('>') ? 'right' : 'left')),
    style: { head: process.stdout.isTTY ? ['cyan'] : [], border: [], compact: true },
  });
  drawn.push(...rows);
  return `\n${title}\n${drawn.toString()}`;
}

/** "12,452.543": digits of credits are many. */
const credits = (amount: string | undefined): string =>
  (amount ?? '–').replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');

const kindOf = (lot: Lot): string =>
  (lot.terms?.kind ?? '').replace('LOT_KIND_', '').toLowerCase().replace('_', ' ');

export function traceTables(outcome: TraceOutcome): readonly string[] {
  const { walletId, balance, lots, members, last } = outcome;
  const top = members.members
    .toSorted((a, b) => Number(b.total) - Number(a.total))
    .slice(0, TOP_MEMBERS);
  return [
    table(
      `${walletId}: balance ${credits(balance.balance)}, available ${credits(balance.available)}`,
      ['kind', '>granted', '>used', '>expired', '>available', 'ends (UTC)'],
      [...lots.values()].map((lot) => [
        kindOf(lot),
        ...[lot.granted, lot.used, lot.expired, lot.pool].map(credits),
        shown(lot.terms?.expiresAt),
      ]),
    ),
    monthTable(walletId, outcome.months),
    table(
      `${walletId}: top members of ${members.members.length}`,
      ['member', '>credits', '>requests'],
      top.map(({ memberId, total, count }) => [memberId ?? 'System', credits(total), count]),
    ),
    table(`${walletId}: last transactions`, transactionColumns, last.map(transactionRow)),
  ];
}

const transactionColumns = [
  'time (UTC)',
  'type',
  'underlying',
  'user',
  '>amount',
  '>balance after',
];

const transactionRow = (row: Transaction): Cell[] => [
  shown(row.occurredAt),
  row.type,
  row.underlyingType,
  row.user,
  credits(row.amount),
  credits(row.balanceAfter),
];

const monthTable = (walletId: string, months: readonly MonthUsage[]): string =>
  table(
    `${walletId}: month cards`,
    ['month', '>credits used', '>runs', ''],
    months.map(({ month, total, count, current }) => [
      month,
      credits(total),
      count,
      current ? 'current' : '',
    ]),
  );

export function studioTables(steps: readonly Step[], outcome: StudioOutcome): readonly string[] {
  const { requests, beforeSecondPurchase, balance } = outcome;
  const sections = Object.entries(requests).flatMap(([section, rows]) =>
    rows.length === 0
      ? [[section, '–', '', '', '', '']]
      : rows.map(({ requestId, memberId, amount, approvedAmount, decidedBy }) => [
          section,
          requestId,
          memberId,
          credits(amount),
          credits(approvedAmount),
          decidedBy?.id ?? '',
        ]),
  );
  return [
    table(
      'studio: the workflow of a team',
      ['step', 'outcome', '>pool after'],
      steps.map(({ what, outcome, pool }) => [what, outcome, credits(pool)]),
    ),
    table(
      'studio: requests',
      ['section', 'request', 'member', '>asked', '>approved', 'decided by'],
      sections,
    ),
    monthTable('studio', outcome.months),
    table('studio: usage tab', transactionColumns, outcome.usage.map(transactionRow)),
    table(
      'studio: purchase tab',
      ['time (UTC)', 'type', '>amount', '>balance after', 'sales no.', 'payment'],
      outcome.purchases.map(
        ({ occurredAt, type, amount, balanceAfter, salesReference, payment }) => [
          shown(occurredAt),
          type,
          credits(amount),
          credits(balanceAfter),
          salesReference,
          `${payment?.gateway ?? '–'} ${payment?.paymentId ?? ''}`,
        ],
      ),
    ),
    table(
      'studio: balance',
      ['as of', '>credits'],
      [
        ['now', credits(balance.balance)],
        ['before the second purchase', credits(beforeSecondPurchase)],
      ],
    ),
  ];
}

export const verificationTable = (verifications: readonly Verification[]): string =>
  table(
    'verification: hashes, invariants, and read models computed again from history',
    ['wallet', '>events', 'history', '>documents', 'read models', 'head'],
    verifications.map(({ walletId, stream, readModels }) => [
      walletId,
      stream.revisionsVerified,
      stream.ok ? 'ok' : `revision ${stream.firstBad?.revision} is bad`,
      readModels.readModels.reduce((sum, { compared }) => sum + compared, 0n),
      readModels.ok ? 'equal' : 'differ',
      `${stream.head?.hash.slice(0, 16)}…`,
    ]),
  );

export const differencesTable = (wrong: readonly Figure[]): string =>
  table(
    'what differs',
    ['figure', 'expected', 'found'],
    wrong.map(({ what, expected, found }) => [what, expected, found]),
  );
