import type { Instant } from '#eventsourcing';
import type { Reason, ReasonOf } from '#ledger';
import type { RefusalCode } from '../statuses.ts';

const at = '2026-03-01T12:00:00.000000000Z' as Instant;

/** A sample of every reason. */
export const reasons: { readonly [Code in RefusalCode]: ReasonOf<Code> } = {
  IDEMPOTENCY_KEY_REUSED: { code: 'IDEMPOTENCY_KEY_REUSED' },
  UNKNOWN_SETTING: { code: 'UNKNOWN_SETTING', setting: 'logo', value: 'blue', known: ['new'] },
  UNKNOWN_QUANTITY: { code: 'UNKNOWN_QUANTITY', quantity: 'cats', known: ['photos'] },
  WALLET_NOT_FOUND: { code: 'WALLET_NOT_FOUND' },
  MEMBER_NOT_FOUND: { code: 'MEMBER_NOT_FOUND', memberId: 'ann' },
  HOLD_NOT_FOUND: { code: 'HOLD_NOT_FOUND', holdId: 'h-1' },
  CONSUMPTION_NOT_FOUND: { code: 'CONSUMPTION_NOT_FOUND', consumptionId: 'c-1' },
  REQUEST_NOT_FOUND: { code: 'REQUEST_NOT_FOUND', requestId: 'r-1' },
  LOT_NOT_FOUND: { code: 'LOT_NOT_FOUND', lotId: 'grant:g-1' },
  INSUFFICIENT_CREDITS: {
    code: 'INSUFFICIENT_CREDITS',
    available: -250n,
    needed: 1_000n,
    shortfall: 1_250n,
    lots: [{ lotId: 'grant:g-1', kind: 'PROMO', memberId: null, available: 5n, expiresAt: at }],
    lotCount: 1,
    nextChange: { at, cause: 'LOT_EXPIRY', id: 'grant:g-1', amount: -5n },
  },
  CAP_EXCEEDED: {
    code: 'CAP_EXCEEDED',
    target: { type: 'MEMBER', memberId: 'ann' },
    window: 'MONTH',
    cap: 5_000n,
    remaining: 250n,
    windowEnd: at,
  },
  WALLET_CLOSED: { code: 'WALLET_CLOSED', closedAt: at },
  HOLDS_OPEN: { code: 'HOLDS_OPEN', holdIds: ['h-1'], count: 1, held: 70n },
  DEBT_OPEN: { code: 'DEBT_OPEN', debt: 70n },
  HOLD_EXPIRED: { code: 'HOLD_EXPIRED', holdId: 'h-1', deadline: at },
  HOLD_RESOLVED: {
    code: 'HOLD_RESOLVED',
    holdId: 'h-1',
    outcome: 'CAPTURED',
    captured: 70n,
    released: 30n,
    captureIds: ['c-1'],
    resolvedAt: at,
  },
  CAPTURE_CONTRADICTS: {
    code: 'CAPTURE_CONTRADICTS',
    holdId: 'h-1',
    captureId: 'c-1',
    amount: 70n,
    capturedAt: at,
  },
  OVER_CAPTURE: { code: 'OVER_CAPTURE', holdId: 'h-1', remaining: 70n, needed: 90n },
  REQUEST_DECIDED: {
    code: 'REQUEST_DECIDED',
    requestId: 'r-1',
    decision: 'APPROVED',
    decidedBy: { type: 'ADMIN', id: 'eve' },
    decidedAt: at,
  },
  TOO_MANY_REQUESTS_PENDING: {
    code: 'TOO_MANY_REQUESTS_PENDING',
    memberId: 'ann',
    pending: 100,
    maximum: 100,
  },
  LOT_EXPIRED: { code: 'LOT_EXPIRED', lotId: 'grant:g-1', expiresAt: at },
  NOTHING_TO_REVERSE: { code: 'NOTHING_TO_REVERSE', consumptionId: 'c-1', remaining: 0n },
  POOL_TOO_SMALL: { code: 'POOL_TOO_SMALL', available: 230n, needed: 300n, shortfall: 70n },
  POCKET_TOO_SMALL: { code: 'POCKET_TOO_SMALL', memberId: 'ann', available: 5n, needed: 7n },
  ALLOCATION_NOT_USED: { code: 'ALLOCATION_NOT_USED' },
  MEMBER_REMOVED: { code: 'MEMBER_REMOVED', memberId: 'ann', removedAt: at },
  NO_RATE: { code: 'NO_RATE', action: 'photo.apply' },
  RATE_REQUIREMENT: {
    code: 'RATE_REQUIREMENT',
    missing: [{ setting: 'background', values: ['new', 'existing'] }],
  },
  MISSING_QUANTITY: { code: 'MISSING_QUANTITY', names: ['images', 'videos'] },
  COMMAND_TOO_LARGE: { code: 'COMMAND_TOO_LARGE', bytes: 1_000_001 },
  USAGE_TOO_OLD: { code: 'USAGE_TOO_OLD', oldestAccepted: at },
  USAGE_IN_FUTURE: { code: 'USAGE_IN_FUTURE', latestAccepted: at },
  ID_TAKEN: { code: 'ID_TAKEN', kind: 'CONSUMPTION', id: 'c-1' },
};

/** Reasons that are said in more than one way. */
export const otherReasons: Readonly<Record<string, Reason>> = {
  'UNKNOWN_SETTING of no such setting': {
    code: 'UNKNOWN_SETTING',
    setting: 'logo',
    value: '',
    known: ['background', 'size'],
  },
  'INSUFFICIENT_CREDITS for ever': {
    ...reasons.INSUFFICIENT_CREDITS,
    nextChange: null,
    lots: [],
    lotCount: 0,
  },
  'CAP_EXCEEDED of each member': {
    ...reasons.CAP_EXCEEDED,
    target: { type: 'DEFAULT' },
    window: 'DAY',
  },
  'CAP_EXCEEDED of the wallet': {
    ...reasons.CAP_EXCEEDED,
    target: { type: 'ORGANISATION' },
    window: 'TOTAL',
    windowEnd: null,
  },
  'HOLD_RESOLVED of an open hold': { ...reasons.HOLD_RESOLVED, resolvedAt: null },
  'ID_TAKEN of a purchase': { code: 'ID_TAKEN', kind: 'LOT', id: 'purchase:p-1' },
  'ID_TAKEN of a grant': { code: 'ID_TAKEN', kind: 'LOT', id: 'grant:g-1' },
  'ID_TAKEN of a rate card': { code: 'ID_TAKEN', kind: 'RATE_CARD_VERSION', id: '2' },
  'ID_TAKEN of a wallet': { code: 'ID_TAKEN', kind: 'WALLET', id: 'w1' },
  'ID_TAKEN of a member': { code: 'ID_TAKEN', kind: 'MEMBER', id: 'ann' },
  'ID_TAKEN of a reversal': { code: 'ID_TAKEN', kind: 'REVERSAL', id: 'refund' },
  'ID_TAKEN of a hold': { code: 'ID_TAKEN', kind: 'HOLD', id: 'h-1' },
  'ID_TAKEN of a request': { code: 'ID_TAKEN', kind: 'REQUEST', id: 'r-1' },
  INVALID_FIELD: { code: 'INVALID_FIELD', field: 'deadline', description: 'must be in the future' },
};
