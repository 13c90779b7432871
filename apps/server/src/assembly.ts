import { SystemClock, SystemTimer, SystemTurns, type ManualClock } from '#adapters';
import { DeadlineTicker, Freshness, Ledger, type ReadingPorts } from '#application';
import { HistoryCut, type EventStore } from '#eventsourcing';
import type { Logger } from 'pino';
import { AuditThreads } from './audits/audit-threads.ts';
import type { Config } from './config.ts';
import { clockMovedByHand, closeEngines, keepPrivate, openEngines } from './server-engines.ts';
import { Followers, type FollowersNews } from './followers/followers.ts';
import type { MovableClock } from './grpc/services/clock/clock-controller.ts';
import { policiesByTenant, readTenantPolicies } from './tenant-policies.ts';

/** Everything that runs behind the transports, opened and started. */
export interface Assembly {
  readonly ports: ReadingPorts;
  /** Only where the clock is moved by hand. */
  readonly movableClock: MovableClock | null;
  readonly followers: Followers;
  close(): Promise<void>;
}

/** Opens the engines and starts what follows the log. */
export async function assemble(config: Config, log: Logger): Promise<Assembly> {
  const ownPolicies = readTenantPolicies(config.tenantPolicies);
  const engines = await openEngines(config, log);
  const { events, snapshots, readModels, textKeys, randomness } = engines;
  keepPrivate(config, log);
  const timer = new SystemTimer();
  const manualClock = await clockMovedByHand(config);
  const clock = manualClock ?? new SystemClock();
  const tenantPolicies = policiesByTenant(ownPolicies);
  const turns = new SystemTurns();
  const ledger = new Ledger(
    { events, snapshots, textKeys, randomness, clock, timer, turns },
    {
      tenantPolicies,
      writersMax: config.writersMax,
      rememberedMax: config.rememberedMax,
      historyCut: ({ stream, message }) =>
        log.error({ stream }, `history was cut, and the wallet is refused: ${message}`),
    },
  );
  const freshness: Freshness = new Freshness((position) => followers.hurryTo(position));
  const setup = { ...config, tenantPolicies: ownPolicies };
  const followers = new Followers(setup, newsFor({ freshness, ledger, log }));
  const auditor = new AuditThreads(setup);
  const ticker = config.ticker
    ? new DeadlineTicker({ ledger, readModels, events, freshness, clock, timer, turns })
    : null;
  const stopTicker = new AbortController();
  const ticking =
    ticker === null || manualClock !== null
      ? Promise.resolve()
      : ticker.run(stopTicker.signal, (error) => log.error({ err: error }, 'the ticker failed'));
  return {
    ports: {
      events,
      snapshots,
      readModels,
      freshness,
      ledger,
      clock,
      timer,
      turns,
      tenantPolicies,
      auditor,
      personTold: (told) => log.info(told, PERSON_TOLD[told.act]),
    },
    movableClock: manualClock === null ? null : movable(manualClock, { ticker, freshness, events }),
    followers,
    async close() {
      stopTicker.abort();
      await ticking;
      await auditor.stop();
      await followers.stop();
      await closeEngines(engines);
      manualClock?.close();
    },
  };
}

const PERSON_TOLD = {
  ERASED: 'the texts of a person were erased',
  EXPORTED: 'what is known of a person was exported',
} as const;

/** What is done with what followers tell. */
const newsFor = ({
  freshness,
  ledger,
  log,
}: Pick<ReadingPorts, 'freshness' | 'ledger'> & { readonly log: Logger }): FollowersNews => ({
  moved: (follower, position) => {
    if (follower === 'projections') freshness.moved(position);
  },
  failed: (follower, error, retryAfterMs) =>
    log.error({ follower, error, retryAfterMs }, 'a follower failed and tries again'),
  historyCut: (stream, message) => ledger.cuts.found(new HistoryCut(message, stream)),
  catalogChanged: (tenantId) =>
    void ledger.refreshCatalog(tenantId).catch((error: unknown) => {
      log.error({ tenantId, err: error }, 'the rate cards could not be read');
    }),
});

/** A manual clock together with what must have happened before its new time is answered. */
function movable(
  clock: ManualClock,
  {
    ticker,
    freshness,
    events,
  }: {
    readonly ticker: DeadlineTicker | null;
    readonly freshness: Freshness;
    readonly events: EventStore;
  },
): MovableClock {
  return {
    now: () => clock.now(),
    async moveTo(instant) {
      clock.advanceTo(instant);
      await ticker?.bookAllDue();
      const head = await events.head();
      await freshness.reached(head);
      return head;
    },
  };
}
