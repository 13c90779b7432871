import type { Status } from '#contracts';
import { diskFull, isBug } from './status-of.ts';

const EVERY_MS = 1_000;
let diskFullAtMs = -Infinity;

/**
 * Whether the operator must hear of it: of a bug, as its caller is told nothing, and of a full
 * disk, which every command meets, once a second.
 */
export function isForTheLog(status: Status): boolean {
  if (status !== diskFull) return isBug(status);
  const nowMs = performance.now();
  if (nowMs - diskFullAtMs < EVERY_MS) return false;
  diskFullAtMs = nowMs;
  return true;
}
