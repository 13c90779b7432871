import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

const THREAD = '/proc/thread-self';

// About a tenth of a core beside a busy thread of the usual priority: late, but never starved.
const BELOW_COMMANDS = 10;

/**
 * Lets the threads that answer callers go first where there are not enough cores for all: reading
 * models may lag for a while, commands may not. Only Linux has priorities of single threads.
 */
export function yieldToCommands(): void {
  if (process.platform !== 'linux') return;
  const thread = Number(readlinkSync(THREAD).split('/').at(-1));
  setPriority(thread, BELOW_COMMANDS);
}
