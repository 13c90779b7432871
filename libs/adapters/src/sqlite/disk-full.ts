const FULL = 13;
// The index of the write-ahead log could not grow, which is the same to whoever has to mend it.
const INDEX_CANNOT_GROW = 4874;

/** Whether SQLite failed for there being no room left. */
export function isDiskFull(error: unknown): boolean {
  const isOfSqlite = typeof error === 'object' && error !== null && 'errcode' in error;
  const code = isOfSqlite ? Number(error.errcode) : 0;
  return (code & 0xff) === FULL || code === INDEX_CANNOT_GROW;
}
