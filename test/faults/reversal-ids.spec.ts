import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';
import { Installation, refusalOf } from './installation.ts';
import { consume, grant, open, reverse } from './wallet-commands.ts';

const directory = temporaryDirectory();
let here: Installation;

beforeAll(async () => {
  here = await Installation.open(directory, { snapshotEvery: 1 });
  await here.submit(open());
  await here.submit(grant('g', '30'));
  await here.submit(consume('c1', '30'));
});

afterAll(() => here.close());

test('D13: the id of a reversal stays taken when the archive alone has it', async () => {
  const named = { ...reverse('c1', '10'), reversalId: 'refund' };
  const { events } = await here.submit(named, { key: 'refund' });
  await here.snapshot();
  here.forget();
  expect(await refusalOf(here.submit(named))).toBe('ID_TAKEN');
  expect((await here.submit(named, { key: 'refund' })).events).toEqual(events);
  expect((await here.submit({ ...named, reversalId: 'again' })).events).toHaveLength(1);
});
