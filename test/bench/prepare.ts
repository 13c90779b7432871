import { CatalogServiceService, PublishRateCardRequest } from '#contracts';
import { BenchClient } from './bench-client.ts';
import type { LoadOrder } from './orders.ts';
import { load, type MeasuredLedger } from './processes.ts';

const RATES = new Map([
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
]);

/** Publishes the rate card by which usage is priced. */
export async function publishRates(ledger: MeasuredLedger): Promise<void> {
  const client = new BenchClient(ledger);
  const card = PublishRateCardRequest.create({ rates: RATES, idempotencyKey: 'bench-card' });
  await client.ask(CatalogServiceService.publishRateCard, card);
  client.close();
}

const OPEN = { kind: 'OPEN', path: '/credits.v1.WalletService/OpenWallet' } as const;
const PURCHASE = { kind: 'PURCHASE', path: '/credits.v1.WalletService/RecordPurchase' } as const;

/** Opens wallets, and buys each so many lots. */
export async function openWallets(
  { address, token }: MeasuredLedger,
  { prefix, wallets, lots }: Pick<LoadOrder, 'prefix' | 'wallets'> & { readonly lots: number },
): Promise<void> {
  const to = { address, token, inFlight: 256, connections: 4, prefix, wallets };
  await loadWhole({ ...to, ...OPEN, calls: wallets, run: `open-${prefix}` });
  await loadWhole({ ...to, ...PURCHASE, calls: wallets * lots, run: `purchase-${prefix}` });
}

/** Load of which no call may fail. */
export async function loadWhole(order: LoadOrder) {
  const result = await load(order);
  const failed = Object.entries(result.failures);
  if (failed.length > 0) throw new Error(`${order.run}: ${JSON.stringify(failed)}`);
  return result;
}
