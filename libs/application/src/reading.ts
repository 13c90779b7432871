import type {
  Actor,
  Clock,
  DocumentReads,
  EventStore,
  Instant,
  Position,
  ReadModelStore,
  SnapshotStore,
  Timer,
  Turns,
} from '#eventsourcing';
import type { Policies } from '#ledger';
import type { Asked as AskedOf } from '#read-models';
import type { Auditor } from './audit/auditor.ts';
import type { Freshness } from './freshness.ts';
import type { Ledger } from './ledger.ts';

/** What somebody did with what a wallet knows of a person; never what that is. */
export interface PersonTold {
  readonly act: 'EXPORTED' | 'ERASED';
  readonly tenantId: string;
  readonly walletId: string;
  readonly personId: string;
  readonly by: Actor;
}

/** What questions are answered from. */
export interface ReadingPorts {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly readModels: ReadModelStore;
  readonly freshness: Freshness;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How long a question may keep the thread from others; unset, as long as it takes. */
  readonly turns?: Turns | undefined;
  readonly tenantPolicies: (tenantId: string) => Policies;
  readonly auditor: Auditor;
  /** Told of each wallet that a person's data is exported from, or erased in. */
  readonly personTold: (told: PersonTold) => void;
}

/** Who asks, how fresh the answer must be, and until when it is waited for. */
export interface Reader {
  readonly tenantId: string;
  readonly atLeastPosition?: Position | undefined;
  /** Asked for only by what waits. */
  readonly signal: () => AbortSignal;
}

const WATCH_EVERY_MS = 100;

/** Where every question begins: at the clock's instant, once the read models are fresh enough. */
export class Reading {
  readonly ports: ReadingPorts;

  constructor(ports: ReadingPorts) {
    this.ports = ports;
  }

  /** The instant at which a question is answered and what its tenant decides, once it may be. */
  async begin({ tenantId, atLeastPosition, signal }: Reader): Promise<AskedOf> {
    const { freshness, clock, tenantPolicies, turns } = this.ports;
    if (atLeastPosition !== undefined) await freshness.reached(atLeastPosition, signal());
    return { now: clock.now(), tenantPolicies: tenantPolicies(tenantId), turns };
  }

  /** How far the read models are, and what time it is. */
  get place(): { readonly asOf: Position; readonly now: Instant } {
    const { freshness, clock } = this.ports;
    return { asOf: freshness.position, now: clock.now() };
  }

  /** What is looked up in the documents of one moment. */
  fromDocuments<Result>(lookUp: (reads: DocumentReads) => Promise<Result>): Promise<Result> {
    return this.ports.readModels.atOneMoment(lookUp);
  }

  /** Resolves when the read models have gone on; changes that follow each other come as one. */
  async movedOn(from: Position, signal: AbortSignal): Promise<void> {
    await this.ports.freshness.reached(from + 1n, signal);
    await this.ports.timer.sleep(WATCH_EVERY_MS, signal);
  }

  /** A text as it was written; `undefined` where there is none, or its key was erased. */
  open(stream: string, memberId: string | null, sealed: string | null): string | undefined {
    return sealed === null ? undefined : this.ports.ledger.texts.open(stream, memberId, sealed);
  }
}
