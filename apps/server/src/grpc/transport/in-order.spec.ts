import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from './in-order.ts';

interface Item {
  readonly line: string;
  readonly index: number;
}

async function* from(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

const lineOf = ({ line }: Item): string => line;

describe('answering in order', () => {
  test('keeps the order of each line, whatever order the answers come in', async () => {
    const arbitraryLines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        arbitraryLines,
        fc.integer({ min: 1, max: 8 }),
        fc.scheduler(),
        async (lines, inFlightMax, scheduler) => {
          const items = lines.map((line, index) => ({ line, index }));
          let begun = 0;
          let taken = 0;
          const answers = inOrder(from(items), {
            lineOf,
            inFlightMax,
            answer: async (item) => {
              begun += 1;
              expect(begun - taken).toBeLessThanOrEqual(inFlightMax);
              return scheduler.schedule(Promise.resolve(item));
            },
          });
          const answered: Item[] = [];
          const all = (async () => {
            for await (const answer of answers) {
              answered.push(answer);
              taken += 1;
            }
          })();
          await scheduler.waitFor(all);
          expect(answered).toHaveLength(items.length);
          for (const line of ['a', 'b', 'c'])
            expect(answered.filter((item) => item.line === line)).toEqual(
              items.filter((item) => item.line === line),
            );
        },
      ),
    );
  });

  test('answers what was begun before its items fail', async () => {
    async function* failing(): AsyncGenerator<Item> {
      yield { line: 'a', index: 0 };
      throw new Error('the caller went away');
    }
    const answered: Item[] = [];
    const all = async (): Promise<void> => {
      const answers = inOrder(failing(), {
        lineOf,
        inFlightMax: 2,
        answer: (item) => Promise.resolve(item),
      });
      for await (const answer of answers) answered.push(answer);
    };
    await expect(all()).rejects.toThrow('the caller went away');
    expect(answered).toEqual([{ line: 'a', index: 0 }]);
  });

  test('begins nothing more once nobody takes the answers', async () => {
    const items = Array.from({ length: 100 }, (_, index) => ({ line: 'a', index }));
    let begun = 0;
    const answers = inOrder(from(items), {
      lineOf,
      inFlightMax: 3,
      answer: (item) => {
        begun += 1;
        return Promise.resolve(item);
      },
    });
    for await (const { index } of answers) if (index === 4) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBeLessThanOrEqual(8);
  });
});
