import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeData, type WalletCommand, type WalletEvent } from '#ledger';
import { temporaryDirectory } from '#testing';
import type { Actor } from '#eventsourcing';
import type { SubmittedBy, WalletDone } from '../../libs/application/src/commands.ts';
import { anyCommands, busyWeek, hour } from './busy-week.ts';
import { Installation, refusalOf, TENANT, TestClock, type Setup } from './installation.ts';
import { capture, consume, grant, hold, open, record } from './wallet-commands.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const KEYS = 1_500;

describe('idempotency', () => {
  const directory = temporaryDirectory();
  const opened: Installation[] = [];
  let wallets = 0;

  afterAll(() => Promise.all(opened.map((each) => each.close())));

  async function start(setup: Setup = {}): Promise<Installation> {
    const here = await Installation.open(directory, setup);
    opened.push(here);
    return here;
  }

  async function stop(here: Installation): Promise<void> {
    opened.splice(opened.indexOf(here), 1);
    await here.close();
  }

  /** A wallet with 100 credits of its own. */
  async function wallet(here: Installation): Promise<string> {
    wallets += 1;
    const walletId = `w${wallets}`;
    await here.submit(open(), { walletId });
    await here.submit(grant('g', '100'), { walletId });
    return walletId;
  }

  test('scenario 62: a key repeated gives the same answer, with another amount it is refused, and 70 are left', async () => {
    const here = await start();
    const walletId = await wallet(here);
    const first = await here.submit(consume('c', '30'), { walletId, key: 'k' });
    const again = await here.submit(consume('c', '30'), { walletId, key: 'k' });
    expect(told(again)).toEqual(told(first));
    expect(first.receipt?.replayed).toBe(false);
    expect(again.receipt).toEqual({ ...first.receipt, replayed: true });
    expect(await refusalOf(here.submit(consume('c', '31'), { walletId, key: 'k' }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect((await here.view(walletId)).balance).toBe(7000n);
    expect(await here.history(walletId)).toHaveLength(3);
  });

  test('scenario 64: slices are told again as they were stored, though lots expired and others came', async () => {
    const clock = new TestClock();
    const here = await start({ clock, snapshotEvery: 1 });
    const walletId = await wallet(here);
    await here.submit(grant('short', '10', { end: { at: hour(2) }, rank: 1 }), { walletId });
    clock.at = hour(1);
    const first = await here.submit(consume('c', '25'), { walletId, key: 'k' });
    clock.at = hour(3);
    await here.submit(grant('better', '50', { rank: 0 }), { walletId });
    for (const forget of [async () => undefined, () => here.snapshot()]) {
      await forget();
      const again = await here.submit(consume('c', '25'), { walletId, key: 'k' });
      expect(told(again)).toEqual(told(first));
      expect(again.receipt).toEqual({ ...first.receipt, replayed: true });
    }
    expect(first.events.map(({ data }) => data)).toMatchObject([
      { slices: [{ lotId: 'grant:short' }, { lotId: 'grant:g' }] },
    ]);
  });

  test('the same request in other words is the same request', async () => {
    const here = await start();
    const walletId = await wallet(here);
    const manner = { walletId, key: 'k' };
    await here.submit(grant('h', '5', { restrictedTo: ['b', 'a', 'b'] }), manner);
    const again = await here.submit(grant('h', '5.00', { restrictedTo: ['a', 'b'] }), manner);
    expect(again.receipt?.replayed).toBe(true);
    expect(await refusalOf(here.submit(grant('h', '5', { restrictedTo: ['a'] }), manner))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  test('a refusal is not kept: the same key succeeds once there is credit', async () => {
    const here = await start();
    const walletId = await wallet(here);
    const spend = () => refusalOf(here.submit(consume('c', '150'), { walletId, key: 'k' }));
    expect(await spend()).toBe('INSUFFICIENT_CREDITS');
    expect(await here.history(walletId)).toHaveLength(2);
    await here.submit(grant('more', '100'), { walletId });
    expect(await spend()).toBe('accepted');
  });

  test('the key is looked at before any rule, also in a closed wallet', async () => {
    const here = await start();
    const walletId = await wallet(here);
    const first = await here.submit(consume('c', '30'), { walletId, key: 'k' });
    await here.submit({ type: 'CloseWallet' }, { walletId });
    expect(told(await here.submit(consume('c', '30'), { walletId, key: 'k' }))).toEqual(
      told(first),
    );
    expect(await refusalOf(here.submit(consume('d', '30'), { walletId }))).toBe('WALLET_CLOSED');
  });

  test("D10: what a member did under the wallet's keys of before is recognised, and nothing that others did", async () => {
    const here = await start({ snapshotEvery: 1 });
    const walletId = await wallet(here);
    const ann = { type: 'USER', id: 'ann' } as const;
    const bob = { type: 'USER', id: 'bob' } as const;
    const ask = (command: WalletCommand, actor: Actor, given: Partial<SubmittedBy> = {}) =>
      here.ledger.submitToWallet(walletId, command, {
        tenantId: TENANT,
        actor,
        idempotencyKey: 'k',
        dryRun: false,
        ...given,
      });
    for (const memberId of ['ann', 'bob'])
      await here.submit({ type: 'AddMember', memberId, role: '' }, { walletId });
    const first = await ask(request('r', 'ann'), ann);
    const service = await ask(request('s', 'ann'), SERVICE, { idempotencyKey: 'of a service' });
    for (const forget of [async () => undefined, () => here.snapshot()]) {
      await forget();
      here.forget();
      const again = await ask(request('r', 'ann'), ann, { ofMember: 'ann' });
      expect(told(again)).toEqual(told(first));
      expect(again.receipt).toEqual({ ...first.receipt, replayed: true });
      const refused = ask(request('s', 'ann'), ann, {
        ofMember: 'ann',
        idempotencyKey: 'of a service',
      });
      expect(await refusalOf(refused)).toBe('ID_TAKEN');
    }
    expect(service.receipt?.replayed).toBe(false);
    const others = await ask(request('q', 'bob'), bob, { ofMember: 'bob' });
    expect(others.receipt?.replayed).toBe(false);
    const otherRequest = await ask(request('q2', 'ann'), ann, { ofMember: 'ann' });
    expect(otherRequest.receipt?.replayed).toBe(false);
  });

  test('each wallet has keys of its own', async () => {
    const here = await start();
    const [one, other] = [await wallet(here), await wallet(here)];
    await here.submit(consume('c', '30'), { walletId: one, key: 'k' });
    const { receipt } = await here.submit(consume('c', '40'), { walletId: other, key: 'k' });
    expect(receipt?.replayed).toBe(false);
  });

  test('copies that are sent at once are done once, and every one is answered', async () => {
    const here = await start();
    const walletId = await wallet(here);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => here.submit(consume('c', '60'), { walletId, key: 'k' })),
    );
    expect(answers.map(({ receipt }) => receipt?.replayed).filter((replayed) => !replayed)).toEqual(
      [false],
    );
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] as WalletDone));
    expect(await here.history(walletId)).toHaveLength(3);
  });

  test(`R-04: of ${KEYS} keys sent twice, half with other content, each is done once: in memory, across eviction, snapshots and restarts`, async () => {
    let here = await start({ writersMax: 2, snapshotEvery: 20 });
    const ids = [await wallet(here), await wallet(here), await wallet(here), await wallet(here)];
    for (const walletId of ids) await here.submit(grant('much', '10000'), { walletId });
    const walletOf = (index: number): string => ids[index % ids.length] as string;
    const commandOf = (index: number, amount: string): WalletCommand =>
      index % 3 === 0 ? record(`c${index}`, amount) : consume(`c${index}`, amount);
    const first = new Map<number, WalletDone>();
    const send = async (index: number, amount: string) =>
      here.submit(commandOf(index, amount), { walletId: walletOf(index), key: `k${index}` });

    const sendAgain = async (index: number): Promise<void> => {
      if (index % 2 === 0) expect(await refusalOf(send(index, '2'))).toBe('IDEMPOTENCY_KEY_REUSED');
      const again = await send(index, '1');
      expect(told(again)).toEqual(told(first.get(index) as WalletDone));
      const { position = 0n, ...receipt } = first.get(index)?.receipt ?? {};
      expect(again.receipt).toMatchObject({ ...receipt, replayed: true });
      // The first answer names the end of the append that it shared with others.
      expect(again.receipt?.position).toBeLessThanOrEqual(position);
    };

    const batch = 250;
    for (let from = 0; from < KEYS; from += batch) {
      const indexes = Array.from({ length: batch }, (_, offset) => from + offset);
      await Promise.all(indexes.map(async (index) => first.set(index, await send(index, '1'))));
      if (from % (2 * batch) === 0) await here.snapshot();
      if (from % (3 * batch) === 0) {
        await stop(here);
        here = await start({ writersMax: 1, snapshotEvery: 20 });
      }
      const some = [...first.keys()].filter((index) => index % 7 === (from / batch) % 7);
      await Promise.all(some.map(sendAgain));
    }
    await stop(here);
    here = await start({ writersMax: 2, snapshotEvery: 20 });
    await Promise.all([...first.keys()].map(sendAgain));
    for (const walletId of ids) {
      const done = (await here.history(walletId)).filter(({ type }) => type === 'CreditsConsumed');
      expect(done).toHaveLength(KEYS / ids.length);
      expect((await here.view(walletId)).balance).toBe(1_010_000n - BigInt(done.length) * 100n);
    }
  });

  test('keys are found where the snapshot has them while the writer stays in memory', async () => {
    const here = await start({ snapshotEvery: 1 });
    const walletId = await wallet(here);
    const first = await here.submit(consume('c', '1'), { walletId, key: 'k' });
    for (let index = 0; index < 600; index += 1) {
      if (index % 50 === 0) await here.snapshot();
      await here.submit(consume(`d${index}`, '0.01'), { walletId });
    }
    const again = await here.submit(consume('c', '1'), { walletId, key: 'k' });
    expect(again.receipt).toEqual({ ...first.receipt, replayed: true });
    expect(await refusalOf(here.submit(consume('c', '2'), { walletId, key: 'k' }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect(await refusalOf(here.submit(consume('c', '1'), { walletId }))).toBe('ID_TAKEN');
  });

  test('a capture repeated under another key has the first answer, from memory and from the archive', async () => {
    const here = await start({ snapshotEvery: 1 });
    const walletId = await wallet(here);
    await here.submit(hold('h', '50', { deadline: hour(5) }), { walletId });
    const first = await here.submit(capture('h', 'x', { amount: '20' }), { walletId });
    for (const forget of [async () => undefined, () => here.snapshot()]) {
      await forget();
      const again = await here.submit(capture('h', 'x', { amount: '20' }), { walletId });
      expect(told(again)).toEqual(told(first));
      expect(again.receipt?.replayed).toBe(false);
      expect(await refusalOf(here.submit(capture('h', 'x', { amount: '21' }), { walletId }))).toBe(
        'CAPTURE_CONTRADICTS',
      );
    }
    expect((await here.view(walletId)).balance).toBe(8000n);
  });
});

describe('a dry run', () => {
  const directory = temporaryDirectory();
  const clock = new TestClock();
  let here: Installation;
  let runs = 0;

  beforeAll(async () => {
    here = await Installation.open(directory, { clock, snapshotEvery: 5 });
  });

  afterAll(() => here.close());

  async function requireSame(command: WalletCommand, walletId: string) {
    const before = (await here.history(walletId)).length;
    const dry = await outcomeOf(here.submit(command, { walletId, dryRun: true }));
    expect(await here.history(walletId)).toHaveLength(before);
    const real = await outcomeOf(here.submit(command, { walletId }));
    expect(dry).toEqual(real);
    return real;
  }

  test('moves nothing and tells what the command sent next does, for commands of every type', async () => {
    const accepted = new Set<string>();
    for (const { at, command } of busyWeek) {
      clock.at = at;
      const outcome = await requireSame(command, 'week');
      if ('events' in outcome) accepted.add(command.type);
    }
    expect(accepted.size).toBe(26);
  });

  test('tells what the command sent next does, in whatever order commands come, refusals too', async () => {
    const step = fc.tuple(fc.constantFrom(...anyCommands), fc.integer({ min: 0, max: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        runs += 1;
        const walletId = `any-${runs}`;
        let hours = 0;
        clock.at = hour(hours);
        for (const { command } of busyWeek.slice(0, 9)) await here.submit(command, { walletId });
        for (const [command, tenths] of steps) {
          hours += tenths / 10;
          clock.at = hour(hours);
          await requireSame(command, walletId);
        }
        await here.snapshot();
      }),
      { numRuns: 60 },
    );
  });
});

const SERVICE: Actor = { type: 'SERVICE', id: 'ann' };

const request = (requestId: string, memberId: string): WalletCommand => ({
  type: 'RequestCredits',
  requestId,
  memberId,
  amount: '5',
});

/** What a caller is told, its receipt aside. */
const told = ({ events, scale }: WalletDone) => ({
  scale,
  events: events.map((event) => ({ ...event, data: encoded(event) })),
});

const encoded = (event: WalletEvent): string => encodeData(event, 2);

async function outcomeOf(answer: Promise<WalletDone>) {
  try {
    return told(await answer);
  } catch (error) {
    return { refused: (error as { readonly reason?: unknown }).reason ?? error };
  }
}
