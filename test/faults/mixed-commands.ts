import {
  AddMemberRequest,
  AllocateCreditsRequest,
  CaptureHoldRequest,
  ConsumeCreditsRequest,
  GrantCreditsRequest,
  OpenWalletRequest,
  PlaceHoldRequest,
  RecordPurchaseRequest,
  RecordUsageRequest,
  ReleaseHoldRequest,
  ReverseConsumptionRequest,
} from '#contracts';
import type { Chance } from './chance.ts';

/** A command as it is sent, the same each time. */
export interface MixedCommand {
  readonly rpc: string;
  readonly walletId: string;
  readonly key: string;
  readonly request: object;
  /** What an accepted one does to the balance with the amount that it answers: 1, −1 or 0. */
  readonly sign: bigint;
}

/** A deadline that no test reaches. */
const deadline = { seconds: 1_772_366_400n, nanos: 0 };
export const clockFrom = '2026-03-01T00:00:00.000000000Z';

interface Naming {
  readonly walletId: string;
  readonly idempotencyKey: string;
}

const RECENT = 8;

const never = { end: { $case: 'never', value: true } } as const;

/** Draws commands of many kinds on some wallets: many are accepted, and some refused. */
export class MixedCommands {
  readonly walletIds: readonly string[];
  readonly #chance: Chance;
  readonly #given = new Map<string, readonly string[]>();
  #drawn = 0;
  #ids = 0;

  constructor(chance: Chance, wallets: number) {
    this.#chance = chance;
    this.walletIds = Array.from({ length: wallets }, (_, index) => `w${index}`);
  }

  /** What every wallet begins with. */
  openings(): readonly MixedCommand[] {
    return this.walletIds.flatMap((walletId) => [
      this.#command('WalletService/OpenWallet', walletId, 0n, (named) =>
        OpenWalletRequest.create({
          ...named,
          owner: { type: 'OWNER_TYPE_ORGANISATION', id: 'acme' },
          unit: { code: 'CREDIT', scale: 2 },
          currency: 'EUR',
          timeZone: 'Europe/Berlin',
        }),
      ),
      this.#purchase(walletId, '500'),
      this.#command('MemberService/AddMember', walletId, 0n, (named) =>
        AddMemberRequest.create({ ...named, memberId: 'ann' }),
      ),
    ]);
  }

  next(): MixedCommand {
    const walletId = `w${this.#chance.below(this.walletIds.length)}`;
    const draw = this.#chance.pick([
      () => this.#purchase(walletId, this.#amount(90)),
      () => this.#grant(walletId),
      () => this.#usage(walletId),
      () => this.#usage(walletId),
      () => this.#usage(walletId),
      () => this.#late(walletId),
      () => this.#reversal(walletId),
      () => this.#hold(walletId),
      () => this.#capture(walletId),
      () => this.#release(walletId),
      () => this.#allocation(walletId),
    ]);
    return draw();
  }

  #purchase(walletId: string, amount: string): MixedCommand {
    return this.#command('WalletService/RecordPurchase', walletId, 1n, (named) =>
      RecordPurchaseRequest.create({
        ...named,
        purchaseId: this.#id(),
        amount,
        cost: { currency: 'EUR', minorUnits: '1000' },
        end: never,
      }),
    );
  }

  #grant(walletId: string): MixedCommand {
    return this.#command('WalletService/GrantCredits', walletId, 1n, (named) =>
      GrantCreditsRequest.create({
        ...named,
        grantId: this.#id(),
        kind: 'LOT_KIND_PROMO',
        amount: this.#amount(30),
        end: never,
      }),
    );
  }

  #usage(walletId: string): MixedCommand {
    const consumptionId = this.#remembered(`use ${walletId}`);
    return this.#command('UsageService/ConsumeCredits', walletId, -1n, (named) =>
      ConsumeCreditsRequest.create({ ...named, ...this.#used(), consumptionId }),
    );
  }

  #late(walletId: string): MixedCommand {
    const consumptionId = this.#remembered(`use ${walletId}`);
    return this.#command('UsageService/RecordUsage', walletId, -1n, (named) =>
      RecordUsageRequest.create({ ...named, ...this.#used(), consumptionId }),
    );
  }

  #reversal(walletId: string): MixedCommand {
    const consumptionId = this.#recent(`use ${walletId}`);
    return this.#command('UsageService/ReverseConsumption', walletId, 1n, (named) =>
      ReverseConsumptionRequest.create({ ...named, consumptionId }),
    );
  }

  #hold(walletId: string): MixedCommand {
    const holdId = this.#remembered(`hold ${walletId}`);
    return this.#command('HoldService/PlaceHold', walletId, 0n, (named) =>
      PlaceHoldRequest.create({ ...named, ...this.#used(), holdId, deadline }),
    );
  }

  #capture(walletId: string): MixedCommand {
    return this.#command('HoldService/CaptureHold', walletId, -1n, (named) =>
      CaptureHoldRequest.create({
        ...named,
        holdId: this.#recent(`hold ${walletId}`),
        captureId: this.#remembered(`use ${walletId}`),
        amount: this.#amount(9),
        keepOpen: this.#chance.oneIn(2),
      }),
    );
  }

  #release(walletId: string): MixedCommand {
    return this.#command('HoldService/ReleaseHold', walletId, 0n, (named) =>
      ReleaseHoldRequest.create({ ...named, holdId: this.#recent(`hold ${walletId}`) }),
    );
  }

  #allocation(walletId: string): MixedCommand {
    const amounts = { amounts: new Map([['ann', this.#amount(9)]]) };
    return this.#command('MemberService/AllocateCredits', walletId, 0n, (named) =>
      AllocateCreditsRequest.create({ ...named, shares: { $case: 'amounts', value: amounts } }),
    );
  }

  #command(
    rpc: string,
    walletId: string,
    sign: bigint,
    request: (named: Naming) => object,
  ): MixedCommand {
    this.#drawn += 1;
    const key = `key-${this.#drawn}`;
    return { rpc, walletId, key, sign, request: request({ walletId, idempotencyKey: key }) };
  }

  #used() {
    const memberId = this.#chance.oneIn(3) ? 'ann' : undefined;
    return { action: 'llm', amount: this.#amount(20), memberId };
  }

  #id(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  /** A new id, which a later command may name again. */
  #remembered(what: string): string {
    const id = this.#id();
    this.#given.set(what, [...(this.#given.get(what) ?? []), id].slice(-RECENT));
    return id;
  }

  /** An id that was given before, if any was; what it is of may be refused by now, or unanswered. */
  #recent(what: string): string {
    const given = this.#given.get(what) ?? [];
    return given[this.#chance.below(RECENT)] ?? 'none';
  }

  #amount(below: number): string {
    return `${this.#chance.below(below)}.${10 + this.#chance.below(90)}`;
  }
}
