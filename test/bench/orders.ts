/** What the load generator sends: how often, over which wallets, with how many calls in flight. */
export interface LoadOrder {
  readonly kind: 'CONSUME' | 'BATCH' | 'BALANCE' | 'OPEN' | 'PURCHASE';
  readonly address: string;
  readonly path: string;
  readonly token: string;
  readonly calls: number;
  readonly inFlight: number;
  readonly connections: number;
  /** Wallets are `{prefix}{0 … wallets - 1}`. */
  readonly wallets: number;
  readonly prefix: string;
  /** Makes ids and keys of this run differ from those of others. */
  readonly run: string;
}

export interface LoadResult {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The share of one core that the generator used. */
  readonly loadCpu: number;
  /** Calls by the status they failed with. */
  readonly failures: Readonly<Record<string, number>>;
}

export const BATCH_SIZE = 100;

/** What a bystander spends from. */
export interface BystanderOrder extends Pick<LoadOrder, 'address' | 'token' | 'run'> {
  readonly walletId: string;
}

export interface BystanderReport {
  readonly calls: number;
  /** For how long it waited for an answer at most. */
  readonly longestMs: number;
}
