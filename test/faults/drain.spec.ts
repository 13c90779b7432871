import { once } from 'node:events';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ReportServiceService, UsageServiceService, WatchBalanceRequest } from '#contracts';
import { temporaryDirectory } from '#testing';
import { LedgerClient } from '../support/client.ts';
import { ServerProcess } from '../support/server-process.ts';
import { tokensFor } from '../support/tokens.ts';
import { Chance } from './chance.ts';
import { Customers } from './customers.ts';
import { clockFrom } from './mixed-commands.ts';
import { expectNothingLost } from './nothing-lost.ts';

// Real servers on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const SEED = 20_260_302;
const WALLETS = 4;
// Longer than any call here takes, and shorter than what would be noticed as hanging.
const DRAIN_MS = 5_000;

describe('a server that is told to end', () => {
  const directory = temporaryDirectory();
  let server: ServerProcess | undefined;

  const start = async (): Promise<ServerProcess> => {
    server = await ServerProcess.start({
      EVENT_STORE: `embedded:${directory}`,
      READ_MODEL_STORE: `embedded:${directory}`,
      CLOCK: 'manual',
      CLOCK_FROM: clockFrom,
      DRAIN_MS: String(DRAIN_MS),
    });
    return server;
  };

  afterEach(() => server?.kill());

  test(`R-20: under load it ends with 0 within its time, streams left open or not, and nothing acknowledged is lost (seed ${SEED})`, async () => {
    const customers = new Customers(directory, new Chance(SEED), WALLETS);
    const first = await start();
    customers.goTo(first);
    await customers.open();
    const streams = await openStreams(first.address, {
      data: directory,
      atLeastPosition: customers.lastPosition,
    });
    let ended: Promise<{ readonly code: number | null; readonly tookMs: number }> | undefined;
    await customers.hurry({ answers: 300, turns: 0 }, () => {
      const asked = performance.now();
      ended = first.terminate().then((code) => ({ code, tookMs: performance.now() - asked }));
    });
    const { code, tookMs } = (await ended) ?? { code: null, tookMs: 0 };
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2 * DRAIN_MS);
    streams.close();
    const again = await start();
    customers.goTo(again);
    await customers.repeat();
    await customers.settle();
    const client = new LedgerClient({ address: again.address, data: directory });
    await expectNothingLost(customers, client);
    client.close();
    customers.close();
    expect(await again.terminate()).toBe(0);
  });
});

/** Streams that nobody ends: a balance that is watched, and usage of which no record comes. */
async function openStreams(
  address: string,
  { data, atLeastPosition }: { readonly data: string; readonly atLeastPosition: string },
): Promise<Client> {
  const client = new Client(address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await tokensFor(data)('service')}`);
  const { watchBalance } = ReportServiceService;
  const { streamUsage } = UsageServiceService;
  const watched = client.makeServerStreamRequest(
    watchBalance.path,
    watchBalance.requestSerialize,
    watchBalance.responseDeserialize,
    WatchBalanceRequest.create({ walletId: 'w0', atLeastPosition }),
    metadata,
  );
  const streamed = client.makeBidiStreamRequest(
    streamUsage.path,
    streamUsage.requestSerialize,
    streamUsage.responseDeserialize,
    metadata,
  );
  streamed.on('error', () => undefined);
  streamed.resume();
  await once(watched, 'data');
  watched.on('error', () => undefined);
  return client;
}
