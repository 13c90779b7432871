import { isMainThread } from 'node:worker_threads';
import { HoldUps } from '../../apps/server/src/hold-ups.ts';

// Loaded into a measured server before all else. Whenever it is asked, it answers for how many
// milliseconds at once the thread that answers everybody was kept since it was asked before.

if (isMainThread && process.send !== undefined) {
  const holdUps = new HoldUps();
  process.on('message', () => process.send?.(holdUps.take().latelyMs));
  // Who only measures keeps no server from ending.
  process.channel?.unref();
}
