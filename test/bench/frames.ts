import {
  BatchRecordUsageRequest,
  ConsumeCreditsRequest,
  GetBalanceRequest,
  OpenWalletRequest,
  RecordPurchaseRequest,
  type UsageRecord,
} from '#contracts';
import { BATCH_SIZE, type LoadOrder } from './orders.ts';

const ACTION = 'llm.completion';
const HEADER_BYTES = 5;

/** A message as one uncompressed gRPC frame. */
export function frameOf(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(HEADER_BYTES + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEADER_BYTES);
  return frame;
}

/** The encoded request of the n-th call of a run. */
export function frames(order: LoadOrder, index: number): Uint8Array {
  const walletId = `${order.prefix}${index % order.wallets}`;
  const key = `${order.run}-${index}`;
  switch (order.kind) {
    case 'OPEN':
      return OpenWalletRequest.encode(
        OpenWalletRequest.create({
          walletId,
          owner: { type: 'OWNER_TYPE_ORGANISATION', id: `o-${walletId}` },
          unit: { code: 'CREDIT', scale: 3 },
          currency: 'USD',
          timeZone: 'Europe/Berlin',
          idempotencyKey: key,
        }),
      ).finish();
    case 'PURCHASE':
      return RecordPurchaseRequest.encode(
        RecordPurchaseRequest.create({
          walletId,
          purchaseId: key,
          amount: '100000000',
          cost: { currency: 'USD', minorUnits: '100000' },
          end: { end: { $case: 'never', value: true } },
          idempotencyKey: key,
        }),
      ).finish();
    case 'CONSUME':
      return ConsumeCreditsRequest.encode(
        ConsumeCreditsRequest.create({
          walletId,
          consumptionId: key,
          action: ACTION,
          quantities: quantitiesOf(index),
          idempotencyKey: key,
        }),
      ).finish();
    case 'BATCH':
      return BatchRecordUsageRequest.encode({
        records: Array.from({ length: BATCH_SIZE }, (_, n) =>
          recordOf(order, index * BATCH_SIZE + n),
        ),
        dryRun: false,
      }).finish();
    case 'BALANCE':
      return GetBalanceRequest.encode(GetBalanceRequest.create({ walletId })).finish();
  }
}

function recordOf({ wallets, prefix, run }: LoadOrder, index: number): UsageRecord {
  const key = `${run}-${index}`;
  return {
    walletId: `${prefix}${index % wallets}`,
    consumptionId: key,
    action: ACTION,
    quantities: quantitiesOf(index),
    settings: new Map(),
    amount: undefined,
    memberId: undefined,
    resource: undefined,
    occurredAt: undefined,
    idempotencyKey: key,
  };
}

const quantitiesOf = (index: number): Map<string, string> =>
  new Map([
    ['contextTokens', String(500 + (index % 4000))],
    ['generatedTokens', String(10 + (index % 300))],
  ]);
