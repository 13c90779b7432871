import { metadataOf, type Head, type RecordedEvent } from '#eventsourcing';

/** Where a stream ends that ends with this event, as the event itself says. */
export function storedHeadOf(event: RecordedEvent): Head {
  const { revision } = event;
  try {
    const { hash } = metadataOf(event);
    return { revision, hash: typeof hash === 'string' ? hash : '' };
  } catch {
    return { revision, hash: '' };
  }
}
