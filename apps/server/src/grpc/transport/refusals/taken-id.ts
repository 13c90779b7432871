import type { IdTaken } from '#contracts';
import type { ReasonOf } from '#ledger';
import { enumTo } from '../../wire/enums.ts';

const purchase = /^purchase:(?<id>[^/]+)/;
const grant = /^grant:(?<id>[^/]+)/;

/** The id that the caller gave. That of a lot was derived from a purchase's or a grant's. */
export function takenId({ kind, id }: ReasonOf<'ID_TAKEN'>): IdTaken {
  if (kind !== 'LOT') return { kind: enumTo('ID_KIND', kind), id };
  const purchaseId = purchase.exec(id)?.groups?.['id'];
  if (purchaseId !== undefined) return { kind: 'ID_KIND_PURCHASE', id: purchaseId };
  return { kind: 'ID_KIND_GRANT', id: grant.exec(id)?.groups?.['id'] ?? id };
}
