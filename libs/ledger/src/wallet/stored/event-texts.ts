import type { EventType } from '../events.ts';

/** A sealed text of an event: where it is, and whose key seals it; `null` is the wallet's. */
export interface SealedText {
  readonly field: TextField;
  readonly memberId: string | null;
  readonly sealed: string;
}

export type TextField = 'note' | 'reason' | 'resource.name';

interface TextPlace {
  readonly field: TextField;
  readonly keyOf: 'MEMBER' | 'WALLET';
}

const noteOfMember: TextPlace = { field: 'note', keyOf: 'MEMBER' };
const reasonOfMember: TextPlace = { field: 'reason', keyOf: 'MEMBER' };
const reasonOfWallet: TextPlace = { field: 'reason', keyOf: 'WALLET' };
const resourceOfMember: TextPlace = { field: 'resource.name', keyOf: 'MEMBER' };

// Complete, so that nobody adds an event without saying whether it has a text.
const TEXTS: Readonly<Record<EventType, TextPlace | null>> = {
  WalletOpened: null,
  WalletPolicyChanged: null,
  CreditsPurchased: null,
  CreditsGranted: reasonOfWallet,
  LotActivated: null,
  LotExpired: null,
  ExpiryReopened: null,
  LotVoided: reasonOfWallet,
  LotSplit: reasonOfWallet,
  MemberAdded: null,
  MemberRemoved: null,
  CapSet: null,
  CreditsAllocated: null,
  AllocationReturned: null,
  CreditsRequested: noteOfMember,
  RequestApproved: null,
  RequestRejected: reasonOfMember,
  RequestCancelled: null,
  CreditsConsumed: resourceOfMember,
  FreeActionRecorded: resourceOfMember,
  ConsumptionReversed: null,
  CreditsHeld: resourceOfMember,
  HoldCaptured: null,
  HoldReleased: null,
  HoldExtended: null,
  DebtSettled: null,
  DebtWrittenOff: reasonOfWallet,
  WalletClosed: reasonOfWallet,
  CommandAccepted: null,
};

type TextFields = Readonly<Record<string, unknown>>;

const textPlaces: ReadonlyMap<string, TextPlace | null> = new Map(Object.entries(TEXTS));

/** The text that an event's data, as stored, holds sealed. No event has two. */
export function sealedTextOf(type: string, data: TextFields): SealedText | null {
  const place = textPlaces.get(type);
  if (place === undefined || place === null) return null;
  const { field, keyOf } = place;
  const sealed = field === 'resource.name' ? resourceOf(data)['name'] : data[field];
  if (typeof sealed !== 'string') return null;
  const { memberId } = data;
  const isOfMember = keyOf === 'MEMBER' && typeof memberId === 'string';
  return { field, memberId: isOfMember ? memberId : null, sealed };
}

/** The data with another text in its place, or with `null` for one that nobody is shown. */
export function withText(data: TextFields, field: TextField, text: string | null): TextFields {
  return field === 'resource.name'
    ? { ...data, resource: { ...resourceOf(data), name: text } }
    : { ...data, [field]: text };
}

const resourceOf = (data: TextFields): TextFields => (data['resource'] ?? {}) as TextFields;
