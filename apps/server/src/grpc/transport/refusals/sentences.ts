import { COMMAND_BYTES_MAX } from '#eventsourcing';
import type { Credits, IdKind, ReasonOf } from '#ledger';
import type { RefusalCode } from './statuses.ts';

/** How an amount is written: at the scale of the wallet that refused. */
export type Written = (amount: Credits) => string;

type Sentence<Code extends RefusalCode> = (reason: ReasonOf<Code>, written: Written) => string;

const sentences: { readonly [Code in RefusalCode]: Sentence<Code> } = {
  IDEMPOTENCY_KEY_REUSED: () =>
    'This idempotency key was used before, for another request: use a new key.',
  UNKNOWN_SETTING: ({ setting, value, known }) =>
    value === ''
      ? `The rate does not know the setting ${setting}; it knows ${listed(known)}.`
      : `The rate does not know ${setting} = "${value}"; it knows ${listed(known)}.`,
  UNKNOWN_QUANTITY: ({ quantity, known }) =>
    `The rate does not know the quantity ${quantity}; it knows ${listed(known)}.`,

  WALLET_NOT_FOUND: () =>
    'There is no such wallet. If it was opened a moment ago, ask with at_least_position, ' +
    'the position of the receipt of its opening.',
  MEMBER_NOT_FOUND: ({ memberId }) => `The wallet has no member ${memberId}.`,
  HOLD_NOT_FOUND: ({ holdId }) => `The wallet has no hold ${holdId}.`,
  CONSUMPTION_NOT_FOUND: ({ consumptionId }) => `The wallet has no consumption ${consumptionId}.`,
  REQUEST_NOT_FOUND: ({ requestId }) => `The wallet has no request ${requestId}.`,
  LOT_NOT_FOUND: ({ lotId }) => `The wallet has no lot ${lotId}.`,

  INSUFFICIENT_CREDITS: ({ needed, available, shortfall }, written) =>
    `This costs ${written(needed)} and ${written(available)} is available: ` +
    `${written(shortfall)} is missing.`,
  CAP_EXCEEDED: ({ target, window, cap, remaining, windowEnd }, written) =>
    `${capOf(target)} is ${written(cap)} ${per[window]}, of which ${written(remaining)} remains: ` +
    (windowEnd === null ? 'raise it.' : `wait until ${windowEnd}, or raise it.`),
  WALLET_CLOSED: ({ closedAt }) => `The wallet was closed at ${closedAt}, for good.`,
  HOLDS_OPEN: ({ holdIds, count, held }, written) =>
    `Holds are open, ${count} of ${written(held)} in all, first ${holdIds[0]}: ` +
    'capture or release them.',
  DEBT_OPEN: ({ debt }, written) => `A debt of ${written(debt)} is open: settle or write it off.`,
  HOLD_EXPIRED: ({ holdId, deadline }) =>
    `The hold ${holdId} ended by itself at ${deadline}: record the usage instead.`,
  HOLD_RESOLVED: ({ holdId, outcome, captured, released }, written) =>
    `The hold ${holdId} is ${outcome.toLowerCase()}: ${written(captured)} was captured and ` +
    `${written(released)} released.`,
  CAPTURE_CONTRADICTS: ({ captureId, amount, capturedAt }, written) =>
    `The capture ${captureId} took ${written(amount)} at ${capturedAt} and was asked for otherwise: ` +
    'repeat it as it was, or give another a capture_id of its own.',
  OVER_CAPTURE: ({ holdId, remaining, needed }, written) =>
    `The hold ${holdId} has ${written(remaining)} left and ${written(needed)} is wanted: ` +
    'capture less, and record the rest as usage.',
  REQUEST_DECIDED: ({ requestId, decision, decidedBy, decidedAt }) =>
    `The request ${requestId} was ${decision.toLowerCase()} by ${decidedBy.id} at ${decidedAt}.`,
  TOO_MANY_REQUESTS_PENDING: ({ memberId, pending, maximum }) =>
    `${memberId} has ${pending} requests pending and may have ${maximum}: decide or withdraw some.`,
  LOT_EXPIRED: ({ lotId, expiresAt }) =>
    `The lot ${lotId} ended at ${expiresAt} and can no longer be changed: grant a new one.`,
  NOTHING_TO_REVERSE: ({ consumptionId, remaining }, written) =>
    remaining === 0n
      ? `Nothing of the consumption ${consumptionId} is left to reverse.`
      : `Of the consumption ${consumptionId} ${written(remaining)} can still be reversed, no more.`,
  POOL_TOO_SMALL: ({ available, needed, shortfall }, written) =>
    `The pool has ${written(available)} to allocate and ${written(needed)} is needed: ` +
    `${written(shortfall)} is missing.`,
  POCKET_TOO_SMALL: ({ memberId, available, needed }, written) =>
    `The pocket of ${memberId} has ${written(available)} and ${written(needed)} is asked back: ` +
    'recall less, or all of it by leaving out amount.',
  ALLOCATION_NOT_USED: () =>
    'Members of this wallet spend from the pool (member_funding is POOLED): ' +
    'there is nothing to allocate or to ask for.',
  MEMBER_REMOVED: ({ memberId, removedAt }) =>
    `${memberId} is no member any more${removedAt === null ? '' : ` since ${removedAt}`}: ` +
    'add it again first.',
  NO_RATE: ({ action }) =>
    `No rate card in force then prices ${action}: publish one, or give the amount.`,
  RATE_REQUIREMENT: ({ missing }) =>
    `The rate requires settings that are not given: ${missing.map(requirement).join(' and ')}.`,
  MISSING_QUANTITY: ({ names }) =>
    `The rate prices by quantities and none is given: give at least one of ${listed(names)}.`,
  COMMAND_TOO_LARGE: ({ bytes }) =>
    `This would record ${bytes} bytes or more, and ${COMMAND_BYTES_MAX} are the most: divide it.`,

  USAGE_TOO_OLD: ({ oldestAccepted }) =>
    `Usage before ${oldestAccepted} (occurred_at) is not accepted any more.`,
  USAGE_IN_FUTURE: ({ latestAccepted }) =>
    `Usage after ${latestAccepted} (occurred_at) is not accepted yet.`,

  ID_TAKEN: ({ kind, id }) =>
    kind === 'RATE_CARD_VERSION'
      ? `There is a version ${id} of the rate card already.`
      : `The ${named[kind]} id ${id} is in use, or was: use another.`,
};

/** The refusal as a sentence that a person can act on. */
export function sentenceOf(reason: ReasonOf<RefusalCode>, written: Written): string {
  const sentence = sentences[reason.code] as Sentence<RefusalCode>;
  return sentence(reason, written);
}

function capOf(target: ReasonOf<'CAP_EXCEEDED'>['target']): string {
  if (target.type === 'MEMBER') return `The cap of ${target.memberId}`;
  return target.type === 'DEFAULT' ? 'The cap of each member' : 'The cap of the wallet';
}

const per: Readonly<Record<ReasonOf<'CAP_EXCEEDED'>['window'], string>> = {
  DAY: 'a day',
  WEEK: 'a week',
  MONTH: 'a month',
  TOTAL: 'in all',
};

const named: Readonly<Record<Exclude<IdKind, 'RATE_CARD_VERSION'>, string>> = {
  WALLET: 'wallet',
  MEMBER: 'member',
  LOT: 'lot',
  HOLD: 'hold',
  CONSUMPTION: 'consumption',
  REVERSAL: 'reversal',
  REQUEST: 'request',
};

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.join(', ');

const requirement = ({
  setting,
  values,
}: ReasonOf<'RATE_REQUIREMENT'>['missing'][number]): string =>
  `${setting} (one of ${listed(values)})`;
