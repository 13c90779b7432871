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
 * bytes at the same place are stored once, however often they are sent. `otherwise` says what
 * becomes of an append that was refused, or of which nothing became known.
 */
export function appendKnown<Otherwise>(
  store: Store,
  append: Append,
  otherwise: (error: unknown) => Promise<Otherwise>,
): Promise<Appended | Otherwise> {
  const { stream, expected, events } = append;
  return store.events
    .append(stream, expected, events)
    .catch((error: unknown) => resent(store, append, error).catch(otherwise));
}

/**
 * Appends the other parts of a command behind its first. Whoever writes between them makes a half
 * command of what is there, and `otherwise` says what becomes of that.
 */
export async function appendMore<Otherwise extends string>(
  store: Store,
  {
    stream,
    after,
    more,
  }: {
    readonly stream: string;
    readonly after: Promise<Appended | Otherwise>;
    readonly more: readonly (readonly NewEvent[])[];
  },
  otherwise: (error: unknown) => Promise<Otherwise>,
): Promise<Appended | Otherwise> {
  let last = await after;
  for (const events of more) {
    if (typeof last === 'string') return last;
    last = await appendKnown(store, { stream, expected: last.revision, events }, otherwise);
  }
  return last;
}

interface Store {
  readonly events: EventStore;
  readonly timer: Timer;
}

interface Append {
  readonly stream: string;
  readonly expected: Revision;
  readonly events: readonly NewEvent[];
}

async function resent(
  { events: store, timer }: Store,
  { stream, expected, events }: Append,
  firstError: unknown,
): Promise<Appended> {
  let error = firstError;
  for (let sent = 1; error instanceof OutcomeUnknown && sent < SENDS_MAX; sent += 1) {
    await timer.sleep(RESEND_AFTER_MS * 2 ** (sent - 1));
    try {
      return await store.append(stream, expected, events);
    } catch (next) {
      error = next;
    }
  }
  throw error;
}
