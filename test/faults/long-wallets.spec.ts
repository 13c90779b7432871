import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { encodeState, StreamWriter } from '#eventsourcing';
import type { OpenWallet } from '#ledger';
import { temporaryDirectory } from '#testing';
import { walletStream } from '#ledger';
import { ConsumeCreditsRequest, UsageServiceService } from '#contracts';
import { LedgerClient } from '../support/client.ts';
import { ServerProcess } from '../support/server-process.ts';
import { folding, Installation, refusalOf, TENANT } from './installation.ts';
import { consume, grant, open } from './wallet-commands.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(120_000);

const SNAPSHOT_EVERY = 200;
const AT_ONCE = 500;
const SHORT = 1_000;
const LONG = 100_000;
const SPENDS = 20_000;
const MEASURES = 21;
const PLACES = [1, SNAPSHOT_EVERY / 2, SNAPSHOT_EVERY - MEASURES] as const;
const MARGIN_MS = 1;
const KILLS = 5;
// The first commands of a process are slow in any wallet.
const WARM_UP = 50;

describe('a wallet with a long history', () => {
  const directory = temporaryDirectory();

  test(`keeps a small state and few keys in memory after ${SPENDS} spends`, async () => {
    const at = join(directory, 'bounded');
    mkdirSync(at);
    const here = await Installation.open(at, { snapshotEvery: SNAPSHOT_EVERY });
    const stream = walletStream(TENANT, 'w');
    await here.submit(open());
    await here.submit(grant('g', '1000000'));
    const rules = folding(stream);
    if (rules === undefined) throw new Error('no rules');
    const { events, snapshots, timer } = here;
    const clock = { now: () => here.now() };
    const writer = new StreamWriter(stream, rules, { events, snapshots, timer, clock });
    const actor = { type: 'SERVICE', id: 'test' } as const;
    const sizes: { kept: number; characters: number; keys: number }[] = [];
    for (let from = 0; from < SPENDS; from += AT_ONCE) {
      const ids = Array.from({ length: AT_ONCE }, (_, index) => from + index);
      await Promise.all(
        ids.map((id) => writer.submit({ command: consume(`c${id}`, '1'), key: `k${id}`, actor })),
      );
      await here.snapshot();
      const state = (await writer.view()).state as OpenWallet;
      const characters = encodeState(state).length;
      sizes.push({
        kept: state.kept.size + state.consumed.size,
        characters,
        keys: writer.remembered,
      });
    }
    const bound = SNAPSHOT_EVERY + 2 * AT_ONCE;
    for (const { kept, keys } of sizes) expect(Math.max(kept, keys)).toBeLessThanOrEqual(bound);
    const largest = (of: typeof sizes): number =>
      Math.max(...of.map(({ characters }) => characters));
    expect(largest(sizes.slice(-10))).toBeLessThanOrEqual(1.1 * largest(sizes.slice(0, 10)));
    const again = { command: consume('c7', '1'), key: 'k7', actor };
    expect((await writer.submit(again)).receipt?.replayed).toBe(true);
    expect(await refusalOf(here.submit(consume('c7', '1')))).toBe('ID_TAKEN');
    await here.close();
  });

  describe('after everything in memory was lost', () => {
    const at = join(directory, 'cost');
    const figures: string[] = [];

    beforeAll(async () => {
      mkdirSync(at);
      const here = await Installation.open(at, { snapshotEvery: SNAPSHOT_EVERY });
      for (const walletId of ['short', 'long', 'other']) {
        await here.submit(open(), { walletId });
        await here.submit(grant('g', '1000000'), { walletId });
      }
      await spend(here, 'short', SHORT);
      await spend(here, 'long', LONG);
      await here.snapshot();
      await here.close();
    });

    afterAll(() => {
      process.stdout.write(`${figures.join('\n')}\n`);
    });

    let spent = 0;
    async function spend(here: Installation, walletId: string, untilRevision: number) {
      const count = untilRevision - (await here.revision(walletId));
      for (let done = 0; done < count; done += AT_ONCE)
        await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, count - done) }, () => {
            spent += 1;
            return here.submit(consume(`c${spent}`, '0.01'), { walletId });
          }),
        );
    }

    /** How long the first command takes for an instance that knows nothing of the wallet. */
    async function firstCommandMs(here: Installation, walletId: string): Promise<number> {
      here.forget();
      // The catalogue is read once by an instance, not once by a wallet.
      await here.ledger.refreshCatalog(TENANT);
      spent += 1;
      const before = performance.now();
      await here.submit(consume(`c${spent}`, '0.01'), { walletId });
      return performance.now() - before;
    }

    test.each(PLACES)(
      `the first command costs at most twice as much with ${LONG} events as with ${SHORT}, %i events after a snapshot`,
      async (place) => {
        const here = await Installation.open(at);
        await spend(here, 'short', SHORT + place);
        await spend(here, 'long', LONG + place);
        const short: number[] = [];
        const long: number[] = [];
        for (let measure = 0; measure < MEASURES; measure += 1) {
          short.push(await firstCommandMs(here, 'short'));
          long.push(await firstCommandMs(here, 'long'));
        }
        await here.close();
        const [ofShort, ofLong] = [median(short), median(long)];
        figures.push(
          `first command ${place} events after a snapshot: ${ofShort.toFixed(2)} ms with ${SHORT} events, ${ofLong.toFixed(2)} ms with ${LONG}`,
        );
        expect(ofLong).toBeLessThanOrEqual(2 * ofShort + MARGIN_MS);
      },
    );

    test.each(PLACES)(
      'so it does for a caller of a server that was killed, %i events after a snapshot',
      async (place) => {
        const here = await Installation.open(at, { snapshotEvery: SNAPSHOT_EVERY });
        await spend(here, 'short', SHORT + SNAPSHOT_EVERY + place);
        await spend(here, 'long', LONG + SNAPSHOT_EVERY + place);
        await here.snapshot();
        await here.close();
        const took = { short: [] as number[], long: [] as number[] };
        for (let kill = 0; kill < KILLS; kill += 1) {
          const server = await ServerProcess.start({
            EVENT_STORE: `embedded:${at}`,
            READ_MODEL_STORE: `embedded:${at}`,
          });
          const client = new LedgerClient({ address: server.address, data: at });
          for (let count = 0; count < WARM_UP; count += 1) await consumeMs(client, 'other');
          const wallets = ['short', 'long'] as const;
          for (const walletId of kill % 2 === 0 ? wallets : wallets.toReversed())
            took[walletId].push(await consumeMs(client, walletId));
          client.close();
          await server.kill();
        }
        const [ofShort, ofLong] = [median(took.short), median(took.long)];
        figures.push(
          `first command for a caller after SIGKILL, ${place} events after a snapshot: ${ofShort.toFixed(2)} ms with ${SHORT} events, ${ofLong.toFixed(2)} ms with ${LONG}`,
        );
        expect(ofLong).toBeLessThanOrEqual(2 * ofShort + MARGIN_MS);
      },
    );

    async function consumeMs(client: LedgerClient, walletId: string): Promise<number> {
      spent += 1;
      const before = performance.now();
      await client.ask(
        UsageServiceService.consumeCredits,
        ConsumeCreditsRequest.create({
          walletId,
          consumptionId: `c${spent}`,
          action: 'work',
          amount: '0.01',
          idempotencyKey: `c${spent}`,
        }),
        'service',
      );
      return performance.now() - before;
    }
  });
});

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
