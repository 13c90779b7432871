/** Whose events a stream holds. */
export type StreamName =
  | { readonly of: 'wallet'; readonly tenantId: string; readonly walletId: string }
  | { readonly of: 'catalog'; readonly tenantId: string };

export const walletStream = (tenantId: string, walletId: string): string =>
  `wallet-${tenantId}.${walletId}`;

/** What a stream's name says; `undefined` for streams of other kinds. Tenants have no dot. */
export function parseStream(stream: string): StreamName | undefined {
  if (stream.startsWith('catalog-')) return { of: 'catalog', tenantId: stream.slice(8) };
  const dot = stream.indexOf('.');
  if (!stream.startsWith('wallet-') || dot < 0) return undefined;
  return { of: 'wallet', tenantId: stream.slice(7, dot), walletId: stream.slice(dot + 1) };
}
