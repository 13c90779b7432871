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

const request = 'RequestService/RequestCredits';
const withdraw = 'RequestService/WithdrawRequest';
const key = { idempotencyKey: 'monthly-2027-01' };

describe("D10: a member's own calls have keys of their own", () => {
  const directory = temporaryDirectory();
  let here: TwoTenants;

  beforeAll(async () => {
    here = await TwoTenants.open(directory);
  });
  afterAll(() => here.close());

  const call = (rpc: string, holder: Holder, given: object) =>
    here.call(rpc, requestOf(rpc, own, given), holder);
  const asks = (holder: Holder, requestId: string, given: object = key) =>
    call(request, holder, { memberId: holder.subject, requestId, amount: '5', ...given });

  test("so that none stands in the way of finance's grant, or of another member", async () => {
    expect(await asks(ann, 'r-a')).toMatchObject({ answer: { receipt: { replayed: false } } });
    const grant = await call('WalletService/GrantCredits', { role: 'finance' }, key);
    expect(grant).toMatchObject({ answer: { receipt: { replayed: false } } });
    expect(await asks(bob, 'r-z')).toMatchObject({ answer: { receipt: { replayed: false } } });
  });

  test('in which the same request has the same answer, and another is refused', async () => {
    expect(await asks(ann, 'r-a')).toMatchObject({ answer: { receipt: { replayed: true } } });
    expect(reasonIn(await asks(ann, 'r-c'))).toBe('IDEMPOTENCY_KEY_REUSED');
    const withdrawn = await call(withdraw, ann, { requestId: 'r-a', ...key });
    expect(reasonIn(withdrawn)).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test("which are not those of a service that acts for the member: its keys are the wallet's", async () => {
    const portal: Holder = { role: 'service', subject: 'portal', wallets: [own] };
    const about = { memberId: 'ann', requestId: 'r-a', amount: '5' };
    expect(reasonIn(await call(request, portal, { ...about, ...key }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  test('and which the history tells apart, while what belongs together is named by the bare key', async () => {
    const { events } = (await here.ask(
      'AuditService/ReadStream',
      requestOf('AuditService/ReadStream', own, { limit: 100 }),
      { role: 'auditor' },
    )) as { readonly events: readonly { readonly metadata: string }[] };
    const told = events
      .map(({ metadata }) => JSON.parse(metadata) as { idempotencyKey: string })
      .filter(({ idempotencyKey }) => idempotencyKey.endsWith(key.idempotencyKey));
    const correlationId = key.idempotencyKey;
    expect(told).toMatchObject([
      { idempotencyKey: 'member ann monthly-2027-01', correlationId },
      { idempotencyKey: 'monthly-2027-01', correlationId },
      { idempotencyKey: 'member bob monthly-2027-01', correlationId },
    ]);
  });
});
