import {
  AddMemberRequest,
  AdvanceTimeRequest,
  AllocateCreditsRequest,
  AuditServiceService,
  ChangePolicyRequest,
  ClockServiceService,
  CloseWalletRequest,
  CompareReadModelsRequest,
  ConsumeCreditsRequest,
  ExportStreamRequest,
  GetBalanceRequest,
  GrantCreditsRequest,
  HoldServiceService,
  ListLotsRequest,
  ListMembersRequest,
  MemberServiceService,
  OpenWalletRequest,
  PlaceHoldRequest,
  ReadStreamRequest,
  RecordPurchaseRequest,
  RemoveMemberRequest,
  ReportServiceService,
  ReverseConsumptionRequest,
  UsageServiceService,
  VerifyStreamRequest,
  WalletServiceService,
  type LotEnd,
} from '#contracts';
import type { BenchClient } from './bench-client.ts';

export const LOTS = 'lots';
export const LAPSING = 'lapsing';
export const MEMBERS = 'members';
export const HOLDS = 'holds';

// The manual clock begins at 2026-01-01, and time stands still until it is moved.
const HOLDS_END = 1_767_225_600n + 3_600n;
const LOTS_END = HOLDS_END + 86_400n;
const at = (seconds: bigint) => ({ seconds, nanos: 0 });

export const NEVER: LotEnd = { end: { $case: 'never', value: true } };
export const LAPSES: LotEnd = { end: { $case: 'at', value: at(LOTS_END) } };

/** What is asked of the large wallets. */
export class LargeCalls {
  readonly #client: BenchClient;
  #keys = 0;

  constructor(client: BenchClient) {
    this.#client = client;
  }

  get #idempotencyKey(): string {
    this.#keys += 1;
    return `large-${this.#keys}`;
  }

  open(walletId: string): Promise<unknown> {
    const { openWallet } = WalletServiceService;
    const request = OpenWalletRequest.create({
      walletId,
      owner: { type: 'OWNER_TYPE_ORGANISATION', id: `o-${walletId}` },
      unit: { code: 'CREDIT', scale: 3 },
      currency: 'USD',
      timeZone: 'Europe/Berlin',
      idempotencyKey: this.#idempotencyKey,
    });
    return this.#client.ask(openWallet, request);
  }

  grant(
    walletId: string,
    grantId: string,
    terms: { readonly amount: string; readonly end: LotEnd },
  ): Promise<unknown> {
    const { grantCredits } = WalletServiceService;
    const idempotencyKey = this.#idempotencyKey;
    const asked = { walletId, grantId, kind: 'LOT_KIND_PROMO' as const, ...terms, idempotencyKey };
    return this.#client.ask(grantCredits, GrantCreditsRequest.create(asked));
  }

  purchase(): Promise<unknown> {
    const { recordPurchase } = WalletServiceService;
    const request = RecordPurchaseRequest.create({
      walletId: LOTS,
      purchaseId: 'p',
      amount: '10',
      cost: { currency: 'USD', minorUnits: '100' },
      end: NEVER,
      idempotencyKey: this.#idempotencyKey,
    });
    return this.#client.ask(recordPurchase, request);
  }

  spend(walletId: string, consumptionId: string, amount = '1'): Promise<unknown> {
    const { consumeCredits } = UsageServiceService;
    const idempotencyKey = this.#idempotencyKey;
    const asked = { walletId, consumptionId, action: 'bench', amount, idempotencyKey };
    return this.#client.ask(consumeCredits, ConsumeCreditsRequest.create(asked));
  }

  reverse(consumptionId: string): Promise<unknown> {
    const { reverseConsumption } = UsageServiceService;
    const asked = { walletId: LOTS, consumptionId, idempotencyKey: this.#idempotencyKey };
    return this.#client.ask(reverseConsumption, ReverseConsumptionRequest.create(asked));
  }

  close(): Promise<unknown> {
    const asked = { walletId: LOTS, idempotencyKey: this.#idempotencyKey };
    return this.#client.ask(WalletServiceService.closeWallet, CloseWalletRequest.create(asked));
  }

  addMember(memberId: string): Promise<unknown> {
    const asked = { walletId: MEMBERS, memberId, idempotencyKey: this.#idempotencyKey };
    return this.#client.ask(MemberServiceService.addMember, AddMemberRequest.create(asked));
  }

  removeMember(memberId: string): Promise<unknown> {
    const asked = { walletId: MEMBERS, memberId, idempotencyKey: this.#idempotencyKey };
    return this.#client.ask(MemberServiceService.removeMember, RemoveMemberRequest.create(asked));
  }

  allocate(): Promise<unknown> {
    const request = AllocateCreditsRequest.create({
      walletId: MEMBERS,
      shares: { $case: 'sameAmount', value: { amount: '1', memberIds: [], all: true } },
      idempotencyKey: this.#idempotencyKey,
    });
    return this.#client.ask(MemberServiceService.allocateCredits, request);
  }

  pool(): Promise<unknown> {
    const request = ChangePolicyRequest.create({
      walletId: MEMBERS,
      policies: { memberFunding: 'MEMBER_FUNDING_POOLED' },
      idempotencyKey: this.#idempotencyKey,
    });
    return this.#client.ask(WalletServiceService.changePolicy, request);
  }

  members(): Promise<unknown> {
    const asked = { walletId: MEMBERS, pageSize: 500 };
    return this.#client.ask(MemberServiceService.listMembers, ListMembersRequest.create(asked));
  }

  lots(walletId: string): Promise<unknown> {
    const asked = { walletId, pageSize: 500 };
    return this.#client.ask(ReportServiceService.listLots, ListLotsRequest.create(asked));
  }

  hold(holdId: string): Promise<unknown> {
    const request = PlaceHoldRequest.create({
      walletId: HOLDS,
      holdId,
      action: 'bench',
      amount: '1',
      deadline: at(HOLDS_END),
      idempotencyKey: this.#idempotencyKey,
    });
    return this.#client.ask(HoldServiceService.placeHold, request);
  }

  // A question comes in while what is due is booked.
  async pass(by: string, walletId: string): Promise<void> {
    const passed = this.#client.ask(
      ClockServiceService.advanceTime,
      AdvanceTimeRequest.create({ by }),
    );
    const balance = GetBalanceRequest.create({ walletId });
    await this.#client.ask(ReportServiceService.getBalance, balance);
    await passed;
  }

  verify(walletId: string): Promise<unknown> {
    const request = VerifyStreamRequest.create({ walletId });
    return this.#client.count(AuditServiceService.verifyStream, request);
  }

  compare(walletId: string): Promise<unknown> {
    const request = CompareReadModelsRequest.create({ walletId });
    return this.#client.count(AuditServiceService.compareReadModels, request);
  }

  exported(walletId: string): Promise<unknown> {
    const request = ExportStreamRequest.create({ walletId });
    return this.#client.count(AuditServiceService.exportStream, request);
  }

  events(walletId: string): Promise<unknown> {
    const request = ReadStreamRequest.create({ walletId, pageSize: 500 });
    return this.#client.ask(AuditServiceService.readStream, request);
  }
}
