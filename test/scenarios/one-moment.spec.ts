import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Moments } from '../support/moments.ts';
import { balance, lotsOf, transactions, type Sight } from './answers.ts';
import { monthly, promo, trial } from './lots.ts';
import { add, cap } from './members.ts';
import { Play } from './play.ts';
import { Theatre } from './stage.ts';
import { hold, used } from './usage.ts';

// Servers start in a second or two, on a busy machine in more.
jest.setTimeout(60_000);

const DAY = '2026-01-01';
const TRIES = 10;

const given = [
  add('m0'),
  cap('m0', 'MONTH', 500),
  trial(20),
  hold('hold', 20, { by: 'm0', until: '01:00' }),
  used(81, { at: '00:00' }),
  monthly(172, { from: '02:00', until: '03:00' }),
  promo(100, { from: '02:00' }),
];

/** At 04:00 the hold has paid 20 of the debt, the monthly lot 61, and its rest has expired. */
const rightLots = [
  { lotId: 'grant:promo', pool: '100.00', used: '0.00', expired: '0.00', held: '0.00' },
  { lotId: 'grant:monthly', pool: '0.00', used: '61.00', expired: '111.00', held: '0.00' },
  { lotId: 'grant:trial', pool: '0.00', used: '20.00', expired: '0.00', held: '0.00' },
];

/** Asks over and over until something is done, and once more. */
async function askingUntil(
  doing: Promise<unknown>,
  ask: () => Promise<unknown>,
): Promise<readonly unknown[]> {
  const done = doing.then(() => true);
  const answers: unknown[] = [];
  do answers.push(await ask());
  while (!(await Promise.race([done, Promise.resolve(false)])));
  answers.push(await ask());
  return answers;
}

describe('a question while what is due is booked and folded', () => {
  let theatre: Theatre;

  beforeEach(async () => {
    theatre = await Theatre.open({ from: new Moments(DAY, 'UTC').start, ticker: false });
  });
  afterEach(() => theatre.close());

  // Every try has a wallet of its own, whose bookings are due when its clock has moved.
  async function askedWhileBooked(ask: (sight: Sight) => Promise<unknown>): Promise<unknown[]> {
    const answers: unknown[] = [];
    const wallets = [];
    for (let tries = 0; tries < TRIES; tries += 1) {
      const play = new Play({ title: 'one moment', day: DAY, given, steps: [] }, theatre.stage());
      await play.run();
      wallets.push(play);
    }
    await theatre.stage().moveClock(new Moments(DAY, 'UTC').at('04:00'));
    for (const play of wallets) {
      const sight = play.sight();
      answers.push(await ask(sight));
      // No freshness is asked for: whatever moment it is of, an answer is right.
      const asking = askingUntil(play.after(cap('m0', 'DAY', 7)), () =>
        ask({ ...sight, atLeastPosition: undefined }),
      );
      answers.push(...(await asking), await ask(play.sight()));
    }
    return answers;
  }

  test('R-09: ListLots answers from one moment of all its documents, whatever is due', async () => {
    const answers = await askedWhileBooked(async (sight) =>
      (await lotsOf(sight)).map(({ terms, pool, used, expired, held }) => ({
        lotId: terms?.lotId,
        pool,
        used,
        expired,
        held,
      })),
    );
    for (const answer of answers) expect(answer).toEqual(rightLots);
  });

  test('R-09, I16: the rows of a page sum to the balance, with those that are due and not booked', async () => {
    const rows = (sight: Sight) => transactions(sight, {});
    const answers = await askedWhileBooked(async (sight) => {
      const listed = await rows(sight);
      return {
        sum: listed.reduce((sum, { amount }) => sum + Number(amount), 0),
        kinds: listed.map(({ type, amount }) => `${type} ${amount}`),
        isMarked: listed.every(
          ({ pendingBooking, position, recordedAt }) =>
            pendingBooking === (position === '') && pendingBooking === (recordedAt === undefined),
        ),
        balance: Number((await balance(sight)).balance),
      };
    });
    for (const answer of answers)
      expect(answer).toEqual({
        sum: 100,
        kinds: [
          'Expired -111.00',
          'Free Credits 100.00',
          'Monthly Credits 172.00',
          'Usage -81.00',
          'Free Credits 20.00',
        ],
        isMarked: true,
        balance: 100,
      });
  });
});
