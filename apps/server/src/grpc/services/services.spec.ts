import { Client, type Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { services } from '#contracts';
import { temporaryDirectory } from '#testing';
import { rpcName } from '../transport/rpc.ts';
import { calledBy } from '../spec-kit/callers.ts';
import { plain, runLedger } from '../spec-kit/running-ledger.ts';
import { validRequests } from '../spec-kit/valid-requests.ts';

interface Method {
  readonly path: string;
  readonly requestSerialize: (request: unknown) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => AnyAnswer;
}

interface AnyAnswer {
  readonly receipt?: { readonly position: string };
  readonly readAt?: { readonly position: string };
  readonly [field: string]: unknown;
}

const methods = new Map(
  Object.values(services)
    .flatMap((service) => Object.values(service) as unknown as Method[])
    .map((method) => [rpcName(method), method]),
);

describe('the services', () => {
  let ledger: Awaited<ReturnType<typeof runLedger>>;
  let client: Client;
  let position = '0';
  let key = 0;
  const directory = temporaryDirectory();

  const methodOf = (rpc: string): Method => {
    const method = methods.get(rpc);
    if (method === undefined) throw new Error(`there is no ${rpc}`);
    return method;
  };

  const request = (rpc: string, change: object) => {
    key += 1;
    const valid = validRequests.get(rpc);
    return {
      ...valid,
      idempotencyKey: `key-${key}`,
      ...(valid !== undefined && 'atLeastPosition' in valid ? { atLeastPosition: position } : {}),
      ...change,
    };
  };

  const call = (rpc: string, change: object, metadata = calledBy('service')): Promise<AnyAnswer> =>
    new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(rpc);
      const sent = request(rpc, change);
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        sent,
        metadata,
        (error, answer) => {
          if (error !== null || answer === undefined) return reject(error);
          position = answer.receipt?.position ?? position;
          resolve(answer);
        },
      );
    });

  const answersTo = async (rpc: string, change: object, metadata: Metadata) => {
    const { path, requestSerialize, responseDeserialize } = methodOf(rpc);
    const sent = request(rpc, change);
    const answers = await client
      .makeServerStreamRequest(path, requestSerialize, responseDeserialize, sent, metadata)
      .toArray();
    return answers as AnyAnswer[];
  };

  beforeAll(async () => {
    ledger = await runLedger({ directory });
    client = new Client(ledger.address, plain);
    await call(
      'CatalogService/PublishRateCard',
      { effectiveFrom: undefined },
      calledBy('operator'),
    );
    await call('WalletService/OpenWallet', { policies: undefined });
    for (const memberId of ['ann', 'bob'])
      await call('MemberService/AddMember', { memberId, role: undefined });
  });

  afterAll(async () => {
    client.close();
    await ledger.close();
  });

  const lot = { effectiveAt: undefined, restrictedTo: [], rank: undefined };

  test('record a purchase with its bonus', async () => {
    const answer = await call('WalletService/RecordPurchase', { ...lot, amount: '100' });
    expect(answer).toMatchObject({
      lot: { lotId: 'purchase:p-1', kind: 'LOT_KIND_PURCHASED', amount: '100.00', rank: 30 },
      bonus: { lotId: 'purchase:p-1/bonus', kind: 'LOT_KIND_PROMO', amount: '1.00' },
      balanceAfter: '101.00',
      availableAfter: '101.00',
      expired: '0.00',
      debtSettled: '0.00',
    });
  });

  test('grant what they say they would grant', async () => {
    const grant = { ...lot, grantId: 'g-2', amount: '10', source: undefined };
    const as = calledBy('finance');
    const dry = await call('WalletService/GrantCredits', { ...grant, dryRun: true }, as);
    const { receipt, ...done } = await call('WalletService/GrantCredits', grant, as);
    expect(dry).toEqual({ ...done, receipt: undefined });
    expect(receipt).toMatchObject({ replayed: false });
  });

  test('allocate from the pool, and say what it had and has', async () => {
    const shares = {
      $case: 'amounts',
      value: {
        amounts: new Map([
          ['bob', '20'],
          ['ann', '30.5'],
        ]),
      },
    };
    const answer = await call('MemberService/AllocateCredits', { shares }, calledBy('admin'));
    expect(answer).toMatchObject({
      shares: [
        { memberId: 'ann', amount: '30.50' },
        { memberId: 'bob', amount: '20.00' },
      ],
      summary: { available: '111.00', total: '50.50', remaining: '60.50' },
    });
  });

  const photos = { memberId: 'ann', amount: undefined, settings: new Map([['quality', 'draft']]) };

  test('quote what usage would cost, and spend it', async () => {
    const quote = await call('UsageService/QuoteUsage', {
      ...photos,
      quantities: new Map([['photos', '3']]),
    });
    expect(quote).toMatchObject({
      amount: '1.25',
      free: false,
      available: '91.00',
      refusal: undefined,
    });
    const spent = await call('UsageService/ConsumeCredits', photos);
    expect(spent).toMatchObject({
      amount: '1.25',
      slices: quote['slices'],
      debt: '0.00',
      rateCardVersion: 1,
      balanceAfter: '109.75',
    });
  });

  test('quote what cannot be paid, and why', async () => {
    const quote = await call('UsageService/QuoteUsage', { amount: '500', memberId: 'ann' });
    expect(quote).toMatchObject({
      amount: '500.00',
      available: '89.75',
      refusal: { reason: { $case: 'insufficientCredits', value: { shortfall: '410.25' } } },
    });
  });

  test('hold, capture a part, and release the rest', async () => {
    const deadline = { seconds: 1_772_370_000n, nanos: 0 };
    const held = await call('HoldService/PlaceHold', {
      ...photos,
      amount: '10',
      memberId: undefined,
      deadline,
    });
    expect(held).toMatchObject({
      amount: '10.00',
      balanceAfter: '109.75',
      availableAfter: '99.75',
    });
    const captured = await call('HoldService/CaptureHold', {
      amount: '4',
      quantities: new Map(),
      keepOpen: true,
    });
    expect(captured).toMatchObject({
      amount: '4.00',
      remaining: '6.00',
      status: 'HOLD_STATUS_OPEN',
      released: [],
    });
    expect(await call('HoldService/GetHold', {})).toMatchObject({
      hold: {
        status: 'HOLD_STATUS_OPEN',
        captured: '4.00',
        captureIds: ['cap-1'],
        remaining: '6.00',
      },
    });
    expect(await call('HoldService/ReleaseHold', {})).toMatchObject({
      amount: '6.00',
      availableAfter: '105.75',
    });
  });

  test('take a consumption back', async () => {
    expect(await call('UsageService/ReverseConsumption', { amount: '0.25' })).toMatchObject({
      reversalId: 'c-1/r1',
      amount: '0.25',
      remaining: '1.00',
      balanceAfter: '106.00',
    });
  });

  test('let members ask, and admins decide', async () => {
    const asked = await call(
      'RequestService/RequestCredits',
      { amount: '7', note: 'Please' },
      calledBy('member'),
    );
    expect(asked).toMatchObject({ request: { note: 'Please', status: 'REQUEST_STATUS_PENDING' } });
    expect(await call('RequestService/ListRequests', {}, calledBy('member'))).toMatchObject({
      requests: [{ requestId: 'r-1', note: 'Please' }],
      pendingCount: 1,
      totalRequested: '7.00',
      projected: undefined,
    });
    const approved = await call(
      'RequestService/ApproveRequest',
      { amount: '5' },
      calledBy('admin'),
    );
    expect(approved).toMatchObject({
      approved: { memberId: 'ann', requestedAmount: '7.00', approvedAmount: '5.00' },
      decidedBy: { type: 'ACTOR_TYPE_ADMIN', id: 'ann' },
    });
    expect(await call('RequestService/ApproveAllRequests', {}, calledBy('admin'))).toMatchObject({
      approved: [],
      decidedBy: { id: 'ann' },
    });
  });

  const nobody = { memberId: undefined };
  const now = { effectiveAt: undefined, knownAt: undefined };

  test('answer a balance, and to a member only its own', async () => {
    const whole = await call('ReportService/GetBalance', { ...nobody, ...now });
    expect(whole).toMatchObject({
      balance: '106.00',
      available: '106.00',
      held: '0.00',
      debt: '0.00',
    });
    const own = await call('ReportService/GetBalance', { ...nobody, ...now }, calledBy('member'));
    expect(own).toMatchObject({
      personal: '34.50',
      shared: '51.50',
      balance: undefined,
      byKind: [],
    });
    const others = call(
      'ReportService/GetBalance',
      { ...now, memberId: 'bob' },
      calledBy('member'),
    );
    await expect(others).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
  });

  test('list the history, to a member only its own', async () => {
    const any = { kinds: [], tab: undefined, resourceType: undefined, resourceId: undefined };
    const all = { ...any, ...nobody, occurredFrom: undefined };
    const { transactions } = await call('ReportService/ListTransactions', {
      ...all,
      pageSize: 500,
    });
    expect((transactions as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      'TRANSACTION_KIND_REVERSAL',
      'TRANSACTION_KIND_CONSUMPTION',
      'TRANSACTION_KIND_CONSUMPTION',
      'TRANSACTION_KIND_ADDITION',
      'TRANSACTION_KIND_ADDITION',
      'TRANSACTION_KIND_ADDITION',
    ]);
    const own = await call('ReportService/ListTransactions', all, calledBy('member', 'bob'));
    expect(own['transactions']).toMatchObject([{ memberId: 'bob', pocketAmount: '20.00' }]);
    const { nextPageToken, ...page } = await call('ReportService/ListTransactions', {
      ...all,
      pageSize: 2,
    });
    expect(page['transactions']).toHaveLength(2);
    const next = await call('ReportService/ListTransactions', { ...all, pageToken: nextPageToken });
    expect(next['transactions']).toHaveLength(4);
  });

  test('refuse a page token that they never gave', async () => {
    const page = call('ReportService/ListLots', { pageToken: 'made up' });
    await expect(page).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  test.each([
    ['WalletService/GetWallet', {}, { wallet: { walletId: 'w1', unit: { scale: 2 } } }],
    ['WalletService/ListWallets', {}, { wallets: [{ walletId: 'w1' }] }],
    ['MemberService/ListMembers', {}, { members: [{ memberId: 'bob', pocket: '20.00' }, {}] }],
    [
      'ReportService/ListLots',
      { statuses: [] },
      { lots: [{ terms: { kind: 'LOT_KIND_PROMO' } }, {}] },
    ],
    [
      'ReportService/GetMonthlyUsage',
      {},
      { months: [{ month: '2026-03', count: 2, total: '5.25' }, {}, {}, {}] },
    ],
    ['ReportService/GetMemberUsage', {}, { organisationTotal: '5.25', organisationCount: 2 }],
    [
      'ReportService/GetUsageBreakdown',
      {},
      { total: { used: '5.25', reversed: '0.25', count: 2, freeCount: 0 }, nextPageToken: '' },
    ],
    ['CatalogService/GetRateCard', { at: undefined }, { rateCard: { version: 1 } }],
  ])('answer %s', async (rpc, change, expected) => {
    const as = rpc === 'WalletService/ListWallets' ? calledBy('service') : calledBy('admin');
    expect(await call(rpc, change, as)).toMatchObject({
      ...expected,
      readAt: { position: expect.stringMatching(/^\d+$/) as unknown },
    });
  });

  test('give the rate card back as it was published', async () => {
    const { rateCard } = await call('CatalogService/GetRateCard', { version: 1, at: undefined });
    const published = validRequests.get('CatalogService/PublishRateCard');
    expect(rateCard).toMatchObject({ rates: published?.['rates'] });
  });

  test('prove a history', async () => {
    const as = calledBy('auditor');
    const { events, ...stream } = await call('AuditService/ReadStream', { fromRevision: 1n }, as);
    const head = stream['head'] as { readonly revision: bigint };
    expect((events as object[]).length).toBeGreaterThan(10);
    const verified = await answersTo('AuditService/VerifyStream', {}, as);
    expect(verified.at(-1)).toMatchObject({ news: { $case: 'result', value: { ok: true, head } } });
    const compared = await answersTo('AuditService/CompareReadModels', {}, as);
    expect(compared.at(-1)).toMatchObject({ news: { $case: 'result', value: { ok: true } } });
    const read = { eventsRead: head.revision, events: head.revision };
    for (const answers of [verified, compared])
      expect(answers.slice(0, -1)).toEqual([{ news: { $case: 'progress', value: read } }]);
  });

  test('tell of a new balance whoever watches it', async () => {
    const { path, requestSerialize, responseDeserialize } = methodOf('ReportService/WatchBalance');
    const watched = client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request('ReportService/WatchBalance', nobody),
      calledBy('service'),
    );
    const balances: unknown[] = [];
    const ended = new Promise<void>((resolve) => {
      watched.on('error', () => resolve());
    });
    watched.on('data', ({ balance }: AnyAnswer) => {
      balances.push(balance);
      if (balances.length === 1)
        void call('UsageService/ConsumeCredits', { ...photos, consumptionId: 'c-2', amount: '6' });
      else watched.cancel();
    });
    await ended;
    expect(balances).toEqual(['106.00', '100.00']);
  });

  test('say of a dry batch what would happen record after record', async () => {
    const walletId = 'rehearsed';
    await call('WalletService/OpenWallet', { walletId, policies: undefined });
    await call('WalletService/RecordPurchase', {
      ...lot,
      walletId,
      amount: '10',
      bonus: undefined,
    });
    const used = (id: string, amount: string, under = id) => ({
      ...(validRequests.get('UsageService/RecordUsage') as object),
      walletId,
      consumptionId: id,
      idempotencyKey: under,
      memberId: undefined,
      amount,
    });
    const records = [
      used('c-1', '6'),
      used('c-2', '6'),
      used('c-3', '1', 'c-1'),
      used('c-1', '6'),
      used('c-2', '1', 'another-key'),
    ];
    const { outcomes } = await call('UsageService/BatchRecordUsage', { records, dryRun: true });
    expect(outcomes).toMatchObject([
      { outcome: { value: { amount: '6.00', debt: '0.00', receipt: undefined } } },
      { outcome: { value: { amount: '6.00', debt: '2.00', receipt: undefined } } },
      { outcome: { value: { code: 3 } } },
      { outcome: { value: { amount: '6.00', debt: '0.00', receipt: undefined } } },
      { outcome: { value: { code: 6 } } },
    ]);
    const earnest = await call('UsageService/RecordUsage', used('c-1', '6'));
    expect(earnest).toMatchObject({ balanceAfter: '4.00', receipt: { replayed: false } });
  });

  test('know no time but that of the world', async () => {
    const time = call('ClockService/GetTime', {});
    await expect(time).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });
});
