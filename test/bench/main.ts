import { credentials, Metadata } from '@grpc/grpc-js';
import { CatalogServiceClient, PublishRateCardRequest } from '#contracts';
import { benchArguments } from './arguments.ts';
import { BATCH_SIZE, type LoadOrder, type LoadResult } from './orders.ts';
import { CaughtUp } from './caught-up.ts';
import { load, startEcho, startLedger, type Measured, type MeasuredLedger } from './processes.ts';
import { jsonOf, rate, tableOf, type Bench, type Rounds } from './table.ts';

// Figures of one machine mean little: each is set beside a bare grpc-js echo measured in the same
// run, by the same generator, in turns. The median of the rounds counts.

const WALLETS = 10_000;
const CONSUME = '/credits.v1.UsageService/ConsumeCredits';
const BATCH = '/credits.v1.UsageService/BatchRecordUsage';
const BALANCE = '/credits.v1.ReportService/GetBalance';

const unary = { kind: 'CONSUME', path: CONSUME, calls: 40_000, inFlight: 64, items: 1 } as const;
const batches = {
  kind: 'BATCH',
  path: BATCH,
  calls: 1500,
  inFlight: 16,
  items: BATCH_SIZE,
} as const;

const BENCHES: readonly Bench[] = [
  { id: 'B1', work: 'ConsumeCredits, 10,000 wallets', ...unary, wallets: WALLETS, target: 0.7 },
  {
    id: 'B2',
    work: 'batches of 100 records, 10,000 wallets',
    ...batches,
    wallets: WALLETS,
    target: 0.3,
  },
  { id: 'B4a', work: 'B1 on one hot wallet', ...unary, wallets: 1, target: 0.95, against: 'B1' },
  { id: 'B4b', work: 'B2 on one hot wallet', ...batches, wallets: 1, target: 0.95, against: 'B2' },
  {
    id: 'B8',
    work: 'GetBalance, 10,000 wallets',
    kind: 'BALANCE',
    path: BALANCE,
    calls: 40_000,
    inFlight: 64,
    items: 1,
    wallets: WALLETS,
    target: 0.75,
  },
];

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);

async function main(): Promise<void> {
  const asked = benchArguments(process.argv.slice(2), BENCHES);
  if ('help' in asked) return console.log(asked.help);
  const benches = BENCHES.filter(({ id }) => asked.ids.includes(id));
  const echo = await startEcho();
  try {
    const results = new Map<string, Rounds>();
    for (const bench of benches) results.set(bench.id, await onFreshLedger(bench, echo));
    console.log(asked.json ? jsonOf(benches, results) : tableOf(benches, results));
  } finally {
    await echo.stop();
  }
}

// Each on a ledger of its own, so that no figure depends on what was measured before it.
async function onFreshLedger(bench: Bench, echo: Measured): Promise<Rounds> {
  const ledger = await startLedger();
  const caughtUp = new CaughtUp(ledger);
  try {
    await prepare(ledger);
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
  const rounds: { echo: LoadResult[]; ledger: LoadResult[] } = { echo: [], ledger: [] };
  const behindMs: number[] = [];
  // The first round of each is for the compilers and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, server] of [
      ['echo', echo],
      ['ledger', ledger],
    ] as const) {
      // The same bytes to both: the token too, which the echo does not look at.
      const to = { ...bench, address: server.address, token: ledger.token };
      const result = await load(orderOf(to, `${bench.id}-${round}`));
      const failed = Object.entries(result.failures);
      if (failed.length > 0) throw new Error(`${bench.id} on ${name}: ${JSON.stringify(failed)}`);
      if (round > 0) rounds[name].push(result);
      // What the ledger still has to read must not slow down the echo.
      const behind = name === 'ledger' ? await caughtUp.wait() : 0;
      if (name === 'ledger' && round > 0) behindMs.push(behind);
      process.stderr.write(
        `${bench.id} ${round === 0 ? 'warm-up' : `round ${round}`} ${name}: ${rate(result.callsPerSecond * bench.items)}/s\n`,
      );
    }
  }
  const { startMs } = ledger;
  return { ...rounds, behindMs, startMs, residentMib: await ledger.residentMib() };
}

function orderOf(to: Bench & Pick<LoadOrder, 'address' | 'token'>, run: string): LoadOrder {
  const { kind, path, wallets, calls, inFlight, address, token } = to;
  return { kind, path, wallets, calls, inFlight, connections: 4, address, token, run };
}

/** Publishes a rate card, opens the wallets and buys each its credit. */
async function prepare({ address, token }: MeasuredLedger): Promise<void> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const catalog = new CatalogServiceClient(address, credentials.createInsecure());
  await new Promise<void>((resolve, reject) => {
    catalog.publishRateCard(
      PublishRateCardRequest.create({
        rates: new Map([
          [
            'llm.completion',
            {
              unitPrice: new Map([
                ['contextTokens', '0.001'],
                ['generatedTokens', '0.004'],
              ]),
              factors: new Map(),
              require: [],
              free: false,
              allowNone: false,
            },
          ],
        ]),
        idempotencyKey: 'bench-card',
      }),
      metadata,
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  catalog.close();
  const common = {
    address,
    token,
    calls: WALLETS,
    inFlight: 256,
    connections: 4,
    wallets: WALLETS,
  };
  for (const [kind, path] of [
    ['OPEN', '/credits.v1.WalletService/OpenWallet'],
    ['PURCHASE', '/credits.v1.WalletService/RecordPurchase'],
  ] as const) {
    const { failures } = await load({ ...common, kind, path, run: kind.toLowerCase() });
    if (Object.keys(failures).length > 0) throw new Error(`${kind}: ${JSON.stringify(failures)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
