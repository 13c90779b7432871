import type { EventType, LotKind, UsageFlag } from '#ledger';
import type {
  CancelCause,
  ExpiryCause,
  Outcome,
  ReleaseCause,
  ReturnCause,
} from '../../libs/ledger/src/wallet/event-parts.ts';

// Records, so that what is new has no golden file until it is named here, and then must have one.

const types: Readonly<Record<EventType | 'RateCardPublished', true>> = {
  WalletOpened: true,
  WalletPolicyChanged: true,
  CreditsPurchased: true,
  CreditsGranted: true,
  LotActivated: true,
  LotExpired: true,
  ExpiryReopened: true,
  LotVoided: true,
  LotSplit: true,
  MemberAdded: true,
  MemberRemoved: true,
  CapSet: true,
  CreditsAllocated: true,
  AllocationReturned: true,
  CreditsRequested: true,
  RequestApproved: true,
  RequestRejected: true,
  RequestCancelled: true,
  CreditsConsumed: true,
  FreeActionRecorded: true,
  ConsumptionReversed: true,
  CreditsHeld: true,
  HoldCaptured: true,
  HoldExtended: true,
  HoldReleased: true,
  DebtSettled: true,
  DebtWrittenOff: true,
  WalletClosed: true,
  CommandAccepted: true,
  RateCardPublished: true,
};

const outcomes: Readonly<Record<Outcome, true>> = {
  NOTHING_FREE: true,
  NO_DEBT: true,
  NONE_PENDING: true,
  NONE_FITS: true,
  NO_MEMBERS: true,
  UNCHANGED: true,
  CAPTURED_BEFORE: true,
};

const causes: Readonly<Record<ExpiryCause | ReturnCause | ReleaseCause | CancelCause, true>> = {
  DUE: true,
  AFTER_RELEASE: true,
  AFTER_REVERSAL: true,
  RECALL: true,
  MEMBER_REMOVED: true,
  POOLED: true,
  CAPTURED: true,
  RELEASED: true,
  DEADLINE: true,
  WITHDRAWN: true,
  WALLET_CLOSED: true,
};

const kinds: Readonly<Record<LotKind, true>> = {
  PROMO: true,
  TRIAL: true,
  ADMIN_GRANT: true,
  ROLLOVER: true,
  MONTHLY: true,
  ADD_ON: true,
  PURCHASED: true,
};

const flags: Readonly<Record<UsageFlag, true>> = {
  LATE: true,
  FUNDED_OUT_OF_PERIOD: true,
  OVER_CAP: true,
  OVERDRAWN: true,
  BEFORE_OPENING: true,
};

/** What is left out of an event unless there is something to say. */
const fields = [
  'bonusOfLotId',
  'cost',
  'debtForgiven',
  'factors',
  'forfeited',
  'heldSince',
  'holdId',
  'leftPending',
  'newExpiresAt',
  'note',
  'overflow',
  'payment',
  'periodStart',
  'rateCardVersion',
  'reason',
  'refersTo',
  'requestId',
  'require',
  'requiresQuantities',
  'resource',
  'salesReference',
  'zeroPriced',
];

/** Everything that must be found in the stored events, by what it is. */
export const variants: readonly (readonly [string, readonly string[]])[] = [
  ['type', Object.keys(types)],
  ['outcome', Object.keys(outcomes)],
  ['cause', Object.keys(causes)],
  ['kind', Object.keys(kinds)],
  ['flag', Object.keys(flags)],
  ['optional field', fields],
];
