import type { Instant, Revision } from '#eventsourcing';
import { minus } from '../../calendar/index.ts';
import type { Lot } from './lot.ts';
import { keptId, type EndedLots, type Kept, type OpenWallet } from '../state.ts';

/** A page of the archive, and what the state remembers of its month. */
interface EndedPage {
  readonly month: string;
  readonly ended: EndedLots;
  readonly entry: readonly [id: string, page: Kept];
}

const MONTH_LENGTH = 'YYYY-MM'.length;

/**
 * The pages that list lots which leave the state, for late usage to find them again by their ends: a
 * window may be wider one day than it was when they left.
 */
export function pagesOf(
  leaving: readonly Lot[],
  { ended }: OpenWallet,
  touched: Revision,
): readonly EndedPage[] {
  const lapsed = leaving.flatMap(({ lotId, expired, expiresAt: end }) =>
    expired.total === 0n || end === null ? [] : [{ lotId, end }],
  );
  return [...Map.groupBy(lapsed, ({ end }) => end.slice(0, MONTH_LENGTH))].map(([month, lots]) => {
    const before = ended.get(month);
    const page = before?.pages ?? 0;
    const ends = lots.map(({ end }) => end);
    const last = [...ends, ...(before === undefined ? [] : [before.last])].toSorted().at(-1);
    const lotIds = lots.map(({ lotId }) => lotId);
    return {
      month,
      ended: { pages: page + 1, last: last as Instant },
      entry: [keptId.ended(month, page), { kind: 'ENDED', lotIds, touched }],
    };
  });
}

/**
 * The pages that may list a lot valid at an instant that usage names. It reaches back no further than
 * the late window, and now is not before the last of these lots ended.
 */
export function pagesAfter(
  { ended }: OpenWallet,
  at: Instant,
  lateWindow: string,
): readonly string[] {
  if (ended.size === 0) return [];
  const months = [...ended].filter(([, { last }]) => last > at);
  const latest = months.at(-1)?.[1].last;
  if (latest === undefined || at < minus(latest, lateWindow)) return [];
  return months.flatMap(([month, { pages }]) =>
    Array.from({ length: pages }, (_, page) => keptId.ended(month, page)),
  );
}

/** The ids of the lots that pages list and that the state does not have. */
export function listedOn(
  pages: readonly string[],
  { lots }: OpenWallet,
  find: (id: string) => Kept | undefined,
): ReadonlySet<string> {
  const listed = pages.flatMap((id) => {
    const page = find(id);
    return page?.kind === 'ENDED' ? page.lotIds : [];
  });
  return new Set(listed.filter((lotId) => lots.get(lotId) === undefined));
}
