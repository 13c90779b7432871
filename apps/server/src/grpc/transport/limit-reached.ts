/** Whose a limit is: of all callers together, of a tenant, of one caller, or of one wallet. */
export type LimitScope = 'SERVER' | 'TENANT' | 'CALLER' | 'WALLET';

/** Somebody has as much of the server as it may have at once. Nothing was begun. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  /** What there is so much of: "watchers". */
  readonly limit: string;
  readonly scope: LimitScope;
  readonly max: number;

  constructor(limit: string, scope: LimitScope, max: number) {
    super(`${whose[scope]} at most ${max} ${limit.replaceAll('_', ' ')} at once.`);
    this.limit = limit;
    this.scope = scope;
    this.max = max;
  }
}

const whose: Readonly<Record<LimitScope, string>> = {
  SERVER: 'All callers together may have',
  TENANT: 'A tenant may have',
  CALLER: 'One caller may have',
  WALLET: 'A wallet may have',
};
