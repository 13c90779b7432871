import type { getBalance, listWallets } from '#read-models';
import { formatCredits } from '#ledger';
import { print } from './print.ts';
import { table } from './table.ts';
import { minuteText } from './texts.ts';

type Balance = Awaited<ReturnType<typeof getBalance>>;
type Wallets = Awaited<ReturnType<typeof listWallets>>;

/** The wallets of a tenant on one page, each with its balance. */
export interface ShownWallets extends Pick<Wallets, 'asOf' | 'nextPageToken'> {
  readonly tenantId: string;
  readonly wallets: readonly {
    readonly wallet: Wallets['items'][number];
    readonly balance: Balance;
  }[];
}

export function printWallets({ tenantId, wallets, nextPageToken, asOf }: ShownWallets): void {
  if (wallets.length === 0) return print(`There is no wallet of ${tenantId}.`);
  print(
    table(
      [
        { name: 'Wallet' },
        { name: 'Owner' },
        { name: 'Status' },
        { name: 'Available', of: 'FIGURES' },
        { name: 'Held', of: 'FIGURES' },
        { name: 'Debt', of: 'FIGURES' },
        { name: 'Unit' },
        { name: 'Opened (UTC)', of: 'TIMES' },
      ],
      wallets.map(({ wallet, balance }) => {
        const [available, held, debt] = figuresOf(balance);
        return [
          wallet.walletId,
          `${wallet.owner.type.toLowerCase()} ${wallet.owner.id}`,
          wallet.status === 'OPEN' ? 'open' : 'closed',
          available,
          held,
          debt,
          wallet.unit.code,
          minuteText(wallet.openedAt),
        ];
      }),
    ),
  );
  print('');
  print(`As of position ${asOf}.`);
  if (nextPageToken !== null) print(`… and more: --after ${nextPageToken}`);
}

/** The same for machines: amounts are decimal strings of each wallet's scale. */
export const walletsJson = ({ tenantId, wallets, nextPageToken, asOf }: ShownWallets): unknown => ({
  tenantId,
  wallets: wallets.map(({ wallet, balance }) => {
    const [available, held, debt] = figuresOf(balance);
    return { ...wallet, available, held, debt };
  }),
  nextPageToken,
  asOf: String(asOf),
});

function figuresOf({ available, held, debt, scale }: Balance): readonly [string, string, string] {
  const text = (amount: bigint): string => formatCredits(amount, scale);
  return [text(available), text(held), text(debt)];
}
