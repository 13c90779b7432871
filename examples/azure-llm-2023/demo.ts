import { parseArgs } from 'node:util';
import { bookAgain, bookTrace } from './bookings.ts';
import { callersOf } from './callers.ts';
import { Clock } from './clock.ts';
import { Figures } from './figures.ts';
import { studioOutcome, traceOutcomes } from './outcomes.ts';
import { type Server, startServer } from './server.ts';
import { Studio, walletId as studioId } from './studio.ts';
import { asDocument, asTables, type Told } from './telling.ts';
import { timestamp } from './time.ts';
import { readTraces } from './trace.ts';
import { headsOf, verify } from './verification.ts';
import { opening, openTraceWallet, publishRates, traceWallets } from './wallets.ts';

// The ledger's main job on real input: 28,185 requests to two language models, each booked at its
// own time, then a team's workflow, then everything once more, then proofs. The figures are known
// beforehand, and each is checked.

const { values: options } = parseArgs({
  options: { keep: { type: 'boolean' }, json: { type: 'boolean' } },
});

async function main(): Promise<void> {
  const rows = readTraces(traceWallets);
  const server = await startServer(opening.replace('Z', '.000000000Z'));
  // Interrupted before the verdict it fails, afterwards it ends with the verdict.
  process.exitCode = 130;
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void server.stop().then(() => process.exit()));
  try {
    const told = await demonstrate(server, await rows);
    const kept = options.keep === true ? await keepsakes(server) : undefined;
    process.stdout.write(options.json === true ? asDocument(told, kept) : asTables(told, kept));
    process.exitCode = told.figures.wrong.length === 0 ? 0 : 1;
    if (kept === undefined) await server.stop();
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function demonstrate(
  server: Server,
  rows: Awaited<ReturnType<typeof readTraces>>,
): Promise<Told> {
  const callers = await callersOf(server);
  const figures = new Figures();
  const clock = new Clock(callers.staff, timestamp(opening));
  await publishRates(callers);
  await Promise.all(traceWallets.map((wallet) => openTraceWallet(callers, wallet)));
  const first = await bookTrace(callers.service, rows, { clock, figures });
  await clock.moveOn(SECONDS_BETWEEN);
  const traces = await traceOutcomes(callers, figures);
  const studio = new Studio(callers, { clock, figures });
  const before = await studio.play();
  await clock.moveOn(SECONDS_BETWEEN);
  const team = await studioOutcome(callers, before, figures);

  const walletIds = [...traceWallets.map(({ walletId }) => walletId), studioId];
  const heads = await headsOf(callers, walletIds);
  const again = await bookAgain(callers.service, rows, { first, figures });
  figures.check('sent again: where the histories end', await headsOf(callers, walletIds), heads);
  const verifications = await verify(callers, walletIds, figures);
  for (const caller of Object.values(callers)) caller.close();
  return { figures, first, again, traces, team, steps: studio.steps, verifications };
}

const SECONDS_BETWEEN = 60;

/** What somebody needs to look around in the ledger afterwards. */
async function keepsakes(server: Server): Promise<{ address: string; token: string }> {
  const token = await server.token('visitor', 'operator', 'finance', 'admin', 'service');
  return { address: server.address, token };
}

await main();
