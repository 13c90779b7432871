import { validRequests } from '../../apps/server/src/grpc/spec-kit/valid-requests.ts';

/** What a request for these tests says other than the documented example does. */
const changes: Readonly<Record<string, object>> = {
  'WalletService/OpenWallet': { policies: undefined },
  'WalletService/RecordPurchase': { effectiveAt: undefined, purchaseId: 'p-2' },
  'WalletService/GrantCredits': { effectiveAt: undefined, grantId: 'g-2' },
  'WalletService/VoidLot': { lotId: 'purchase:p-1' },
  'WalletService/MoveExpiry': { lotId: 'purchase:p-1' },
  'WalletService/WriteOffDebt': { consumptionId: undefined },
  'UsageService/RecordUsage': { occurredAt: undefined },
  'UsageService/ReverseConsumption': { consumptionId: 'c-0' },
  'HoldService/PlaceHold': { holdId: 'h-2' },
  'HoldService/CaptureHold': { settings: new Map() },
  'HoldService/ExtendHold': { deadline: { seconds: 1_772_323_260n, nanos: 0 } },
  'MemberService/AddMember': { memberId: 'cyd' },
  'MemberService/SetCap': { limit: { $case: 'amount', value: '50' } },
  'RequestService/RequestCredits': { requestId: 'r-2' },
  'CatalogService/PublishRateCard': { version: undefined, effectiveFrom: undefined },
  // Before the documented deadline of a hold.
  'ClockService/SetTime': { time: { seconds: 1_772_320_000n, nanos: 0 } },
  'ClockService/AdvanceTime': { by: 'PT0.001S' },
  'AuditService/ReadStream': { fromRevision: 1n },
};

let keys = 0;

/** A request of an RPC as documented, under a key of its own, about a wallet if it names one. */
export function requestOf(rpc: string, walletId: string, given: object = {}): object {
  const request = validRequests.get(rpc);
  if (request === undefined) throw new Error(`there is no example of ${rpc}`);
  keys += 1;
  const about = { walletId, idempotencyKey: `key-${keys}`, atLeastPosition: undefined };
  const all = { ...request, ...only(about, request), ...changes[rpc], ...given };
  if ('catalog' in request) return { ...all, catalog: false };
  if (rpc === 'UsageService/BatchRecordUsage')
    return { ...all, records: [record(about)], ...given };
  return rpc === 'UsageService/StreamUsage' ? { record: record(about), ...given } : all;
}

/** Whether a request of the RPC is about one wallet. */
export const namesWallet = (rpc: string): boolean =>
  'walletId' in requestOf(rpc, '') || isOfRecords(rpc);

/** Whether each of its records is answered by itself. */
export const isOfRecords = (rpc: string): boolean =>
  rpc === 'UsageService/BatchRecordUsage' || rpc === 'UsageService/StreamUsage';

const record = (about: object): object => {
  const { dryRun: _, ...usage } = validRequests.get('UsageService/RecordUsage') ?? {};
  return { ...usage, ...about, amount: '1', occurredAt: undefined };
};

const only = (values: object, names: object): object =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in names));
