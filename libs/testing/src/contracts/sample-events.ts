import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#eventsourcing';

/** A name that no other test uses, so that contract tests can share one log or one store. */
export function freshName(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** An event with an id of its own. */
export function sampleEvent(note = 'sample'): NewEvent {
  return {
    id: randomUUID(),
    type: 'Sampled',
    data: JSON.stringify({ note }),
    metadata: JSON.stringify({ by: 'a contract test' }),
  };
}

export function sampleEvents(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_, index) => sampleEvent(`sample ${index + 1}`));
}

export function idsOf(events: readonly NewEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}
