import { randomBytes } from 'node:crypto';
import type { Randomness } from '#eventsourcing';

/** What the operating system holds for unpredictable. */
export class SystemRandomness implements Randomness {
  bytes(count: number): Uint8Array {
    return Uint8Array.from(randomBytes(count));
  }
}
