import {
  eventsOfCommand,
  HistoryCut,
  metadataOf,
  SealedTexts,
  StreamWriters,
  type Answer,
  type Randomness,
  type Rehearsed,
  type TextKeyStore,
  type View,
  type WriterSurroundings,
} from '#eventsourcing';
import {
  catalogRules,
  decodeEvent,
  EMPTY_CATALOG,
  Refusal,
  walletRules,
  type Catalog,
  type CatalogCommand,
  type CatalogEvent,
  type Kept,
  type Policies,
  type WalletCommand,
  type WalletEvent,
  type WalletState,
} from '#ledger';
import { askOf } from './ask-of.ts';
import type { Asking, Done, WalletAsk, WalletDone } from './commands.ts';
import { CutStreams } from './cut-streams.ts';
import { Gathered } from './gathered.ts';
import { catalogStream, walletOf, walletStream } from '#ledger';

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

type Asked = Rehearsed<WalletState, WalletCommand, WalletEvent>;

/** Every wallet and catalogue of an installation, each behind its one writer. */
export class Ledger {
  readonly texts: SealedTexts;
  /** What nothing can be decided or answered of. */
  readonly cuts: CutStreams;
  readonly #ports: LedgerPorts;
  readonly #wallets: StreamWriters<WalletState, WalletCommand, WalletEvent, Kept>;
  readonly #catalogs: StreamWriters<Catalog, CatalogCommand, CatalogEvent, never>;
  /** The rate cards known, by tenant. Wallets are decided synchronously, so these are at hand. */
  readonly #cards = new Map<string, Catalog>();

  constructor(ports: LedgerPorts, terms: LedgerTerms) {
    const { tenantPolicies, writersMax, rememberedMax, historyCut } = terms;
    this.cuts = new CutStreams((cut) => historyCut?.(cut));
    this.#ports = ports;
    const around = { ...ports, cut: (cut: HistoryCut) => this.cuts.found(cut) };
    this.texts = new SealedTexts(ports.textKeys, ports.randomness);
    this.#wallets = new StreamWriters((stream) => this.#rulesOf(stream, tenantPolicies), around, {
      writersMax,
      rememberedMax,
    });
    this.#catalogs = new StreamWriters(
      (stream) => catalogRules(stream.slice('catalog-'.length)),
      around,
      { writersMax, rememberedMax },
    );
  }

  /** Asks a wallet. Rejects with a `Refusal` where the answer is no. */
  async askWallet(walletId: string, command: WalletCommand, asking: Asking): Promise<WalletDone> {
    const { tenantId } = asking;
    if (!this.#cards.has(tenantId)) await this.refreshCatalog(tenantId);
    const stream = walletStream(tenantId, walletId);
    const ask = askOf(command, asking);
    const writer = this.#wallets.of(stream);
    const answer = await (asking.dryRun ? writer.rehearse(ask) : writer.ask(ask));
    return this.#walletDone(stream, answer);
  }

  /**
   * Asks wallets many things at once, each for itself: what fails is no reason to leave out the
   * others. A wallet takes what it is asked in this order, in which the answers are too. Dry runs of
   * one wallet are answered as if each came after those before it.
   */
  async askWallets(
    asks: readonly WalletAsk[],
  ): Promise<readonly PromiseSettledResult<WalletDone>[]> {
    for (const { asking } of asks)
      if (!this.#cards.has(asking.tenantId)) await this.refreshCatalog(asking.tenantId);
    const gathered = new Gathered<WalletDone>(asks.length);
    const rehearsals = new Map<string, Asked[]>();
    for (const [index, { walletId, command, asking }] of asks.entries()) {
      const stream = walletStream(asking.tenantId, walletId);
      const asked: Asked = {
        ask: askOf(command, asking),
        resolve: (answer) => gathered.fulfil(index, () => this.#walletDone(stream, answer)),
        reject: (error) => gathered.reject(index, error),
      };
      const together = rehearsals.get(stream);
      if (!asking.dryRun) this.#wallets.of(stream).askFor(asked.ask, asked);
      else if (together === undefined) rehearsals.set(stream, [asked]);
      else together.push(asked);
    }
    for (const [stream, asked] of rehearsals) this.#wallets.of(stream).rehearseAll(asked);
    return gathered.all;
  }

  async askCatalog(command: CatalogCommand, asking: Asking): Promise<Done<CatalogEvent>> {
    const { tenantId, dryRun } = asking;
    const stream = catalogStream(tenantId);
    const ask = askOf(command, asking);
    const writer = this.#catalogs.of(stream);
    const answer = await (dryRun ? writer.rehearse(ask) : writer.ask(ask));
    if (!dryRun) await this.refreshCatalog(tenantId);
    return doneOf(stream, answer);
  }

  /** A wallet's folded state now, with everything due counted; refused where there is no wallet. */
  async viewWallet(tenantId: string, walletId: string): Promise<View<NonNullable<WalletState>>> {
    if (!this.#cards.has(tenantId)) await this.refreshCatalog(tenantId);
    const view = await this.#wallets.of(walletStream(tenantId, walletId)).view();
    if (view.state === null) throw new Refusal({ code: 'WALLET_NOT_FOUND' });
    return { ...view, state: view.state };
  }

  /** Books what is due in a wallet; nothing in one whose history was cut. */
  async bookDue(stream: string): Promise<void> {
    try {
      await this.#wallets.of(stream).bookDue();
    } catch (error) {
      if (!(error instanceof HistoryCut)) throw error;
    }
  }

  catalog(tenantId: string): Catalog {
    return this.#cards.get(tenantId) ?? EMPTY_CATALOG;
  }

  /** Reads a tenant's rate cards again: another instance may have published one. */
  async refreshCatalog(tenantId: string): Promise<void> {
    const { state } = await this.#catalogs.of(catalogStream(tenantId)).view();
    this.#cards.set(tenantId, state);
  }

  #rulesOf(stream: string, tenantPolicies: LedgerTerms['tenantPolicies']) {
    const wallet = walletOf(stream);
    if (wallet === undefined) throw new Error(`${stream} is no wallet`);
    return walletRules({
      ...wallet,
      tenantPolicies: tenantPolicies(wallet.tenantId),
      catalog: () => this.catalog(wallet.tenantId),
      texts: {
        seal: (memberId, text) => this.texts.seal(stream, memberId, text),
        hash: (memberId, text, isRepeat) =>
          isRepeat
            ? (this.texts.hashIfKept(stream, memberId, text) ?? '')
            : this.texts.hash(stream, memberId, text),
        isErased: (memberId, sealed) => this.texts.open(stream, memberId, sealed) === undefined,
      },
    });
  }

  #walletDone(
    stream: string,
    answer: Answer<WalletState, WalletEvent>,
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

function doneOf<Event>(stream: string, { events, receipt }: Answer<unknown, Event>): Done<Event> {
  return { events, receipt: receipt === null ? null : { ...receipt, stream } };
}
