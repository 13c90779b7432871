import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { chainFault, EMPTY_HEAD, metadataOf, type RecordedEvent } from '#eventsourcing';
import { temporaryDirectory } from '#testing';
import { FAULTS, FaultyEventStore, type Fault } from './faulty-event-store.ts';
import { Installation, refusalOf } from './installation.ts';
import { consume, grant, open } from './wallet-commands.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const SPENDS = 24;

/** What a caller may be told, and nothing else: yes, no, or that it is not known. */
const NO: ReadonlySet<string> = new Set(['INSUFFICIENT_CREDITS']);
const UNKNOWN: ReadonlySet<string> = new Set(['OutcomeUnknown', 'StoreRefused', 'TooContended']);

describe('R-03: a store that does not answer as it should', () => {
  const directory = temporaryDirectory();
  let watcher: Installation;
  let wallets = 0;

  beforeAll(async () => {
    watcher = await Installation.open(directory);
  });

  afterAll(() => watcher.close());

  /** Spends powers of two from two instances behind faulty stores; each is asked until it is known. */
  async function spendThrough(faults: readonly (readonly Fault[])[], asksMax: number) {
    wallets += 1;
    const walletId = `w${wallets}`;
    await watcher.submit(open({ unit: { code: 'CR', scale: 0 } }), { walletId });
    await watcher.submit(grant('g', String(2 ** (SPENDS - 1))), { walletId });
    const stores: FaultyEventStore[] = [];
    const instances = await Promise.all(
      faults.map((ofOne) =>
        Installation.open(directory, {
          before(store) {
            const faulty = new FaultyEventStore(store, ofOne);
            stores.push(faulty);
            return faulty;
          },
        }),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: SPENDS }, async (_, index) => {
        let answer = 'OutcomeUnknown';
        for (let asked = 0; asked < asksMax && UNKNOWN.has(answer); asked += 1) {
          const instance = instances[(index + asked) % instances.length] as Installation;
          const command = consume(`c${index}`, String(2 ** index));
          answer = await refusalOf(instance.submit(command, { walletId, key: `k${index}` }));
        }
        return answer;
      }),
    );
    await Promise.all(stores.map((store) => store.mend()));
    const history = await watcher.history(walletId);
    const { lots } = await watcher.view(walletId);
    const wentOn = await Promise.all(
      instances.map((each, index) =>
        refusalOf(each.submit(grant(`more${index}`, '1'), { walletId })),
      ),
    );
    await Promise.all(instances.map((each) => each.close()));
    return { answers, history, used: [...lots][0]?.used, wentOn };
  }

  function requireTruth({
    answers,
    history,
    used,
    wentOn,
  }: Awaited<ReturnType<typeof spendThrough>>): void {
    const spent = history.flatMap(({ type, data }) =>
      type === 'CreditsConsumed' ? [JSON.parse(data) as { consumptionId: string }] : [],
    );
    const times = (index: number): number =>
      spent.filter(({ consumptionId }) => consumptionId === `c${index}`).length;
    let expected = 0n;
    for (const [index, answer] of answers.entries()) {
      const stored = times(index);
      if (answer === 'accepted') expect([answer, index, stored]).toEqual([answer, index, 1]);
      else if (NO.has(answer)) expect([answer, index, stored]).toEqual([answer, index, 0]);
      else expect([UNKNOWN.has(answer), stored <= 1]).toEqual([true, true]);
      expected += BigInt(stored * 2 ** index);
    }
    expect(used).toBe(expected);
    expect(faultsOf(history)).toEqual([]);
    expect(wentOn).toEqual(wentOn.map(() => 'accepted'));
  }

  test.each(FAULTS)('R-03: %s now and then is made good by asking again', async (fault) => {
    const outcome = await spendThrough(
      [
        ['NONE', fault],
        ['NONE', fault, 'NONE', 'NONE', fault],
      ],
      40,
    );
    requireTruth(outcome);
    for (const answer of outcome.answers) expect(UNKNOWN.has(answer)).toBe(false);
  });

  test.each(FAULTS)('R-03: %s every time ends in one of three answers', async (fault) => {
    requireTruth(await spendThrough([[fault], [fault]], 3));
  });

  test('R-03: whatever mix of faults, nothing acknowledged is lost and nothing is done twice', async () => {
    const faults = fc.array(fc.constantFrom(...FAULTS), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(faults, { minLength: 1, maxLength: 3 }), async (faults) =>
        requireTruth(await spendThrough(faults, 8)),
      ),
      { numRuns: 25 },
    );
  });

  test('R-03: a store that refuses changes nothing, and the writer goes on when it does not', async () => {
    let store: FaultyEventStore | undefined;
    const here = await Installation.open(directory, {
      before: (real) => (store = new FaultyEventStore(real, ['REFUSES'])),
    });
    expect(await refusalOf(here.submit(open(), { walletId: 'refused' }))).toBe('StoreRefused');
    expect(await here.history('refused')).toEqual([]);
    await store?.mend();
    expect(await refusalOf(here.submit(open(), { walletId: 'refused' }))).toBe('accepted');
    expect(await here.history('refused')).toHaveLength(1);
    await here.close();
  });

  test('R-03: an unknown outcome is waited for longer each time, and not for ever', async () => {
    const here = await Installation.open(directory, {
      before: (real) => new FaultyEventStore(real, ['LOST']),
    });
    expect(await refusalOf(here.submit(open(), { walletId: 'lost' }))).toBe('OutcomeUnknown');
    expect(here.timer.slept).toEqual([50, 100, 200, 400, 800]);
    await here.close();
  });
});

/** What is wrong with the chain of a stream, each with its revision. */
function faultsOf(history: readonly RecordedEvent[]): readonly string[] {
  let head = EMPTY_HEAD;
  return history.flatMap((event) => {
    const fault = chainFault(event, head);
    head = { revision: event.revision, hash: metadataOf(event).hash };
    return fault === null ? [] : [`${event.revision}: ${fault}`];
  });
}
