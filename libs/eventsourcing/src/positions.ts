import type { Appended, EventStore, Position, Revision } from './event-store.ts';

/** The position of the event at a revision of the last append. */
export type PositionOf = (revision: Revision) => Position;

export const NO_POSITIONS: PositionOf = () => 0n;

/**
 * Where each event of an append went, so that a command's receipt names its own last event and can
 * be given again. Engines that only tell the last position of an append are asked for the others.
 */
export function positionsOf(
  { revision: last, position, positions }: Appended,
  {
    stream,
    before,
    events,
  }: {
    readonly stream: string;
    readonly before: Revision;
    readonly events: EventStore;
  },
): PositionOf | Promise<PositionOf> {
  const count = last - before;
  if (count === 1) return () => position;
  const of =
    (known: readonly Position[]): PositionOf =>
    (revision) =>
      known[revision - before - 1] as Position;
  if (positions !== undefined) return of(positions);
  return events
    .readStream(stream, before + 1, count)
    .then((stored) => of(stored.map((event) => event.position)));
}
