import type { Revision } from '#eventsourcing';

/** An event that is not right. Without an id it is missing, or cannot be read. */
export interface BadEvent {
  readonly revision: Revision;
  readonly eventId: string;
  readonly problem: string;
}
