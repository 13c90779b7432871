import { SortedMap, type Instant, type Revision } from '#eventsourcing';
import { plus } from '../calendar/index.ts';
import { keptId, type Kept, type Lot, type OpenWallet } from './state.ts';

/**
 * The state without what is finished and was not touched after a revision, and those finished
 * things for the archive. Commands find them there again, so nothing is lost. Consumptions of which
 * the state has no more than the place are in their events.
 */
export function retire(
  state: OpenWallet,
  {
    upTo,
    at,
    acceptanceWindow,
  }: { readonly upTo: Revision; readonly at: Instant; readonly acceptanceWindow: string },
): { readonly state: OpenWallet; readonly retired: readonly (readonly [string, Kept])[] } {
  const lots = state.lots.filter(
    (lot) => lot.touched > upTo || !isFinished(lot, at, acceptanceWindow),
  );
  const left = new Set(lots);
  const gone = state.lots.filter((lot) => !left.has(lot));
  const things = [...state.kept].filter(([, kept]) => kept.touched <= upTo && !isOwed(kept));
  const leaving = new Set(things.map(([id]) => id));
  return {
    state: {
      ...state,
      lots,
      consumed: state.consumed.where((revision) => revision > upTo),
      kept: SortedMap.of([...state.kept].filter(([id]) => !leaving.has(id))),
    },
    retired: [
      ...things,
      ...gone.map(
        (lot) => [keptId.lot(lot.lotId), { kind: 'LOT', lot, touched: lot.touched }] as const,
      ),
    ],
  };
}

const isOwed = (kept: Kept): boolean => kept.kind === 'CONSUMPTION' && kept.consumption.debt > 0n;

// Late usage may still reopen what expired, so such a lot stays for the acceptance window.
function isFinished({ free, held, frozen, expired, expiresAt }: Lot, at: Instant, window: string) {
  if (free.total > 0n || held > 0n || frozen > 0n) return false;
  return expired.total === 0n || expiresAt === null || plus(expiresAt, window) < at;
}
