import { totalOf } from '../amounts.ts';
import { keyOf, padded } from '../keys.ts';
import type { DataOf, Folding } from '../ledger-events.ts';
import { movesOf } from '../moves.ts';
import type { TransactionDocument } from './transaction.ts';
import { filedMonth } from './usage-count.ts';

/** What a type of event says of its row. */
type Row = Pick<TransactionDocument, 'kind' | 'underlyingType' | 'amount'> &
  Partial<TransactionDocument>;

export const addition = (
  data: DataOf<'CreditsPurchased' | 'CreditsGranted' | 'LotActivated'>,
): Row => ({
  kind: 'ADDITION',
  underlyingType: data.kind.toLowerCase(),
  amount: data.amount,
  balanceAfter: data.balanceAfter,
  slices: [{ lotId: data.lotId, amount: data.amount }],
  lotId: data.lotId,
  lotKind: data.kind,
});

export const ofLot = (data: DataOf<'LotExpired' | 'ExpiryReopened' | 'LotVoided'>) => ({
  balanceAfter: data.balanceAfter,
  slices: data.slices,
  lotId: data.lotId,
  lotKind: data.kind,
});

export const usage = (data: DataOf<'CreditsConsumed' | 'FreeActionRecorded'>) => ({
  underlyingType: data.action,
  memberId: data.memberId,
  resource: data.resource,
  consumptionId: data.consumptionId,
  rateCardVersion: data.rateCardVersion,
});

const SYSTEM_KEY = '~system:';

/** A row of what an event says of it, with what every event says. */
export function row(folding: Folding<TransactionDocument>, of: Row): TransactionDocument {
  const { event } = folding;
  const { occurredAt, recordedAt, actor, idempotencyKey } = event.metadata;
  return {
    position: padded(event.position),
    occurredAt,
    recordedAt,
    filedMonth: filedMonth(event, of.flags),
    actor,
    isDue: idempotencyKey.startsWith(SYSTEM_KEY),
    slices: [],
    ...of,
    ...inPocket(folding, of),
  };
}

const MEMBER_PREFIX = keyOf('member', padded(0), '');

/** In a member's own row: its slices alone, and what of the amount they are. */
function inPocket(
  { event, place }: Folding<TransactionDocument>,
  { amount }: Row,
): Partial<Row> | null {
  if (!place.key.startsWith('member ')) return null;
  const memberId = place.key.slice(MEMBER_PREFIX.length);
  const moves = movesOf(event.event).byMember.get(memberId) ?? [];
  const slices = moves.map((move) => ({ lotId: move.from.lotId, memberId, amount: move.amount }));
  const part = totalOf(slices);
  if (amount === 0n) return { memberId, slices };
  return { memberId, slices, amount: amount < 0n ? -part : part };
}
