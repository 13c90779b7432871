import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';
import { reasonIn } from '../support/raw-calls.ts';
import type { Holder } from './credentials.ts';
import { requestOf } from './requests.ts';
import { own, TwoTenants } from './two-tenants.ts';

// A real server on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

const ann: Holder = { role: 'member', subject: 'ann', wallets: [own] };
const bob: Holder = { ...ann, subject: 'bob' };
const admin: Holder = { role: 'admin', wallets: [own] };

/** Everything that is told, whoever asks. */
const all = {
  tab: undefined,
  kinds: [],
  resourceType: undefined,
  resourceId: undefined,
  occurredFrom: undefined,
  effectiveAt: undefined,
  status: undefined,
};

describe("R-23 what is a member's own", () => {
  const directory = temporaryDirectory();
  let here: TwoTenants;

  beforeAll(async () => {
    here = await TwoTenants.open(directory);
  });
  afterAll(() => here.close());

  const ask = (rpc: string, holder: Holder, given: object = {}): Promise<object> => {
    const request = requestOf(rpc, own);
    return here.ask(rpc, { ...request, ...only(all, request), ...given }, holder);
  };

  test.each([
    'ReportService/GetBalance',
    'ReportService/WatchBalance',
    'ReportService/ListTransactions',
    'ReportService/GetMonthlyUsage',
    'ReportService/GetMemberUsage',
    'ReportService/GetUsageBreakdown',
    'RequestService/ListRequests',
    'RequestService/RequestCredits',
    'UsageService/QuoteUsage',
  ])('%s for another member is refused, be there one of that name or not', async (rpc) => {
    const head = await here.head();
    for (const memberId of ['bob', 'nobody']) {
      const request = requestOf(rpc, own, { memberId, requestId: 'r-9' });
      expect(await here.call(rpc, request, ann)).toMatchObject({
        status: 'PERMISSION_DENIED',
        details: Buffer.alloc(0),
      });
    }
    expect(await here.head()).toBe(head);
  });

  test('nothing that a member is told names another, except to whom the other is itself', async () => {
    for (const rpc of [
      'ReportService/GetBalance',
      'ReportService/WatchBalance',
      'ReportService/ListTransactions',
      'ReportService/GetMonthlyUsage',
      'ReportService/GetMemberUsage',
      'ReportService/GetUsageBreakdown',
      'RequestService/ListRequests',
    ])
      for (const [holder, other] of [
        [ann, 'bob'],
        [bob, 'ann'],
      ] as const) {
        const told = text(await ask(rpc, holder));
        expect(told).not.toContain(`"${other}"`);
        expect(told).toBe(text(await ask(rpc, holder, { memberId: holder.subject })));
      }
  });

  test("a history is of the member's rows alone, without what the others have left", async () => {
    expect(await ask('ReportService/ListTransactions', ann)).toMatchObject({
      transactions: [
        { consumptionId: 'c-0', memberId: 'ann', balanceAfter: undefined },
        { memberId: 'ann', pocketAmount: '150.00' },
      ],
    });
    expect(await ask('ReportService/ListTransactions', admin)).toMatchObject({
      transactions: [
        { consumptionId: 'c-b', memberId: 'bob' },
        { consumptionId: 'c-0', memberId: 'ann' },
        { amount: '1000.00' },
      ],
    });
  });

  test("figures of usage are the member's", async () => {
    expect(await ask('ReportService/GetMonthlyUsage', ann)).toMatchObject({
      months: [{ total: '10.00', count: 1 }, {}, {}, {}],
    });
    expect(await ask('ReportService/GetMonthlyUsage', admin)).toMatchObject({
      months: [{ total: '20.00', count: 2 }, {}, {}, {}],
    });
    const { members, organisationTotal } = (await ask('ReportService/GetMemberUsage', ann)) as {
      readonly members: readonly object[];
      readonly organisationTotal?: string;
    };
    expect(members).toMatchObject([{ memberId: 'ann', total: '10.00' }]);
    expect(organisationTotal ?? '').toBe('');
  });

  test('a balance is the pocket and what is shared', async () => {
    const personal = { personal: '140.00', shared: '700.00', balance: undefined, held: undefined };
    expect(await ask('ReportService/GetBalance', ann)).toMatchObject(personal);
    expect(await ask('ReportService/WatchBalance', ann)).toMatchObject(personal);
    expect(await ask('ReportService/GetBalance', bob)).toMatchObject({ personal: '130.00' });
    expect(await ask('ReportService/GetBalance', admin)).toMatchObject({ balance: '980.00' });
  });

  test('a quote is for the member itself: its pocket and what is shared, however it asks', async () => {
    const rpc = 'UsageService/QuoteUsage';
    const price = { amount: '200', settings: new Map(), quantities: new Map() };
    for (const memberId of [undefined, '', 'ann'])
      expect(await ask(rpc, ann, { ...price, memberId })).toMatchObject({
        available: '840.00',
        slices: [
          { lotId: 'purchase:p-1', memberId: 'ann', amount: '140.00' },
          { lotId: 'purchase:p-1', memberId: undefined, amount: '60.00' },
        ],
      });
    expect(await ask(rpc, bob, { ...price, amount: '5000', memberId: undefined })).toMatchObject({
      available: '830.00',
      slices: [{ memberId: 'bob', amount: '130.00' }, { amount: '700.00' }],
      refusal: {
        reason: {
          $case: 'insufficientCredits',
          value: { consideredLots: [{ available: '130.00' }, { available: '700.00' }] },
        },
      },
    });
  });

  test("requests are the member's, and so is their badge", async () => {
    expect(await ask('RequestService/ListRequests', ann)).toMatchObject({
      requests: [{ requestId: 'r-1' }],
      pendingCount: 1,
      projected: undefined,
    });
    expect(await ask('RequestService/ListRequests', admin)).toMatchObject({
      requests: [{ requestId: 'r-b' }, { requestId: 'r-1' }],
      pendingCount: 2,
    });
  });

  test("another member's request cannot be withdrawn, and looks missing", async () => {
    const rpc = 'RequestService/WithdrawRequest';
    const head = await here.head();
    const ends = [];
    for (const requestId of ['r-b', 'r-x']) {
      const end = await here.call(rpc, requestOf(rpc, own, { requestId, onBehalfOf: 'ann' }), ann);
      expect(reasonIn(end)).toBe('REQUEST_NOT_FOUND');
      ends.push({
        message: end.message.replaceAll(requestId, 'r-?'),
        details: end.details.toString('latin1').replaceAll(requestId, 'r-?'),
      });
    }
    expect(ends[0]).toEqual(ends[1]);
    expect(await here.head()).toBe(head);
    const onBehalfOf = requestOf(rpc, own, { requestId: 'r-b', onBehalfOf: 'bob' });
    expect(await here.call(rpc, onBehalfOf, ann)).toMatchObject({ status: 'PERMISSION_DENIED' });
    expect(await here.head()).toBe(head);
    expect(await ask(rpc, bob, { requestId: 'r-b', onBehalfOf: undefined })).toMatchObject({
      requestId: 'r-b',
      memberId: 'bob',
    });
  });

  test('a service requests and withdraws for the member it names, and the lists say who asked', async () => {
    const request = 'RequestService/RequestCredits';
    const withdraw = 'RequestService/WithdrawRequest';
    const portal: Holder = { role: 'service', subject: 'portal', wallets: [own] };
    const byPortal = { requestedBy: { type: 'ACTOR_TYPE_SERVICE', id: 'portal' } };
    const byBob = { requestedBy: { type: 'ACTOR_TYPE_USER', id: 'bob' } };
    for (const [rpc, unnamed] of [
      [request, { memberId: '', requestId: 'r-p' }],
      [withdraw, { onBehalfOf: undefined, requestId: 'r-p' }],
    ] as const)
      expect(await here.call(rpc, requestOf(rpc, own, unnamed), portal)).toMatchObject({
        status: 'INVALID_ARGUMENT',
      });

    const asked = { memberId: 'bob', requestId: 'r-p', amount: '5' };
    expect(await ask(request, portal, asked)).toMatchObject({ request: byPortal });
    expect(await ask(request, bob, { ...asked, requestId: 'r-q' })).toMatchObject({
      request: byBob,
    });
    const position = await here.head();
    expect(await ask('RequestService/ListRequests', bob)).toMatchObject({
      requests: [
        { requestId: 'r-q', ...byBob },
        { requestId: 'r-p', ...byPortal },
        { requestId: 'r-b', ...byBob },
      ],
    });
    // Only a request of the member it acts for: any other looks missing.
    const wrong = requestOf(withdraw, own, { requestId: 'r-p', onBehalfOf: 'ann' });
    expect(reasonIn(await here.call(withdraw, wrong, portal))).toBe('REQUEST_NOT_FOUND');
    expect(await here.head()).toBe(position);
    const right = { requestId: 'r-p', onBehalfOf: 'bob' };
    expect(await ask(withdraw, portal, right)).toMatchObject({ memberId: 'bob' });
    await ask(withdraw, bob, { requestId: 'r-q', onBehalfOf: 'bob' });
    await here.head();
    expect(await ask('RequestService/ListRequests', bob, { status: undefined })).toMatchObject({
      requests: [
        { requestId: 'r-q', decidedBy: { type: 'ACTOR_TYPE_USER', id: 'bob' } },
        { requestId: 'r-p', decidedBy: { type: 'ACTOR_TYPE_SERVICE', id: 'portal' } },
        { requestId: 'r-b' },
      ],
    });
  });

  test('V01: a member allocates nothing, not even to itself; an admin does', async () => {
    const rpc = 'MemberService/AllocateCredits';
    const shares = { $case: 'amounts', value: { amounts: new Map([['ann', '5']]) } };
    for (const role of ['member', 'service', 'finance', 'operator', 'auditor'] as const)
      expect(await here.call(rpc, requestOf(rpc, own, { shares }), { ...ann, role })).toMatchObject(
        { status: 'PERMISSION_DENIED' },
      );
    expect(await ask(rpc, admin, { shares })).toMatchObject({
      shares: [{ memberId: 'ann', amount: '5.00' }],
    });
  });

  test('scenario 122 (P37): who is no buyer is refused the purchase, and an auditor is told ids alone', async () => {
    const rpc = 'WalletService/RecordPurchase';
    const head = await here.head();
    for (const role of ['member', 'admin', 'operator', 'auditor'] as const)
      expect(await here.call(rpc, requestOf(rpc, own), { role })).toMatchObject({
        status: 'PERMISSION_DENIED',
      });
    expect(await here.head()).toBe(head);
    const { members } = (await ask('MemberService/ListMembers', {
      role: 'auditor',
      wallets: [own],
    })) as { readonly members: readonly object[] };
    expect(members).toHaveLength(2);
    for (const member of members) expect(text(member)).not.toMatch(/mail|@/);
  });
});

const text = (value: unknown): string =>
  JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'bigint' ? String(field) : field,
  );

const only = (values: object, names: object): object =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in names));
