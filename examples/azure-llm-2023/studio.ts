import {
  AllocateCreditsRequest,
  ApproveRequestRequest,
  ConsumeCreditsRequest,
  MemberServiceService,
  RecordPurchaseRequest,
  RemoveMemberRequest,
  RequestCreditsRequest,
  RequestServiceService,
  UsageServiceService,
  WalletServiceService,
  type Receipt,
  type Timestamp,
} from '#contracts';
import type { Callers } from './callers.ts';
import type { Clock } from './clock.ts';
import type { Figures } from './figures.ts';
import { refusalOf } from './refusal.ts';
import { balanceOf } from './reports.ts';
import { addMembers, openWallet } from './wallets.ts';

export const walletId = 'studio';

/** One step of the workflow, for the table: what was done, what came of it, the pool after it. */
export interface Step {
  readonly what: string;
  readonly outcome: string;
  readonly pool: string;
}

/** A team at work: buying, allocating, using, asking, approving, leaving. A minute a step. */
export class Studio {
  readonly steps: Step[] = [];
  readonly #callers: Callers;
  readonly #clock: Clock;
  readonly #figures: Figures;

  constructor(callers: Callers, { clock, figures }: { clock: Clock; figures: Figures }) {
    this.#callers = callers;
    this.#clock = clock;
    this.#figures = figures;
  }

  /** Plays the workflow; answers the last instant before the second purchase. */
  async play(): Promise<Timestamp> {
    await openWallet(this.#callers, walletId, { timeZone: 'Europe/Berlin', scale: 2 });
    await addMembers(this.#callers, walletId, ['m1', 'm2', 'm3', 'm4']);
    await this.#buy('p-1', '1000', '1000.00');
    await this.#allocate();
    await this.#use('m1', '40', { pool: '400.00', slices: ['m1 40.00'] });
    await this.#ask('r-2', 'm2', '200');
    await this.#approve('r-2', { amount: '120', pool: '280.00', given: '120.00' });
    await this.#use('m3', '200', { pool: '230.00', slices: ['m3 150.00', 'pool 50.00'] });
    await this.#ask('r-4', 'm4', '300');
    await this.#approveInVain('r-4');
    const beforeSecondPurchase = this.#clock.now;
    await this.#buy('p-2', '500', '730.00');
    await this.#approve('r-4', { pool: '430.00', given: '300.00' });
    await this.#remove('m1');
    return beforeSecondPurchase;
  }

  async #buy(purchaseId: string, amount: string, pool: string): Promise<void> {
    await this.#clock.moveOn(60);
    const { receipt } = await this.#callers.service.ask(
      WalletServiceService.recordPurchase,
      RecordPurchaseRequest.create({
        walletId,
        purchaseId,
        amount,
        cost: { currency: 'USD', minorUnits: `${Number(amount) * 2}` },
        end: { end: { $case: 'after', value: 'P1Y' } },
        salesReference: `S-${purchaseId}`,
        payment: { gateway: 'stripe', paymentId: `pay-${purchaseId}`, orderId: `o-${purchaseId}` },
        idempotencyKey: purchaseId,
      }),
    );
    await this.#done(`buy ${amount}`, { receipt, pool, outcome: 'bought' });
  }

  async #allocate(): Promise<void> {
    await this.#clock.moveOn(60);
    const memberIds = ['m1', 'm2', 'm3', 'm4'];
    const request = AllocateCreditsRequest.create({
      walletId,
      shares: { $case: 'sameAmount', value: { amount: '150', memberIds } },
      idempotencyKey: 'bulk',
    });
    const { allocateCredits } = MemberServiceService;
    const { admin } = this.#callers;
    const preview = await admin.ask(allocateCredits, { ...request, dryRun: true });
    const { receipt, summary } = await admin.ask(allocateCredits, request);
    const expected = { available: '1000.00', total: '600.00', remaining: '400.00' };
    this.#figures.checkAll('studio, preview of 4 × 150', { ...preview.summary }, expected);
    this.#figures.checkAll('studio, 4 × 150', { ...summary }, expected);
    const { available, total, remaining } = expected;
    const outcome = `preview ${[available, total, remaining].join(' / ')}`;
    await this.#done('150 each to m1–m4', { receipt, pool: '400.00', outcome });
  }

  async #use(
    memberId: string,
    photos: string,
    expected: { readonly pool: string; readonly slices: readonly string[] },
  ): Promise<void> {
    await this.#clock.moveOn(60);
    const { receipt, slices } = await this.#callers.service.ask(
      UsageServiceService.consumeCredits,
      ConsumeCreditsRequest.create({
        walletId,
        consumptionId: `run-${memberId}`,
        action: 'photo.apply',
        quantities: new Map([['photos', photos]]),
        memberId,
        resource: { type: 'event', id: '4711', name: 'Autumn fair' },
        idempotencyKey: `run-${memberId}`,
      }),
    );
    const found = slices.map(({ memberId: owner, amount }) => `${owner ?? 'pool'} ${amount}`);
    this.#figures.check(`studio, ${memberId} uses ${photos}`, found, expected.slices);
    const outcome = `paid by ${found.join(', ')}`;
    await this.#done(`${memberId} uses ${photos}`, { receipt, pool: expected.pool, outcome });
  }

  async #ask(requestId: string, memberId: 'm2' | 'm4', amount: string): Promise<void> {
    await this.#clock.moveOn(60);
    await this.#callers[memberId].ask(
      RequestServiceService.requestCredits,
      RequestCreditsRequest.create({
        walletId,
        requestId,
        memberId,
        amount,
        idempotencyKey: requestId,
      }),
    );
  }

  async #approve(
    requestId: string,
    expected: { readonly amount?: string; readonly pool: string; readonly given: string },
  ): Promise<void> {
    await this.#clock.moveOn(60);
    const { receipt, approved } = await this.#callers.admin.ask(
      RequestServiceService.approveRequest,
      ApproveRequestRequest.create({
        walletId,
        requestId,
        amount: expected.amount,
        idempotencyKey: `approve-${requestId}`,
      }),
    );
    const { memberId, requestedAmount, approvedAmount } = approved ?? {};
    this.#figures.check(`studio, ${requestId} approved`, approvedAmount, expected.given);
    const what = `${memberId} asks for ${requestedAmount}`;
    await this.#done(what, { receipt, pool: expected.pool, outcome: `gets ${approvedAmount}` });
  }

  async #approveInVain(requestId: string): Promise<void> {
    await this.#clock.moveOn(60);
    const approval = this.#callers.admin.ask(
      RequestServiceService.approveRequest,
      ApproveRequestRequest.create({ walletId, requestId, idempotencyKey: 'approve-in-vain' }),
    );
    const { reason } = await refusalOf(approval);
    const shortfall = reason?.$case === 'poolTooSmall' ? reason.value.shortfall : reason?.$case;
    this.#figures.check(`studio, ${requestId} is short by`, shortfall, '70.00');
    const outcome = `refused, short by ${shortfall}`;
    await this.#done('m4 asks for 300.00', { pool: '230.00', outcome });
  }

  async #remove(memberId: string): Promise<void> {
    await this.#clock.moveOn(60);
    const { receipt, returned } = await this.#callers.admin.ask(
      MemberServiceService.removeMember,
      RemoveMemberRequest.create({ walletId, memberId, idempotencyKey: `remove-${memberId}` }),
    );
    this.#figures.check(`studio, ${memberId} returns`, returned, '110.00');
    await this.#done(`remove ${memberId}`, {
      receipt,
      pool: '540.00',
      outcome: `returns ${returned}`,
    });
  }

  // What a member who stays sees as shared is the pool: there is no debt.
  async #done(
    what: string,
    { receipt, pool, outcome }: { receipt?: Receipt | undefined; pool: string; outcome: string },
  ): Promise<void> {
    const { shared = 'nothing' } = await balanceOf(this.#callers.admin, {
      walletId,
      memberId: 'm2',
      atLeastPosition: receipt?.position,
    });
    this.#figures.check(`studio, pool after “${what}: ${outcome}”`, shared, pool);
    this.steps.push({ what, outcome, pool: shared });
  }
}
