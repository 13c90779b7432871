import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';
import { type Holder, tokenBy } from '../access/credentials.ts';
import { requestOf } from '../access/requests.ts';
import { rawRpc } from '../support/raw-calls.ts';
import { ServerProcess } from '../support/server-process.ts';

// Real servers on a shared machine: a test is long before it hangs.
jest.setTimeout(120_000);

const ANSWER_WITHIN_MS = 30_000;
const operator: Holder = { role: 'operator' };

type Answer = Readonly<Record<string, unknown>>;

/** A server, and callers of any kind of it. */
class Running {
  readonly logged: string[] = [];
  readonly #server: ServerProcess;
  readonly #client: Client;
  readonly #data: string;

  private constructor(server: ServerProcess, data: string) {
    this.#server = server;
    this.#client = new Client(server.address, credentials.createInsecure());
    this.#data = data;
    server.hear((line) => this.logged.push(line));
  }

  static async on(data: string): Promise<Running> {
    const stores = { EVENT_STORE: `embedded:${data}`, READ_MODEL_STORE: `embedded:${data}` };
    return new Running(await ServerProcess.start(stores), data);
  }

  /** All answers of an RPC of one request. */
  async ask(name: string, request: object, holder: Holder): Promise<readonly Answer[]> {
    const { path, encode, decode } = rawRpc(name);
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await tokenBy(this.#data, holder)}`);
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    const stream = this.#client.makeServerStreamRequest(path, encode, decode, request, metadata, {
      deadline,
    });
    return (await stream.toArray()) as readonly Answer[];
  }

  async export(personId: string, holder = operator): Promise<readonly Answer[]> {
    const lines = await this.ask('AuditService/ExportPerson', { personId }, holder);
    return lines.map(({ line }) => JSON.parse(String(line)) as Answer);
  }

  /** What is told of an erasure, without how its kinds are wrapped. */
  async erase(personId: string, holder = operator): Promise<readonly Answer[]> {
    const told = await this.ask('AuditService/ErasePerson', { personId }, holder);
    return told.map(({ news }) => (news as { readonly value: Answer }).value);
  }

  /** The note of Ann's request in a wallet. */
  async note(walletId: string, holder: Holder = operator): Promise<unknown> {
    const request = { ...requestOf('RequestService/ListRequests', walletId), status: undefined };
    const [answer] = await this.ask('RequestService/ListRequests', request, holder);
    const requests = answer?.['requests'] as readonly Answer[];
    return requests.find(({ memberId }) => memberId === 'ann')?.['note'];
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#server.terminate();
  }
}

/** What is done, by whom, on which wallet. */
type Step = readonly [rpc: string, walletId: string, role: Holder['role'], given: object];

const person = { owner: { type: 'OWNER_TYPE_PERSON', id: 'ann' } };
const lot = { grantId: 'g-1', restrictedTo: [], end: { end: { $case: 'never', value: true } } };
const asked = { memberId: 'bob', requestId: 'r-b' };
const shares = {
  shares: { $case: 'sameAmount', value: { amount: '5', memberIds: ['ann'], all: false } },
};
const priced = { amount: '1', settings: new Map(), quantities: new Map() };

// Ann is a member of one wallet, was one of another, and owns a third; of the last she knows nothing.
const steps: readonly Step[] = [
  ['WalletService/OpenWallet', 'team', 'operator', {}],
  ['MemberService/AddMember', 'team', 'service', { memberId: 'ann' }],
  ['MemberService/AddMember', 'team', 'service', { memberId: 'bob' }],
  ['RequestService/RequestCredits', 'team', 'member', { memberId: 'ann', note: 'for my wedding' }],
  ['RequestService/RequestCredits', 'team', 'member', { ...asked, note: 'for me' }],
  ['RequestService/RejectRequest', 'team', 'admin', { requestId: 'r-b', reason: 'Bob, no' }],
  ['WalletService/GrantCredits', 'team', 'finance', { ...lot, reason: 'to all' }],
  ['MemberService/AllocateCredits', 'team', 'admin', shares],
  ['WalletService/VoidLot', 'team', 'finance', { lotId: 'grant:g-1', reason: 'Ann is ill' }],
  ['UsageService/RecordUsage', 'team', 'service', { ...priced, memberId: 'ann' }],
  ['WalletService/OpenWallet', 'former', 'operator', {}],
  ['MemberService/AddMember', 'former', 'service', { memberId: 'ann' }],
  ['MemberService/RemoveMember', 'former', 'service', { memberId: 'ann' }],
  ['WalletService/OpenWallet', 'hers', 'operator', person],
  ['WalletService/GrantCredits', 'hers', 'finance', { ...lot, reason: 'as she asked' }],
  ['WalletService/OpenWallet', 'others', 'operator', {}],
  ['MemberService/AddMember', 'others', 'service', { memberId: 'bob' }],
];

const elsewhere: readonly Step[] = steps.slice(0, 4);

// Who asks for itself is the member; the admin is Ann.
const subjectOf = (role: Holder['role'], given: object): string =>
  role === 'admin' ? 'ann' : role === 'member' ? String((given as Answer)['memberId']) : role;

async function furnish(here: Running): Promise<void> {
  const own = steps.map((step) => ['acme', step] as const);
  for (const [tenant, [rpc, walletId, role, given]] of [
    ...own,
    ...elsewhere.map((step) => ['globex', step] as const),
  ]) {
    await here.ask(rpc, requestOf(rpc, walletId, given), {
      role,
      subject: subjectOf(role, given),
      tenant,
    });
  }
}

const textsIn = (lines: readonly Answer[]): readonly unknown[] =>
  lines.flatMap(({ data }) => {
    const { note, reason, resource } = (data ?? {}) as Answer;
    const { name } = (resource ?? {}) as Answer;
    return [note, reason, name].filter((text) => text !== undefined);
  });

describe('a person', () => {
  const root = temporaryDirectory();
  const running: Running[] = [];
  let made = 0;
  let data: string;
  let here: Running;

  const start = async (): Promise<Running> => {
    const server = await Running.on(data);
    running.push(server);
    return server;
  };

  beforeEach(async () => {
    made += 1;
    data = join(root, `data-${made}`);
    here = await start();
    await furnish(here);
  });

  afterEach(async () => {
    for (const server of running.splice(0)) await server.close();
  });

  test('is exported from every wallet that it is or was a member of, or owns, and from no other', async () => {
    const lines = await here.export('ann');
    const wallets = lines.filter(({ wallet }) => wallet !== undefined);
    expect(wallets).toEqual([
      { wallet: 'former', stream: 'wallet-acme.former', owned: false },
      { wallet: 'hers', stream: 'wallet-acme.hers', owned: true },
      { wallet: 'team', stream: 'wallet-acme.team', owned: false },
    ]);
    expect(lines.at(-1)).toEqual({ person: 'ann', wallets: 3, allWallets: true });
    const types = (stream: string) =>
      lines.filter((line) => line['stream'] === stream && line['type']).map(({ type }) => type);
    expect(types('wallet-acme.former')).toEqual(['MemberAdded', 'MemberRemoved']);
    expect(types('wallet-acme.hers')).toEqual(['WalletOpened', 'CreditsGranted']);
    expect(types('wallet-acme.team')).toEqual([
      'MemberAdded',
      'CreditsRequested',
      'RequestRejected',
      'CreditsAllocated',
      'LotVoided',
      'CreditsConsumed',
    ]);
    const known = ['as she asked', 'for my wedding', null, 'Ann is ill', 'Wedding'];
    expect(textsIn(lines)).toEqual(known);
    expect(lines[1]).toEqual({
      stream: 'wallet-acme.former',
      revision: 2,
      type: 'MemberAdded',
      occurredAt: expect.stringMatching(/Z$/),
      recordedAt: expect.stringMatching(/Z$/),
      data: { memberId: 'ann', role: 'ADMIN' },
    });
  });

  test('is erased in all of them on every server at once; what is not erased is listed, and a repetition says so', async () => {
    const other = await start();
    expect(await other.note('team')).toBe('for my wedding');
    const left = { walletId: 'team', field: 'reason' };
    const notErased = [
      { ...left, revision: 6n, type: 'RequestRejected', keyOf: 'bob' },
      { ...left, revision: 9n, type: 'LotVoided', keyOf: undefined },
    ];
    const wallet = (walletId: string, outcome: string, [erased, kept]: readonly bigint[]) => ({
      walletId,
      owned: walletId === 'hers',
      outcome: `ERASURE_OUTCOME_${outcome}`,
      erased,
      notErased: kept,
    });
    const former = wallet('former', 'NO_TEXTS', [0n, 0n]);
    const result = { wallets: 3n, allWallets: true };
    expect(await here.erase('ann')).toEqual([
      former,
      wallet('hers', 'ERASED', [1n, 0n]),
      ...notErased,
      wallet('team', 'ERASED', [2n, 2n]),
      result,
    ]);
    expect(await other.note('team')).toBe('');
    expect(await other.note('team', { ...operator, tenant: 'globex' })).toBe('for my wedding');
    expect(await other.erase('ann')).toEqual([
      former,
      wallet('hers', 'ALREADY_ERASED', [1n, 0n]),
      ...notErased,
      wallet('team', 'ALREADY_ERASED', [2n, 2n]),
      result,
    ]);
    expect(textsIn(await here.export('ann'))).toEqual([null, null, null, 'Ann is ill', null]);

    // What is written later has a key of its own, until that is erased too.
    const again = { memberId: 'ann', requestId: 'r-3', note: 'once more' };
    const ann: Holder = { role: 'member', subject: 'ann' };
    const rpc = 'RequestService/RequestCredits';
    await other.ask(rpc, requestOf(rpc, 'team', again), ann);
    expect(textsIn(await here.export('ann'))).toContain('once more');
    expect((await here.erase('ann')).at(-2)).toEqual(wallet('team', 'ERASED', [3n, 2n]));
    expect(textsIn(await other.export('ann'))).not.toContain('once more');
  });

  test('is logged with who asked, and no text of it', async () => {
    await here.export('ann', { ...operator, subject: 'olga' });
    await here.erase('ann', { ...operator, subject: 'olga' });
    await here.close();
    const logged = here.logged.filter((line) => line.includes('"personId":"ann"'));
    expect(logged.map((line) => JSON.parse(line) as Answer)).toMatchObject(
      ['EXPORTED', 'ERASED'].flatMap((act) =>
        ['former', 'hers', 'team'].map((walletId) => ({
          act,
          tenantId: 'acme',
          walletId,
          by: { type: 'ADMIN', id: 'olga' },
        })),
      ),
    );
    expect(here.logged.join('\n')).not.toMatch(/wedding|ill|she asked/i);
  });

  test('is left as it is outside the claim of the caller, and who is nowhere is in no wallet', async () => {
    const some: Holder = { ...operator, wallets: ['team', 'others'] };
    const limited = { wallets: 1n, allWallets: false };
    expect((await here.erase('ann', some)).at(-1)).toEqual(limited);
    expect(textsIn(await here.export('ann'))).toEqual([
      'as she asked',
      null,
      null,
      'Ann is ill',
      null,
    ]);
    expect((await here.export('ann', some)).map(({ wallet }) => wallet)[0]).toBe('team');
    expect(await here.erase('nobody')).toEqual([{ wallets: 0n, allWallets: true }]);
    expect(await here.export('an')).toEqual([{ person: 'an', wallets: 0, allWallets: true }]);
  });

  test('stays erased when a backup of the keys from before is put back', async () => {
    await here.close();
    const keys = join(root, 'keys-before.sqlite');
    cpSync(join(data, 'keys.sqlite'), keys);
    here = await start();
    await here.erase('ann');
    await here.close();
    cpSync(keys, join(data, 'keys.sqlite'));
    here = await start();
    expect(textsIn(await here.export('ann'))).toEqual([null, null, null, 'Ann is ill', null]);
  });
});
