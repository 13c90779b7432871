/** Whose events a stream holds. */
export type StreamName =
  | { readonly of: 'wallet'; readonly tenantId: string; readonly walletId: string }
  | { readonly of: 'catalog'; readonly tenantId: string };

export const walletStream = (tenantId: string, walletId: string): string =>
  `wallet-${tenantId}.${walletId}`;

export const catalogStream = (tenantId: string): string => `catalog-${tenantId}`;

/** What a stream's name says; `undefined` for streams of other kinds. Tenants have no dot. */
export function parseStream(stream: string): StreamName | undefined {
  if (stream.startsWith('catalog-')) return { of: 'catalog', tenantId: stream.slice(8) };
  const dot = stream.indexOf('.');
  if (!stream.startsWith('wallet-') || dot < 0) return undefined;
  return { of: 'wallet', tenantId: stream.slice(7, dot), walletId: stream.slice(dot + 1) };
}

/** Whose wallet a stream is, or `undefined` for another kind of stream. */
export function walletOf(stream: string): Extract<StreamName, { of: 'wallet' }> | undefined {
  const name = parseStream(stream);
  return name?.of === 'wallet' ? name : undefined;
}

export function catalogTenantOf(stream: string): string | undefined {
  const name = parseStream(stream);
  return name?.of === 'catalog' ? name.tenantId : undefined;
}
