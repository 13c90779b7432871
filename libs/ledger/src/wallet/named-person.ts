/**
 * Whether an event names a person: as the member that it or a part of it is about, as who did it,
 * asked for it or decided it, or as the owner. A service of the same id is nobody.
 */
export function namesPerson(
  { data, actor }: { readonly data: unknown; readonly actor: unknown },
  personId: string,
): boolean {
  return isPerson(actor, personId) || isIn(data, personId);
}

function isIn(value: unknown, personId: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('memberId' in value && value.memberId === personId) return true;
  return Object.entries(value).some(([name, within]) =>
    BY_ID.has(name) ? isPerson(within, personId) : isIn(within, personId),
  );
}

/** Where somebody is named by type and id. */
const BY_ID: ReadonlySet<string> = new Set(['decidedBy', 'owner', 'requestedBy']);
const PEOPLE: ReadonlySet<unknown> = new Set(['ADMIN', 'PERSON', 'USER']);

function isPerson(named: unknown, personId: string): boolean {
  const { type, id } = (named ?? {}) as { readonly type?: unknown; readonly id?: unknown };
  return id === personId && PEOPLE.has(type);
}
