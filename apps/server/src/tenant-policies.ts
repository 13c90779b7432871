import { readFileSync } from 'node:fs';
import { DEFAULT_POLICIES, type Policies } from '#ledger';

/** The policies of tenants, from a JSON file of what differs from the defaults. */
export function policiesByTenant(file: string | null): (tenantId: string) => Policies {
  if (file === null) return () => DEFAULT_POLICIES;
  const own = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Partial<Policies>>>;
  const known = new Map(
    Object.entries(own).map(([tenant, policies]) => [tenant, { ...DEFAULT_POLICIES, ...policies }]),
  );
  return (tenantId) => known.get(tenantId) ?? DEFAULT_POLICIES;
}
