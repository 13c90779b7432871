import type { Instant } from '#eventsourcing';
import type {
  AskedTerms,
  CapTarget,
  CommandOf,
  Money,
  OwnPolicies,
  Usage,
  WalletCommand,
} from '#ledger';
import type {
  AskedLot,
  Commands,
  Minute,
  NaiveCommand,
  NaiveCommandOf,
  NaiveCommandType,
  NaivePolicies,
  NaiveUsage,
} from './naive/commands.ts';

const START = Date.UTC(2026, 5, 1);

export const instantAt = (at: Minute): Instant =>
  new Date(START + at * 60_000).toISOString().replace('Z', '000000Z') as Instant;

export const minuteOf = (instant: Instant): Minute => (Date.parse(instant) - START) / 60_000;

export function decimal(amount: number, scale: number): string {
  const digits = String(amount).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

const euros = (cents: number): Money => ({ currency: 'EUR', minorUnits: String(cents) });

type Translations = {
  readonly [Type in NaiveCommandType]: (
    command: NaiveCommandOf<Type>,
    scale: number,
  ) => Omit<CommandOf<Type>, 'type'>;
};

// Its name is sealed, and hashed, with the key of the member.
const resource = { type: 'project', id: 'x', name: 'a secret' };

const same = (command: NaiveCommand): never => command as never;

const translations: Translations = {
  OpenWallet: (_, scale) => opening(scale, {}),
  ChangePolicy: ({ policies }, scale) => ({ policies: ownPolicies(policies, scale) }),
  RecordPurchase: ({ purchaseId, lot, bonus }, scale) => ({
    purchaseId,
    ...terms(lot, scale),
    cost: euros(lot.cost),
    bonus: bonus === undefined ? undefined : { ...terms(bonus, scale), kind: bonus.kind },
  }),
  GrantCredits: ({ grantId, kind, lot }, scale) => ({ grantId, kind, ...terms(lot, scale) }),
  VoidLot: same,
  MoveExpiry: ({ lotId, end }) => ({ lotId, end: lotEnd(end) }),
  WriteOffDebt: same,
  CloseWallet: same,
  AddMember: ({ memberId }) => ({ memberId, role: 'member' }),
  RemoveMember: same,
  SetCap: ({ target, window, amount }, scale) => ({
    target: capTarget(target),
    window,
    amount: amount === null ? null : decimal(amount, scale),
  }),
  AllocateCredits: ({ amounts }, scale) => ({
    amounts: Object.fromEntries(
      Object.entries(amounts).map(([id, amount]) => [id, decimal(amount, scale)]),
    ),
  }),
  AllocateSameAmount: ({ amount, memberIds }, scale) => ({
    amount: decimal(amount, scale),
    memberIds,
  }),
  RecallAllocation: ({ memberId, amount }, scale) => ({
    memberId,
    amount: optional(amount, scale),
  }),
  RequestCredits: ({ requestId, memberId, amount }, scale) => ({
    requestId,
    memberId,
    amount: decimal(amount, scale),
  }),
  WithdrawRequest: same,
  ApproveRequest: ({ requestId, amount }, scale) => ({
    requestId,
    amount: optional(amount, scale),
  }),
  RejectRequest: same,
  ApproveAllRequests: same,
  RejectAllRequests: same,
  ConsumeCredits: (command, scale) => ({
    consumptionId: command.consumptionId,
    ...usage(command, scale),
    memberId: command.memberId,
    resource,
  }),
  RecordUsage: (command, scale) => ({
    consumptionId: command.consumptionId,
    ...usage(command, scale),
    memberId: command.memberId,
    resource,
    occurredAt: command.occurredAt === undefined ? undefined : instantAt(command.occurredAt),
  }),
  ReverseConsumption: ({ consumptionId, amount }, scale) => ({
    consumptionId,
    amount: optional(amount, scale),
  }),
  PlaceHold: (command, scale) => ({
    holdId: command.holdId,
    ...usage(command, scale),
    memberId: command.memberId,
    resource,
    deadline: instantAt(command.deadline),
    overCapture: command.overCapture,
  }),
  CaptureHold: (command, scale) => ({
    holdId: command.holdId,
    captureId: command.captureId,
    ...usage({ ...command, action: '' }, scale),
    action: undefined,
    resource,
    keepOpen: command.keepOpen,
  }),
  ExtendHold: ({ holdId, deadline }) => ({ holdId, deadline: instantAt(deadline) }),
  ReleaseHold: same,
};

/** A naive command as the ledger knows it. */
export function translate(command: NaiveCommand, scale: number): WalletCommand {
  const fields = (translations[command.type] as (command: NaiveCommand, scale: number) => object)(
    command,
    scale,
  );
  return { ...fields, type: command.type } as WalletCommand;
}

export const opening = (
  scale: number,
  policies: Partial<NaivePolicies>,
): CommandOf<'OpenWallet'> => ({
  type: 'OpenWallet',
  owner: { type: 'ORGANISATION', id: 'acme' },
  unit: { code: 'CREDIT', scale },
  currency: 'EUR',
  timeZone: 'UTC',
  policies: ownPolicies(policies, scale),
});

function ownPolicies(policies: Partial<NaivePolicies>, scale: number): OwnPolicies {
  const { overdraftLimit, lateHours, acceptanceDays, reissueDays, ...others } = policies;
  return {
    ...others,
    ...(overdraftLimit === undefined ? {} : { overdraftLimit: decimal(overdraftLimit, scale) }),
    ...(lateHours === undefined ? {} : { lateWindow: `PT${lateHours}H` }),
    ...(acceptanceDays === undefined ? {} : { acceptanceWindow: `P${acceptanceDays}D` }),
    ...(reissueDays === undefined
      ? {}
      : { expiredReversal: reissueDays === null ? 'FORFEIT' : { reissueDays } }),
  };
}

const terms = (asked: AskedLot, scale: number): AskedTerms => ({
  amount: decimal(asked.amount, scale),
  cost: asked.cost === undefined ? undefined : euros(asked.cost),
  rank: asked.rank,
  effectiveAt: asked.effectiveAt === undefined ? undefined : instantAt(asked.effectiveAt),
  end: lotEnd(asked.end),
  restrictedTo: asked.restrictedTo,
});

const lotEnd = (end: Minute | null): AskedTerms['end'] =>
  end === null ? { never: true } : { at: instantAt(end) };

const optional = (amount: number | undefined, scale: number): string | undefined =>
  amount === undefined ? undefined : decimal(amount, scale);

const capTarget = (target: Commands['SetCap']['target']): CapTarget =>
  typeof target === 'string' ? { type: target } : { type: 'MEMBER', memberId: target.member };

const usage = (
  { action, amount, quantities, settings }: Omit<NaiveUsage, 'memberId'>,
  scale: number,
): Usage => ({
  action,
  quantities: Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, String(quantity)]),
  ),
  settings,
  amount: optional(amount, scale),
});
