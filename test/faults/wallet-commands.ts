import type { CommandOf, CommandType } from '#ledger';

type Given<Type extends CommandType> = Partial<Omit<CommandOf<Type>, 'type'>>;

export const open = (given: Given<'OpenWallet'> = {}): CommandOf<'OpenWallet'> => ({
  type: 'OpenWallet',
  owner: { type: 'ORGANISATION', id: 'acme' },
  unit: { code: 'CR', scale: 2 },
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  policies: {},
  ...given,
});

export const grant = (
  grantId: string,
  amount: string,
  given: Given<'GrantCredits'> = {},
): CommandOf<'GrantCredits'> => ({
  type: 'GrantCredits',
  grantId,
  kind: 'PROMO',
  amount,
  end: { never: true },
  restrictedTo: [],
  ...given,
});

export const purchase = (
  purchaseId: string,
  amount: string,
  given: Given<'RecordPurchase'> = {},
): CommandOf<'RecordPurchase'> => ({
  type: 'RecordPurchase',
  purchaseId,
  amount,
  cost: { currency: 'EUR', minorUnits: '10000' },
  end: { never: true },
  restrictedTo: [],
  ...given,
});

const used = { action: 'llm', quantities: {}, settings: {} };

export const consume = (
  consumptionId: string,
  amount: string,
  given: Given<'ConsumeCredits'> = {},
): CommandOf<'ConsumeCredits'> => ({
  type: 'ConsumeCredits',
  consumptionId,
  ...used,
  amount,
  ...given,
});

export const record = (
  consumptionId: string,
  amount: string,
  given: Given<'RecordUsage'> = {},
): CommandOf<'RecordUsage'> => ({ type: 'RecordUsage', consumptionId, ...used, amount, ...given });

export const reverse = (
  consumptionId: string,
  amount?: string,
): CommandOf<'ReverseConsumption'> => ({ type: 'ReverseConsumption', consumptionId, amount });

export const hold = (
  holdId: string,
  amount: string,
  given: Pick<CommandOf<'PlaceHold'>, 'deadline'> & Given<'PlaceHold'>,
): CommandOf<'PlaceHold'> => ({ type: 'PlaceHold', holdId, ...used, amount, ...given });

export const capture = (
  holdId: string,
  captureId: string,
  given: Given<'CaptureHold'> = {},
): CommandOf<'CaptureHold'> => ({
  type: 'CaptureHold',
  holdId,
  captureId,
  quantities: {},
  settings: {},
  keepOpen: false,
  ...given,
});
