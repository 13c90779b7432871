import { status as statusName } from '@grpc/grpc-js';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { fileDescriptorSet, Status } from '#contracts';
import { temporaryDirectory } from '#testing';
import type { Role } from '../../apps/server/src/identity/roles.ts';
import { type End, reasonIn } from '../support/raw-calls.ts';
import { type Holder, tokenBy } from './credentials.ts';
import { isOfRecords, namesWallet, requestOf } from './requests.ts';
import { roles, rolesWith, rpcsInTable } from './role-table.ts';
import { foreign, missing, outside, own, TwoTenants } from './two-tenants.ts';

// A real server on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

/** Every RPC of the API, from its descriptors. */
const rpcs = fromBinary(FileDescriptorSetSchema, fileDescriptorSet())
  .file.filter((file) => file.package === 'credits.v1')
  .flatMap((file) => file.service)
  .flatMap((service) => service.method.map((method) => `${service.name}/${method.name}`));

const shortName = (rpc: string): string => rpc.slice(rpc.indexOf('/') + 1);

const as = (role: Role, ...wallets: readonly string[]): Holder => ({
  role,
  subject: role === 'member' ? 'ann' : role,
  wallets,
});

/** What is named that looks missing, and the claim of who names it. */
const elsewhere: readonly (readonly [string, readonly string[]])[] = [
  [outside, [own]],
  [foreign, [own]],
  [missing, [own]],
  [foreign, [own, foreign]],
  [missing, [own, missing]],
  [foreign, ['*']],
  [missing, ['*']],
];

/** An end as if its call had named no wallet in particular. The ids are equally long. */
function anonymised({ status, message, details, answer }: End, walletId: string): object {
  const hide = (text: string): string => text.replaceAll(walletId, 'w-any');
  const bytes = Buffer.from(hide(details.toString('latin1')), 'latin1');
  return { status, message: hide(message), details: bytes.toString('base64'), told: answer };
}

describe('the table of roles', () => {
  test('R-23 has exactly one row for every RPC of the descriptors', () => {
    expect(rpcsInTable.toSorted()).toEqual(rpcs.map(shortName).toSorted());
    expect(rpcs.length).toBeGreaterThan(40);
  });

  test('V01: only an admin has what allocates credit', () => {
    for (const rpc of ['AllocateCredits', 'ApproveRequest', 'ApproveAllRequests'])
      expect(rolesWith(rpc)).toEqual(['admin']);
  });

  test('P37: a member reads balance and usage, and has nothing that buys', () => {
    for (const rpc of ['GetBalance', 'ListTransactions', 'GetMonthlyUsage'])
      expect(rolesWith(rpc)).toContain('member');
    for (const rpc of ['RecordPurchase', 'GrantCredits'])
      expect(rolesWith(rpc)).not.toContain('member');
  });
});

describe.each(rpcs)('R-23 %s', (rpc) => {
  const allowed = rolesWith(shortName(rpc));
  const denied = roles.filter((role) => !allowed.includes(role));
  let head: string;

  beforeAll(async () => {
    head = await here().head();
  });

  /** Whatever was refused has left nothing behind. */
  const expectNothingNew = async (): Promise<void> => expect(await here().head()).toBe(head);

  test('is for callers with a valid token only', async () => {
    const forged = await tokenBy(otherDirectory, as('operator', '*'));
    for (const token of [null, forged])
      for (const request of [requestOf(rpc, own), requestOf(rpc, missing), Buffer.alloc(0)])
        expect(await here().call(rpc, request, token)).toMatchObject({
          status: 'UNAUTHENTICATED',
          details: Buffer.alloc(0),
        });
    await expectNothingNew();
  });

  test(`is refused to ${denied.join(', ') || 'no role'}, whatever the wallet`, async () => {
    for (const role of denied) {
      const ends = [anonymised(await here().call(rpc, Buffer.alloc(0), as(role, '*')), own)];
      for (const [walletId, claim] of [[own, [own]] as const, ...elsewhere])
        ends.push(
          anonymised(
            await here().call(rpc, requestOf(rpc, walletId), as(role, ...claim)),
            walletId,
          ),
        );
      expect(ends[0]).toMatchObject({ status: 'PERMISSION_DENIED', details: '' });
      for (const end of ends) expect(end).toEqual(ends[0]);
    }
    await expectNothingNew();
  });

  if (namesWallet(rpc) && rpc !== 'WalletService/OpenWallet')
    test(`tells ${allowed.join(', ')} the same of a wallet outside the claim, another tenant's and a missing one`, async () => {
      for (const role of allowed) {
        const ends: object[] = [];
        for (const [walletId, claim] of elsewhere) {
          const call = await here().call(rpc, requestOf(rpc, walletId), as(role, ...claim));
          const end = isOfRecords(rpc) ? endOfRecord(call) : call;
          expect([end.status, reasonIn(end)]).toEqual(['NOT_FOUND', 'WALLET_NOT_FOUND']);
          ends.push(anonymised(end, walletId));
        }
        for (const end of ends) expect(end).toEqual(ends[0]);
      }
      await expectNothingNew();
    });

  test(`is for ${allowed.join(', ')}`, async () => {
    for (const role of allowed) {
      const request = requestOf(rpc, own, { dryRun: true });
      const { status, message } = await here().call(rpc, request, as(role, own));
      const expected = notDone[rpc] ?? 'OK';
      expect({ role, status, message }).toMatchObject({ role, status: expected });
    }
  });
});

test('R-23 OpenWallet: a wallet is opened by its name in the claim or by the star, and another tenant having one of that name makes no difference', async () => {
  const rpc = 'WalletService/OpenWallet';
  const head = await here().head();
  for (const role of rolesWith('OpenWallet')) {
    for (const walletId of [outside, foreign, missing])
      expect(await here().call(rpc, requestOf(rpc, walletId), as(role, own))).toMatchObject({
        status: 'PERMISSION_DENIED',
        message: expect.stringContaining('The claim "wallets" of this token'),
        details: Buffer.alloc(0),
      });
    const [other, none] = await Promise.all(
      [foreign, missing].map((walletId) =>
        here().call(rpc, requestOf(rpc, walletId, { dryRun: true }), as(role, '*')),
      ),
    );
    expect(other).toMatchObject({ status: 'OK', answer: { wallet: { walletId: foreign } } });
    expect(none).toMatchObject({ status: 'OK', answer: { wallet: { walletId: missing } } });
  }
  expect(await here().head()).toBe(head);
});

test('R-23 ListWallets: each caller is told the wallets of its claim in its tenant', async () => {
  const rpc = 'WalletService/ListWallets';
  const listed = async (holder: Holder): Promise<readonly string[]> => {
    const { wallets } = (await here().ask(rpc, requestOf(rpc, ''), holder)) as {
      readonly wallets: readonly { readonly walletId: string }[];
    };
    return wallets.map(({ walletId }) => walletId).toSorted();
  };
  for (const role of rolesWith('ListWallets')) {
    expect(await listed(as(role, own))).toEqual([own]);
    expect(await listed(as(role, foreign, missing))).toEqual([]);
    expect(await listed(as(role, '*'))).toEqual([outside, own]);
    expect(await listed({ ...as(role, '*'), tenant: 'globex' })).toEqual([foreign]);
    expect(await listed({ ...as(role, '*'), tenant: 'initech' })).toEqual([]);
  }
});

const directory = temporaryDirectory();
const otherDirectory = temporaryDirectory();
let tenants: TwoTenants | undefined;

const here = (): TwoTenants => {
  if (tenants === undefined) throw new Error('the server is not running');
  return tenants;
};

beforeAll(async () => {
  tenants = await TwoTenants.open(directory);
});

afterAll(() => tenants?.close());

/** How an allowed call ends on the wallet that everybody here has: it is open, and has a hold. */
const notDone: Readonly<Record<string, string>> = {
  'WalletService/OpenWallet': 'ALREADY_EXISTS',
  'WalletService/CloseWallet': 'FAILED_PRECONDITION',
};

/** The end of a call of one record as if the record had been the call. */
function endOfRecord({ status, answer }: End): End {
  expect(status).toBe('OK');
  const { outcome: streamed, outcomes = [streamed] } = answer as {
    readonly outcome?: Outcome;
    readonly outcomes?: readonly (Outcome | undefined)[];
  };
  expect(outcomes).toHaveLength(1);
  const value = outcomes[0]?.outcome?.value ?? Status.create();
  return {
    status: statusName[value.code] ?? '',
    message: value.message,
    details: Buffer.from(Status.encode(value).finish()),
    answer: undefined,
  };
}

interface Outcome {
  readonly outcome?: { readonly $case: string; readonly value: Status };
}
