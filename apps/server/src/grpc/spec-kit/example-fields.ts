import type { services } from '#contracts';

/** A request of each RPC that is as documented, in the shape that its message has once decoded. */
export type RequestsOf<Service> = {
  readonly [
    Rpc in keyof Service as Rpc extends string ? Capitalize<Rpc> : never
  ]: Service[Rpc] extends {
    readonly requestDeserialize: (bytes: Buffer) => infer Request;
  }
    ? Request
    : never;
};

export type Services = typeof services;

export const wallet = { walletId: 'w1' };
export const command = { ...wallet, idempotencyKey: 'k-1', dryRun: false };
export const page = { ...wallet, pageSize: 10, pageToken: '', atLeastPosition: '17' };
export const march = { seconds: 1_772_323_200n, nanos: 5 };
const never = { end: { $case: 'never', value: true } } as const;
export const usage = {
  ...wallet,
  consumptionId: 'c-1',
  action: 'photo.apply',
  quantities: new Map([['photos', '3']]),
  settings: new Map([['background', 'new']]),
  amount: undefined,
  memberId: 'ann',
  resource: { type: 'event', id: 'e-1', name: 'Wedding' },
  idempotencyKey: 'k-1',
};
export const record = { ...usage, occurredAt: march };
export const lot = {
  ...command,
  amount: '12.50',
  cost: { currency: 'EUR', minorUnits: '2000' },
  rank: 15,
  effectiveAt: march,
  end: never,
  restrictedTo: ['photo.apply'],
};
/** Every policy but one. */
export const policies = {
  memberFunding: 'MEMBER_FUNDING_POOLED',
  burnOrder: undefined,
  ranks: [{ kind: 'LOT_KIND_PROMO', rank: 5 }],
  overdraftLimit: '0',
  lateWindow: 'PT72H',
  acceptanceWindow: 'P35D',
  holdMax: 'P7D',
  strictUsage: false,
  debtSettledByPromo: undefined,
  expiredReversal: { outcome: { $case: 'reissueForDays', value: 30 } },
} as const;
