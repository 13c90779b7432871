import type { Credits } from '#ledger';
import type { LedgerEvent } from '#ledger';
import type { DataOf, LedgerEventType } from '../ledger-events.ts';

type Change<Type extends LedgerEventType> = ((data: DataOf<Type>) => Credits) | null;

const changes: { readonly [Type in LedgerEventType]: Change<Type> } = {
  WalletOpened: () => 0n,
  CreditsConsumed: ({ debt }) => debt,
  ConsumptionReversed: ({ debtForgiven }) => -debtForgiven,
  DebtSettled: ({ amount }) => -amount,
  DebtWrittenOff: ({ amount }) => -amount,
  WalletPolicyChanged: null,
  CreditsPurchased: null,
  CreditsGranted: null,
  LotActivated: null,
  LotExpired: null,
  ExpiryReopened: null,
  LotVoided: null,
  LotSplit: null,
  MemberAdded: null,
  MemberRemoved: null,
  CapSet: null,
  CreditsAllocated: null,
  AllocationReturned: null,
  CreditsRequested: null,
  RequestApproved: null,
  RequestRejected: null,
  RequestCancelled: null,
  FreeActionRecorded: null,
  CreditsHeld: null,
  HoldCaptured: null,
  HoldExtended: null,
  HoldReleased: null,
  WalletClosed: null,
  CommandAccepted: null,
  RateCardPublished: null,
};

/** By how much an event changes what is owed; `null` for those that never do. */
export const debtChange = ({ type, data }: LedgerEvent): Credits | null =>
  (changes[type] as Change<LedgerEventType>)?.(data) ?? null;
