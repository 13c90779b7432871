import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type WalletCommand, walletStream } from '#ledger';
import { temporaryDirectory } from '#testing';
import { Installation, refusalOf, TENANT } from './installation.ts';
import { consume, grant, open, purchase } from './wallet-commands.ts';

const stream = walletStream(TENANT, 'w');
const resource = { type: 'DOCUMENT', id: 'd', name: 'Letter to Ann' };
const usage = { action: 'llm', quantities: {}, settings: {} };

const asked: Readonly<Record<string, WalletCommand>> = {
  consumption: consume('c', '2.50', { memberId: 'ann', resource }),
  hold: {
    type: 'PlaceHold',
    holdId: 'h',
    ...usage,
    amount: '5',
    memberId: 'ann',
    deadline: '2026-03-01T10:00:00.000000000Z' as never,
    resource,
  },
  capture: {
    type: 'CaptureHold',
    holdId: 'h',
    captureId: 'k',
    quantities: {},
    settings: {},
    amount: '3',
    keepOpen: false,
    resource,
  },
  request: { type: 'RequestCredits', requestId: 'r', memberId: 'ann', amount: '7', note: 'please' },
  rejection: { type: 'RejectRequest', requestId: 'r', reason: 'not now' },
  grant: grant('g', '4', { reason: 'for the trouble' }),
  'write-off of nothing': { type: 'WriteOffDebt', reason: 'nothing owed' },
  'second request': { type: 'RequestCredits', requestId: 'r2', memberId: 'ann', amount: '1' },
  'rejection of all': { type: 'RejectAllRequests', reason: 'closing time' },
  'rejection of none': { type: 'RejectAllRequests', reason: 'once more' },
};

describe('a repeat after an erasure', () => {
  const directory = temporaryDirectory();
  let here: Installation;

  beforeAll(async () => {
    here = await Installation.open(directory);
    await here.submit(open());
    await here.submit({ type: 'AddMember', memberId: 'ann', role: 'MEMBER' } as never);
    await here.submit(purchase('p', '100'));
    for (const [key, command] of Object.entries(asked)) await here.submit(command, { key });
    for (const whose of ['ann', null]) here.ledger.texts.erase(stream, whose);
  });

  afterAll(() => here.close());

  const keys = (): number => {
    const file = new DatabaseSync(join(directory, 'keys.sqlite'), { readOnly: true });
    const row = file.prepare('SELECT count(*) AS keys FROM keys WHERE NOT erased').get();
    file.close();
    return Number(row?.['keys']);
  };

  test.each(Object.entries(asked))(
    'D10: the same %s is the same answer, whatever its text, and makes no key',
    async (key, command) => {
      const { receipt } = await here.submit(command, { key });
      expect(receipt).toMatchObject({ replayed: true });
      const text = 'reason' in command ? { reason: 'x' } : 'note' in command ? { note: 'x' } : {};
      expect((await here.submit({ ...command, ...text }, { key })).receipt).toMatchObject({
        replayed: true,
      });
      expect(keys()).toBe(0);
    },
  );

  test.each([
    ['consumption', { amount: '2.51' }],
    ['consumption', { consumptionId: 'other' }],
    ['consumption', { memberId: undefined }],
    ['consumption', { quantities: { pages: '1' } }],
    ['consumption', { resource: undefined }],
    ['hold', { holdId: 'other' }],
    ['capture', { amount: '4' }],
    ['capture', { keepOpen: true }],
    ['request', { amount: '8' }],
    ['request', { memberId: 'bob' }],
    ['rejection', { requestId: 'other' }],
    ['grant', { amount: '4.01' }],
    ['grant', { grantId: 'other' }],
  ])('D10: another %s under its key is refused: %j', async (key, change) => {
    const other = { ...asked[key], ...change } as WalletCommand;
    expect(await refusalOf(here.submit(other, { key }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(keys()).toBe(0);
  });

  test('D10: what is of the wallet is not taken for something else under its key', async () => {
    const other: WalletCommand = { type: 'WriteOffDebt', reason: 'nothing owed' };
    for (const key of ['grant', 'rejection of all', 'rejection of none'])
      expect(await refusalOf(here.submit(other, { key }))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('D10: what is asked anew has a key of its own, and its repeat is told by its text again', async () => {
    const anew = consume('c-2', '1', { memberId: 'ann', resource });
    await here.submit(anew, { key: 'anew' });
    expect((await here.submit(anew, { key: 'anew' })).receipt).toMatchObject({ replayed: true });
    const renamed = { ...anew, resource: { ...resource, name: 'Another' } };
    expect(await refusalOf(here.submit(renamed, { key: 'anew' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    const before = await here.submit(asked['consumption'] as WalletCommand, { key: 'consumption' });
    expect(before.receipt).toMatchObject({ replayed: true });
  });
});
