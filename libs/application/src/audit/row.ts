import type { Instant } from '#eventsourcing';
import type { Credits, EventOf, EventType, WalletEvent, WalletState } from '#ledger';

/** What is known where an event is about to be counted. */
export interface RowPlace {
  readonly recordedAt: Instant;
  /** The wallet before the event. */
  readonly state: WalletState;
}

/**
 * By how much an event must change the balance, by what its type means. It does not ask what
 * balance the event says.
 */
export function rowOf(event: WalletEvent, place: RowPlace): Credits {
  const sign = signs[event.type];
  if (sign === 0n || !isEffective(event, place)) return 0n;
  return sign * (event as EventOf<'CreditsConsumed'>).data.amount;
}

const signs: Readonly<Record<EventType, -1n | 0n | 1n>> = {
  CreditsPurchased: 1n,
  CreditsGranted: 1n,
  LotActivated: 1n,
  ExpiryReopened: 1n,
  ConsumptionReversed: 1n,
  DebtWrittenOff: 1n,
  LotExpired: -1n,
  LotVoided: -1n,
  CreditsConsumed: -1n,
  WalletOpened: 0n,
  WalletPolicyChanged: 0n,
  LotSplit: 0n,
  MemberAdded: 0n,
  MemberRemoved: 0n,
  CapSet: 0n,
  CreditsAllocated: 0n,
  AllocationReturned: 0n,
  CreditsRequested: 0n,
  RequestApproved: 0n,
  RequestRejected: 0n,
  RequestCancelled: 0n,
  FreeActionRecorded: 0n,
  CreditsHeld: 0n,
  HoldCaptured: 0n,
  HoldExtended: 0n,
  HoldReleased: 0n,
  DebtSettled: 0n,
  WalletClosed: 0n,
  CommandAccepted: 0n,
};

// A lot counts from when it is effective: voided before that, it never counted.
function isEffective(event: WalletEvent, { recordedAt, state }: RowPlace): boolean {
  if (event.type === 'CreditsPurchased' || event.type === 'CreditsGranted')
    return event.data.effectiveAt <= recordedAt;
  if (event.type !== 'LotVoided') return true;
  return state?.lots.get(event.data.lotId)?.active === true;
}
