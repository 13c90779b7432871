import { canonicalJson, SortedMap } from '#eventsourcing';
import { formatCredits, parseCredits, type Credits } from '../../credits.ts';
import type { EventType, WalletEvent } from '../events.ts';
import type { AmountName, NestedName, PocketsName, TableOf } from './named-amounts.ts';

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

const namesIn = <Name extends string>(names: TableOf<Name>): ReadonlySet<string> =>
  new Set(Object.keys(names));

// Amounts go by their names, and only within what the ledger itself wrote: never in maps of callers.
const AMOUNTS = namesIn<AmountName>({
  amount: true,
  approvedAmount: true,
  availableAfter: true,
  availableStands: true,
  balanceAfter: true,
  balanceStands: true,
  costBasis: true,
  debt: true,
  debtForgiven: true,
  expired: true,
  forfeited: true,
  frozen: true,
  granted: true,
  held: true,
  pool: true,
  poolAfter: true,
  poolStands: true,
  price: true,
  remaining: true,
  requestedAmount: true,
  reversed: true,
  total: true,
  used: true,
  voided: true,
  writtenOff: true,
});

const NESTED = namesIn<NestedName>({
  consumption: true,
  expired: true,
  filed: true,
  free: true,
  lots: true,
  overflow: true,
  shares: true,
  slices: true,
});

const POCKETS = namesIn<PocketsName>({ pockets: true });

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  const record = value as Record<string, unknown>;
  for (const [key, member] of Object.entries(record)) {
    if (typeof member === 'string') {
      if (AMOUNTS.has(key)) record[key] = parseCredits(member);
    } else if (POCKETS.has(key)) record[key] = pocketsOf(member as [string, string][]);
    else if (NESTED.has(key)) record[key] = decoded(member);
  }
  return record;
}

const pocketsOf = (entries: readonly (readonly [string, string])[]): SortedMap<Credits> =>
  SortedMap.of(entries.map(([memberId, amount]) => [memberId, parseCredits(amount)] as const));
