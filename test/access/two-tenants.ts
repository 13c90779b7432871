import { Client, credentials } from '@grpc/grpc-js';
import { type End, endOf, rawRpc } from '../support/raw-calls.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type Holder, tokenBy } from './credentials.ts';
import { requestOf } from './requests.ts';

/** The wallets that the callers of these tests name. Their ids differ in three letters only. */
export const own = 'w-own';
/** Of the callers' tenant, and in nobody's claim. */
export const outside = 'w-out';
/** Of another tenant. */
export const foreign = 'w-far';
export const missing = 'w-nil';

const CLOCK_FROM = '2026-02-28T12:00:00.000000000Z';

/** A real server with wallets of two tenants, and callers of any kind. */
export class TwoTenants {
  readonly #server: ServerProcess;
  readonly #client: Client;
  readonly #directory: string;
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(server: ServerProcess, directory: string) {
    this.#server = server;
    this.#client = new Client(server.address, credentials.createInsecure());
    this.#directory = directory;
  }

  static async open(directory: string): Promise<TwoTenants> {
    const server = await ServerProcess.start({
      EVENT_STORE: `embedded:${directory}`,
      READ_MODEL_STORE: `embedded:${directory}`,
      CLOCK: 'manual',
      CLOCK_FROM,
    });
    const here = new TwoTenants(server, directory);
    await here.#furnish();
    // Moving the clock waits for the read models.
    await here.head();
    return here;
  }

  /** How a call ends: of an RPC by its name, with a request or the bytes of one. */
  async call(rpc: string, request: object | Buffer, holder: Holder | string | null): Promise<End> {
    const raw = rawRpc(rpc);
    const bytes = Buffer.isBuffer(request) ? request : raw.encode(request);
    return endOf(this.#client, raw, bytes, await this.#tokenOf(holder));
  }

  /** What a call answers that must not fail. */
  async ask(rpc: string, request: object, holder: Holder): Promise<object> {
    const { status, message, answer } = await this.call(rpc, request, holder);
    if (answer === undefined) throw new Error(`${rpc}: ${status}, ${message}`);
    return answer;
  }

  /** Where the log ends. */
  async head(): Promise<string> {
    const operator: Holder = { role: 'operator' };
    const { time } = (await this.ask('ClockService/GetTime', {}, operator)) as { time: object };
    const told = await this.ask('ClockService/SetTime', { time }, operator);
    return (told as { readonly position: string }).position;
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#server.terminate();
  }

  async #tokenOf(holder: Holder | string | null): Promise<string | null> {
    if (holder === null || typeof holder === 'string') return holder;
    const name = JSON.stringify(holder);
    const token = this.#tokens.get(name) ?? tokenBy(this.#directory, holder);
    this.#tokens.set(name, token);
    return token;
  }

  async #furnish(): Promise<void> {
    for (const tenant of ['acme', 'globex'])
      await this.#send('CatalogService/PublishRateCard', '', { role: 'operator', tenant });
    for (const walletId of [own, outside, foreign]) {
      const tenant = walletId === foreign ? 'globex' : 'acme';
      await this.#send('WalletService/OpenWallet', walletId, { role: 'operator', tenant });
      for (const [rpc, role, given] of furniture)
        await this.#send(rpc, walletId, { role, subject: subjectIn(given), tenant }, given);
    }
  }

  async #send(rpc: string, walletId: string, holder: Holder, given?: object): Promise<void> {
    await this.ask(rpc, requestOf(rpc, walletId, given), holder);
  }
}

// A member calls for itself.
const subjectIn = (given: object): string =>
  'memberId' in given ? String(given.memberId) : 'someone';

const priced = { amount: '10', settings: new Map(), quantities: new Map() };

/** What every wallet has: two members with pockets, usage, requests and a hold. */
const furniture: readonly (readonly [string, Holder['role'], object])[] = [
  [
    'WalletService/RecordPurchase',
    'service',
    { purchaseId: 'p-1', amount: '1000', restrictedTo: [], bonus: undefined },
  ],
  ['MemberService/AddMember', 'admin', { memberId: 'ann' }],
  ['MemberService/AddMember', 'admin', { memberId: 'bob' }],
  ['MemberService/AllocateCredits', 'admin', {}],
  ['UsageService/ConsumeCredits', 'service', { ...priced, memberId: 'ann', consumptionId: 'c-0' }],
  ['UsageService/ConsumeCredits', 'service', { ...priced, memberId: 'bob', consumptionId: 'c-b' }],
  ['HoldService/PlaceHold', 'service', { ...priced, memberId: 'bob', holdId: 'h-1' }],
  ['RequestService/RequestCredits', 'member', { memberId: 'ann', requestId: 'r-1' }],
  ['RequestService/RequestCredits', 'member', { memberId: 'bob', requestId: 'r-b' }],
];
