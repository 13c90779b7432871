/** A request with something wrong in it: of which RPC, what is changed, which fields are to be named. */
export type Wrong = readonly [rpc: string, change: object, fields: readonly string[]];

const notAmounts = [
  '1e3',
  '-1',
  '0007',
  '1.',
  '9'.repeat(40),
  '',
  '.5',
  '1,5',
  ' 1',
  '+1',
  '0x10',
  'NaN',
  '١',
  '0',
  '0.00',
  '1.1234567',
  '1'.repeat(16),
  '1.5\n',
];

/** Where a request gives an amount that may not be zero. */
const amounts: readonly (readonly [string, (amount: string) => object, string])[] = [
  ['WalletService/RecordPurchase', (amount) => ({ amount }), 'amount'],
  ['WalletService/RecordPurchase', (amount) => ({ bonus: bonus({ amount }) }), 'bonus.amount'],
  ['WalletService/GrantCredits', (amount) => ({ amount }), 'amount'],
  ['UsageService/ConsumeCredits', (amount) => ({ amount }), 'amount'],
  ['UsageService/RecordUsage', (amount) => ({ amount }), 'amount'],
  ['UsageService/ReverseConsumption', (amount) => ({ amount }), 'amount'],
  ['UsageService/QuoteUsage', (amount) => ({ amount }), 'amount'],
  ['HoldService/PlaceHold', (amount) => ({ amount }), 'amount'],
  ['HoldService/CaptureHold', (amount) => ({ amount }), 'amount'],
  ['MemberService/RecallAllocation', (amount) => ({ amount }), 'amount'],
  [
    'MemberService/AllocateCredits',
    (amount) => ({ shares: same({ amount }) }),
    'same_amount.amount',
  ],
  ['RequestService/RequestCredits', (amount) => ({ amount }), 'amount'],
  ['RequestService/ApproveRequest', (amount) => ({ amount }), 'amount'],
];

const bonus = (given: object): object => ({
  amount: '1',
  end: { end: { $case: 'never', value: true } },
  restrictedTo: [],
  ...given,
});

const same = (given: object): object => ({
  $case: 'sameAmount',
  value: { amount: '1', memberIds: ['ann'], all: false, ...given },
});

export const wrongAmounts: readonly Wrong[] = amounts.flatMap(([rpc, change, field]) =>
  notAmounts.map((amount): Wrong => [rpc, change(amount), [field]]),
);

const notIds = ['', 'a b', 'x'.repeat(129), 'Zoë', 'a/b', '../w-own', 'a\u0000b', "'; --", 'a\n'];

const ids: readonly (readonly [string, string, string])[] = [
  ['ReportService/GetBalance', 'walletId', 'wallet_id'],
  ['WalletService/OpenWallet', 'walletId', 'wallet_id'],
  ['WalletService/RecordPurchase', 'purchaseId', 'purchase_id'],
  ['WalletService/GrantCredits', 'grantId', 'grant_id'],
  ['UsageService/ConsumeCredits', 'consumptionId', 'consumption_id'],
  ['UsageService/ConsumeCredits', 'action', 'action'],
  ['UsageService/RecordUsage', 'memberId', 'member_id'],
  ['HoldService/PlaceHold', 'holdId', 'hold_id'],
  ['HoldService/CaptureHold', 'captureId', 'capture_id'],
  ['MemberService/AddMember', 'memberId', 'member_id'],
  ['RequestService/RejectRequest', 'requestId', 'request_id'],
  ['ReportService/ListTransactions', 'resourceType', 'resource_type'],
];

export const wrongIds: readonly Wrong[] = ids.flatMap(([rpc, name, field]) =>
  notIds.map((id): Wrong => [rpc, { [name]: id }, [field]]),
);

const notKeys = ['', 'k'.repeat(256), 'a b', 'Schlüssel', 'a\t', '~system:', '~system:expire:l1'];

export const wrongKeys = (commands: readonly string[]): readonly Wrong[] =>
  commands.flatMap((rpc) =>
    notKeys.map((idempotencyKey): Wrong => [rpc, { idempotencyKey }, ['idempotency_key']]),
  );

const notTimes = [
  { seconds: 253_402_300_800n, nanos: 0 },
  { seconds: 946_684_799n, nanos: 999_999_999 },
  { seconds: 9_223_372_036_854_775_807n, nanos: 0 },
  { seconds: -1n, nanos: 0 },
  { seconds: 1_772_323_200n, nanos: -1 },
  { seconds: 1_772_323_200n, nanos: 1_000_000_000 },
];

const times: readonly (readonly [string, (time: object) => object, string])[] = [
  ['WalletService/GrantCredits', (effectiveAt) => ({ effectiveAt }), 'effective_at'],
  ['WalletService/GrantCredits', (at) => ({ end: endingAt(at) }), 'end.at'],
  ['WalletService/MoveExpiry', (at) => ({ end: endingAt(at) }), 'end.at'],
  ['UsageService/RecordUsage', (occurredAt) => ({ occurredAt }), 'occurred_at'],
  ['HoldService/PlaceHold', (deadline) => ({ deadline }), 'deadline'],
  ['ReportService/GetBalance', (effectiveAt) => ({ effectiveAt }), 'effective_at'],
  ['ReportService/GetBalance', (knownAt) => ({ knownAt }), 'known_at'],
  ['ReportService/ListTransactions', (occurredFrom) => ({ occurredFrom }), 'occurred_from'],
  ['CatalogService/PublishRateCard', (effectiveFrom) => ({ effectiveFrom }), 'effective_from'],
  ['ClockService/SetTime', (time) => ({ time }), 'time'],
];

const endingAt = (value: object): object => ({ end: { $case: 'at', value } });

export const wrongTimes: readonly Wrong[] = times.flatMap(([rpc, change, field]) =>
  notTimes.map((time): Wrong => [rpc, change(time), [field]]),
);
