import type { Minute } from './commands.ts';
import { settle } from './debt.ts';
import { endHold } from './holds.ts';
import { put, type NaiveWallet } from './wallet.ts';

/** What happens by itself, and in which order at one instant: holds, activations, expiries. */
interface Due {
  readonly at: Minute;
  readonly turn: number;
  readonly place: string | number;
  readonly happen: () => void;
}

/** D4: everything that is due by now, each at its own instant. */
export function bookDue(wallet: NaiveWallet, now: Minute): void {
  for (let next = nextDue(wallet); next !== undefined && next.at <= now; next = nextDue(wallet))
    next.happen();
}

/** When something happens next by itself. */
export const nextEdge = (wallet: NaiveWallet): Minute | undefined => nextDue(wallet)?.at;

function nextDue(wallet: NaiveWallet): Due | undefined {
  return [...deadlines(wallet), ...activations(wallet), ...expiries(wallet)].toSorted(
    (a, b) => a.at - b.at || a.turn - b.turn || (a.place < b.place ? -1 : 1),
  )[0];
}

const deadlines = (wallet: NaiveWallet): Due[] =>
  [...wallet.holds.values()]
    .filter(({ outcome }) => outcome === null)
    .map((hold) => ({
      at: hold.deadline,
      turn: 1,
      place: hold.holdId,
      happen: () => endHold(wallet, hold, 'EXPIRED', hold.deadline),
    }));

const activations = (wallet: NaiveWallet): Due[] =>
  wallet.lots
    .filter(({ started }) => !started)
    .map((lot) => ({
      at: lot.effectiveAt,
      turn: 2,
      place: lot.sequence,
      happen: () => {
        lot.started = true;
        settle(wallet, lot.effectiveAt);
      },
    }));

function expiries(wallet: NaiveWallet): Due[] {
  const ends = new Set<NaiveWallet['lots'][number]>();
  for (const { place, lot } of wallet.coins) if (place === 'FREE') ends.add(lot);
  return [...ends].flatMap((lot) =>
    lot.expiresAt === null
      ? []
      : {
          at: lot.expiresAt,
          turn: 3,
          place: lot.sequence,
          happen: () =>
            put(
              wallet.coins.filter((coin) => coin.lot === lot && coin.place === 'FREE'),
              'EXPIRED',
            ),
        },
  );
}
