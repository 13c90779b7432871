import { describe, expect, test } from '@jest/globals';
import type { RecordedEvent, Revision } from '#eventsourcing';
import { PAGE_BYTES_MAX, pageOf } from './read-stream.ts';

/** A stream of events of these sizes, which counts how many are read at once. */
function streamOf(sizes: readonly number[]) {
  const events = sizes.map(
    (bytes, index) =>
      ({ revision: index + 1, data: 'x'.repeat(bytes), metadata: '' }) as RecordedEvent,
  );
  const atOnce: number[] = [];
  return {
    atOnce,
    readStream: async (_stream: string, from: Revision, limit: number) => {
      atOnce.push(limit);
      return events.slice(from - 1, from - 1 + limit);
    },
  };
}

/** The revisions of every page, each going on where the one before ended. */
async function pages(sizes: readonly number[], limit: number): Promise<readonly number[][]> {
  const stream = streamOf(sizes);
  const found: number[][] = [];
  for (let from = 1; from <= sizes.length;) {
    const page = await pageOf(stream, 's', { from, limit });
    found.push(page.map(({ revision }) => revision));
    from += page.length;
  }
  return found;
}

describe('a page of events', () => {
  test('ends where its bytes do, has one event in any case, and the next goes on', async () => {
    const half = PAGE_BYTES_MAX / 2;
    const over = PAGE_BYTES_MAX + 1;
    expect(await pages([half, half, 1, over, over, half, half + 1], 500)).toEqual([
      [1, 2],
      [3],
      [4],
      [5],
      [6],
      [7],
    ]);
  });

  test('has as many small ones as are asked for, of which few are read at once', async () => {
    const stream = streamOf(Array.from({ length: 100 }, () => 10));
    expect(await pageOf(stream, 's', { from: 1, limit: 40 })).toHaveLength(40);
    expect(stream.atOnce).toEqual([16, 16, 8]);
    expect(await pageOf(stream, 's', { from: 91, limit: 40 })).toHaveLength(10);
  });
});
