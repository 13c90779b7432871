import { operator, everyone, type Access } from '../../../identity/roles.ts';

/** Who may call what of CatalogService. */
export const catalogAccess = {
  PublishRateCard: operator,
  GetRateCard: everyone,
} as const satisfies Readonly<Record<string, Access>>;
