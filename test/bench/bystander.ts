import { ConsumeCreditsRequest, UsageServiceService } from '#contracts';
import { BenchClient } from './bench-client.ts';
import type { BystanderOrder, BystanderReport } from './orders.ts';

// Somebody with a wallet of its own, in a process of its own, who spends from it without a rest and
// tells for how long it had to wait at most. What others do to other wallets is no concern of it.

let end = new AbortController();

async function watch({ address, token, walletId, run }: BystanderOrder): Promise<BystanderReport> {
  const client = new BenchClient({ address, token });
  end = new AbortController();
  const { signal } = end;
  let [calls, longestMs] = [0, 0];
  while (!signal.aborted) {
    const sent = performance.now();
    const key = `${run}-${calls}`;
    await client.ask(
      UsageServiceService.consumeCredits,
      ConsumeCreditsRequest.create({
        walletId,
        consumptionId: key,
        action: 'llm.completion',
        amount: '0.001',
        idempotencyKey: key,
      }),
    );
    calls += 1;
    // The first one connects.
    if (calls > 1) longestMs = Math.max(longestMs, performance.now() - sent);
    if (calls === 2) process.send?.('WATCHING');
  }
  client.close();
  return { calls, longestMs };
}

process.on('message', (message: BystanderOrder | 'END') => {
  if (message === 'END') {
    end.abort();
    return;
  }
  watch(message).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
