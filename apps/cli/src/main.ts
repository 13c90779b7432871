#!/usr/bin/env node
import { CommanderError } from 'commander';
import { Misuse } from './misuse.ts';
import { program } from './program.ts';

const FAILED = 1;
const MISUSED = 2;

// Whoever reads only the first lines closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : MISUSED;
  } else {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof Misuse ? MISUSED : FAILED;
  }
}
