import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';
import { LedgerClient } from '../support/client.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Chance } from './chance.ts';
import { Customers } from './customers.ts';
import { clockFrom } from './mixed-commands.ts';
import { expectNothingLost } from './nothing-lost.ts';

// Real servers on a shared machine: a test is long before it hangs.
jest.setTimeout(120_000);

const KILLS = 20;
const ANSWERS_MAX = 80;
const TURNS_MAX = 12;
const WALLETS = 6;
const SEED = 20_260_301;

describe('a server that is killed', () => {
  const directory = temporaryDirectory();
  let server: ServerProcess | undefined;

  // Small figures, so that snapshots are taken and wallets leave memory between two kills.
  const start = async (): Promise<ServerProcess> => {
    server = await ServerProcess.start({
      EVENT_STORE: `embedded:${directory}`,
      READ_MODEL_STORE: `embedded:${directory}`,
      CLOCK: 'manual',
      CLOCK_FROM: clockFrom,
      SNAPSHOT_EVERY: '20',
      WRITERS_MAX: '4',
    });
    return server;
  };

  afterEach(() => server?.kill());

  test(`R-01: after ${KILLS} kills under load everything acknowledged is there, once (seed ${SEED})`, async () => {
    const chance = new Chance(SEED);
    const customers = new Customers(directory, chance, WALLETS);
    let running = await start();
    customers.goTo(running);
    await customers.open();
    let cut = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const known = customers.accepted.size;
      const until = { answers: 1 + chance.below(ANSWERS_MAX), turns: chance.below(TURNS_MAX) };
      await customers.hurry(until, () => void running.kill());
      await running.kill();
      cut += customers.unanswered.size;
      running = await start();
      customers.goTo(running);
      await customers.settle();
      await customers.repeat([...customers.accepted.keys()].slice(known));
    }
    await customers.repeat();
    const client = new LedgerClient({ address: running.address, data: directory });
    await expectNothingLost(customers, client);
    client.close();
    customers.close();
    expect(cut).toBeGreaterThan(KILLS);
    expect(customers.refused.size).toBeGreaterThan(0);
    expect(customers.accepted.size).toBeGreaterThan(KILLS * 20);
  });
});
