import {
  eventsOfCommand,
  HistoryCut,
  metadataOf,
  SealedTexts,
  StreamWriters,
  type CommandResult,
  type Randomness,
  type Rehearsed,
  type StreamTypes,
  type TextKeyStore,
  type View,
  type WriterSurroundings,
} from '#eventsourcing';
import {
  AGGREGATE_KINDS,
  aggregateOf,
  catalogStream,
  decodeEvent,
  EMPTY_CATALOG,
  Refusal,
  walletStream,
  type AggregateKind,
  type AggregateTerms,
  type AggregateTypes,
  type Catalog,
  type CatalogCommand,
  type CatalogEvent,
  type CatalogTypes,
  type OpenWallet,
  type Policies,
  type WalletCommand,
  type WalletEvent,
  type WalletState,
  type WalletTypes,
} from '#ledger';
import { submissionOf } from './submission-of.ts';
import type { SubmittedBy, Done, WalletSubmission, WalletDone } from './commands.ts';
import { CutStreams } from './cut-streams.ts';
import { Gathered } from './gathered.ts';

/** What the ledger stands on. */
export interface LedgerPorts extends WriterSurroundings {
  readonly textKeys: TextKeyStore;
  readonly randomness: Randomness;
}

/** What an installation configures. */
export interface LedgerTerms {
  readonly tenantPolicies: (tenantId: string) => Policies;
  /** How many wallets keep their folded state in memory. */
  readonly writersMax: number;
  /** How many events since their snapshots all of them together remember. */
  readonly rememberedMax: number;
  /** Told once of each stream that acknowledged history is missing of. */
  readonly historyCut?: (cut: HistoryCut) => void;
}

/** The writers of all streams, by their kind. */
type Writers = { readonly [Kind in AggregateKind]: StreamWriters<AggregateTypes[Kind]> };

type OpenTypes = WalletTypes & { readonly State: OpenWallet };

type WalletRehearsal = Rehearsed<WalletTypes>;

/** Every wallet and catalogue of an installation, each behind its one writer. */
export class Ledger {
  readonly texts: SealedTexts;
  /** What nothing can be decided or answered of. */
  readonly cuts: CutStreams;
  readonly #ports: LedgerPorts;
  readonly #writers: Writers;
  /** The rate cards known, by tenant. Wallets are decided synchronously, so these are at hand. */
  readonly #cards = new Map<string, Catalog>();

  constructor(ports: LedgerPorts, terms: LedgerTerms) {
    const { tenantPolicies, historyCut, ...bounds } = terms;
    this.cuts = new CutStreams((cut) => historyCut?.(cut));
    this.#ports = ports;
    const around = { ...ports, cut: (cut: HistoryCut) => this.cuts.found(cut) };
    this.texts = new SealedTexts(ports.textKeys, ports.randomness);
    const told: AggregateTerms = {
      tenantPolicies,
      catalog: (tenantId) => this.catalog(tenantId),
      texts: (stream) => textsOf(this.texts, stream),
    };
    const writersOf = (kind: AggregateKind) =>
      new StreamWriters((stream) => aggregateOf(kind, stream, told), around, bounds);
    this.#writers = Object.fromEntries(
      AGGREGATE_KINDS.map((kind) => [kind, writersOf(kind)]),
    ) as unknown as Writers;
  }

  /** Submits a command to a wallet. Rejects with a `Refusal` where the answer is no. */
  async submitToWallet(
    walletId: string,
    command: WalletCommand,
    by: SubmittedBy,
  ): Promise<WalletDone> {
    const { tenantId } = by;
    if (!this.#cards.has(tenantId)) await this.refreshCatalog(tenantId);
    const stream = walletStream(tenantId, walletId);
    const submission = submissionOf<WalletTypes>(command, by);
    const writer = this.#writers.wallet.of(stream);
    const answer = await (by.dryRun ? writer.rehearse(submission) : writer.submit(submission));
    return this.#walletDone(stream, answer);
  }

  /**
   * Submits many commands at once, each for itself: what fails is no reason to leave out the others.
   * A wallet takes its own in this order, in which the answers are too. Dry runs of
   * one wallet are answered as if each came after those before it.
   */
  async submitToWallets(
    submissions: readonly WalletSubmission[],
  ): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    for (const { by } of submissions)
      if (!this.#cards.has(by.tenantId)) await this.refreshCatalog(by.tenantId);
    const gathered = new Gathered<WalletDone>(submissions.length);
    const rehearsals = new Map<string, WalletRehearsal[]>();
    for (const [index, { walletId, command, by }] of submissions.entries()) {
      const stream = walletStream(by.tenantId, walletId);
      const rehearsal: WalletRehearsal = {
        submission: submissionOf(command, by),
        resolve: (answer) => gathered.fulfil(index, () => this.#walletDone(stream, answer)),
        reject: (error) => gathered.reject(index, error),
      };
      const together = rehearsals.get(stream);
      if (!by.dryRun) this.#writers.wallet.of(stream).submitFor(rehearsal.submission, rehearsal);
      else if (together === undefined) rehearsals.set(stream, [rehearsal]);
      else together.push(rehearsal);
    }
    for (const [stream, all] of rehearsals) this.#writers.wallet.of(stream).rehearseAll(all);
    return gathered.all;
  }

  async submitToCatalog(command: CatalogCommand, by: SubmittedBy): Promise<Done<CatalogEvent>> {
    const { tenantId, dryRun } = by;
    const stream = catalogStream(tenantId);
    const submission = submissionOf<CatalogTypes>(command, by);
    const writer = this.#writers.catalog.of(stream);
    const answer = await (dryRun ? writer.rehearse(submission) : writer.submit(submission));
    if (!dryRun) await this.refreshCatalog(tenantId);
    return doneOf(stream, answer);
  }

  /** A wallet's folded state now, with everything due counted; refused where there is no wallet. */
  async viewWallet(tenantId: string, walletId: string): Promise<View<OpenTypes>> {
    if (!this.#cards.has(tenantId)) await this.refreshCatalog(tenantId);
    const view = await this.#writers.wallet.of(walletStream(tenantId, walletId)).view();
    if (view.state === null) throw new Refusal({ code: 'WALLET_NOT_FOUND' });
    return { ...view, state: view.state };
  }

  /** Books what is due in a wallet; nothing in one whose history was cut. */
  async bookDue(stream: string): Promise<void> {
    try {
      await this.#writers.wallet.of(stream).bookDue();
    } catch (error) {
      if (!(error instanceof HistoryCut)) throw error;
    }
  }

  catalog(tenantId: string): Catalog {
    return this.#cards.get(tenantId) ?? EMPTY_CATALOG;
  }

  /** Reads a tenant's rate cards again: another instance may have published one. */
  async refreshCatalog(tenantId: string): Promise<void> {
    const { state } = await this.#writers.catalog.of(catalogStream(tenantId)).view();
    this.#cards.set(tenantId, state);
  }

  #walletDone(
    stream: string,
    answer: CommandResult<WalletTypes>,
  ): WalletDone | Promise<WalletDone> {
    const [first] = answer.events;
    const refersTo = first?.type === 'CommandAccepted' ? first.data.refersTo : undefined;
    const done = doneOf(stream, answer);
    const { scale } = first?.type === 'WalletOpened' ? first.data.unit : unitOf(answer.state);
    if (refersTo === undefined) return { ...done, scale };
    return this.#eventsOfCommandAt(stream, refersTo).then((events) => ({ ...done, events, scale }));
  }

  // A capture told again has the answer of the first: the events of that command.
  async #eventsOfCommandAt(stream: string, revision: number): Promise<readonly WalletEvent[]> {
    const recorded = await eventsOfCommand(this.#ports.events, stream, revision);
    return recorded.map((event) =>
      decodeEvent(event.type, event.data, metadataOf(event).occurredAt),
    );
  }
}

// Only what opens a wallet is answered without one, and it says the unit itself.
const unitOf = (state: WalletState): { readonly scale: number } => state?.unit ?? { scale: 0 };

function doneOf<T extends StreamTypes>(
  stream: string,
  { events, receipt }: CommandResult<T>,
): Done<T['Event']> {
  return { events, receipt: receipt === null ? null : { ...receipt, stream } };
}

/** The texts of a stream, as its rules seal and tell them apart. */
const textsOf = (texts: SealedTexts, stream: string) => ({
  seal: (memberId: string | null, text: string) => texts.seal(stream, memberId, text),
  hash: (memberId: string | null, text: string, isRepeat: boolean) =>
    isRepeat
      ? (texts.hashIfKept(stream, memberId, text) ?? '')
      : texts.hash(stream, memberId, text),
  isErased: (memberId: string | null, sealed: string) =>
    texts.open(stream, memberId, sealed) === undefined,
});
