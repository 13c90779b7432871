import { ConsumeCreditsResponse, GetBalanceResponse, RecordUsageResponse } from '#contracts';

const at = { seconds: 1_772_359_200n, nanos: 0 };

const receipt = {
  position: '123456',
  stream: 'wallet-bench.w1234',
  firstRevision: 12n,
  lastRevision: 12n,
  recordedAt: at,
  replayed: false,
};

const usage = {
  consumptionId: 'b1-12345',
  amount: '2.712',
  free: false,
  slices: [{ lotId: 'purchase:p-1234', amount: '2.712' }],
  debt: '0.000',
  flags: [],
  rateCardVersion: 1,
  balanceAfter: '99999997.288',
  availableAfter: '99999997.288',
  occurredAt: at,
  receipt,
};

/** What the echo answers: messages of the size that the ledger's answers have. */
export const answers = {
  consumed: ConsumeCreditsResponse.create(usage),
  recorded: RecordUsageResponse.create({ ...usage, reopened: [] }),
  balance: GetBalanceResponse.create({
    balance: '99999997.288',
    available: '99999997.288',
    held: '0.000',
    debt: '0.000',
    byKind: [{ kind: 'LOT_KIND_PURCHASED', available: '99999997.288', held: '0.000' }],
    expiringIn7Days: '0.000',
    expiringIn30Days: '0.000',
    readAt: { position: '123456', time: at },
  }),
};
