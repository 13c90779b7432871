import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { Status, type UsageOutcome } from '#contracts';
import { temporaryDirectory } from '#testing';
import type { Holder } from '../access/credentials.ts';
import { requestOf } from '../access/requests.ts';
import { rolesWith } from '../access/role-table.ts';
import { own, TwoTenants } from '../access/two-tenants.ts';
import { type End, rawRpc, rawRpcs, reasonIn, wrongFieldsIn } from '../support/raw-calls.ts';
import { statusByReason } from '../support/refused.ts';
import { Chance } from './chance.ts';
import * as fields from './wrong-fields.ts';
import * as requests from './wrong-requests.ts';

// A real server on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const SEED = 20_260_304;
const RANDOM_OF_EACH = 50;
const BENT_OF_EACH = 30;

const rpcs = [...rawRpcs.keys()];
const shortName = (rpc: string): string => rpc.slice(rpc.indexOf('/') + 1);
const commands = rpcs.filter(
  (rpc) => 'idempotencyKey' in requestOf(rpc, own, {}) && !isOfCatalog(rpc),
);

function isOfCatalog(rpc: string): boolean {
  return rpc.startsWith('CatalogService/');
}

/** Somebody who may call an RPC, about every wallet of the tenant. */
function caller(rpc: string): Holder {
  const [role = 'service'] = rolesWith(shortName(rpc));
  return { role, subject: role === 'member' ? 'ann' : role };
}

describe('bad input gets its documented refusal and changes nothing', () => {
  const directory = temporaryDirectory();
  let here: TwoTenants;
  let head: string;

  beforeAll(async () => {
    here = await TwoTenants.open(directory);
  });
  beforeEach(async () => {
    head = await here.head();
  });
  afterAll(() => here.close());

  const send = (rpc: string, given: object | Buffer): Promise<End> =>
    here.call(
      rpc,
      Buffer.isBuffer(given) ? given : requestOf(rpc, own, { ...plain(rpc), ...given }),
      caller(rpc),
    );

  const expectNothingNew = async (): Promise<void> => expect(await here.head()).toBe(head);

  async function expectWrong(wrongs: readonly fields.Wrong[]): Promise<void> {
    const ends = wrongs.map(async ([rpc, change, wrong]) => {
      const end = await send(rpc, change);
      return { rpc, change, status: end.status, wrong: wrongFieldsIn(end), expected: wrong };
    });
    const told = await Promise.all(ends);
    const others = told.filter(
      ({ status, wrong, expected }) =>
        status !== 'INVALID_ARGUMENT' || wrong.toSorted().join() !== expected.toSorted().join(),
    );
    expect(others).toEqual([]);
    await expectNothingNew();
  }

  test.each([
    ['amounts', fields.wrongAmounts],
    ['ids', fields.wrongIds],
    ['keys', fields.wrongKeys(commands)],
    ['times', fields.wrongTimes],
    ['forms, zones among them', requests.wrongForms],
    ['values of enums', requests.wrongEnums],
    ['what only the wallet can judge', requests.wrongForTheWallet],
  ])('%s: one violation, of the field that is wrong', (_what, wrongs) => expectWrong(wrongs));

  test('of several wrong fields each is named once', () =>
    expectWrong([
      [
        'WalletService/RecordPurchase',
        {
          idempotencyKey: '',
          purchaseId: 'a b',
          amount: '1e3',
          rank: -1,
          effectiveAt: { seconds: -1n, nanos: 0 },
          end: undefined,
          cost: { currency: 'eur', minorUnits: '' },
        },
        [
          'idempotency_key',
          'amount',
          'rank',
          'effective_at',
          'end',
          'purchase_id',
          'cost.currency',
          'cost.minor_units',
        ],
      ],
    ]));

  test('a wrong record of a batch has its own outcome, and its neighbours have theirs', async () => {
    const [record] = (requestOf('UsageService/BatchRecordUsage', own) as { records: [object] })
      .records;
    const batch = (records: readonly object[]) =>
      send('UsageService/BatchRecordUsage', { records, dryRun: true });
    const records = Array.from({ length: 1_000 }, (_, n) => ({
      ...record,
      idempotencyKey: `k-${n}`,
      consumptionId: `batched-${n}`,
    }));
    const { answer } = await batch([
      ...records.slice(0, 500),
      { ...records[500], amount: '1e3' },
      { ...records[501], walletId: '', idempotencyKey: '' },
      { ...records[502], amount: '1.001' },
      ...records.slice(503),
    ]);
    const { outcomes } = answer as { readonly outcomes: readonly UsageOutcome[] };
    expect(outcomes.map(({ outcome }) => outcome?.$case)).toEqual(
      records.map((_, n) => (n >= 500 && n < 503 ? 'refused' : 'recorded')),
    );
    const wrong = outcomes.slice(500, 503).map(({ outcome }) => {
      const refused = outcome?.value as Status;
      const details = Buffer.from(Status.encode(refused).finish());
      return [refused.code, wrongFieldsIn({ details }).toSorted()];
    });
    expect(wrong).toEqual([
      [status.INVALID_ARGUMENT, ['amount']],
      [status.INVALID_ARGUMENT, ['idempotency_key', 'wallet_id']],
      [status.INVALID_ARGUMENT, ['amount']],
    ]);
    const tooMany = await batch(Array.from({ length: 1_001 }, () => record));
    expect([tooMany.status, wrongFieldsIn(tooMany)]).toEqual(['INVALID_ARGUMENT', ['records']]);
    await expectNothingNew();
  });

  test.each(requests.unknown)('%s with %j answers %s', async (rpc, change, reason) => {
    const end = await send(rpc, change);
    expect([end.status, reasonIn(end)]).toEqual([statusByReason[reason], reason]);
    await expectNothingNew();
  });

  test.each(rpcs)('an empty message to %s names what is missing, each once', async (rpc) => {
    const end = await send(rpc, Buffer.alloc(0));
    const wrong = wrongFieldsIn(end);
    expect(wrong).toEqual([...new Set(wrong)]);
    expect(end.status).toBe(wrong.length === 0 ? 'OK' : 'INVALID_ARGUMENT');
    if (commands.includes(rpc))
      expect(wrong).toEqual(expect.arrayContaining(['wallet_id', 'idempotency_key']));
    await expectNothingNew();
  });

  test('a message beyond the limit is refused as such', async () => {
    for (const rpc of ['UsageService/ConsumeCredits', 'UsageService/StreamUsage'])
      expect(await send(rpc, Buffer.alloc(4 * 1024 * 1024 + 1))).toMatchObject({
        status: 'RESOURCE_EXHAUSTED',
      });
    await expectNothingNew();
  });

  test('what is no message of the RPC is an invalid argument: cut, nested without end, no UTF-8', async () => {
    const whole = rawRpc('UsageService/ConsumeCredits').encode(
      requestOf('UsageService/ConsumeCredits', own),
    );
    const notUtf8 = Buffer.from(
      whole.toString('latin1').replace('c-1', '\u00ff\u00fe\u00fd'),
      'latin1',
    );
    const groups = Buffer.alloc(1_000_000, 0x0b);
    for (const bytes of [whole.subarray(0, -3), notUtf8, groups, Buffer.alloc(64, 0xff)])
      expect(await send('UsageService/ConsumeCredits', bytes)).toMatchObject({
        status: 'INVALID_ARGUMENT',
      });
    await expectNothingNew();
  });

  test(`R-18: ${RANDOM_OF_EACH} times random bytes to every RPC change nothing (seed ${SEED})`, async () => {
    const chance = new Chance(SEED);
    const told = new Map<string, number>();
    for (const rpc of rpcs) {
      const bytes = Array.from({ length: RANDOM_OF_EACH }, () => chance.bytes(chance.below(200)));
      for (const { status } of await Promise.all(bytes.map((each) => send(rpc, each))))
        told.set(status, (told.get(status) ?? 0) + 1);
    }
    expect([...told.keys()].toSorted()).toEqual(['INVALID_ARGUMENT', 'OK']);
    await expectNothingNew();
  });

  // Last, because what is bent a little may still be a command.
  test(`R-18: ${BENT_OF_EACH} times a request to every RPC with some bits turned is answered as documented (seed ${SEED})`, async () => {
    const chance = new Chance(SEED);
    const odd: object[] = [];
    for (const rpc of rpcs) {
      const bent = Array.from({ length: BENT_OF_EACH }, () => {
        const bytes = rawRpc(rpc).encode(requestOf(rpc, own, plain(rpc)));
        for (let turned = 0; turned <= chance.below(4); turned += 1) {
          const at = chance.below(Math.max(bytes.length, 1));
          bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
        }
        return bytes;
      });
      for (const { status, message } of await Promise.all(bent.map((each) => send(rpc, each))))
        if (!documented.has(status)) odd.push({ rpc, status, message });
    }
    expect(odd).toEqual([]);
    const alive = await send('ClockService/GetTime', {});
    expect(alive.status).toBe('OK');
  });
});

const documented: ReadonlySet<string> = new Set([
  'OK',
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'DEADLINE_EXCEEDED',
]);

/** A request without what could be refused for another reason than the one that is meant. */
function plain(rpc: string): object {
  const request = requestOf(rpc, own);
  const free = { settings: new Map(), quantities: new Map(), resource: undefined, memberId: 'ann' };
  const named = Object.entries(free).filter(([name]) => name in request);
  return Object.fromEntries(named);
}
