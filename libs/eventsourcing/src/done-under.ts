import type { RecordedEvent } from './event-store.ts';
import type { EventMetadata } from './hash-chain.ts';
import { metadataOf } from './loaded-stream.ts';

/** An event of a command, and what it says about itself. */
export interface Done {
  readonly event: RecordedEvent;
  readonly metadata: EventMetadata;
}

/** The events that were done under a key, of those that a page begins with. */
export function doneUnder(key: string, page: readonly RecordedEvent[]): readonly Done[] {
  const done: Done[] = [];
  for (const event of page) {
    const metadata = metadataOf(event);
    if (metadata.idempotencyKey !== key) break;
    done.push({ event, metadata });
  }
  return done;
}
