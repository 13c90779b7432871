import type { EventOf, WalletEvent } from '#ledger';

/** Reads events as an outsider would, and says where they contradict each other. */
export class Audit {
  #balance = 0n;
  readonly #lots = new Set<string>();
  readonly #decided = new Set<string>();
  readonly #held = new Map<string, bigint>();
  readonly #consumed = new Map<string, bigint>();
  readonly #onFault: (fault: string) => void;

  constructor(onFault: (fault: string) => void) {
    this.#onFault = onFault;
  }

  get balance(): bigint {
    return this.#balance;
  }

  read(event: WalletEvent): void {
    this.#readRow(event);
    this.#readSlices(event);
    this.#readOnce(event);
    this.#readHold(event);
    this.#readUsage(event);
  }

  // I16: every balance is the one before and this row's amount.
  #readRow(event: WalletEvent): void {
    if (!('balanceAfter' in event.data) || event.data.balanceAfter === undefined) return;
    this.#balance += rowAmount(event);
    this.#expect(
      event.data.balanceAfter === this.#balance,
      `I16: ${event.type} says balance ${event.data.balanceAfter}, its row makes ${this.#balance}`,
    );
  }

  #readSlices({ type, data }: WalletEvent): void {
    if (!('slices' in data) || !('amount' in data)) return;
    const debt = type === 'CreditsConsumed' ? data.debt : 0n;
    const forgiven = type === 'ConsumptionReversed' ? data.debtForgiven : 0n;
    const sum = data.slices.reduce((total, { amount }) => total + amount, 0n);
    this.#expect(
      sum + debt + forgiven === data.amount,
      `I4: slices of ${type} sum to ${sum}, its amount is ${data.amount}`,
    );
    const positive = data.slices.every(({ amount }) => amount > 0n);
    this.#expect(positive, `I4: a slice of ${type} is empty or negative`);
  }

  // I9: one lot of an id, one decision of a request.
  #readOnce({ type, data }: WalletEvent): void {
    if (type === 'CreditsPurchased' || type === 'CreditsGranted') {
      this.#expect(!this.#lots.has(data.lotId), `I9: ${data.lotId} was issued twice`);
      this.#lots.add(data.lotId);
    }
    if (type === 'RequestApproved' || type === 'RequestRejected' || type === 'RequestCancelled') {
      this.#expect(!this.#decided.has(data.requestId), `I9: ${data.requestId} decided twice`);
      this.#decided.add(data.requestId);
    }
  }

  // I6: what is held is captured or released, once.
  #readHold({ type, data }: WalletEvent): void {
    if (type === 'CreditsHeld') this.#held.set(data.holdId, data.amount);
    if (type !== 'HoldCaptured' && type !== 'HoldReleased') return;
    const left = (this.#held.get(data.holdId) ?? 0n) - data.amount;
    this.#held.set(data.holdId, left);
    this.#expect(left >= 0n, `I6: more of ${data.holdId} was captured or released than held`);
    if (type === 'HoldCaptured')
      this.#expect(data.remaining === left, `I6: ${data.holdId} has ${left} remaining`);
    else this.#expect(left === 0n, `I6: ${data.holdId} ended with ${left} still held`);
  }

  // I7: no more is reversed or written off than was consumed.
  #readUsage({ type, data }: WalletEvent): void {
    if (type === 'CreditsConsumed') this.#consumed.set(data.consumptionId, data.amount);
    if (type !== 'ConsumptionReversed' && type !== 'DebtWrittenOff') return;
    const left = (this.#consumed.get(data.consumptionId) ?? 0n) - data.amount;
    this.#consumed.set(data.consumptionId, left);
    this.#expect(left >= 0n, `I7: more of ${data.consumptionId} was corrected than consumed`);
  }

  #expect(isSo: boolean, fault: string): void {
    if (!isSo) this.#onFault(fault);
  }
}

type RowType =
  | 'CreditsPurchased'
  | 'CreditsGranted'
  | 'LotActivated'
  | 'LotExpired'
  | 'ExpiryReopened'
  | 'LotVoided'
  | 'CreditsConsumed'
  | 'ConsumptionReversed'
  | 'DebtSettled'
  | 'DebtWrittenOff';

const SIGNS: Readonly<Record<RowType, bigint>> = {
  CreditsPurchased: 1n,
  CreditsGranted: 1n,
  LotActivated: 1n,
  LotExpired: -1n,
  ExpiryReopened: 1n,
  LotVoided: -1n,
  CreditsConsumed: -1n,
  ConsumptionReversed: 1n,
  DebtSettled: 0n,
  DebtWrittenOff: 1n,
};

const rowAmount = (event: WalletEvent): bigint =>
  event.type in SIGNS ? SIGNS[event.type as RowType] * (event as EventOf<RowType>).data.amount : 0n;
