/** What a credential may say its holder is. Finance, operators and auditors are the product's. */
export type Role = 'member' | 'admin' | 'service' | 'finance' | 'operator' | 'auditor';

/** Which rows an RPC may show or change: the caller's own, its own and the pool's, or every row. */
export type Reach = 'own' | 'own-and-shared' | 'all';

/** Who has an RPC. A member has it only where its reach is said. */
export interface Access {
  readonly roles: readonly Exclude<Role, 'member'>[];
  readonly member?: Reach;
}

export const admin: Access = { roles: ['admin'] };
export const service: Access = { roles: ['service'] };
export const finance: Access = { roles: ['finance'] };
export const operator: Access = { roles: ['operator'] };
export const readers: Access = { roles: ['admin', 'service', 'finance', 'operator', 'auditor'] };
export const everyone: Access = { ...readers, member: 'all' };
export const examiners: Access = { roles: ['operator', 'auditor'] };
