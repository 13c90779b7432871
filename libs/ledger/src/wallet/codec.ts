import { canonicalJson, SortedMap } from '#eventsourcing';
import { formatCredits, parseCredits, type Credits } from '../credits.ts';
import type { EventType, WalletEvent } from './events.ts';

/** The canonical JSON of an event's data: amounts are decimals padded to the wallet's scale. */
export function encodeData(event: WalletEvent, scale: number): string {
  return canonicalJson(event.data, (value) =>
    typeof value === 'bigint' ? formatCredits(value, scale) : [...(value as SortedMap<Credits>)],
  );
}

/** An event as the rules know it. */
export function decodeEvent(
  type: string,
  data: string,
  occurredAt: WalletEvent['occurredAt'],
): WalletEvent {
  return { type: type as EventType, data: decoded(JSON.parse(data)), occurredAt } as WalletEvent;
}

// Amounts go by their names, and only within what the ledger itself wrote: never in maps of callers.
const AMOUNTS: ReadonlySet<string> = new Set([
  'amount',
  'approvedAmount',
  'availableAfter',
  'availableStands',
  'balanceAfter',
  'balanceStands',
  'costBasis',
  'debt',
  'debtForgiven',
  'expired',
  'forfeited',
  'frozen',
  'granted',
  'held',
  'pool',
  'poolAfter',
  'poolStands',
  'price',
  'remaining',
  'requestedAmount',
  'reversed',
  'total',
  'used',
  'voided',
  'writtenOff',
]);

const NESTED: ReadonlySet<string> = new Set([
  'consumption',
  'expired',
  'filed',
  'free',
  'lots',
  'overflow',
  'shares',
  'slices',
]);

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  const record = value as Record<string, unknown>;
  for (const [key, member] of Object.entries(record)) {
    if (typeof member === 'string') {
      if (AMOUNTS.has(key)) record[key] = parseCredits(member);
    } else if (key === 'pockets') record[key] = pocketsOf(member as [string, string][]);
    else if (NESTED.has(key)) record[key] = decoded(member);
  }
  return record;
}

const pocketsOf = (entries: readonly (readonly [string, string])[]): SortedMap<Credits> =>
  SortedMap.of(entries.map(([memberId, amount]) => [memberId, parseCredits(amount)] as const));
