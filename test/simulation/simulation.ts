import type { OpenWallet, WalletEvent } from '#ledger';
import { Audit } from './audit.ts';
import { differences } from './differences.ts';
import { Dice } from './dice.ts';
import { perform } from './naive-wallet.ts';
import type { Minute, NaiveCommand, NaiveCommandType, NaivePolicies } from './naive/commands.ts';
import { figuresOf } from './naive/figures.ts';
import { openNaiveWallet, type NaiveWallet } from './naive/wallet.ts';
import { commandFrom } from './random-commands.ts';
import { somePolicy } from './random-policies.ts';
import { someWait } from './random-waits.ts';
import { newWallet, RealWallet, replay, textOf, type Answer } from './real-wallet.ts';
import type { Tally } from './tally.ts';
import { instantAt, opening, translate } from './translate.ts';

const AFTER_CLOSING_MAX = 5;

/** One command of a sequence: its type, and the chance from which the rest of it is made. */
export interface Step {
  readonly type: NaiveCommandType;
  readonly dice: readonly number[];
}

const POLICIES: NaivePolicies = {
  memberFunding: 'ALLOCATED_THEN_POOLED',
  burnOrder: 'RANK_FIRST',
  ranks: {},
  overdraftLimit: 0,
  lateHours: 72,
  acceptanceDays: 35,
  strictUsage: false,
  debtSettledByPromo: false,
  reissueDays: null,
};

/**
 * One wallet three times over: naive; real, following its events; and real but forgetful, keeping
 * what decisions leave, its finished things moved to an archive every now and then. After every
 * command all three must agree.
 */
export class Simulation {
  readonly #rules = newWallet();
  readonly #real = new RealWallet(this.#rules, 'EVENTS');
  readonly #forgetful = new RealWallet(this.#rules, 'DECISIONS');
  readonly #faults: string[] = [];
  readonly #audit = new Audit((fault) => this.#faults.push(fault));
  readonly #story: string[] = [];
  readonly #tally: Tally;
  readonly #naive: NaiveWallet;
  #now: Minute = 0;
  #afterClosing = 0;

  /** Opens the wallet, with policies by chance. */
  constructor(dice: Dice, tally: Tally) {
    this.#tally = tally;
    const scale = dice.pick([2, 0, 3]);
    const policies = { ...somePolicy(dice), ...somePolicy(dice) };
    this.#naive = openNaiveWallet({ scale, openedAt: 0 }, POLICIES, policies);
    this.#real.onFault = (fault) => this.#faults.push(fault);
    this.#refuseBeforeOpening();
    const command = opening(scale, policies);
    this.#story.push(`at 0 ${JSON.stringify(command)}`);
    for (const wallet of [this.#real, this.#forgetful]) wallet.perform(command, instantAt(0));
    this.#tally.countEvent({ type: 'WalletOpened' } as WalletEvent);
  }

  /** Does a random command, mostly one that makes sense by now. */
  take({ type, dice: numbers }: Step): void {
    if (this.#isOver()) return;
    const dice = new Dice(numbers);
    this.#now += someWait(type, { dice, wallet: this.#naive, now: this.#now });
    if (dice.oneIn(6)) this.#forget(dice);
    this.perform(commandFrom(type, { dice, wallet: this.#naive, now: this.#now }), this.#now);
  }

  /** Does a command at an instant, not before the last one's. */
  perform(naive: NaiveCommand, at: Minute): void {
    this.#now = at;
    const command = translate(naive, this.#naive.scale);
    const now = instantAt(this.#now);
    this.#story.push(`at ${this.#now} ${JSON.stringify(naive)}`);
    const prediction = perform(this.#naive, naive, this.#now);
    const dry = this.#forgetful.dryRun(command, now);
    const answer = this.#real.perform(command, now);
    const remembered = this.#forgetful.perform(command, now);
    this.#expectEqual('a dry run', dry, answer);
    this.#expectEqual('what was moved to the archive', remembered, answer);
    this.#count(answer);
    this.#faults.push(
      ...differences(prediction, figuresOf(this.#naive, this.#now), {
        now: this.#now,
        answer,
        state: this.#real.state as OpenWallet,
        consumptions: this.#real.consumptions,
        balance: this.#audit.balance,
      }),
    );
    this.#check();
  }

  /** I15: read again from the first event, and with its archive, it is the same wallet. */
  finish(): void {
    const whole = this.#real.state as OpenWallet;
    if (replay(this.#rules, this.#real.events) !== textOf(whole))
      this.#faults.push('I15: replaying from zero gives another state');
    const rest = this.#forgetful.state as OpenWallet;
    const { archive } = this.#forgetful;
    for (const lot of whole.lots) {
      const kept = archive.get(`lot:${lot.lotId}`);
      const found = rest.lots.get(lot.lotId) ?? (kept?.kind === 'LOT' ? kept.lot : undefined);
      this.#expectEqual(`lot ${lot.lotId}`, found, lot);
    }
    for (const id of this.#real.things)
      this.#expectEqual(id, this.#forgetful.find(id), this.#real.find(id));
    const others = { lots: [], kept: null, consumed: null, ended: null };
    this.#expectEqual('the rest', { ...rest, ...others }, { ...whole, ...others });
    this.#check();
  }

  // A closed wallet refuses everything: some of that is enough.
  #isOver(): boolean {
    if (this.#naive.closed) this.#afterClosing += 1;
    return this.#afterClosing > AFTER_CLOSING_MAX;
  }

  #refuseBeforeOpening(): void {
    const { reason } = this.#real.perform({ type: 'CloseWallet' }, instantAt(0));
    if (reason?.code !== 'WALLET_NOT_FOUND') this.#faults.push('an unopened wallet was found');
    if (reason !== null) this.#tally.countRefusal(reason);
  }

  // A snapshot: what is finished leaves the state, and the state goes through its stored form.
  #forget(dice: Dice): void {
    const revision = this.#forgetful.events.length - dice.pick([0, 0, 3, 20]);
    this.#forgetful.retire(revision, instantAt(this.#now));
    this.#forgetful.reload();
  }

  #count({ booked, decided, reason }: Answer): void {
    for (const event of [...booked, ...decided]) {
      this.#tally.countEvent(event);
      this.#audit.read(event);
    }
    if (reason !== null) this.#tally.countRefusal(reason);
    this.#story.push(`  → ${reason?.code ?? decided.map((event) => event.type).join(', ')}`);
  }

  #expectEqual(what: string, one: unknown, other: unknown): void {
    const [actual, wanted] = [textOf(one), textOf(other)];
    if (actual !== wanted) this.#faults.push(`I15: ${what} differs: ${actual} is not ${wanted}`);
  }

  #check(): void {
    if (this.#faults.length > 0)
      throw new Error(`${this.#faults.join('\n')}\n\n${this.#story.join('\n')}`);
  }
}
