import type { EventOf, EventType, Reason, UsageFlag, WalletEvent } from '#ledger';

type Cause<Type extends 'LotExpired' | 'AllocationReturned' | 'HoldReleased' | 'RequestCancelled'> =
  EventOf<Type>['data']['cause'];

/** Why a refusal cannot come up where only the rules run. */
const OUT_OF_REACH: Partial<Record<Reason['code'], string>> = {
  COMMAND_TOO_LARGE: 'the stream writer measures commands',
  IDEMPOTENCY_KEY_REUSED: 'the stream writer knows the keys',
};

// Complete by their types: what is added to the ledger does not compile until it is counted here.
const events: Record<EventType, number> = {
  WalletOpened: 0,
  WalletPolicyChanged: 0,
  CreditsPurchased: 0,
  CreditsGranted: 0,
  LotActivated: 0,
  LotExpired: 0,
  ExpiryReopened: 0,
  LotVoided: 0,
  LotSplit: 0,
  MemberAdded: 0,
  MemberRemoved: 0,
  CapSet: 0,
  CreditsAllocated: 0,
  AllocationReturned: 0,
  CreditsRequested: 0,
  RequestApproved: 0,
  RequestRejected: 0,
  RequestCancelled: 0,
  CreditsConsumed: 0,
  FreeActionRecorded: 0,
  ConsumptionReversed: 0,
  CreditsHeld: 0,
  HoldCaptured: 0,
  HoldExtended: 0,
  HoldReleased: 0,
  DebtSettled: 0,
  DebtWrittenOff: 0,
  WalletClosed: 0,
  CommandAccepted: 0,
};
const expiries: Record<Cause<'LotExpired'>, number> = {
  DUE: 0,
  AFTER_RELEASE: 0,
  AFTER_REVERSAL: 0,
};
const returns: Record<Cause<'AllocationReturned'>, number> = {
  RECALL: 0,
  MEMBER_REMOVED: 0,
  POOLED: 0,
  AFTER_RELEASE: 0,
};
const releases: Record<Cause<'HoldReleased'>, number> = { CAPTURED: 0, RELEASED: 0, DEADLINE: 0 };
const cancellations: Record<Cause<'RequestCancelled'>, number> = {
  WITHDRAWN: 0,
  MEMBER_REMOVED: 0,
  WALLET_CLOSED: 0,
};
const flags: Record<UsageFlag, number> = {
  LATE: 0,
  FUNDED_OUT_OF_PERIOD: 0,
  OVER_CAP: 0,
  BEFORE_OPENING: 0,
  OVERDRAWN: 0,
};
const outcomes: Record<EventOf<'CommandAccepted'>['data']['outcome'], number> = {
  NOTHING_FREE: 0,
  NO_DEBT: 0,
  NONE_PENDING: 0,
  NONE_FITS: 0,
  NO_MEMBERS: 0,
  UNCHANGED: 0,
  CAPTURED_BEFORE: 0,
};
const refusals: Record<Reason['code'], number> = {
  INVALID_FIELD: 0,
  IDEMPOTENCY_KEY_REUSED: 0,
  UNKNOWN_SETTING: 0,
  UNKNOWN_QUANTITY: 0,
  WALLET_NOT_FOUND: 0,
  MEMBER_NOT_FOUND: 0,
  HOLD_NOT_FOUND: 0,
  CONSUMPTION_NOT_FOUND: 0,
  REQUEST_NOT_FOUND: 0,
  LOT_NOT_FOUND: 0,
  INSUFFICIENT_CREDITS: 0,
  CAP_EXCEEDED: 0,
  WALLET_CLOSED: 0,
  HOLDS_OPEN: 0,
  DEBT_OPEN: 0,
  HOLD_EXPIRED: 0,
  HOLD_RESOLVED: 0,
  CAPTURE_CONTRADICTS: 0,
  OVER_CAPTURE: 0,
  REQUEST_DECIDED: 0,
  TOO_MANY_REQUESTS_PENDING: 0,
  LOT_EXPIRED: 0,
  NOTHING_TO_REVERSE: 0,
  POOL_TOO_SMALL: 0,
  POCKET_TOO_SMALL: 0,
  ALLOCATION_NOT_USED: 0,
  MEMBER_REMOVED: 0,
  NO_RATE: 0,
  RATE_REQUIREMENT: 0,
  MISSING_QUANTITY: 0,
  COMMAND_TOO_LARGE: 0,
  USAGE_TOO_OLD: 0,
  USAGE_IN_FUTURE: 0,
  ID_TAKEN: 0,
};

/** How often each thing that can happen came up. */
export class Tally {
  readonly counts: Readonly<Record<string, Record<string, number>>> = {
    events: { ...events },
    'expiry causes': { ...expiries },
    'return causes': { ...returns },
    'release causes': { ...releases },
    'cancel causes': { ...cancellations },
    'usage flags': { ...flags },
    outcomes: { ...outcomes },
    refusals: { ...refusals },
  };

  countEvent({ type, data }: WalletEvent): void {
    this.#count('events', type);
    if (type === 'LotExpired') this.#count('expiry causes', data.cause);
    if (type === 'AllocationReturned') this.#count('return causes', data.cause);
    if (type === 'HoldReleased') this.#count('release causes', data.cause);
    if (type === 'RequestCancelled') this.#count('cancel causes', data.cause);
    if (type === 'CommandAccepted') this.#count('outcomes', data.outcome);
    if (type === 'CreditsConsumed') for (const flag of data.flags) this.#count('usage flags', flag);
  }

  countRefusal({ code }: Reason): void {
    this.#count('refusals', code);
  }

  /** What never came up, though it could have. */
  missing(): readonly string[] {
    return Object.entries(this.counts).flatMap(([group, counts]) =>
      Object.entries(counts)
        .filter(([name, count]) => count === 0 && !(name in OUT_OF_REACH))
        .map(([name]) => `${group}: ${name}`),
    );
  }

  toString(): string {
    return Object.entries(this.counts)
      .map(([group, counts]) => `${group}\n${linesOf(counts)}`)
      .join('\n');
  }

  #count(group: string, name: string): void {
    const counts = this.counts[group] ?? {};
    counts[name] = (counts[name] ?? 0) + 1;
  }
}

const linesOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `  ${String(count).padStart(7)}  ${name}${whyNot(name)}`)
    .join('\n');

function whyNot(name: string): string {
  const reason = OUT_OF_REACH[name as Reason['code']];
  return reason === undefined ? '' : ` (out of reach: ${reason})`;
}
