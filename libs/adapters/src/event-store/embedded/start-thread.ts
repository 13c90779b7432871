import { Worker } from 'node:worker_threads';

/** Starts a module of this directory as a thread, from the sources when they are what runs here. */
export function startThread(module: string, data: object): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(`./${module}.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    workerData: data,
    execArgv: isSource ? ['--conditions=app-src'] : [],
  });
}
