import { forEachOf, type BenchClient } from './bench-client.ts';
import { HOLDS, LAPSES, LAPSING, LargeCalls, LOTS, MEMBERS, NEVER } from './large-calls.ts';

/** How much there is of everything in the large wallets. */
export interface Sizes {
  readonly lots: number;
  readonly members: number;
  readonly holds: number;
  /** Of the usage that is taken back; at most as many as there are lots. */
  readonly slices: number;
}

export interface LargeThing {
  readonly work: string;
  /** Whether its wallet has to be read back first. */
  readonly isCold?: boolean;
  readonly act: () => Promise<unknown>;
}

/** A wallet of many lots, one whose lots all end, one of many members and one of many holds. */
export class LargeWallets {
  readonly #calls: LargeCalls;
  readonly #sizes: Sizes;

  constructor(client: BenchClient, sizes: Sizes) {
    this.#calls = new LargeCalls(client);
    this.#sizes = sizes;
  }

  async prepare(): Promise<void> {
    const { lots, members, holds } = this.#sizes;
    for (const walletId of [LOTS, LAPSING, MEMBERS, HOLDS]) await this.#calls.open(walletId);
    await forEachOf(lots, (index) =>
      this.#calls.grant(LOTS, `g${index}`, { amount: '1', end: NEVER }),
    );
    await forEachOf(lots, (index) =>
      this.#calls.grant(LAPSING, `g${index}`, { amount: '1', end: LAPSES }),
    );
    const enough = { amount: '1000000', end: NEVER };
    for (const walletId of [MEMBERS, HOLDS]) await this.#calls.grant(walletId, 'g', enough);
    await forEachOf(members, (index) => this.#calls.addMember(`m${index}`));
    await forEachOf(holds, (index) => this.#calls.hold(`h${index}`));
  }

  /** In this order: the last ones end what the others need. */
  things(): readonly LargeThing[] {
    return [...this.#ofLots(), ...this.#ofMembers(), ...this.#ofHolds(), ...this.#due()];
  }

  #ofLots(): readonly LargeThing[] {
    const { lots, slices } = this.#sizes;
    const of = `${lots} lots`;
    return [
      {
        work: `spends over ${slices} slices`,
        act: () => this.#calls.spend(LOTS, 'large', String(slices)),
      },
      { work: `takes ${slices} slices back`, act: () => this.#calls.reverse('large') },
      { work: `${of}: buys one more`, act: () => this.#calls.purchase() },
      {
        work: `${of}: is read back and spends`,
        isCold: true,
        act: () => this.#calls.spend(LOTS, 'cold'),
      },
      { work: `${of}: a page of lots`, act: () => this.#calls.lots(LOTS) },
      ...this.#audits(LOTS, of),
      { work: `${of}: closes`, act: () => this.#calls.close() },
    ];
  }

  #ofMembers(): readonly LargeThing[] {
    const of = `${this.#sizes.members} members`;
    return [
      { work: `${of}: allocates to all`, act: () => this.#calls.allocate() },
      { work: `${of}: removes one`, act: () => this.#calls.removeMember('m0') },
      {
        work: `${of}: is read back and spends`,
        isCold: true,
        act: () => this.#calls.spend(MEMBERS, 'c'),
      },
      { work: `${of}: a page of members`, act: () => this.#calls.members() },
      ...this.#audits(MEMBERS, of),
      { work: `${of}: all pockets return`, act: () => this.#calls.pool() },
    ];
  }

  #ofHolds(): readonly LargeThing[] {
    const of = `${this.#sizes.holds} holds`;
    return [
      {
        work: `${of}: is read back and spends`,
        isCold: true,
        act: () => this.#calls.spend(HOLDS, 'c'),
      },
      ...this.#audits(HOLDS, of),
    ];
  }

  #due(): readonly LargeThing[] {
    const { lots, holds } = this.#sizes;
    return [
      { work: `${holds} holds end, and a balance`, act: () => this.#calls.pass('PT2H', HOLDS) },
      { work: `${lots} lots end, and a balance`, act: () => this.#calls.pass('PT48H', LAPSING) },
    ];
  }

  #audits(walletId: string, of: string): readonly LargeThing[] {
    return [
      { work: `${of}: verified`, act: () => this.#calls.verify(walletId) },
      { work: `${of}: compared`, act: () => this.#calls.compare(walletId) },
      { work: `${of}: exported`, act: () => this.#calls.exported(walletId) },
      { work: `${of}: a page of events`, act: () => this.#calls.events(walletId) },
    ];
  }
}
