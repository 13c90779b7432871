import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  decodeArchived,
  encodeState,
  loadStream,
  SnapshotFollower,
  type Collect,
  type Snapshot,
  type SnapshotStore,
  type StreamTypes,
} from '#eventsourcing';
import type { Kept, OpenWallet, WalletCommand } from '#ledger';
import { temporaryDirectory } from '#testing';
import { walletStream } from '#ledger';
import { anyCommands, busyWeek, hour } from './busy-week.ts';
import { folding, Installation, refusalOf, TENANT, TestClock, type Setup } from './installation.ts';
import {
  capture,
  consume,
  grant,
  hold,
  open,
  purchase,
  record,
  reverse,
} from './wallet-commands.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const STREAM = walletStream(TENANT, 'w');

const NO_PARTS = { since: 0, changed: [], gone: [] };

const NO_SNAPSHOTS = { load: async () => undefined } as Partial<SnapshotStore> as SnapshotStore;

describe('snapshots', () => {
  const directory = temporaryDirectory();
  const opened = new Set<Installation>();
  let directories = 0;

  afterAll(() => Promise.all([...opened].map((each) => each.close())));

  function freshDirectory(): string {
    directories += 1;
    const fresh = join(directory, String(directories));
    mkdirSync(fresh);
    return fresh;
  }

  async function start(at: string, setup: Setup): Promise<Installation> {
    const here = await Installation.open(at, setup);
    opened.add(here);
    return here;
  }

  /** What was in memory is gone; the snapshots are as far as the follower had come. */
  async function restart(here: Installation, at: string, setup: Setup): Promise<Installation> {
    opened.delete(here);
    await here.close();
    return start(at, setup);
  }

  async function foldedFrom(
    here: Installation,
    snapshots: SnapshotStore,
    stream = STREAM,
    collect: Collect<StreamTypes> = () => undefined,
  ) {
    const aggregate = folding(stream);
    if (aggregate === undefined) throw new Error(`${stream} is no stream of the ledger`);
    const { events } = here;
    const { state } = await loadStream(stream, aggregate, { events, snapshots, collect });
    return state as OpenWallet;
  }

  // What was folded as it was decided has its members in another order than what was stored.
  const written = (state: unknown): string => canonicalJson(JSON.parse(encodeState(state)));

  /** I15: a state and the archive together have what all of history gives, byte for byte. */
  async function requireWhole(here: Installation, partial: OpenWallet, stream = STREAM) {
    const recorded = new Map<string, unknown>();
    const collect: Collect<StreamTypes> = (_metadata, _revision, found) => {
      if (found !== undefined) recorded.set(...found);
    };
    const whole = await foldedFrom(here, NO_SNAPSHOTS, stream, collect);
    const rest = { kept: null, lots: null, consumed: null, ended: null };
    expect(written({ ...partial, ...rest })).toBe(written({ ...whole, ...rest }));
    const things = (state: OpenWallet): ReadonlyMap<string, string> =>
      new Map([
        ...[...state.lots].map(
          (lot) =>
            [`lot:${lot.lotId}`, written({ kind: 'LOT', lot, touched: lot.touched })] as const,
        ),
        ...state.consumed.entries().map(([consumptionId, revision]) => {
          const record = recorded.get(`consumption:${consumptionId}`) as Kept;
          expect(record.touched).toBe(revision);
          return [`consumption:${consumptionId}`, written(record)] as const;
        }),
        ...[...state.kept].map(([id, kept]) => [id, written(kept)] as const),
      ]);
    const [all, inState] = [things(whole), things(partial)];
    const archived = await here.snapshots.archived(stream, [...all.keys()]);
    const unarchived = (id: string, text: string | undefined): unknown => {
      if (text === undefined) return null;
      const found = decodeArchived<Kept>(text);
      if ('is' in found) return found.is;
      const record = recorded.get(id) as Kept;
      return record.touched === found.at ? record : null;
    };
    const found = [...all.keys()].map((id, index) => [
      id,
      inState.get(id) ?? written(unarchived(id, archived[index])),
    ]);
    expect(found).toEqual([...all]);
  }

  test('I15: folding from a snapshot at any place is folding from zero, the archive included', async () => {
    for (const snapshotEvery of [1, 4, 16]) {
      const [at, clock] = [freshDirectory(), new TestClock()];
      const setup = { clock, snapshotEvery };
      let here = await start(at, setup);
      for (const [index, step] of busyWeek.entries()) {
        clock.at = step.at;
        await here.submit(step.command);
        await here.snapshot();
        if (index % 16 === 15) here = await restart(here, at, setup);
        await requireWhole(here, await foldedFrom(here, here.snapshots));
      }
    }
  });

  test('I15: it is so for whatever was done, and for what a writer has in memory', async () => {
    const [at, clock] = [freshDirectory(), new TestClock()];
    const here = await start(at, { clock, snapshotEvery: 3, writersMax: 2 });
    const step = fc.tuple(
      fc.constantFrom(...anyCommands),
      fc.integer({ min: 0, max: 40 }),
      fc.boolean(),
    );
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50 }), async (steps) => {
        runs += 1;
        const walletId = `w${runs}`;
        const stream = walletStream(TENANT, walletId);
        clock.at = hour(0);
        for (const { command } of busyWeek.slice(0, 9)) await here.submit(command, { walletId });
        let hours = 0;
        for (const [command, tenths, isSnapshotted] of steps) {
          hours += tenths / 10;
          clock.at = hour(hours);
          await refusalOf(here.submit(command, { walletId }));
          if (isSnapshotted) await here.snapshot();
        }
        await requireWhole(here, await foldedFrom(here, here.snapshots, stream), stream);
        await here.ledger.bookDue(stream);
        await requireWhole(here, await here.view(walletId), stream);
      }),
      { numRuns: 40 },
    );
  });

  /** A wallet whose finished things are all in the archive, and nowhere else. */
  async function archivedWallet() {
    const [at, clock] = [freshDirectory(), new TestClock()];
    const setup = { clock, snapshotEvery: 1 };
    const here = await start(at, setup);
    const commands: readonly WalletCommand[] = [
      open(),
      { type: 'AddMember', memberId: 'ann', role: 'editor' },
      grant('used', '30', { rank: 1 }),
      purchase('bought', '20', { rank: 2, bonus: bonusOf('5') }),
      grant('more', '100', { rank: 50 }),
      consume('c1', '30'),
      consume('c2', '25'),
      hold('h1', '10', { deadline: hour(10) }),
      capture('h1', 'c3', { amount: '7' }),
      hold('h2', '10', { deadline: hour(1) }),
      { type: 'RequestCredits', requestId: 'r1', memberId: 'ann', amount: '1' },
      { type: 'RejectRequest', requestId: 'r1' },
    ];
    for (const command of commands) await here.submit(command);
    clock.at = hour(2);
    await here.submit(grant('last', '1'));
    await here.snapshot();
    const again = await restart(here, at, setup);
    const state = await foldedFrom(again, again.snapshots);
    const ids = [...state.kept.keys(), ...state.consumed.entries()];
    expect([ids, [...state.lots].map(({ lotId }) => lotId)]).toEqual([
      [],
      ['grant:last', 'grant:more'],
    ]);
    return { here: again, clock };
  }

  test('an archived consumption is reversed to its archived lot, in parts and never beyond', async () => {
    const { here } = await archivedWallet();
    await here.submit(reverse('c1', '10'));
    const lot = async () => (await here.view()).lots.get('grant:used');
    expect(await lot()).toMatchObject({ granted: 3000n, used: 2000n, free: { total: 1000n } });
    await here.snapshot();
    expect(await refusalOf(here.submit(reverse('c1', '21')))).toBe('NOTHING_TO_REVERSE');
    await here.submit(reverse('c1'));
    expect(await lot()).toMatchObject({ granted: 3000n, used: 0n, free: { total: 3000n } });
    expect(await refusalOf(here.submit(reverse('c1')))).toBe('NOTHING_TO_REVERSE');
    await requireWhole(here, await foldedFrom(here, here.snapshots));
  });

  test('where many wallets are due at once, those made before a crash are not made again', async () => {
    const here = await start(freshDirectory(), { clock: new TestClock(), snapshotEvery: 1 });
    const wallets = Array.from({ length: 40 }, (_, index) => `w${index}`);
    for (const walletId of wallets) await here.submit(open(), { walletId });
    const { events, snapshots } = here;
    const log = await events.readAll(0n, 1_000);
    const made = async (): Promise<number> => {
      const found = wallets.map((id) => snapshots.latest(walletStream(TENANT, id)));
      return (await Promise.all(found)).filter((each) => each !== undefined).length;
    };
    const turns: number[] = [];
    const rest = async (): Promise<void> => {
      turns.push(await made());
      if (turns.length === 2) throw new Error('a crash');
    };
    await expect(
      new SnapshotFollower({ events, snapshots, rest }, folding, 1).handle(log),
    ).rejects.toThrow('a crash');
    expect([turns, await snapshots.checkpoint()]).toEqual([[16, 32], 0n]);
    const save = jest.spyOn(snapshots, 'save');
    await new SnapshotFollower({ events, snapshots }, folding, 1).handle(log);
    const saved = save.mock.calls.reduce((sum, [writes]) => sum + writes.length, 0);
    expect([saved, await made(), await snapshots.checkpoint()]).toEqual([
      8,
      40,
      log.at(-1)?.position,
    ]);
  });

  test('a consumption is reversed, and a capture told again, in one batch with the first', async () => {
    for (const snapshotEvery of [1_000, 1]) {
      const here = await start(freshDirectory(), { clock: new TestClock(), snapshotEvery });
      await here.submit(open());
      await here.submit(grant('g', '100'));
      await here.snapshot();
      await here.submit(hold('h', '10', { deadline: hour(10) }));
      const outcomes = await Promise.all(
        [
          consume('c1', '30'),
          reverse('c1', '10'),
          capture('h', 'c2', { amount: '7' }),
          capture('h', 'c2', { amount: '7' }),
          reverse('c1', '21'),
          reverse('c3'),
          reverse('c1'),
          consume('c1', '1'),
        ].map((command) => refusalOf(here.submit(command))),
      );
      const [nothing, unknown, taken] = ['NOTHING_TO_REVERSE', 'CONSUMPTION_NOT_FOUND', 'ID_TAKEN'];
      const done = 'accepted';
      expect(outcomes).toEqual([done, done, done, done, nothing, unknown, done, taken]);
      expect((await here.view()).balance).toBe(9300n);
    }
  });

  test('a capture that was archived is answered as the first time, and contradicted never', async () => {
    const { here } = await archivedWallet();
    const { events } = await here.submit(capture('h1', 'c3', { amount: '7' }));
    expect(events.map(({ type }) => type)).toEqual([
      'HoldCaptured',
      'CreditsConsumed',
      'HoldReleased',
    ]);
    const contradicted = (...given: Parameters<typeof capture>) =>
      refusalOf(here.submit(capture(...given)));
    expect(await contradicted('h1', 'c3', { amount: '8' })).toBe('CAPTURE_CONTRADICTS');
    expect(await contradicted('h1', 'c9', { amount: '7' })).toBe('HOLD_RESOLVED');
    expect(await contradicted('h2', 'c9')).toBe('HOLD_EXPIRED');
    expect(await refusalOf(here.submit({ type: 'ReleaseHold', holdId: 'h1' }))).toBe(
      'HOLD_RESOLVED',
    );
  });

  test('ids that were archived stay taken for ever', async () => {
    const { here } = await archivedWallet();
    const taken: readonly WalletCommand[] = [
      consume('c1', '1'),
      consume('c3', '1'),
      record('c2', '1'),
      grant('used', '1'),
      purchase('bought', '1'),
      hold('h1', '1', { deadline: hour(10) }),
      hold('h2', '1', { deadline: hour(10) }),
      { type: 'RequestCredits', requestId: 'r1', memberId: 'ann', amount: '1' },
    ];
    for (const command of taken)
      expect([command, await refusalOf(here.submit(command))]).toEqual([command, 'ID_TAKEN']);
    const decide: WalletCommand = { type: 'ApproveRequest', requestId: 'r1' };
    expect(await refusalOf(here.submit(decide))).toBe('REQUEST_DECIDED');
  });

  test('I15: what left the state pays late usage all the same, when windows are widened since', async () => {
    const outcomes = [];
    for (const [snapshotEvery, isAtOnce, endDay] of [
      [1_000, false, 5],
      [1, false, 5],
      // Only the wider window reaches back from this end.
      [1, true, 12],
    ] as const) {
      const [at, clock] = [freshDirectory(), new TestClock()];
      const setup = { clock, snapshotEvery };
      let here = await start(at, setup);
      await here.submit(open());
      await here.submit(grant('g', '100', { end: { at: hour(24 * endDay) } }));
      clock.at = hour(24 * (endDay + 40));
      await here.submit(grant('now', '10'));
      await here.snapshot();
      here = await restart(here, at, setup);
      const policies = { acceptanceWindow: 'P60D', lateWindow: 'P60D' };
      // What is asked of a wallet in memory in one turn is decided for one append.
      await here.view();
      const widened = here.submit({ type: 'ChangePolicy', policies });
      if (!isAtOnce) await widened;
      const late = { occurredAt: hour(24 * 3) };
      const { events } = await here.submit(record('u', '30', late));
      expect(events.at(-1)?.data).toMatchObject({
        slices: [{ lotId: 'grant:g', amount: 3000n }],
        debt: 0n,
      });
      // What follows is folded over the snapshot that does not have the lot, and over one that has.
      here = await restart(here, at, setup);
      await here.submit(record('v', '50', late));
      await here.snapshot();
      here = await restart(here, at, setup);
      await here.submit(grant('more', '1'));
      await here.snapshot();
      here.forget();
      await here.submit(record('w', '30', late));
      const { balance, debt, lots } = await here.view();
      outcomes.push([balance, debt, [...lots].map(({ lotId, used }) => [lotId, used])]);
      await requireWhole(here, await foldedFrom(here, here.snapshots));
    }
    expect(outcomes).toEqual([outcomes[0], outcomes[0], outcomes[0]]);
  });

  const forged: readonly (readonly [string, Partial<Snapshot>])[] = [
    ['whose hash is not that of the log', { hash: 'f'.repeat(64) }],
    ['of another version', { version: 0 }],
  ];

  test.each(forged)('a snapshot %s is discarded, and made anew', async (_, change) => {
    const [at, clock] = [freshDirectory(), new TestClock()];
    const setup = { clock, snapshotEvery: 5 };
    let here = await start(at, setup);
    await here.submit(open());
    await here.submit(grant('g', '100'));
    for (let index = 0; index < 8; index += 1)
      await here.submit(consume(`c${index}`, '1'), { key: `k${index}` });
    await here.snapshot();
    const snapshot = await here.snapshots.load(STREAM);
    if (snapshot === undefined) throw new Error('there is no snapshot');
    const wrong = { ...snapshot, ...change, state: encodeState(null) };
    const receipt = { key: 'k9', requestHash: 'none', firstRevision: 1, lastRevision: 1 };
    await here.snapshots.save(
      [
        {
          snapshot: wrong,
          receipts: 'hash' in change ? [receipt] : [],
          archive: [],
          parts: NO_PARTS,
        },
      ],
      await here.events.head(),
    );
    here = await restart(here, at, setup);
    for (let index = 0; index < 600; index += 1)
      await here.submit(consume(`d${index}`, '0.10'), { key: `l${index}` });
    expect((await here.view()).balance).toBe(3200n);
    for (const [key, command] of [
      ['k1', consume('c1', '1')],
      ['l1', consume('d1', '0.10')],
    ] as const)
      expect((await here.submit(command, { key })).receipt?.replayed).toBe(true);
    await here.snapshot();
    await requireWhole(here, await foldedFrom(here, here.snapshots));
    here = await restart(here, at, setup);
    expect((await here.submit(consume('c1', '1'), { key: 'k1' })).receipt?.replayed).toBe(true);
    expect((await here.submit(consume('c9', '1'), { key: 'k9' })).receipt?.replayed).toBe(false);
    expect((await here.snapshots.load(STREAM))?.version).toBe(snapshot.version);
  });

  test('a snapshot ahead of the log says that history was cut, and nothing is written', async () => {
    const [at, clock] = [freshDirectory(), new TestClock()];
    const here = await start(at, { clock, snapshotEvery: 1 });
    await here.submit(open());
    await here.snapshot();
    const snapshot = await here.snapshots.load(STREAM);
    if (snapshot === undefined) throw new Error('there is no snapshot');
    const ahead = { ...snapshot, revision: 2 };
    await here.snapshots.save(
      [{ snapshot: ahead, receipts: [], archive: [], parts: NO_PARTS }],
      1n,
    );
    const after = await restart(here, at, { clock });
    expect(await refusalOf(after.submit(grant('g', '1')))).toBe('HistoryCut');
    expect(await after.history()).toHaveLength(1);
  });

  test('a shorter acceptance window takes nothing from a writer that the archive has not', async () => {
    const [at, clock] = [freshDirectory(), new TestClock()];
    const setup = { clock, snapshotEvery: 1 };
    const here = await start(at, setup);
    await here.submit(open());
    await here.submit(grant('short', '10', { rank: 1, end: { at: hour(5) } }));
    await here.submit(grant('long', '1000'));
    await here.submit(consume('c', '4'));
    clock.at = hour(24 * 10);
    await here.submit(consume('d', '1'));
    await here.snapshot();
    await here.submit({ type: 'ChangePolicy', policies: { acceptanceWindow: 'P1D' } });
    for (let index = 0; index < 300; index += 1) await here.submit(consume(`e${index}`, '1'));
    expect(await refusalOf(here.submit(reverse('c')))).toBe('accepted');
  });
});

function bonusOf(amount: string) {
  return { kind: 'PROMO', amount, end: { never: true }, restrictedTo: [], rank: 3 } as const;
}
