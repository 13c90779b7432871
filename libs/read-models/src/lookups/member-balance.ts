import type { DocumentReads, Instant } from '#eventsourcing';
import type { Credits } from '#ledger';
import { expiringSoon, portionFigures, type MemberBalance, type Portion } from '../balance-at.ts';
import { lots } from '../documents/balances.ts';
import { holds } from '../documents/holds.ts';
import type { LotDocument } from '../documents/lots.ts';
import type { MemberDocument } from '../documents/members.ts';
import { pockets } from '../documents/pockets.ts';
import { under } from '../keys.ts';
import { allListed, contentsOf } from './all-listed.ts';
import type { BalanceRead } from './read-balance.ts';

type Read = Pick<BalanceRead, 'stream' | 'ahead' | 'balance' | 'policies' | 'wallet'>;

/** What of a lot is a member's. */
interface MembersPart {
  readonly lotId: string;
  readonly amount: Credits;
}

/** A member's part of the balance once everything due is booked. */
export async function memberBalance(
  reads: DocumentReads,
  read: Read,
  { member, now }: { readonly member: MemberDocument; readonly now: Instant },
): Promise<MemberBalance> {
  const free = await pocketOf(reads, read, member.memberId);
  const held = await heldFromPocket(reads, read, member);
  const lotOf = await lotsFor(reads, read, [...free, ...held]);
  const portions: Portion[] = [
    ...free.map(({ lotId, amount }) => ({ lot: lotOf(lotId), free: amount, held: 0n })),
    ...held.map(({ lotId, amount }) => ({ lot: lotOf(lotId), free: 0n, held: amount })),
  ];
  const { free: personal, ...figures } = portionFigures(portions);
  const { policies, balance } = read;
  return {
    personal,
    ...figures,
    ...expiringSoon(portions, now, read.wallet.timeZone),
    shared: policies.memberFunding === 'ALLOCATED_ONLY' ? null : balance.pool - balance.debt,
  };
}

/** What is free in a member's pocket, lot by lot, once everything due is booked. */
export async function pocketOf(
  reads: DocumentReads,
  { stream, ahead }: Pick<Read, 'stream' | 'ahead'>,
  memberId: string,
): Promise<readonly MembersPart[]> {
  const range = { collection: pockets.name, partition: stream, ...under(memberId) };
  const parts: MembersPart[] = ahead.pockets.filter((pocket) => pocket.memberId === memberId);
  for await (const { body } of allListed(reads, { ...range, by: 'order' })) {
    const pocket = pockets.decode(body);
    if (!ahead.lots.has(pocket.lotId)) parts.push(pocket);
  }
  return parts;
}

// Of holds that are due nothing is held any more: the member's document does not name them.
async function heldFromPocket(
  reads: DocumentReads,
  { stream: partition }: Read,
  { memberId, holds: open }: MemberDocument,
): Promise<readonly MembersPart[]> {
  const found = await contentsOf(reads, holds, { partition, keys: [...open.keys()] });
  return found.flatMap(({ slices }) => slices.filter((slice) => slice.memberId === memberId));
}

async function lotsFor(
  reads: DocumentReads,
  { stream: partition, ahead }: Read,
  parts: readonly MembersPart[],
): Promise<(lotId: string) => LotDocument> {
  const keys = [...new Set(parts.map(({ lotId }) => lotId))];
  const found = await contentsOf(reads, lots, { partition, keys });
  const byId = new Map(found.map((lot) => [lot.lotId, lot]));
  return (lotId) => (ahead.lots.get(lotId) ?? byId.get(lotId)) as LotDocument;
}
