import { ProjectionFollower } from '#application';
import {
  follow,
  Pace,
  SnapshotFollower,
  type EventStore,
  type Follower,
  type ReadModelStore,
  type SnapshotStore,
  type Timer,
} from '#eventsourcing';
import { anyAggregateOf, catalogTenantOf, foldingTerms } from '#ledger';
import { policiesByTenant } from '../tenant-policies.ts';
import type { FollowerMessage, FollowersOrder, FollowersSetup } from './messages.ts';

// At most twenty batches a second: many small ones would cost the commands more than they are worth.
const REST_MS = 50;

/** What followers read, and where they write. */
interface FollowersPorts {
  readonly events: EventStore;
  readonly readModels: ReadModelStore;
  readonly snapshots: SnapshotStore;
  readonly timer: Timer;
  /** Lets others who share the thread go on. */
  readonly rest: () => Promise<void>;
}

type Tell = (message: FollowerMessage) => void;

/** The followers of the log, from now until they are told to stop. */
export class RunningFollowers {
  readonly ended: Promise<unknown>;
  readonly #stop = new AbortController();
  readonly #paces: Pace[] = [];
  readonly #ports: FollowersPorts;
  readonly #tell: Tell;

  constructor(
    setup: Pick<FollowersSetup, 'tenantPolicies' | 'snapshotEvery'>,
    ports: FollowersPorts,
    tell: Tell,
  ) {
    this.#ports = ports;
    this.#tell = tell;
    const { events, readModels, snapshots, rest } = ports;
    const terms = foldingTerms(policiesByTenant(setup.tenantPolicies));
    const cut = ({
      stream,
      message,
    }: {
      readonly stream: string | null;
      readonly message: string;
    }) => tell({ kind: 'CUT', stream, message });
    const snapshotFollower = new SnapshotFollower(
      { events, snapshots, rest, cut },
      (stream) => anyAggregateOf(stream, terms),
      setup.snapshotEvery,
    );
    this.ended = Promise.all(
      [new CatalogWatch(events, readModels, tell), snapshotFollower].map((follower) =>
        this.#run(follower),
      ),
    );
  }

  take(order: FollowersOrder): void {
    if (order.kind === 'STOP') this.#stop.abort();
    else for (const pace of this.#paces) pace.hurryTo(order.position);
  }

  #run(follower: Follower): Promise<void> {
    const { events, timer } = this.#ports;
    const { signal } = this.#stop;
    const pace = new Pace(timer, REST_MS, signal);
    this.#paces.push(pace);
    return follow(follower, { events, timer, news: newsTo(this.#tell), signal, pace });
  }
}

const newsTo = (tell: Tell) => ({
  moved: (follower: string, position: bigint): void => tell({ kind: 'MOVED', follower, position }),
  failed: (follower: string, error: unknown, retryAfterMs: number): void => {
    const { name, message } = error as Error;
    tell({ kind: 'FAILED', follower, error: `${name}: ${message}`, retryAfterMs });
  },
});

/** Tells whose rate cards changed, so that prices are read again wherever they were published. */
class CatalogWatch extends ProjectionFollower {
  readonly #tell: Tell;

  constructor(events: EventStore, readModels: ReadModelStore, tell: Tell) {
    super(events, readModels);
    this.#tell = tell;
  }

  override async handle(
    batch: Parameters<ProjectionFollower['handle']>[0],
  ): Promise<void | 'START_AGAIN'> {
    const outcome = await super.handle(batch);
    for (const { stream } of batch) {
      const tenantId = catalogTenantOf(stream);
      if (tenantId !== undefined) this.#tell({ kind: 'CATALOG', tenantId });
    }
    return outcome;
  }
}
