import {
  compareReadModels,
  streamsIn,
  verifyStream,
  type BadEvent,
  type CollectionComparison,
} from '#application';
import {
  HistoryCut,
  type EventStore,
  type Head,
  type ReadModelStore,
  type SnapshotStore,
} from '#eventsourcing';
import type { Policies } from '#ledger';
import { READ_MODELS_FOLLOWER } from '#read-models';

export type AuditedStreams =
  'ALL' | { readonly only: string } | { readonly which: (stream: string) => boolean };

export interface BadStream {
  readonly stream: string;
  readonly badEvent: BadEvent | null;
  readonly readModels: readonly CollectionComparison[];
}

/** What was found in all streams together. */
export interface Verdict {
  readonly ok: boolean;
  readonly streams: number;
  readonly events: number;
  /** Where the one stream ends, if only one was asked for. */
  readonly head: Head | null;
  /** What is wrong with the log as a whole. */
  readonly problems: readonly string[];
  /** `null` where there are none. */
  readonly readModels: readonly Omit<CollectionComparison, 'differingKeys'>[] | null;
  readonly badStreams: number;
  /** The first of them. */
  readonly bad: readonly BadStream[];
}

export interface AuditPorts {
  readonly events: EventStore;
  readonly readModels: ReadModelStore | null;
  readonly snapshots: SnapshotStore | null;
  readonly tenantPolicies: (tenantId: string) => Policies;
}

const BAD_MAX = 20;

/** Verifies streams one after the other, and adds up what is found. */
export class Audit {
  readonly #ports: AuditPorts;
  readonly #told: (events: number) => void;
  readonly #problems: string[] = [];
  readonly #bad: BadStream[] = [];
  readonly #collections = new Map<string, { compared: number; differing: number }>();
  #badStreams = 0;
  #streams = 0;
  #events = 0;
  #head: Head | null = null;

  constructor(ports: AuditPorts, told: (events: number) => void) {
    this.#ports = ports;
    this.#told = told;
  }

  async run(streams: AuditedStreams): Promise<void> {
    await this.#requireWholeLog();
    if (streams !== 'ALL' && 'only' in streams) {
      this.#head = await this.#audit(streams.only);
      return;
    }
    for await (const stream of streamsIn(this.#ports.events))
      if (streams === 'ALL' || streams.which(stream)) await this.#audit(stream);
  }

  verdict(): Verdict {
    const collections = [...this.#collections].map(([name, counts]) => ({ name, ...counts }));
    return {
      ok: this.#badStreams === 0 && this.#problems.length === 0,
      streams: this.#streams,
      events: this.#events,
      head: this.#head,
      problems: this.#problems,
      readModels: this.#ports.readModels === null ? null : collections,
      badStreams: this.#badStreams,
      bad: this.#bad,
    };
  }

  // Whoever has read further than the log goes has seen events that are gone.
  async #requireWholeLog(): Promise<void> {
    const { events, readModels, snapshots } = this.#ports;
    const checkpoints = [
      ['the read models', await readModels?.checkpoint(READ_MODELS_FOLLOWER)],
      ['the snapshots', await snapshots?.checkpoint()],
    ] as const;
    const head = await events.head();
    for (const [reader, position = 0n] of checkpoints)
      if (position > head)
        this.#problems.push(
          `History was cut: ${reader} have read up to ${position}, the log ends at ${head}.`,
        );
  }

  async #audit(stream: string): Promise<Head | null> {
    const { events, snapshots, tenantPolicies } = this.#ports;
    const verification = await verifyStream(events, stream, {
      tenantPolicies,
      snapshots: snapshots ?? undefined,
      told: this.#told,
    });
    const { ok, firstBad, head, revisionsVerified } = verification;
    if (ok && head.revision === 0) return null;
    this.#streams += 1;
    this.#events += revisionsVerified;
    const readModels = ok ? await this.#compare(stream) : [];
    if (ok && readModels.length === 0) return head;
    this.#badStreams += 1;
    if (this.#bad.length < BAD_MAX) this.#bad.push({ stream, badEvent: firstBad, readModels });
    return head;
  }

  /** The collections that differ. A log that was cut was told of before. */
  async #compare(stream: string): Promise<readonly CollectionComparison[]> {
    const { events, readModels } = this.#ports;
    if (readModels === null) return [];
    try {
      const { collections } = await compareReadModels(events, readModels, { stream });
      for (const { name, compared, differing } of collections) {
        const sum = this.#collections.get(name) ?? { compared: 0, differing: 0 };
        this.#collections.set(name, {
          compared: sum.compared + compared,
          differing: sum.differing + differing,
        });
      }
      return collections.filter(({ differing }) => differing > 0);
    } catch (error) {
      if (error instanceof HistoryCut) return [];
      throw error;
    }
  }
}
