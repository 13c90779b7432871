import type { EventStore, RecordedEvent } from './event-store.ts';
import { metadataOf, type KeyEntry } from './loaded-stream.ts';
import type { Answer } from './answer.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

/** The answer that a key was given before, read from the command's own events. */
export async function replay<State, Command, Event extends DecidedEvent, Record>(
  { firstRevision, lastRevision }: KeyEntry,
  {
    stream,
    rules,
    events: store,
  }: {
    readonly stream: string;
    readonly rules: StreamRules<State, Command, Event, Record>;
    readonly events: EventStore;
  },
): Promise<Omit<Answer<State, Event>, 'state'>> {
  const count = lastRevision - firstRevision + 1;
  const recorded = await store.readStream(stream, firstRevision, count);
  const last = recorded.at(-1) as RecordedEvent;
  const events = recorded.map((event) =>
    rules.decodeEvent(event.type, event.data, metadataOf(event).occurredAt),
  );
  const { recordedAt } = metadataOf(last);
  const { position } = last;
  return {
    events,
    receipt: { position, firstRevision, lastRevision, recordedAt, replayed: true },
  };
}
