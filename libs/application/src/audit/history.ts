import type { EventMetadata, RecordedEvent } from '#eventsourcing';

/** What a stream means, followed event by event. Each answers what is wrong, or `null`. */
export interface History {
  after(recorded: RecordedEvent, metadata: EventMetadata): string | null;
  /** Asked where a command's last event was. */
  afterCommand(): string | null;
}
