import { CaughtUp } from './caught-up.ts';
import { BenchClient } from './bench-client.ts';
import type { HoldUp, LongestWait } from './hold-ups-table.ts';
import { LargeWallets, type Sizes } from './large-things.ts';
import { loadWhole, openWallets, publishRates } from './prepare.ts';
import { startBystander, startLedger, type Bystander, type MeasuredLedger } from './processes.ts';

// Nobody may wait for what somebody else does to a large wallet. While each large thing is done, a
// bystander spends from a wallet of its own without a rest; then it does so for as long again while
// nothing is done, because a busy machine makes everybody wait.

export const LARGE: Sizes = { lots: 20_000, members: 5_000, holds: 4_000, slices: 8_000 };

/** Within this the large wallets are there, or the benchmark fails. */
const PREPARED_MS_MAX = 180_000;
/** As long as the thing took, within these. */
const IDLE_MS = { min: 200, max: 10_000 };

// Few wallets stay in memory, so that what is read back can be measured too.
const FEW_WRITERS = 50;
const OTHERS = { prefix: 'w', wallets: 200 };
const ENVIRONMENT = { CLOCK: 'manual', WRITERS_MAX: String(FEW_WRITERS) };

export async function measureHoldUps(sizes: Sizes): Promise<readonly HoldUp[]> {
  const ledger = await startLedger(ENVIRONMENT);
  const caughtUp = new CaughtUp(ledger);
  const client = new BenchClient(ledger);
  const bystander = startBystander();
  try {
    const started = performance.now();
    await publishRates(ledger);
    await openWallets(ledger, { ...OTHERS, lots: 1 });
    await openWallets(ledger, { prefix: BYSTANDERS, wallets: 1, lots: 1 });
    const large = new LargeWallets(client, sizes);
    await large.prepare();
    const preparedMs = performance.now() - started;
    if (preparedMs > PREPARED_MS_MAX) throw new Error(`to prepare took ${preparedMs} ms`);
    await caughtUp.wait();
    const holdUps: HoldUp[] = [];
    for (const { work, isCold = false, act } of large.things()) {
      if (isCold) await forget(ledger, holdUps.length);
      holdUps.push(await measured(work, act, { ledger, caughtUp, bystander }));
      process.stderr.write(`B14 ${work}: ${Math.round(holdUps.at(-1)?.tookMs ?? 0)} ms\n`);
    }
    return holdUps;
  } finally {
    bystander.stop();
    client.close();
    caughtUp.close();
    await ledger.stop();
  }
}

const BYSTANDERS = 'bystander';

// Other wallets are used, until the large ones are not in memory any more.
async function forget({ address, token }: MeasuredLedger, time: number): Promise<void> {
  await loadWhole({
    kind: 'CONSUME',
    path: '/credits.v1.UsageService/ConsumeCredits',
    ...OTHERS,
    address,
    token,
    calls: OTHERS.wallets,
    inFlight: 64,
    connections: 1,
    run: `forget-${time}`,
  });
}

interface Here {
  readonly ledger: MeasuredLedger;
  readonly caughtUp: CaughtUp;
  readonly bystander: Bystander;
}

async function measured(work: string, act: () => Promise<unknown>, here: Here): Promise<HoldUp> {
  let tookMs = 0;
  const busy = await watched(here, `${work}, busy`, async () => {
    const started = performance.now();
    await act();
    // What the followers do with it is waited for by all as well.
    await here.caughtUp.wait();
    tookMs = performance.now() - started;
  });
  const restMs = Math.min(Math.max(tookMs, IDLE_MS.min), IDLE_MS.max);
  const idle = await watched(here, `${work}, idle`, async () => {
    await new Promise((resolve) => setTimeout(resolve, restMs));
  });
  return { work, tookMs, busy, idle };
}

async function watched(
  { ledger, bystander }: Here,
  name: string,
  act: () => Promise<void>,
): Promise<LongestWait> {
  const { address, token } = ledger;
  const run = name.replaceAll(/[^\w]+/g, '-');
  await bystander.begin({ address, token, run, walletId: `${BYSTANDERS}0` });
  await ledger.holdUpMs();
  await act();
  const serverMs = await ledger.holdUpMs();
  const { longestMs } = await bystander.end();
  return { bystanderMs: longestMs, serverMs };
}
