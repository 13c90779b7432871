import { describe, expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import type { UsageRecord } from '#contracts';
import { validRequests } from '../../spec-kit/valid-requests.ts';
import { type Fields, filledIn, type Form } from './form.ts';
import { formOfRpc } from '../../services/forms.ts';
import { gateOf } from './gate.ts';
import { requireWellFormed } from '../../services/usage/usage-record.ts';
import { InvalidRequest, violationsOf } from './violations.ts';

const cases = [...validRequests];

const requiredForm = (rpc: string): Form => {
  const form = formOfRpc(rpc);
  if (form === undefined) throw new Error(`${rpc} has no form`);
  return form;
};

const request = (rpc: string): Record<string, unknown> =>
  mutated(validRequests.get(rpc), () => asItWas) as Record<string, unknown>;

const wrongFields = (rpc: string, change: (valid: Record<string, unknown>) => void): string[] => {
  const changed = request(rpc);
  change(changed);
  return violationsOf(requiredForm(rpc), changed).map(({ field }) => field);
};

describe('a request', () => {
  test.each(cases)('%s is let in when it is as documented', (rpc, valid) => {
    expect(violationsOf(requiredForm(rpc), valid)).toEqual([]);
    expect(gateOf(requiredForm(rpc))(valid)).toBe(true);
  });

  test.each(['1e3', '-1', '0007', '1.', '.5', '+1', ' 1', '1,5', '', '0', '0.00', '9'.repeat(40)])(
    'cannot give the amount %j',
    (amount) => {
      const wrong = wrongFields('WalletService/GrantCredits', (grant) => {
        grant['amount'] = amount;
      });
      expect(wrong).toEqual(['amount']);
    },
  );

  test.each(['1e3', '-1', '0007', '1.', '', '9'.repeat(40), '1.0000001'])(
    'cannot give the quantity %j',
    (quantity) => {
      const wrong = wrongFields('UsageService/ConsumeCredits', (usage) => {
        usage['quantities'] = new Map([['photos', quantity]]);
      });
      expect(wrong).toEqual(['quantities']);
    },
  );

  test.each(['', 'a b', 'ü', 'a'.repeat(129), 'a/b', 'a\n'])('cannot give the id %j', (id) => {
    const wrong = wrongFields('UsageService/ConsumeCredits', (usage) => {
      usage['consumptionId'] = id;
    });
    expect(wrong).toEqual(['consumption_id']);
  });

  test.each(['', 'a b', '~system:expire:l1', 'k'.repeat(256), 'schlüssel'])(
    'cannot give the key %j',
    (key) => {
      const wrong = wrongFields('WalletService/CloseWallet', (close) => {
        close['idempotencyKey'] = key;
      });
      expect(wrong).toEqual(['idempotency_key']);
    },
  );

  test.each(['', 'Berlin', 'Europe/Atlantis', '+01:00', 'europe/berlin'])(
    'cannot name the zone %j',
    (zone) => {
      const wrong = wrongFields('WalletService/OpenWallet', (open) => {
        open['timeZone'] = zone;
      });
      expect(wrong).toEqual(['time_zone']);
    },
  );

  test.each([
    { seconds: 946_684_799n, nanos: 0 },
    { seconds: 253_402_300_800n, nanos: 0 },
    { seconds: 1_772_323_200n, nanos: -1 },
    { seconds: 1_772_323_200n, nanos: 1_000_000_000 },
    { seconds: -(2n ** 63n), nanos: 0 },
  ])('cannot name the instant %j', (occurredAt) => {
    const wrong = wrongFields('UsageService/RecordUsage', (usage) => {
      usage['occurredAt'] = occurredAt;
    });
    expect(wrong).toEqual(['occurred_at']);
  });

  test('names every wrong field once, by its path', () => {
    const purchase = wrongFields('WalletService/RecordPurchase', (wrong) => {
      wrong['walletId'] = '';
      wrong['end'] = { end: { $case: 'after', value: 'a year' } };
      wrong['cost'] = { currency: 'euro', minorUnits: '20.00' };
      wrong['bonus'] = { amount: '1e3', restrictedTo: [], end: {} };
    });
    expect(purchase.toSorted()).toEqual([
      'bonus.amount',
      'bonus.end',
      'cost.currency',
      'cost.minor_units',
      'end.after',
      'wallet_id',
    ]);
  });

  test('are not refused for one of their records, which is looked at by itself', () => {
    const wrong = { amount: '1e3', idempotencyKey: '' };
    const batch = wrongFields('UsageService/BatchRecordUsage', ({ records }) => {
      Object.assign((records as object[])[1] ?? {}, wrong);
    });
    const stream = wrongFields('UsageService/StreamUsage', ({ record }) => {
      Object.assign(record as object, wrong);
    });
    expect([batch, stream]).toEqual([[], []]);
    const { record } = validRequests.get('UsageService/StreamUsage') as { record: UsageRecord };
    requireWellFormed(record);
    const { violations } = thrownBy(() => requireWellFormed({ ...record, ...wrong }));
    expect(violations.map(({ field }) => field).toSorted()).toEqual(['amount', 'idempotency_key']);
  });

  test.each([0, 1_001])('cannot have %d records in a batch', (count) => {
    const wrong = wrongFields('UsageService/BatchRecordUsage', (batch) => {
      const [record] = batch['records'] as object[];
      batch['records'] = Array.from({ length: count }, () => record);
    });
    expect(wrong).toEqual(['records']);
  });

  test('names the wrong fields of a rate', () => {
    const wrong = wrongFields('CatalogService/PublishRateCard', ({ rates }) => {
      for (const rate of (rates as Map<string, object>).values())
        Object.assign(rate, { fixed: '-1', unitPrice: new Map([['photos', '1e3']]) });
    });
    expect(wrong.toSorted()).toEqual(['rates[photo.apply].fixed', 'rates[photo.apply].unit_price']);
  });

  test.each([
    ['UsageService/RecordUsage', 'resource', { type: '', id: 'e', name: '' }, 'resource.type'],
    ['WalletService/OpenWallet', 'owner', undefined, 'owner'],
    ['WalletService/OpenWallet', 'owner', { type: 'UNRECOGNIZED', id: 'a' }, 'owner.type'],
    ['WalletService/GrantCredits', 'kind', 'LOT_KIND_UNSPECIFIED', 'kind'],
    ['WalletService/GrantCredits', 'kind', 'LOT_KIND_PURCHASED', 'kind'],
    ['WalletService/GrantCredits', 'end', {}, 'end'],
    ['WalletService/GrantCredits', 'end', { end: { $case: 'never', value: false } }, 'end.never'],
    ['HoldService/PlaceHold', 'overCapture', 'UNRECOGNIZED', 'over_capture'],
    ['MemberService/SetCap', 'limit', undefined, 'limit'],
    ['MemberService/SetCap', 'limit', { $case: 'amount', value: '1e3' }, 'amount'],
    [
      'MemberService/SetCap',
      'target',
      { target: { $case: 'memberId', value: '' } },
      'target.member_id',
    ],
    ['MemberService/AllocateCredits', 'shares', undefined, 'shares'],
    ['ReportService/ListTransactions', 'resourceType', undefined, 'resource_id'],
    ['ReportService/ListLots', 'pageSize', 501, 'page_size'],
    ['ReportService/ListLots', 'kinds', ['UNRECOGNIZED'], 'kinds'],
    ['CatalogService/GetRateCard', 'version', 1, 'at'],
    ['AuditService/ReadStream', 'catalog', true, 'wallet_id'],
    ['ClockService/AdvanceTime', 'by', 'P1D', 'by'],
  ])('%s with another %s is wrong', (rpc, name, value, field) => {
    const wrong = wrongFields(rpc, (changed) => {
      changed[name] = value;
    });
    expect(wrong).toEqual([field]);
  });

  test('may say that a choice is unspecified where it need not be made', () => {
    const wrong = wrongFields('HoldService/PlaceHold', (hold) => {
      hold['overCapture'] = 'OVER_CAPTURE_UNSPECIFIED';
    });
    expect(wrong).toEqual([]);
  });

  test('cannot name a member twice, or some and all', () => {
    const share = (value: object) => (allocation: Record<string, unknown>) => {
      allocation['shares'] = { $case: 'sameAmount', value };
    };
    const rpc = 'MemberService/AllocateCredits';
    const ids = 'same_amount.member_ids';
    expect(wrongFields(rpc, share({ amount: '1', memberIds: ['a', 'a'], all: false }))).toEqual([
      ids,
    ]);
    expect(wrongFields(rpc, share({ amount: '1', memberIds: ['a'], all: true }))).toEqual([ids]);
    expect(wrongFields(rpc, share({ amount: '1', memberIds: [], all: true }))).toEqual([]);
  });
});

function thrownBy(throwing: () => void): InvalidRequest {
  try {
    throwing();
  } catch (error) {
    if (error instanceof InvalidRequest) return error;
  }
  throw new Error('nothing was thrown');
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, '', '0', '1e3', 'ok', '12.5', 'UNRECOGNIZED', 'P1Y'),
  fc.string(),
  fc.integer({ min: -2, max: 600 }),
  fc.boolean(),
);

const asItWas = Symbol('as it was');

/** A message with some of its plain values, at any depth, replaced by values of the same kind. */
function mutated(value: unknown, next: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mutated(item, next));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key as unknown, mutated(item, next)] as const));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === '$case' ? (item as unknown) : mutated(item, next),
      ]),
    );
  const other = next();
  return typeof other === typeof value || (other === undefined && value !== undefined)
    ? other
    : value;
}

describe('a gate', () => {
  test('lets in exactly what class-validator finds no fault with', () => {
    const gates = new Map(cases.map(([rpc]) => [rpc, gateOf(requiredForm(rpc))]));
    const letIn = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), junk), { minLength: 1, maxLength: 30 }),
        ([rpc, valid], choices) => {
          let step = 0;
          const message = mutated(valid, () => {
            step += 1;
            const [chance, value] = choices[step % choices.length] ?? [9, undefined];
            return chance === 0 ? value : asItWas;
          }) as Fields;
          const form = requiredForm(rpc);
          const isLetIn = gates.get(rpc)?.(message);
          const errors = validateSync(filledIn(form, message), { forbidUnknownValues: false });
          letIn[isLetIn === true ? 'yes' : 'no'] += 1;
          expect(isLetIn).toBe(errors.length === 0);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(letIn.yes).toBeGreaterThan(100);
    expect(letIn.no).toBeGreaterThan(100);
  });
});
