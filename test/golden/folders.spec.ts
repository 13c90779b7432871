import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { metadataOf } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { temporaryDirectory } from '#testing';
import { verifyStream } from '../../libs/application/src/audit/verify-stream.ts';
import { reverse } from '../faults/wallet-commands.ts';
import { Installation, TestClock } from '../faults/installation.ts';
import { answersIn, ASKED_AT } from './answers.ts';
import { copyOf, folders, headsIn, leaveFolder, rebuild } from './folder.ts';
import { keyOf, streamOf, takeStep } from './playing.ts';
import { stories } from './stories/index.ts';

// Processes start slowly where many tests run at once.
jest.setTimeout(120_000);

const clock = new TestClock();
if (process.env['GOLDEN'] === 'write') await leaveFolder('0.1.0', clock);

describe.each(folders())('the data folder that version %s left', (version) => {
  const directory = temporaryDirectory();
  // Later stories were not played there.
  const played = stories.filter((story) => streamOf(story) in headsIn(version));
  let here: Installation;

  function copy(name: string): string {
    const made = join(directory, `${version}-${name}`);
    mkdirSync(made);
    return copyOf(version, made);
  }

  beforeAll(async () => {
    clock.at = ASKED_AT;
    here = await Installation.open(copy('used'), { clock, snapshotEvery: 1000 });
  });
  afterAll(() => here.close());

  test.each(played.map((story) => [story.name, story] as const))(
    'has the stream of %s, which verifies up to the hash at which it ended',
    async (_, story) => {
      const { snapshots } = here;
      const terms = { tenantPolicies: () => DEFAULT_POLICIES, snapshots };
      expect(await verifyStream(here.events, streamOf(story), terms)).toMatchObject({
        ok: true,
        firstBad: null,
        head: headsIn(version)[streamOf(story)],
      });
    },
  );

  test.each(played.map((story) => [story.name, story] as const))(
    'R-04: what was done in %s is answered under its keys as it was, and not done again',
    async (_, story) => {
      const stored = await here.events.readStream(streamOf(story), 1, 1000);
      const byKey = Map.groupBy(stored, (event) => metadataOf(event).idempotencyKey);
      for (const index of story.steps.keys()) {
        const events = byKey.get(keyOf(story, index)) ?? [];
        const { receipt } = await takeStep(here, story, index);
        expect({ index, ...receipt }).toMatchObject({
          index,
          replayed: true,
          firstRevision: events[0]?.revision,
          lastRevision: events.at(-1)?.revision,
        });
      }
      expect(await here.events.readStream(streamOf(story), 1, 1000)).toEqual(stored);
    },
  );

  test('has archived consumptions, which can be reversed', async () => {
    const { events } = await here.submit(reverse('day-2'), { walletId: 'office' });
    expect(events[0]).toMatchObject({
      type: 'ConsumptionReversed',
      data: { consumptionId: 'day-2', amount: 250n },
    });
  });

  test('is answered from as it was, its texts open, and so when its read models are made anew', async () => {
    const data = copy('served');
    const file = join(import.meta.dirname, 'folders', version, 'answers.json');
    const answers = await answersIn(data);
    if (process.env['GOLDEN'] === 'write' && !existsSync(file))
      writeFileSync(file, `${JSON.stringify(answers, null, 2)}\n`);
    const golden = JSON.parse(readFileSync(file, 'utf8')) as object;
    // Fields may be added to an answer.
    expect(answers).toMatchObject(golden);
    await rebuild(data, clock);
    expect(await answersIn(data)).toMatchObject(golden);
  });
});
