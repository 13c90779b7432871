import type { Document, DocumentKey, DocumentReads, Position, Projection } from '#eventsourcing';
import { Refusal } from '#ledger';
import { wallets, type WalletDocument } from '../documents/wallets.ts';

/** The follower that keeps the read models: its checkpoint says how fresh they are. */
export const READ_MODELS_FOLLOWER = 'projections';

/** Every answer says up to which position of history it is right. */
export interface Answer {
  readonly asOf: Position;
}

/** An answer with amounts, in minor units of the wallet's scale. */
export interface WalletAnswer extends Answer {
  readonly scale: number;
}

export interface WalletQuery {
  readonly tenantId: string;
  readonly walletId: string;
}

/**
 * The position up to which read models have read. It is that of all documents of an answer, which
 * are read of one moment.
 */
export const freshness = (reads: DocumentReads): Promise<Position> =>
  reads.checkpoint(READ_MODELS_FOLLOWER);

/** What a question begins with, and the position up to which that is right. */
export async function foundAsOf(
  reads: DocumentReads,
  keys: readonly DocumentKey[],
): Promise<{ readonly asOf: Position; readonly found: readonly (Document | undefined)[] }> {
  return { asOf: await freshness(reads), found: await reads.get(keys) };
}

type Decodable<Content> = Pick<Projection<never, Content>, 'name' | 'decode'>;

export const keyIn = (
  { name }: Decodable<unknown>,
  partition: string,
  key: string,
): DocumentKey => ({
  collection: name,
  partition,
  key,
});

export const contentOf = <Content>(
  projection: Decodable<Content>,
  document: Document | undefined,
): Content | null => (document === undefined ? null : projection.decode(document.body));

export const walletKey = ({ tenantId, walletId }: WalletQuery): DocumentKey =>
  keyIn(wallets, tenantId, walletId);

/** The wallet a query is about. Refuses where there is none. */
export const requireWallet = (document: Document | undefined): WalletDocument =>
  contentOf(wallets, document) ?? missing({ code: 'WALLET_NOT_FOUND' });

export function missing(reason: Refusal['reason']): never {
  throw new Refusal(reason);
}
