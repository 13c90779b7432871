import type { Mutant } from './mutant.ts';

const at = (file: string): string => `libs/adapters/src/${file}`;

const eventStore = at('event-store/embedded/embedded-event-store.spec.ts');

/** The embedded engines. */
export const adapters: readonly Mutant[] = [
  {
    name: 'no revision is expected',
    file: at('event-store/embedded/append-log.ts'),
    from: 'if (stream.revision === from) {',
    to: 'if (stream.revision >= from) {',
    spec: eventStore,
  },
  {
    name: 'the same events are stored twice',
    file: at('event-store/embedded/append-log.ts'),
    from: 'if (stored.id !== events[revision - from]?.id) return undefined;',
    to: 'return undefined;',
    spec: eventStore,
  },
  {
    name: 'an append is answered though it was not committed',
    file: at('event-store/embedded/append-log.ts'),
    from: `      this.#commit.run();
      return outcome;`,
    to: '      return outcome;',
    spec: eventStore,
  },
  {
    name: 'a conflict is told as an unknown outcome',
    file: at('event-store/embedded/commit-queue.ts'),
    from: 'if (position === 0) reject(new VersionConflict(stream, expected, revision));',
    to: 'if (position === 0) reject(new OutcomeUnknown(stream));',
    spec: eventStore,
  },
  {
    name: 'a document is written whatever the checkpoint says',
    file: at('read-model-store/embedded/embedded-read-model-store.ts'),
    from: '!== from) throw new CheckpointMoved(checkpoint);',
    to: '=== -1n) throw new CheckpointMoved(checkpoint);',
    spec: at('read-model-store/embedded/embedded-read-model-store.spec.ts'),
  },
  {
    name: 'a snapshot keeps its place when it is made anew',
    file: at('snapshot-store/embedded/embedded-snapshot-store.ts'),
    from: 'SET revision = excluded.revision, hash',
    to: 'SET hash',
    spec: at('snapshot-store/embedded/embedded-snapshot-store.spec.ts'),
  },
  {
    name: 'receipts of a history that never was stay',
    file: at('snapshot-store/embedded/embedded-snapshot-store.ts'),
    from: 'prepare(`DELETE FROM receipts WHERE stream = ${NUMBER_OF_STREAM}`),',
    to: '',
    spec: at('snapshot-store/embedded/embedded-snapshot-store.spec.ts'),
  },
  {
    name: 'an erased key stays at hand',
    file: at('text-key-store/embedded/embedded-text-key-store.ts'),
    from: 'this.#atHand.delete(name);',
    to: '',
    spec: at('text-key-store/embedded/embedded-text-key-store.spec.ts'),
  },
  {
    name: 'a clock that is set goes back',
    file: at('clock/manual-clock.ts'),
    from: 'if (instant < this.#now)',
    to: 'if (false)',
    spec: at('clock/clock.spec.ts'),
  },
];
