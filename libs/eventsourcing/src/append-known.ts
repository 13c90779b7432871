import type { Timer } from './clock.ts';
import {
  OutcomeUnknown,
  type Appended,
  type EventStore,
  type NewEvent,
  type Revision,
} from './event-store.ts';

const SENDS_MAX = 6;
const RESEND_AFTER_MS = 50;

/**
 * Appends until the outcome is known, a bounded number of times. It is never guessed: the same
 * bytes at the same place are stored once, however often they are sent.
 */
export async function appendKnown(
  { events: store, timer }: { readonly events: EventStore; readonly timer: Timer },
  append: {
    readonly stream: string;
    readonly expected: Revision;
    readonly events: readonly NewEvent[];
  },
): Promise<Appended> {
  for (let sent = 1; ; sent += 1) {
    try {
      return await store.append(append.stream, append.expected, append.events);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || sent === SENDS_MAX) throw error;
      await timer.sleep(RESEND_AFTER_MS * 2 ** (sent - 1));
    }
  }
}
