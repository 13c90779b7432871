import { benchArguments } from './arguments.ts';
import { HOLD_UPS, LIVE_LOTS, ON_MANY_LOTS, RATES, WALLETS } from './benches.ts';
import { CaughtUp } from './caught-up.ts';
import { figuresOfHoldUps, tableOfHoldUps } from './hold-ups-table.ts';
import { LARGE, measureHoldUps } from './large-wallets.ts';
import { onManyLots } from './many-lots.ts';
import type { LoadResult } from './orders.ts';
import { loadWhole, openWallets, publishRates } from './prepare.ts';
import { startEcho, startLedger, type Measured, type MeasuredLedger } from './processes.ts';
import { figuresOf, rate, tableOf, type Bench, type Rounds } from './table.ts';

// Figures of one machine mean little: each is set beside a bare grpc-js echo measured in the same
// run, by the same generator, in turns. The median of the rounds counts.

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);

async function main(): Promise<void> {
  const asked = benchArguments(process.argv.slice(2), [...RATES, ...ON_MANY_LOTS, HOLD_UPS]);
  if ('help' in asked) return console.log(asked.help);
  const isAsked = ({ id }: { readonly id: string }): boolean => asked.ids.includes(id);
  const results = await besideEcho(RATES.filter(isAsked));
  for (const bench of ON_MANY_LOTS.filter(isAsked))
    results.set(bench.id, await onManyLots(bench, { lots: LIVE_LOTS, rounds: ROUNDS }));
  const holdUps = isAsked(HOLD_UPS) ? await measureHoldUps(LARGE) : [];
  const benches = [...RATES, ...ON_MANY_LOTS].filter(isAsked);
  if (asked.json) {
    const rates = benches.map((bench) => figuresOf(bench, results));
    return console.log(JSON.stringify([...rates, ...figuresOfHoldUps(holdUps)], null, 2));
  }
  if (benches.length > 0) console.log(tableOf(benches, results));
  if (holdUps.length > 0) console.log(tableOfHoldUps(holdUps));
}

async function besideEcho(benches: readonly Bench[]): Promise<Map<string, Rounds>> {
  const results = new Map<string, Rounds>();
  if (benches.length === 0) return results;
  const echo = await startEcho();
  try {
    for (const bench of benches) results.set(bench.id, await onFreshLedger(bench, echo));
  } finally {
    await echo.stop();
  }
  return results;
}

// Each on a ledger of its own, so that no figure depends on what was measured before it.
async function onFreshLedger(bench: Bench, echo: Measured): Promise<Rounds> {
  const ledger = await startLedger();
  const caughtUp = new CaughtUp(ledger);
  try {
    await publishRates(ledger);
    await openWallets(ledger, { prefix: 'w', wallets: WALLETS, lots: 1 });
    await caughtUp.wait();
    return await measure(bench, { echo, ledger, caughtUp });
  } finally {
    caughtUp.close();
    await ledger.stop();
  }
}

async function measure(
  bench: Bench,
  {
    echo,
    ledger,
    caughtUp,
  }: { readonly echo: Measured; readonly ledger: MeasuredLedger; readonly caughtUp: CaughtUp },
): Promise<Rounds> {
  const rounds: { peer: LoadResult[]; ledger: LoadResult[] } = { peer: [], ledger: [] };
  const behindMs: number[] = [];
  // The first round of each is for the compilers and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, server] of [
      ['peer', echo],
      ['ledger', ledger],
    ] as const) {
      // The same bytes to both: the token too, which the echo does not look at.
      const to = { ...bench, address: server.address, token: ledger.token, connections: 4 };
      const result = await loadWhole({ ...to, prefix: 'w', run: `${bench.id}-${round}` });
      if (round > 0) rounds[name].push(result);
      // What the ledger still has to read must not slow down the echo.
      const behind = name === 'ledger' ? await caughtUp.wait() : 0;
      if (name === 'ledger' && round > 0) behindMs.push(behind);
      process.stderr.write(
        `${bench.id} ${round === 0 ? 'warm-up' : `round ${round}`} ${name === 'peer' ? 'echo' : name}: ${rate(result.callsPerSecond * bench.items)}/s\n`,
      );
    }
  }
  const { startMs } = ledger;
  return { ...rounds, behindMs, startMs, residentMib: await ledger.residentMib() };
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
