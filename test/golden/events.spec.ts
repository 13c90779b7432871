import { describe, expect, test } from '@jest/globals';
import { chainFault, EMPTY_HEAD, type Head, metadataOf, type RecordedEvent } from '#eventsourcing';
import { catalogAggregate, decodeEvent, encodeData } from '#ledger';
import { temporaryDirectory } from '#testing';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { expectGolden, goldensIn, linesOf } from './goldens.ts';
import { play } from './playing.ts';
import { eventIn, lineOf } from './stored-event.ts';
import { stories } from './stories/index.ts';
import { variants } from './variants.ts';

describe('stored events (R-21)', () => {
  const files = goldensIn('events');
  const directory = temporaryDirectory();

  test('the same commands are stored as the same bytes', async () => {
    const clock = new TestClock();
    const here = await Installation.open(directory, { clock, snapshotEvery: 7 });
    try {
      for (const story of stories) {
        const lines = (await play(here, clock, story)).map(lineOf);
        expectGolden(`events/${story.name}.jsonl`, `${lines.join('\n')}\n`);
      }
    } finally {
      await here.close();
    }
  });

  test.each(files)('%s: each event is read and written as the same bytes, in a chain', (file) => {
    let head: Head = EMPTY_HEAD;
    let scale = 0;
    for (const line of linesIn(file)) {
      const event = eventIn(line);
      expect(lineOf(event)).toBe(line);
      expect(chainFault(event, head)).toBeNull();
      head = { revision: event.revision, hash: metadataOf(event).hash };
      if (event.type === 'WalletOpened') scale = scaleOf(event);
      expect(writtenAgain(event, scale)).toBe(event.data);
    }
  });

  test.each(variants)('every %s is among them', (_, names) => {
    const text = files.flatMap(linesIn).join('\n');
    expect(names.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
  });
});

/** The lines of a golden file of events; the last is empty. */
const linesIn = (file: string): readonly string[] => linesOf(`events/${file}`).slice(0, -1);

/** The data of an event, read and written as the ledger does it. */
function writtenAgain(event: RecordedEvent, scale: number): string {
  const { type, data } = event;
  const { occurredAt } = metadataOf(event);
  if (type !== 'RateCardPublished') return encodeData(decodeEvent(type, data, occurredAt), scale);
  const { initial, ...rules } = catalogAggregate(TENANT);
  return rules.codec.encode(rules.codec.decode(type, data, occurredAt), initial);
}

const scaleOf = ({ data }: RecordedEvent): number =>
  (JSON.parse(data) as { readonly unit: { readonly scale: number } }).unit.scale;
