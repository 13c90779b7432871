import {
  atOnce,
  chain,
  EMPTY_HEAD,
  type Actor,
  type Head,
  type Instant,
  type RecordedEvent,
  type Revision,
} from '#eventsourcing';
import {
  DEFAULT_POLICIES,
  walletAggregate,
  type Kept,
  type Catalog,
  type OpenWallet,
  type OwnPolicies,
  type Policies,
  type WalletCommand,
  type WalletEvent,
  type WalletAggregate,
} from '#ledger';

export const TENANT = 'acme';
const WALLET = 'studio';

/** The wallet of a history, as queries name it. */
export const STUDIO = { tenantId: TENANT, walletId: WALLET };

/** "2026-03-01" or "2026-03-01T10:00" as an instant, in UTC. */
export function utc(text: string): Instant {
  const [date = '', time = '00:00'] = text.split('T');
  const seconds = time.length === 5 ? `${time}:00` : time;
  return `${date}T${seconds}.000000000Z` as Instant;
}

const CATALOG: Catalog = {
  cards: [
    {
      version: 1,
      effectiveFrom: utc('2020-01-01'),
      rates: {
        'photo.apply': { unitPrice: { photos: '1' } },
        'photo.revert': { free: true },
      },
    },
    {
      version: 2,
      effectiveFrom: utc('2026-06-01'),
      rates: { 'photo.apply': { unitPrice: { photos: '1' } } },
      requiresQuantities: true,
    },
  ],
};

const SERVICE: Actor = { type: 'SERVICE', id: 'studio-app' };

/**
 * The history of one wallet, decided by the ledger's own rules: everything due is booked before a
 * command, as the stream's writer does it.
 */
export class WalletHistory {
  readonly events: RecordedEvent[] = [];
  /** The same events as the rules know them. */
  readonly told: WalletEvent[] = [];
  readonly stream: string;
  readonly #wallet: WalletAggregate;
  #now: Instant;
  #state: OpenWallet | null = null;
  readonly #recorded = new Map<string, Kept>();
  #head: Head = EMPTY_HEAD;
  #revision: Revision = 0;
  #position = 0n;

  constructor({
    policies = {},
    tenantPolicies = {},
    timeZone = 'UTC',
    at = '2026-03-01',
    walletId = WALLET,
    scale = 2,
  }: {
    readonly policies?: OwnPolicies;
    /** What the tenant has instead of the defaults. */
    readonly tenantPolicies?: Partial<Policies>;
    readonly timeZone?: string;
    readonly at?: string;
    readonly walletId?: string;
    readonly scale?: number;
  } = {}) {
    this.stream = `wallet-${TENANT}.${walletId}`;
    this.#now = utc(at);
    this.#wallet = walletAggregate({
      tenantId: TENANT,
      walletId,
      tenantPolicies: { ...DEFAULT_POLICIES, ...tenantPolicies },
      catalog: () => CATALOG,
      texts: { seal: (_memberId, text) => `sealed ${text}`, hash: (_memberId, text) => text },
    });
    this.do({
      type: 'OpenWallet',
      owner: { type: 'ORGANISATION', id: 'org' },
      unit: { code: 'CREDIT', scale },
      currency: 'EUR',
      timeZone,
      policies,
    });
  }

  get state(): OpenWallet {
    if (this.#state === null) throw new Error('the wallet is not open');
    return this.#state;
  }

  get now(): Instant {
    return this.#now;
  }

  at(text: string): this {
    return this.atInstant(utc(text));
  }

  /** Time goes on; never back. */
  atInstant(instant: Instant): this {
    if (instant > this.#now) this.#now = instant;
    return this;
  }

  do(...commands: readonly WalletCommand[]): this {
    for (const command of commands) this.#do(command);
    return this;
  }

  bookDue(): this {
    for (;;) {
      const due = atOnce(this.#wallet.due(this.#state, this.#now, this.#revision));
      if (due === null) return this;
      this.#append(due.events, due);
    }
  }

  #do(command: WalletCommand): void {
    this.bookDue();
    const archived = this.#namedBy(command);
    const requestHash = this.#wallet.requests.fingerprint(command, this.#state, {
      archived,
      isRepeat: false,
    });
    const context = {
      now: this.#now,
      revision: this.#revision,
      actor: SERVICE,
      requestHash,
      archived,
    };
    const { events } = atOnce(this.#wallet.decide(command, this.#state, context));
    this.#append(events, { key: `k${this.#revision}`, requestHash, actor: SERVICE });
  }

  // Nothing is archived here: what the state does not have, its event says.
  #namedBy(command: WalletCommand): ReadonlyMap<string, Kept> {
    const named = this.#wallet.lookUps.namedBy(command, this.#state, new Map());
    return new Map(
      named.flatMap((id) => {
        const recorded = this.#recorded.get(id);
        return recorded === undefined ? [] : [[id, recorded] as const];
      }),
    );
  }

  #append(
    events: readonly WalletEvent[],
    {
      key,
      requestHash,
      actor,
    }: { readonly key: string; readonly requestHash: string; readonly actor: Actor },
  ): void {
    for (const event of events) {
      const data = this.#wallet.codec.encode(event, this.#state);
      const { event: stored, head } = chain(
        { stream: this.stream, head: this.#head },
        { type: event.type, data },
        {
          tenantId: TENANT,
          occurredAt: event.occurredAt,
          recordedAt: this.#now,
          actor,
          correlationId: key,
          idempotencyKey: key,
          requestHash,
          schemaVersion: this.#wallet.codec.schemaVersion,
        },
      );
      this.#head = head;
      this.#revision = head.revision;
      // Positions have gaps.
      this.#position += 3n;
      const place = { revision: head.revision, requestHash };
      this.#state = atOnce(this.#wallet.evolve(this.#state, event, place)) as OpenWallet;
      const recorded = this.#wallet.lookUps.recordOf(event, place);
      if (recorded !== undefined) this.#recorded.set(...recorded);
      this.told.push(event);
      this.events.push({
        ...stored,
        stream: this.stream,
        revision: head.revision,
        position: this.#position,
      });
    }
  }
}
