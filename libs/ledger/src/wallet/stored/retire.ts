import type { Instant, Revision } from '#eventsourcing';
import { plus } from '../../calendar/index.ts';
import { pagesOf } from '../lots/ended-lots.ts';
import { isEmpty, type Lot } from '../lots/lot.ts';
import { keptId, type Kept, type OpenWallet } from '../state.ts';

/** What was in force where a state was retired first, for those who retire a later one. */
export interface RetiredAsOf {
  readonly acceptanceWindow: string;
  readonly ended: OpenWallet['ended'] | null;
}

/**
 * The state without what is finished and was not touched after a revision, and those finished
 * things for the archive. Commands find them there again, so nothing is lost. Consumptions of which
 * the state has no more than the place are in their events.
 */
export function retire(
  state: OpenWallet,
  { upTo, at }: { readonly upTo: Revision; readonly at: Instant },
  { acceptanceWindow, ended }: RetiredAsOf,
): { readonly state: OpenWallet; readonly retired: readonly (readonly [string, Kept])[] } {
  const gone = finishedLots(state, at, acceptanceWindow).filter(({ touched }) => touched <= upTo);
  const things = [...state.kept].filter(([, kept]) => kept.touched <= upTo && !isOwed(kept));
  const pages = pagesOf(gone, state, upTo);
  return {
    state: {
      ...state,
      lots: state.lots.without(gone),
      ended: ended ?? pages.reduce((all, page) => all.with(page.month, page.ended), state.ended),
      consumed: state.consumed.where((revision) => revision > upTo),
      kept: things.reduce((kept, [id]) => kept.without(id), state.kept),
    },
    retired: [
      ...things,
      ...gone.map(
        (lot) => [keptId.lot(lot.lotId), { kind: 'LOT', lot, touched: lot.touched }] as const,
      ),
      ...pages.map(({ entry }) => entry),
    ],
  };
}

const isOwed = (kept: Kept): boolean => kept.kind === 'CONSUMPTION' && kept.consumption.debt > 0n;

// Late usage may still reopen what expired, so such a lot stays for the acceptance window.
function finishedLots({ lots }: OpenWallet, at: Instant, window: string): readonly Lot[] {
  const finished = [...lots.finished()];
  for (const lot of lots.lapsed()) {
    if (lot.expiresAt === null || plus(lot.expiresAt, window) >= at) break;
    if (isEmpty(lot)) finished.push(lot);
  }
  return finished;
}
