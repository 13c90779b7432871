import type { AuditProgress } from './auditor.ts';

/** What is told of work: how far it is, now and then, and last its result. */
export type AuditNews<Result> = { readonly progress: AuditProgress } | { readonly result: Result };

/**
 * Tells of work while it is done. Whoever reads slowly is told how far it is by then, and misses
 * what was in between.
 */
export async function* newsOf<Result>(
  run: (told: (progress: AuditProgress) => void) => Promise<Result>,
): AsyncGenerator<AuditNews<Result>, void> {
  let latest: AuditProgress | null = null;
  let isDone = false;
  let changed = Promise.withResolvers<void>();
  const result = run((progress) => {
    latest = progress;
    changed.resolve();
  });
  const end = (): void => {
    isDone = true;
    changed.resolve();
  };
  // Its failure is told to whoever waits for the result; nobody may any more.
  result.then(end, end);
  for (;;) {
    await changed.promise;
    if (isDone) break;
    changed = Promise.withResolvers();
    if (latest !== null) yield { progress: latest };
  }
  yield { result: await result };
}
