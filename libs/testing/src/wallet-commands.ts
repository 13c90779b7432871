import type { CommandOf, LotKind, OwnPolicies } from '#ledger';
import { utc } from './wallet-history.ts';

interface GivenTerms {
  readonly kind?: LotKind;
  readonly from?: string;
  readonly until?: string;
  readonly restrictedTo?: readonly string[];
}

const endOf = (until: string | undefined) =>
  until === undefined ? ({ never: true } as const) : { at: utc(until) };

export const granted = (
  grantId: string,
  amount: string,
  { kind = 'ADMIN_GRANT', from, until, restrictedTo = [] }: GivenTerms = {},
): CommandOf<'GrantCredits'> => ({
  type: 'GrantCredits',
  grantId,
  kind,
  amount,
  end: endOf(until),
  effectiveAt: from === undefined ? undefined : utc(from),
  restrictedTo,
});

export const purchased = (
  purchaseId: string,
  amount: string,
  { from, until }: Pick<GivenTerms, 'from' | 'until'> = {},
): CommandOf<'RecordPurchase'> => ({
  type: 'RecordPurchase',
  purchaseId,
  amount,
  cost: { currency: 'EUR', minorUnits: '2000' },
  end: endOf(until),
  effectiveAt: from === undefined ? undefined : utc(from),
  restrictedTo: [],
  salesReference: `S-${purchaseId}`,
  payment: { gateway: 'stripe', paymentId: `pi-${purchaseId}`, orderId: `o-${purchaseId}` },
});

interface Used {
  readonly by?: string;
  readonly for?: string;
}

const resource = (id: string | undefined) =>
  id === undefined ? undefined : { type: 'event', id, name: `Event ${id}` };

export const consumed = (
  consumptionId: string,
  amount: string,
  { by, for: event }: Used = {},
): CommandOf<'ConsumeCredits'> => ({
  type: 'ConsumeCredits',
  consumptionId,
  action: 'photo.apply',
  quantities: {},
  settings: {},
  amount,
  memberId: by,
  resource: resource(event),
});

export const reverted = (
  consumptionId: string,
  { by }: Used = {},
): CommandOf<'ConsumeCredits'> => ({
  type: 'ConsumeCredits',
  consumptionId,
  action: 'photo.revert',
  quantities: {},
  settings: {},
  memberId: by,
});

export const recorded = (
  consumptionId: string,
  amount: string,
  { at, by }: { readonly at?: string; readonly by?: string } = {},
): CommandOf<'RecordUsage'> => ({
  ...consumed(consumptionId, amount, by === undefined ? {} : { by }),
  type: 'RecordUsage',
  occurredAt: at === undefined ? undefined : utc(at),
});

export const reversed = (
  consumptionId: string,
  amount?: string,
): CommandOf<'ReverseConsumption'> => ({ type: 'ReverseConsumption', consumptionId, amount });

export const held = (
  holdId: string,
  amount: string,
  { until, by }: { readonly until: string; readonly by?: string },
): CommandOf<'PlaceHold'> => ({
  type: 'PlaceHold',
  holdId,
  action: 'photo.apply',
  quantities: {},
  settings: {},
  amount,
  memberId: by,
  deadline: utc(until),
});

export const captured = (
  holdId: string,
  captureId: string,
  { amount, keepOpen = false }: { readonly amount?: string; readonly keepOpen?: boolean } = {},
): CommandOf<'CaptureHold'> => ({
  type: 'CaptureHold',
  holdId,
  captureId,
  quantities: {},
  settings: {},
  amount,
  keepOpen,
});

export const added = (...memberIds: readonly string[]): readonly CommandOf<'AddMember'>[] =>
  memberIds.map((memberId) => ({ type: 'AddMember', memberId, role: 'MEMBER' }));

export const removed = (memberId: string): CommandOf<'RemoveMember'> => ({
  type: 'RemoveMember',
  memberId,
});

export const allocated = (
  amounts: Readonly<Record<string, string>>,
): CommandOf<'AllocateCredits'> => ({ type: 'AllocateCredits', amounts });

export const requested = (
  requestId: string,
  memberId: string,
  amount: string,
): CommandOf<'RequestCredits'> => ({
  type: 'RequestCredits',
  requestId,
  memberId,
  amount,
  note: 'please',
});

export const policiesChanged = (policies: OwnPolicies): CommandOf<'ChangePolicy'> => ({
  type: 'ChangePolicy',
  policies,
});
