import { expect } from '@jest/globals';
import {
  AuditServiceService,
  OpenWalletRequest,
  ReadStreamRequest,
  type Receipt,
  type StreamHead,
  WalletServiceService,
} from '#contracts';
import type { LedgerClient } from '../support/client.ts';
import { Moments } from '../support/moments.ts';
import { plain } from '../support/plain.ts';
import { Refused, statusByReason } from '../support/refused.ts';
import type { Action } from './action.ts';
import type { Racer, Refusal, Scenario, Step } from './scenario.ts';
import type { Sight } from './answers.ts';
import { look, type View } from './view.ts';

/** Where a scenario is played: the servers that write, of which the first also answers. */
export interface Stage {
  readonly clients: readonly [LedgerClient, ...LedgerClient[]];
  readonly walletId: string;
  /** Moves the clock of every server. */
  readonly moveClock: (time: Temporal.Instant) => Promise<void>;
  /** Whether what is due is booked by itself. */
  readonly ticker: boolean;
}

/** What came of a call: what it answered but its receipt, or why it was refused. */
type Outcome = { readonly answer: object } | { readonly refusal: object };

const SCALE = 2;

/**
 * Plays a scenario step by step. Each command is asked as a dry run first, which must say the same;
 * a refusal must have recorded nothing; and in the end every accepted command is sent once more and
 * must replay its answer.
 */
export class Play {
  /** Everything that was answered and seen, to compare with another play. */
  readonly transcript: unknown[] = [];
  readonly #scenario: Scenario;
  readonly #stage: Stage;
  readonly #moments: Moments;
  readonly #accepted: { action: Action; key: string; outcome: Outcome; receipt: Receipt }[] = [];
  #position = 0n;
  #keys = 0;

  constructor(scenario: Scenario, stage: Stage) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.#moments = new Moments(scenario.day, scenario.zone ?? 'UTC');
  }

  async run(): Promise<void> {
    await this.#stage.moveClock(this.#moments.start);
    await this.#open();
    for (const action of this.#scenario.given ?? []) await this.#act({ when: action });
    for (const step of this.#scenario.steps) await this.#step(step);
    for (const accepted of this.#accepted) await this.#replay(accepted);
  }

  /** Does one thing more, after the scenario. */
  async after(action: Action): Promise<void> {
    await this.#act({ when: action });
  }

  /** How to look at what the scenario has left. */
  sight(): Sight {
    const { clients, walletId } = this.#stage;
    const atLeastPosition = this.#position === 0n ? undefined : `${this.#position}`;
    return { client: clients[0], walletId, moments: this.#moments, scale: SCALE, atLeastPosition };
  }

  async #open(): Promise<void> {
    const { zone = 'UTC', owner, policies } = this.#scenario;
    const { clients, walletId } = this.#stage;
    const type = owner === 'person' ? 'OWNER_TYPE_PERSON' : 'OWNER_TYPE_ORGANISATION';
    const { receipt } = await clients[0].ask(
      WalletServiceService.openWallet,
      OpenWalletRequest.create({
        walletId,
        owner: { type, id: 'owner' },
        unit: { code: 'CREDIT', scale: SCALE },
        currency: 'USD',
        timeZone: zone,
        policies: policies && { ranks: [], ...policies },
        idempotencyKey: 'open',
      }),
      'operator',
    );
    this.#position = BigInt(receipt?.position ?? 0);
  }

  async #step(step: Step): Promise<void> {
    const { at, when, race, shows } = step;
    if (at !== undefined) await this.#stage.moveClock(this.#moments.at(at));
    if (when !== undefined) await this.#act({ ...step, when });
    if (race !== undefined) await this.#race(race);
    if (shows !== undefined) await this.#see(shows, when?.says ?? `at ${at ?? 'the same time'}`);
  }

  async #act(step: Step & { when: Action }): Promise<void> {
    const { when, refused } = step;
    const key = when.key ?? this.#newKey();
    const { ticker } = this.#stage;
    const dry = when.isQuery === true ? undefined : await this.#send(when, { key, dryRun: true });
    const before = refused === undefined ? undefined : await this.#head();
    const { outcome, receipt } = await this.#send(when, { key });
    if (dry !== undefined)
      expect({ [`dry run: ${when.says}`]: dry.outcome }).toEqual({
        [`dry run: ${when.says}`]: outcome,
      });
    this.transcript.push({ [when.says]: outcome });
    this.#expect(when.says, outcome, step);
    // Without the ticker, what was due is booked even if the command is then refused (D4).
    if (refused !== undefined && ticker) expect(await this.#head()).toEqual(before);
    if (receipt !== undefined) this.#accept({ action: when, key, outcome, receipt });
  }

  async #race({ accepted, racers }: NonNullable<Step['race']>): Promise<void> {
    const { clients } = this.#stage;
    const runs = racers.map((racer, index) => ({
      racer,
      key: racer.when.key ?? this.#newKey(),
      client: clients[index % clients.length] ?? clients[0],
    }));
    const sent = await Promise.all(
      runs.map(async (run) => ({ ...run, ...(await this.#send(run.racer.when, run)) })),
    );
    const winners: Racer[] = [];
    for (const { racer, key, outcome, receipt } of sent) {
      if (receipt === undefined) this.#expect(racer.when.says, outcome, { refused: racer.refused });
      else {
        winners.push(racer);
        this.#accept({ action: racer.when, key, outcome, receipt });
      }
    }
    expect(winners).toHaveLength(accepted);
    for (const { when, shows } of winners)
      if (shows !== undefined) await this.#see(shows, when.says);
  }

  async #see(view: View, says: string): Promise<void> {
    const label = `after ${says}`;
    const seen = await look(this.sight(), view);
    this.transcript.push({ [label]: seen });
    expect({ [label]: seen }).toMatchObject({ [label]: this.#moments.inOneForm(view) as object });
  }

  /** The same command with the same key: the same answer, and nothing new. */
  async #replay(accepted: { action: Action; key: string; outcome: Outcome; receipt: Receipt }) {
    const { action, key, outcome, receipt } = accepted;
    const label = `again: ${action.says}`;
    const again = await this.#send(action, { key });
    expect({ [label]: again.outcome }).toEqual({ [label]: outcome });
    expect({ [label]: again.receipt }).toEqual({ [label]: { ...receipt, replayed: true } });
  }

  #accept(accepted: { action: Action; key: string; outcome: Outcome; receipt: Receipt }): void {
    const position = BigInt(accepted.receipt.position);
    if (position > this.#position) this.#position = position;
    if (!accepted.receipt.replayed) this.#accepted.push(accepted);
  }

  #expect(says: string, outcome: Outcome, { answers, refused }: Pick<Step, 'answers' | 'refused'>) {
    const expected =
      refused === undefined ? { answer: answers ?? {} } : { refusal: refusalAs(refused) };
    expect({ [says]: outcome }).toMatchObject({
      [says]: this.#moments.inOneForm(expected) as object,
    });
  }

  async #send(
    action: Action,
    { key, dryRun = false, client = this.#stage.clients[0] }: SendTerms,
  ): Promise<{ readonly outcome: Outcome; readonly receipt: Receipt | undefined }> {
    const { walletId } = this.#stage;
    const to = { client, walletId, moments: this.#moments, as: action.as, key, dryRun };
    try {
      const { receipt, readAt: _, ...answer } = (await action.send(to)) as Answer;
      return { outcome: { answer: this.#plain(answer) }, receipt };
    } catch (error) {
      if (!(error instanceof Refused)) throw new Error(action.says, { cause: error });
      return { outcome: { refusal: this.#refusal(error) }, receipt: undefined };
    }
  }

  #refusal({ reason, status, refusal, violations, info, message }: Refused): object {
    const details = this.#plain(refusal?.reason?.value ?? {});
    expect(message).toMatch(/^\S.*\.$/s);
    if (info !== undefined) expect(info.domain).toBe('credits.v1');
    const fields = violations.map(({ field }) => field);
    return { reason, status, details, ...(fields.length > 0 ? { fields } : {}) };
  }

  #plain(value: object): object {
    return plain(value, { moments: this.#moments, scale: SCALE }) as object;
  }

  async #head(): Promise<StreamHead | undefined> {
    const { clients, walletId } = this.#stage;
    const request = ReadStreamRequest.create({ walletId, pageSize: 1 });
    return (await clients[0].ask(AuditServiceService.readStream, request, 'auditor')).head;
  }

  #newKey(): string {
    this.#keys += 1;
    return `k${this.#keys}`;
  }
}

interface SendTerms {
  readonly key: string;
  readonly dryRun?: boolean;
  readonly client?: LedgerClient;
}

interface Answer {
  readonly receipt?: Receipt;
  readonly readAt?: object;
}

// A reason brings its status along.
const refusalAs = ([reason, details = {}]: Refusal): object => ({
  reason,
  status: statusByReason[reason] ?? reason,
  ...('fields' in details ? details : { details }),
});
