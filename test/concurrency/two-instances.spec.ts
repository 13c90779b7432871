import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { WalletCommand } from '#ledger';
import { temporaryDirectory } from '#testing';
import { Installation, refusalOf, TestClock, type Manner } from '../faults/installation.ts';
import { consume, grant, open } from '../faults/wallet-commands.ts';

// Real engines on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const ROUNDS = 60;
const WRITERS = 256;
const LOTS = 4;

describe('two instances of the ledger over one store', () => {
  const directory = temporaryDirectory();
  let both: readonly [Installation, Installation];
  let wallets = 0;

  beforeAll(async () => {
    const later = new TestClock();
    later.advance('PT0.001S');
    both = [
      await Installation.open(directory),
      await Installation.open(directory, { clock: later }),
    ];
  });

  afterAll(() => Promise.all(both.map((each) => each.close())));

  /** Both instances have just read a wallet with 100 credits. */
  async function wallet(...commands: readonly WalletCommand[]): Promise<string> {
    wallets += 1;
    const walletId = `w${wallets}`;
    for (const command of [open(), grant('g', '100'), ...commands])
      await both[0].submit(command, { walletId });
    await both[1].view(walletId);
    return walletId;
  }

  const available = async (walletId: string): Promise<readonly bigint[]> =>
    (await Promise.all(both.map((each) => each.view(walletId)))).map(({ balance }) => balance);

  for (let round = 1; round <= 5; round += 1)
    test(`scenario 60: of two spends of 60 that read the same 100, one is appended and the other sees 40 (round ${round})`, async () => {
      const walletId = await wallet();
      const answers = await Promise.allSettled(
        both.map((each, index) => each.submit(consume(`c${index}`, '60'), { walletId })),
      );
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toMatchObject({
        reason: { code: 'INSUFFICIENT_CREDITS', available: 4000n, needed: 6000n, shortfall: 2000n },
      });
      expect(await available(walletId)).toEqual([4000n, 4000n]);
    });

  test('scenario 61: of ten parallel spends of 15 from 100 exactly 6 are accepted, and 10 are left', async () => {
    const walletId = await wallet();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        refusalOf(at(index).submit(consume(`c${index}`, '15'), { walletId })),
      ),
    );
    expect(answers.toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'INSUFFICIENT_CREDITS'),
      ...Array.from({ length: 6 }, () => 'accepted'),
    ]);
    expect(await available(walletId)).toEqual([1000n, 1000n]);
  });

  for (let round = 1; round <= 5; round += 1)
    test(`scenario 41: of an approval and a rejection at once the first append wins, and the second sees it (round ${round})`, async () => {
      const walletId = await wallet(
        { type: 'AddMember', memberId: 'ann', role: 'editor' },
        { type: 'RequestCredits', requestId: 'r', memberId: 'ann', amount: '30' },
      );
      const [approval, rejection] = await Promise.allSettled([
        both[round % 2 === 0 ? 0 : 1].submit(
          { type: 'ApproveRequest', requestId: 'r' },
          { walletId },
        ),
        both[round % 2 === 0 ? 1 : 0].submit(
          { type: 'RejectRequest', requestId: 'r' },
          { walletId },
        ),
      ]);
      const isApproved = approval.status === 'fulfilled';
      expect(rejection.status).toBe(isApproved ? 'rejected' : 'fulfilled');
      expect(isApproved ? rejection : approval).toMatchObject({
        reason: {
          reason: {
            code: 'REQUEST_DECIDED',
            requestId: 'r',
            decision: isApproved ? 'APPROVED' : 'REJECTED',
            decidedBy: { type: 'ADMIN', id: 'eve' },
          },
        },
      });
      const allocated = (await both[0].history(walletId)).filter(
        ({ type }) => type === 'CreditsAllocated',
      );
      expect(allocated).toHaveLength(isApproved ? 1 : 0);
    });

  test('a key that is sent to both at once is done once, and both give the same answer', async () => {
    const walletId = await wallet();
    const manner: Manner = { walletId, key: 'once' };
    const answers = await Promise.all(
      [...both, ...both].map((each) => each.submit(consume('c', '60'), manner)),
    );
    const [first] = answers;
    for (const { events, receipt } of answers) {
      expect(events).toEqual(first?.events);
      expect(receipt).toEqual({ ...first?.receipt, replayed: receipt?.replayed });
    }
    expect(answers.filter(({ receipt }) => receipt?.replayed === false)).toHaveLength(1);
    expect(await available(walletId)).toEqual([4000n, 4000n]);
  });

  test('events that two instances make alike to the byte are stored once', async () => {
    const alike = [await Installation.open(directory), await Installation.open(directory)];
    const walletId = await wallet();
    await Promise.all(alike.map((each) => each.view(walletId)));
    const answers = await Promise.all(
      alike.map((each) => each.submit(consume('c', '60'), { walletId, key: 'once' })),
    );
    expect(answers.map(({ receipt }) => receipt?.lastRevision)).toEqual([3, 3]);
    expect(await both[0].history(walletId)).toHaveLength(3);
    for (const each of alike) {
      expect(await refusalOf(each.submit(consume('c2', '60'), { walletId }))).not.toBe('accepted');
      await each.close();
    }
  });

  /*
   * Each of 256 spends is a power of two of its lot, so that what each lot has left says which of
   * them were taken. The lots are too small for all.
   */
  test(`R-05: ${WRITERS} writers on one wallet, and its lots name exactly those that were accepted (${ROUNDS} times)`, async () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const walletId = `r05-${round}`;
      const granted = (1n << 63n) + BigInt(round) * 0x1357_9bdf_0246n;
      await both[0].submit(open({ unit: { code: 'CR', scale: 6 } }), { walletId });
      for (let lot = 0; lot < LOTS; lot += 1)
        await both[lot % 2 === 0 ? 0 : 1].submit(
          grant(`g${lot}`, amount(granted), { restrictedTo: [`a${lot}`] }),
          { walletId },
        );
      const accepted = Array.from({ length: LOTS }, () => 0n);
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, writer) => {
          const lot = writer % LOTS;
          const power = 1n << BigInt(Math.floor(writer / LOTS));
          const command = consume(`c${writer}`, amount(power), { action: `a${lot}` });
          const manner: Manner = { walletId, key: `k${writer}` };
          const sent = [at(writer + round).submit(command, manner)];
          if (writer % 8 < 4) sent.push(at(writer + round + 1).submit(command, manner));
          const answers = await Promise.all(sent.map(refusalOf));
          expect(new Set(answers).size).toBe(1);
          if (answers[0] === 'accepted') accepted[lot] = (accepted[lot] ?? 0n) | power;
          else refused += 1;
        }),
      );
      const { lots } = await both[1].view(walletId);
      const used = [...lots].map((lot) => [lot.lotId, lot.used, granted - lot.free.total]);
      expect(used).toEqual(accepted.map((set, lot) => [`grant:g${lot}`, set, set]));
    }
    expect(refused).toBeGreaterThan(0);
  });

  const at = (index: number): Installation => both[index % 2 === 0 ? 0 : 1];
});

/** Millionths of a credit as a decimal. */
function amount(millionths: bigint): string {
  const digits = String(millionths).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
