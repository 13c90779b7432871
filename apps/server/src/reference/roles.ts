import { accessRows, type AccessRow } from '../identity/access.ts';
import type { Reach, Role } from '../identity/roles.ts';
import { table } from './markdown.ts';

const ROLES = ['member', 'admin', 'service', 'finance', 'operator', 'auditor'] as const;

const reachOfMember: Readonly<Record<Reach, string>> = {
  own: 'own',
  'own-and-shared': 'own and shared',
  all: 'yes',
};

/** docs/roles.md, made from the table that calls are let in by. */
export function rolesPage(): string {
  const rows = accessRows();
  return `# Who may call what

\`npm run generate\` makes this page from the \`access.ts\` of each service in \`apps/server/src/grpc/services\`. "Own" is
what belongs to the member whose id the token carries, "own and shared" also the pool. \`grpc.health.v1\` and reflection
are open to anyone.

${table(
  ['RPC', ...ROLES],
  rows.map((row) => [row.rpc, ...ROLES.map((role) => cellOf(row, role))]),
)}
`;
}

function cellOf({ roles, member }: AccessRow, role: Role): string {
  if (role === 'member') return member === undefined ? '' : reachOfMember[member];
  return roles.includes(role) ? 'yes' : '';
}

/** What the comment of an RPC says of who may call it. */
function rolesSentence({ roles, member }: AccessRow): string {
  const ofMembers =
    member === undefined ? [] : [member === 'all' ? 'member' : `member (${reachOfMember[member]})`];
  return `Roles: ${[...ofMembers, ...roles].join(', ')}.`;
}

const RPC = /^ {2}rpc (?<name>\w+)\(/;
const SERVICE = /^service (?<name>\w+) \{/;
const ROLES_LINE = /^ {2}\/\/ Roles: /;

/** A proto with who may call each of its RPCs in the last line of the RPC's comment. */
export function withRoles(proto: string): string {
  const rows = new Map(accessRows().map((row) => [row.rpc, row]));
  let service = '';
  const lines: string[] = [];
  for (const line of proto.split('\n').filter((each) => !ROLES_LINE.test(each))) {
    service = SERVICE.exec(line)?.groups?.['name'] ?? service;
    const name = RPC.exec(line)?.groups?.['name'];
    const row = name === undefined ? undefined : rows.get(`${service}/${name}`);
    if (row !== undefined) lines.push(`  // ${rolesSentence(row)}`);
    lines.push(line);
  }
  return lines.join('\n');
}
