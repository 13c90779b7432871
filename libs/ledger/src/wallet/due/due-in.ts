import type { Aggregate, DueBooking, Revision, Steps } from '#eventsourcing';
import type { WalletTerms } from '../wallet-terms.ts';
import { Booking } from '../booking.ts';
import {
  bookDue,
  nextDue,
  SYSTEM_ACTOR,
  systemKey,
  systemRequestHash,
  type DueThing,
} from './due.ts';
import type { Kept, OpenWallet } from '../state.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { WalletTypes } from '../types.ts';

/** What happens by itself in one wallet. */
export const dueIn =
  (terms: WalletTerms): Aggregate<WalletTypes>['due'] =>
  (state, now, revision) => {
    const thing = state === null ? null : nextDue(state, now);
    return state === null || thing === null ? null : booked(thing, state, { ...terms, revision });
  };

const NOTHING: ReadonlyMap<string, Kept> = new Map();

function* booked(
  thing: DueThing,
  state: OpenWallet,
  { revision, ...terms }: WalletTerms & { readonly revision: Revision },
): Steps<DueBooking<WalletTypes>> {
  const requestHash = systemRequestHash(thing, terms.walletId);
  const context = { now: thing.at, actor: SYSTEM_ACTOR, requestHash, archived: NOTHING };
  const booking = new Booking(state, revision, surroundingsOf(terms, context));
  yield* bookDue(booking, thing);
  const { events, state: after } = booking;
  return { key: systemKey(thing), requestHash, actor: SYSTEM_ACTOR, events, state: after };
}
