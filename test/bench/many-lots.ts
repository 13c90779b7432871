import { CaughtUp } from './caught-up.ts';
import type { LoadResult } from './orders.ts';
import { loadWhole, openWallets, publishRates } from './prepare.ts';
import { startLedger, type MeasuredLedger } from './processes.ts';
import { rate, type Bench, type Rounds } from './table.ts';

// What a command costs must not grow with the lots of its wallet. Wallets of many live lots and
// wallets of one take turns on one ledger. Those of one lot are new in each round: where purchases
// are measured they soon have more.

/** How large the wallets of many lots are, and how often both kinds take turns. */
export interface ManyLots {
  readonly lots: number;
  readonly rounds: number;
}

const MANY = 'many';

export async function onManyLots(bench: Bench, sizes: ManyLots): Promise<Rounds> {
  const ledger = await startLedger();
  const caughtUp = new CaughtUp(ledger);
  try {
    await publishRates(ledger);
    // One more wallet, by which it is seen that the read models have everything.
    await openWallets(ledger, { prefix: 'w', wallets: 1, lots: 1 });
    await openWallets(ledger, { prefix: MANY, wallets: bench.wallets, lots: sizes.lots });
    await caughtUp.wait();
    return await measured(bench, { ledger, caughtUp, rounds: sizes.rounds });
  } finally {
    caughtUp.close();
    await ledger.stop();
  }
}

async function measured(
  bench: Bench,
  {
    ledger,
    caughtUp,
    rounds,
  }: {
    readonly ledger: MeasuredLedger;
    readonly caughtUp: CaughtUp;
    readonly rounds: number;
  },
): Promise<Rounds> {
  const { address, token, startMs } = ledger;
  const results: Record<'peer' | 'ledger', LoadResult[]> = { peer: [], ledger: [] };
  const behindMs: number[] = [];
  // The first round of each is for the compilers and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const one = `one${round}-`;
    await openWallets(ledger, { prefix: one, wallets: bench.wallets, lots: 1 });
    await caughtUp.wait();
    for (const [name, prefix] of [
      ['peer', one],
      ['ledger', MANY],
    ] as const) {
      const to = { ...bench, address, token, connections: 4, prefix };
      const result = await loadWhole({ ...to, run: `${bench.id}-${prefix}-${round}` });
      const behind = await caughtUp.wait();
      process.stderr.write(
        `${bench.id} ${round === 0 ? 'warm-up' : `round ${round}`} ${prefix}: ${rate(result.callsPerSecond)}/s\n`,
      );
      if (round === 0) continue;
      results[name].push(result);
      if (name === 'ledger') behindMs.push(behind);
    }
  }
  return { ...results, behindMs, startMs, residentMib: await ledger.residentMib() };
}
