import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { expect } from '@jest/globals';
import type { Receipt } from '#contracts';
import {
  openDevelopmentKey,
  signDevelopmentToken,
} from '../../apps/server/src/identity/development-key.ts';
import { type End, endOf, rawRpc } from '../support/raw-calls.ts';
import type { Chance } from './chance.ts';
import { type MixedCommand, MixedCommands } from './mixed-commands.ts';

/** What was answered to a command: done, or refused. */
interface Answered {
  readonly receipt: Receipt | undefined;
  readonly amount: bigint;
  /** The answer but for whether it was a repetition. */
  readonly told: unknown;
}

const IN_FLIGHT = 24;

/** The statuses that say no. */
const refusals = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'ALREADY_EXISTS',
]);

/** The statuses after which the outcome is unknown, with what is said of a connection that broke. */
const unknowns = /^(?:UNAVAILABLE|DEADLINE_EXCEEDED|CANCELLED) |RST_STREAM/;

/** Callers that send mixed commands, and remember what each of them was answered. */
export class Customers {
  readonly accepted = new Map<MixedCommand, Answered>();
  readonly refused = new Map<MixedCommand, string>();
  readonly unanswered = new Set<MixedCommand>();
  readonly #commands: MixedCommands;
  readonly #token: Promise<string>;
  #client: Client | undefined;

  constructor(directory: string, chance: Chance, wallets: number) {
    this.#commands = new MixedCommands(chance, wallets);
    this.#token = tokenOfEveryRole(directory);
  }

  get walletIds(): readonly string[] {
    return this.#commands.walletIds;
  }

  /** The last position that they were told. */
  get lastPosition(): string {
    const positions = [...this.accepted.values()].map(({ receipt }) => Number(receipt?.position));
    return String(Math.max(...positions));
  }

  /** From here on they call this server. */
  goTo({ address }: { readonly address: string }): void {
    this.#client?.close();
    this.#client = new Client(address, credentials.createInsecure());
  }

  close(): void {
    this.#client?.close();
  }

  /** Opens the wallets. */
  async open(): Promise<void> {
    for (const command of this.#commands.openings()) await this.#send(command);
    expect(this.accepted.size).toBe(3 * this.walletIds.length);
  }

  /**
   * Sends one command after the other, many at once, and calls back at a number of answers, after
   * so many turns of the event loop more. Goes on until the server does not answer any more.
   */
  async hurry(until: { readonly answers: number; readonly turns: number }, then: () => void) {
    let answers = 0;
    let isOver = false;
    const wait = async (): Promise<void> => {
      for (let turn = 0; turn < until.turns; turn += 1) await nextTurn();
      then();
    };
    const caller = async (): Promise<void> => {
      while (!isOver) {
        if (!(await this.#send(this.#commands.next()))) isOver = true;
        answers += 1;
        if (answers === until.answers) void wait();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
  }

  /** Sends everything unanswered again, with the same keys, until it is answered. */
  async settle(): Promise<void> {
    const open = [...this.unanswered];
    await Promise.all(open.map((command) => this.#send(command)));
    expect([...this.unanswered]).toEqual([]);
  }

  /** Sends accepted commands again: each must be told as it was, and as a repetition. */
  async repeat(commands: readonly MixedCommand[] = [...this.accepted.keys()]): Promise<void> {
    const repeated = commands.map(async (command) => {
      const before = this.accepted.get(command);
      const again = answerIn(await this.call(command.rpc, command.request));
      expect({ command, ...again }).toEqual({
        command,
        ...before,
        receipt: { ...before?.receipt, replayed: true },
      });
    });
    await Promise.all(repeated);
  }

  async call(rpc: string, request: object): Promise<End> {
    if (this.#client === undefined) throw new Error('there is no server to go to');
    const raw = rawRpc(rpc);
    return endOf(this.#client, raw, raw.encode(request), await this.#token);
  }

  /** Whether the command was answered. */
  async #send(command: MixedCommand): Promise<boolean> {
    this.unanswered.add(command);
    const end = await this.call(command.rpc, command.request);
    if (end.answer === undefined && !refusals.has(end.status)) {
      expect(`${end.status} ${end.message}`).toMatch(unknowns);
      return false;
    }
    this.unanswered.delete(command);
    if (end.answer === undefined) this.refused.set(command, end.status);
    else this.accepted.set(command, answerIn(end));
    return true;
  }
}

function answerIn({ status, message, answer }: End): Answered {
  if (answer === undefined) throw new Error(`${status}: ${message}`);
  const { receipt, ...told } = answer as { receipt?: Receipt; amount?: string; lot?: Lot };
  const amount = told.lot?.amount ?? told.amount ?? '0.00';
  return { receipt, amount: BigInt(amount.replace('.', '')), told };
}

interface Lot {
  readonly amount: string;
}

async function tokenOfEveryRole(directory: string): Promise<string> {
  const key = await openDevelopmentKey({ directory, production: false });
  const roles = ['admin', 'service', 'finance', 'operator', 'auditor'] as const;
  const claims = { subject: 'customer', tenant: 'acme', roles, wallets: ['*'], ttlSeconds: 3_600 };
  return signDevelopmentToken(key, claims, Date.now());
}
