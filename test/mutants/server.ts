import type { Mutant } from './mutant.ts';

const at = (file: string): string => `apps/server/src/${file}`;

const persons = 'libs/application/src/persons';

/** Who may call, what is let in, and what is said. */
export const server: readonly Mutant[] = [
  {
    name: 'a product may grant itself credit',
    file: at('grpc/services/wallet/access.ts'),
    from: "GrantCredits: { roles: ['finance', 'operator'] }",
    to: "GrantCredits: { roles: ['finance', 'operator', 'service'] }",
    spec: at('identity/access.spec.ts'),
  },
  {
    name: 'a member sees all rows',
    file: at('identity/access.ts'),
    from: '(row.member ?? null) : null',
    to: "(row.member && 'all') : null",
    spec: at('identity/access.spec.ts'),
  },
  {
    name: 'every wallet is in every claim',
    file: at('identity/caller.ts'),
    from: "wallets === '*' || wallets.has(walletId)",
    to: "wallets === '*' || walletId !== ''",
    spec: at('identity/caller.spec.ts'),
  },
  {
    name: 'a tenant may have any name',
    file: at('identity/claims.ts'),
    from: 'if (!isTenant(tenant))',
    to: "if (typeof tenant !== 'string')",
    spec: at('identity/claims.spec.ts'),
  },
  {
    name: 'the first of two credentials is believed',
    file: at('identity/bearer-token.ts'),
    from: 'if (others.length > 0)',
    to: 'if (false)',
    spec: at('identity/bearer-token.spec.ts'),
  },
  {
    name: 'a token that is remembered is believed for ever',
    file: at('identity/verifier.ts'),
    from: 'if (this.#now() < verified.expiresAtMs) return',
    to: 'if (true) return',
    spec: at('identity/verifier.spec.ts'),
  },
  {
    name: 'a token of any audience is believed',
    file: at('identity/verifier.ts'),
    from: '      audience,\n      algorithms:',
    to: '      algorithms:',
    spec: at('identity/verifier.spec.ts'),
  },
  {
    name: 'a member asks for others',
    file: at('grpc/transport/admission.ts'),
    from: 'else if (own[field] !== caller.subject) throw new PermissionDenied();',
    to: '',
    spec: 'test/access/own-rows.spec.ts',
    test: 'for another member is refused',
    built: true,
  },
  {
    name: 'whoever likes uses the keys of the ledger itself',
    file: at('grpc/transport/validation/predicates.ts'),
    from: " && !value.startsWith('~system:')",
    to: '',
    spec: at('grpc/transport/validation/validation.spec.ts'),
  },
  {
    name: 'nothing may be granted',
    file: at('grpc/transport/validation/predicates.ts'),
    from: ' && /[1-9]/.test(value)',
    to: '',
    spec: at('grpc/transport/validation/validation.spec.ts'),
  },
  {
    name: 'a refusal says amounts in minor units',
    file: at('grpc/transport/refusals/status-of.ts'),
    from: '(amount) => formatCredits(amount, scale)',
    to: '(amount) => formatCredits(amount, 0 * scale)',
    spec: at('grpc/transport/refusals/golden.spec.ts'),
  },
  {
    name: 'a bug tells what it is',
    file: at('grpc/transport/refusals/status-of.ts'),
    from: "return statusWith(internal, 'internal error');",
    to: 'return statusWith(internal, (error as Error).message);',
    spec: at('grpc/transport/refusals/refusals.spec.ts'),
  },
  {
    name: 'outcomes overtake each other within a line',
    file: at('grpc/transport/in-order.ts'),
    from: 'const answered = places.findIndex(({ isAnswered }) => !isAnswered);',
    to: `places.sort((a, b) => Number(b.isAnswered) - Number(a.isAnswered));
    const answered = places.findIndex(({ isAnswered }) => !isAnswered);`,
    spec: at('grpc/transport/in-order.spec.ts'),
  },
  {
    name: 'a wallet of its own keeps its key when its owner is erased',
    file: `${persons}/erase-person.ts`,
    from: 'isOwner ? [personId, null] : [personId]',
    to: '[personId]',
    spec: 'test/audit/persons.spec.ts',
    built: true,
  },
  {
    name: 'a person is erased in wallets outside the claim',
    file: `${persons}/persons-wallets.ts`,
    from: "claim !== '*' && !claim.has(walletId)",
    to: 'walletId === personId',
    spec: 'test/audit/persons.spec.ts',
    built: true,
  },
  {
    name: 'a caller may have any number of audits',
    file: at('grpc/transport/rpc.ts'),
    from: "['calls', 'streams', 'audits']",
    to: "['calls', 'streams']",
    spec: at('grpc/transport/greedy-callers.spec.ts'),
  },
  {
    name: 'a page of events is as large as they are',
    file: 'libs/application/src/queries/read-stream.ts',
    from: 'if (page.length > 0 && bytes > PAGE_BYTES_MAX)',
    to: 'if (page.length > limit)',
    spec: 'libs/application/src/queries/read-stream.spec.ts',
  },
];
