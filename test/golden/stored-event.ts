import { canonicalJson, type NewEvent, type RecordedEvent } from '#eventsourcing';

/** An event as a golden file has it: one line of JSON, with the texts that were stored in it. */
export const lineOf = ({ stream, revision, type, id, data, metadata }: RecordedEvent): string =>
  `{"stream":"${stream}","revision":${revision},"type":"${type}","id":"${id}",` +
  `"data":${data},"metadata":${metadata}}`;

/** The event that was written as a line. */
export function eventIn(line: string): RecordedEvent {
  const { data, metadata, ...rest } = JSON.parse(line) as Omit<RecordedEvent, keyof NewEvent> &
    Readonly<Record<keyof NewEvent, unknown>>;
  const texts = { data: canonicalJson(data), metadata: canonicalJson(metadata) };
  return { ...rest, ...texts, position: 0n } as RecordedEvent;
}
