/** The stream of a wallet. Tenants have no dot, so the first one ends the tenant. */
export const walletStream = (tenantId: string, walletId: string): string =>
  `wallet-${tenantId}.${walletId}`;

export const catalogStream = (tenantId: string): string => `catalog-${tenantId}`;

/** Whose wallet a stream is, or `undefined` for another kind of stream. */
export function walletOf(
  stream: string,
): { readonly tenantId: string; readonly walletId: string } | undefined {
  const found = /^wallet-([^.]+)\.(.+)$/.exec(stream);
  const [, tenantId, walletId] = found ?? [];
  return tenantId === undefined || walletId === undefined ? undefined : { tenantId, walletId };
}

export function catalogTenantOf(stream: string): string | undefined {
  return /^catalog-(.+)$/.exec(stream)?.[1];
}
