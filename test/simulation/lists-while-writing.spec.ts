import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddedReadModelStore } from '#adapters';
import type { DocumentReads, Position } from '#eventsourcing';
import { DEFAULT_POLICIES, Refusal } from '#ledger';
import { getBalance, listLots, listMembers, listTransactions } from '#read-models';
import { temporaryDirectory } from '#testing';
import { ProjectionFollower } from '../../libs/application/src/projection-follower.ts';
import { Installation, TENANT, TestClock } from '../faults/installation.ts';
import { Dice } from './dice.ts';
import { perform } from './naive-wallet.ts';
import { bookDue } from './naive/due.ts';
import { figuresOf, type Figures } from './naive/figures.ts';
import { openNaiveWallet, type NaiveWallet } from './naive/wallet.ts';
import { commandFrom } from './random-commands.ts';
import { catalog } from './price-list.ts';
import { someWait } from './random-waits.ts';
import { steps } from './sequences.ts';
import { instantAt, opening, translate } from './translate.ts';

const RUNS = 12;
const SEED = 20_261_127;
const SCALE = 2;
const PAGE = 1000;
/** So few events at once that questions come between those of one command, too. */
const FOLDED_AT_ONCE = 3;

const POLICIES = {
  memberFunding: 'ALLOCATED_THEN_POOLED',
  burnOrder: 'RANK_FIRST',
  ranks: {},
  overdraftLimit: 0,
  lateHours: 72,
  acceptanceDays: 35,
  strictUsage: false,
  debtSettledByPromo: false,
  reissueDays: null,
} as const;

/** What lists say of a wallet at a moment, in the naive wallet's words. */
interface Listed {
  readonly balance: number;
  readonly rows: number;
  readonly lots: Readonly<Record<string, readonly number[]>>;
  readonly members: string;
}

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((all, one) => all + one, 0);

/** By lot: pool, pockets, held, used, expired, voided. */
function predicted({ balance, lots, members }: Figures): Listed {
  const parts = Object.entries(lots).map(([id, { free, expired, held, used, voided }]) => {
    const { '': pool = 0, ...pockets } = free;
    return [
      id,
      [pool, sum(Object.values(pockets)), held, used, sum(Object.values(expired)), voided],
    ];
  });
  return { balance, rows: balance, lots: Object.fromEntries(parts) as Listed['lots'], members };
}

// Until the first of its events is folded there is nothing to ask about.
function unlessNotFound(error: unknown): null {
  if (error instanceof Refusal && error.reason.code === 'WALLET_NOT_FOUND') return null;
  throw error;
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

describe('R-09: lists while others write', () => {
  let installation: Installation;
  let readModels: EmbeddedReadModelStore;
  const clock = new TestClock();
  let wallets = 0;
  let compared = 0;

  const directory = temporaryDirectory();

  beforeAll(async () => {
    installation = await Installation.open(directory, { clock });
    readModels = await EmbeddedReadModelStore.open(directory);
    clock.at = instantAt(0);
    for (const [index, { effectiveFrom, rates }] of catalog.cards.entries())
      await installation.ledger.submitToCatalog(
        { type: 'PublishRateCard', effectiveFrom, rates },
        {
          tenantId: TENANT,
          actor: { type: 'ADMIN', id: 'eve' },
          idempotencyKey: `card-${index}`,
          dryRun: false,
        },
      );
  });

  afterAll(async () => {
    await readModels.close();
    await installation.close();
  });

  /** All lists of a wallet, from one moment of their documents. */
  async function listed(
    reads: DocumentReads,
    walletId: string,
  ): Promise<Listed & { at: Position }> {
    const asked = { now: clock.now(), tenantPolicies: DEFAULT_POLICIES };
    const query = { tenantId: TENANT, walletId, pageSize: PAGE };
    const { balance, asOf } = await getBalance(reads, query, asked);
    const lots = await listLots(reads, query, asked);
    const members = await listMembers(reads, { ...query, includeRemoved: false }, asked);
    const rows = await listTransactions(reads, query, asked);
    return {
      at: asOf,
      balance: Number(balance),
      rows: sum(rows.items.map(({ amount }) => Number(amount))),
      lots: Object.fromEntries(
        lots.items.map(({ lotId, pool, pockets, held, used, expired, voided }) => [
          lotId,
          [pool, pockets, held, used, expired, voided].map(Number),
        ]),
      ),
      members: members.items
        .map(({ memberId }) => memberId)
        .toSorted()
        .join(),
    };
  }

  /** Folds what is stored, a few events at a time, until it is told to stop and there is no more. */
  async function follow(isOver: () => boolean): Promise<void> {
    const follower = new ProjectionFollower(installation.events, readModels);
    for (;;) {
      const wasOver = isOver();
      const batch = await installation.events.readAll(await follower.checkpoint(), FOLDED_AT_ONCE);
      if (batch.length > 0) await follower.handle(batch);
      else if (wasOver) return;
      await nextTurn();
    }
  }

  test('R-09: each is what the naive wallet is at its position, with what is due by then', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        wallets += 1;
        const walletId = `w${wallets}`;
        const naive = openNaiveWallet({ scale: SCALE, openedAt: 0 }, POLICIES, {});
        const moments = new Map<Position, NaiveWallet>();
        let minute = 0;
        clock.at = instantAt(0);
        const writing = { isOver: false };
        const following = follow(() => writing.isOver);
        const remember = async () =>
          moments.set(await installation.events.head(), structuredClone(naive));
        await installation.submit(opening(SCALE, {}), { walletId });
        await remember();
        const asking = (async () => {
          while (!writing.isOver) {
            const now = minute;
            const seen = await readModels
              .atOneMoment((reads) => listed(reads, walletId))
              .catch(unlessNotFound);
            const then = seen === null ? undefined : moments.get(seen.at);
            // Questions that time went on during are of two instants.
            if (seen !== null && then !== undefined && now === minute) {
              const { at: _, ...lists } = seen;
              const wallet = structuredClone(then);
              bookDue(wallet, now);
              expect(lists).toEqual(predicted(figuresOf(wallet, now)));
              compared += 1;
            }
            await nextTurn();
          }
        })();
        for (const { type, dice: numbers } of sequence) {
          if (naive.closed) break;
          const dice = new Dice(numbers);
          const scene = { dice, wallet: naive, now: minute };
          minute += someWait(type, scene);
          clock.at = instantAt(minute);
          const command = commandFrom(type, { ...scene, now: minute });
          perform(naive, command, minute);
          await installation.submit(translate(command, SCALE), { walletId }).catch(unlessRefused);
          await remember();
        }
        writing.isOver = true;
        await Promise.all([asking, following]);
        expect(await readModels.checkpoint('projections')).toBe(await installation.events.head());
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(compared).toBeGreaterThan(RUNS * 5);
  });
});
