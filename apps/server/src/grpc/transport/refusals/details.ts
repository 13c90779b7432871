import type * as wire from '#contracts';
import { COMMAND_BYTES_MAX } from '#eventsourcing';
import type { ReasonOf } from '#ledger';
import { fromActor, fromCapTarget, fromInstant, fromInstantOrUnset } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import type { Written } from './sentences.ts';
import type { RefusalCode } from './statuses.ts';
import { takenId } from './taken-id.ts';

/** What a refused request said of itself, as far as a refusal repeats it. */
export interface Refused {
  readonly walletId: string;
  readonly idempotencyKey: string;
  readonly action: string;
  /** How far the read models are. */
  readonly readAt?: wire.ReadAt | undefined;
}

export type Detail = NonNullable<wire.Refusal['reason']>;

/** What a detail needs besides the reason. */
export interface Telling {
  readonly written: Written;
  readonly refused: Refused;
}

type DetailOf<Code extends RefusalCode> = (reason: ReasonOf<Code>, telling: Telling) => Detail;

const details: { readonly [Code in RefusalCode]: DetailOf<Code> } = {
  IDEMPOTENCY_KEY_REUSED: (_reason, { refused: { idempotencyKey } }) => ({
    $case: 'idempotencyKeyReused',
    value: { idempotencyKey },
  }),
  UNKNOWN_SETTING: ({ setting, value, known }, { refused: { action } }) => ({
    $case: 'unknownSetting',
    value: { action, setting, value, known: [...known] },
  }),
  UNKNOWN_QUANTITY: ({ quantity, known }, { refused: { action } }) => ({
    $case: 'unknownQuantity',
    value: { action, quantity, known: [...known] },
  }),
  WALLET_NOT_FOUND: (_reason, { refused: { walletId, readAt } }) => ({
    $case: 'walletNotFound',
    value: { walletId, readAt },
  }),
  MEMBER_NOT_FOUND: ({ memberId }) => ({ $case: 'memberNotFound', value: { memberId } }),
  HOLD_NOT_FOUND: ({ holdId }) => ({ $case: 'holdNotFound', value: { holdId } }),
  CONSUMPTION_NOT_FOUND: ({ consumptionId }) => ({
    $case: 'consumptionNotFound',
    value: { consumptionId },
  }),
  REQUEST_NOT_FOUND: ({ requestId }) => ({ $case: 'requestNotFound', value: { requestId } }),
  LOT_NOT_FOUND: ({ lotId }) => ({ $case: 'lotNotFound', value: { lotId } }),
  INSUFFICIENT_CREDITS: (reason, { written }) => ({
    $case: 'insufficientCredits',
    value: {
      available: written(reason.available),
      needed: written(reason.needed),
      shortfall: written(reason.shortfall),
      consideredLots: reason.lots.map(({ lotId, kind, memberId, available, expiresAt }) => ({
        lotId,
        memberId: memberId ?? undefined,
        kind: enumTo('LOT_KIND', kind),
        available: written(available),
        expiresAt: fromInstantOrUnset(expiresAt),
      })),
      nextChange: fromNextChange(reason.nextChange, written),
      consideredCount: reason.lotCount,
    },
  }),
  CAP_EXCEEDED: ({ target, window, cap, remaining, windowEnd }, { written }) => ({
    $case: 'capExceeded',
    value: {
      cap: written(cap),
      scope: fromCapTarget(target),
      window: enumTo('CAP_WINDOW', window),
      remaining: written(remaining),
      windowEnd: fromInstantOrUnset(windowEnd),
    },
  }),
  WALLET_CLOSED: ({ closedAt }) => ({
    $case: 'walletClosed',
    value: { closedAt: fromInstant(closedAt) },
  }),
  HOLDS_OPEN: ({ holdIds, count, held }, { written }) => ({
    $case: 'holdsOpen',
    value: { holdIds: [...holdIds], count, held: written(held) },
  }),
  DEBT_OPEN: ({ debt }, { written }) => ({ $case: 'debtOpen', value: { debt: written(debt) } }),
  HOLD_EXPIRED: ({ holdId, deadline }) => ({
    $case: 'holdExpired',
    value: { holdId, deadline: fromInstant(deadline) },
  }),
  HOLD_RESOLVED: (
    { holdId, outcome, captured, released, captureIds, resolvedAt },
    { written },
  ) => ({
    $case: 'holdResolved',
    value: {
      holdId,
      outcome: enumTo('HOLD_STATUS', outcome),
      captureIds: [...captureIds],
      captured: written(captured),
      released: written(released),
      resolvedAt: fromInstantOrUnset(resolvedAt),
    },
  }),
  CAPTURE_CONTRADICTS: ({ holdId, captureId, amount, capturedAt }, { written }) => ({
    $case: 'captureContradicts',
    value: { holdId, captureId, amount: written(amount), capturedAt: fromInstant(capturedAt) },
  }),
  OVER_CAPTURE: ({ remaining, needed }, { written }) => ({
    $case: 'overCapture',
    value: { remaining: written(remaining), needed: written(needed) },
  }),
  REQUEST_DECIDED: ({ requestId, decision, decidedBy, decidedAt }) => ({
    $case: 'requestDecided',
    value: {
      requestId,
      decision: enumTo('REQUEST_STATUS', decision),
      decidedBy: fromActor(decidedBy),
      decidedAt: fromInstant(decidedAt),
    },
  }),
  TOO_MANY_REQUESTS_PENDING: ({ memberId, pending, maximum }) => ({
    $case: 'tooManyRequestsPending',
    value: { memberId, pending, maxPending: maximum },
  }),
  LOT_EXPIRED: ({ lotId, expiresAt }) => ({
    $case: 'lotExpired',
    value: { lotId, expiredAt: fromInstant(expiresAt) },
  }),
  NOTHING_TO_REVERSE: ({ consumptionId, remaining }, { written }) => ({
    $case: 'nothingToReverse',
    value: { consumptionId, remaining: written(remaining) },
  }),
  POOL_TOO_SMALL: ({ available, needed, shortfall }, { written }) => ({
    $case: 'poolTooSmall',
    value: {
      available: written(available),
      needed: written(needed),
      shortfall: written(shortfall),
    },
  }),
  POCKET_TOO_SMALL: ({ memberId, available, needed }, { written }) => ({
    $case: 'pocketTooSmall',
    value: {
      memberId,
      available: written(available),
      needed: written(needed),
      shortfall: written(needed - available),
    },
  }),
  ALLOCATION_NOT_USED: () => ({
    $case: 'allocationNotUsed',
    value: { memberFunding: 'MEMBER_FUNDING_POOLED' },
  }),
  MEMBER_REMOVED: ({ memberId, removedAt }) => ({
    $case: 'memberRemoved',
    value: { memberId, removedAt: fromInstantOrUnset(removedAt) },
  }),
  NO_RATE: ({ action }) => ({ $case: 'noRate', value: { action } }),
  RATE_REQUIREMENT: ({ missing }, { refused: { action } }) => ({
    $case: 'rateRequirement',
    value: {
      action,
      missing: missing.map(({ setting, values }) => ({ setting, values: [...values] })),
    },
  }),
  MISSING_QUANTITY: ({ names }, { refused: { action } }) => ({
    $case: 'missingQuantity',
    value: { action, names: [...names] },
  }),
  COMMAND_TOO_LARGE: ({ bytes }) => ({
    $case: 'commandTooLarge',
    value: { bytes: BigInt(bytes), maxBytes: BigInt(COMMAND_BYTES_MAX) },
  }),
  USAGE_TOO_OLD: ({ oldestAccepted }) => ({
    $case: 'usageTooOld',
    value: { oldestAccepted: fromInstant(oldestAccepted) },
  }),
  USAGE_IN_FUTURE: ({ latestAccepted }) => ({
    $case: 'usageInFuture',
    value: { latestAccepted: fromInstant(latestAccepted) },
  }),
  ID_TAKEN: (reason) => ({ $case: 'idTaken', value: takenId(reason) }),
};

/** The refusal with what a program needs to act on it. */
export function detailOf(reason: ReasonOf<RefusalCode>, telling: Telling): Detail {
  const detail = details[reason.code] as DetailOf<RefusalCode>;
  return detail(reason, telling);
}

const fromNextChange = (
  change: ReasonOf<'INSUFFICIENT_CREDITS'>['nextChange'],
  written: Written,
): wire.NextChange | undefined =>
  change === null
    ? undefined
    : {
        at: fromInstant(change.at),
        cause: enumTo('NEXT_CHANGE_CAUSE', change.cause),
        id: change.id,
        amount: written(change.amount),
      };
