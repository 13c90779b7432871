import { BATCH_SIZE } from './orders.ts';
import type { Bench } from './table.ts';

export const WALLETS = 10_000;
const CONSUME = '/credits.v1.UsageService/ConsumeCredits';
const BATCH = '/credits.v1.UsageService/BatchRecordUsage';
const BALANCE = '/credits.v1.ReportService/GetBalance';
const PURCHASE = '/credits.v1.WalletService/RecordPurchase';

const unary = { kind: 'CONSUME', path: CONSUME, calls: 40_000, inFlight: 64, items: 1 } as const;
const batches = {
  kind: 'BATCH',
  path: BATCH,
  calls: 1500,
  inFlight: 16,
  items: BATCH_SIZE,
} as const;

/** What is measured against the echo, or against another of these. */
export const RATES: readonly Bench[] = [
  { id: 'B1', work: 'ConsumeCredits, 10,000 wallets', ...unary, wallets: WALLETS, target: 0.7 },
  {
    id: 'B2',
    work: 'batches of 100 records, 10,000 wallets',
    ...batches,
    wallets: WALLETS,
    target: 0.3,
  },
  { id: 'B4a', work: 'B1 on one hot wallet', ...unary, wallets: 1, target: 0.95, against: 'B1' },
  { id: 'B4b', work: 'B2 on one hot wallet', ...batches, wallets: 1, target: 0.95, against: 'B2' },
  {
    id: 'B8',
    work: 'GetBalance, 10,000 wallets',
    kind: 'BALANCE',
    path: BALANCE,
    calls: 40_000,
    inFlight: 64,
    items: 1,
    wallets: WALLETS,
    target: 0.75,
  },
];

/** How many live lots the wallets have that are compared with those of one. */
export const LIVE_LOTS = 5_000;

const onLots = { inFlight: 64, items: 1, wallets: 10, target: 0.8, peer: 'one lot' } as const;

/** What is measured on wallets of many live lots, against the same on wallets of one. */
export const ON_MANY_LOTS: readonly Bench[] = [
  {
    id: 'B11a',
    work: 'B1 on wallets of 5,000 live lots',
    kind: 'CONSUME',
    path: CONSUME,
    calls: 10_000,
    ...onLots,
  },
  {
    id: 'B11b',
    work: 'RecordPurchase on wallets of 5,000 live lots',
    kind: 'PURCHASE',
    path: PURCHASE,
    calls: 2_000,
    ...onLots,
  },
];

/** For how long all wait for one large wallet; not a rate, so that it has a table of its own. */
export const HOLD_UPS = { id: 'B14' } as const;
