import { expect, jest, test } from '@jest/globals';
import { ON_MANY_LOTS } from './benches.ts';
import { figuresOfHoldUps, tableOfHoldUps } from './hold-ups-table.ts';
import { measureHoldUps } from './large-wallets.ts';
import { onManyLots } from './many-lots.ts';
import { figuresOf, tableOf } from './table.ts';

// What is measured needs a quiet machine; that it can be measured does not.

jest.setTimeout(120_000);

test('the holds-up of small wallets can be measured, each thing beside an idle time', async () => {
  const holdUps = await measureHoldUps({ lots: 30, members: 5, holds: 4, slices: 20 });
  const figures = figuresOfHoldUps(holdUps);
  expect(figures.map(({ work }) => work)).toEqual(
    expect.arrayContaining(['takes 20 slices back', '30 lots: closes', '5 members: verified']),
  );
  for (const { busy, idle, longestMs } of figures) {
    expect(busy.bystanderMs).toBeGreaterThan(0);
    expect(idle.bystanderMs).toBeGreaterThan(0);
    expect(longestMs).toBe(
      Math.max(busy.bystanderMs - idle.bystanderMs, busy.serverMs - idle.serverMs, 0),
    );
  }
  expect(tableOfHoldUps(holdUps)).toContain('4 holds end');
});

test.each(ON_MANY_LOTS)('$id takes turns with wallets of one lot', async (bench) => {
  const small = { ...bench, wallets: 2, calls: 20, inFlight: 4 };
  const results = new Map([[bench.id, await onManyLots(small, { lots: 5, rounds: 2 })]]);
  const { perSecond, peer, peerPerSecond, ratio } = figuresOf(small, results);
  expect(peer).toBe('one lot');
  expect(ratio).toBeCloseTo(perSecond / peerPerSecond);
  expect(ratio).toBeGreaterThan(0);
  expect(tableOf([small], results)).toContain(bench.work);
});
