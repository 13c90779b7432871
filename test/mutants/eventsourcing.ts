import type { Mutant } from './mutant.ts';

const at = (file: string): string => `libs/eventsourcing/src/${file}`;

/** The machinery: what is stored, once, in order, and found again. */
export const eventsourcing: readonly Mutant[] = [
  {
    name: 'the request of a used key is not compared',
    file: at('replay.ts'),
    from: 'if (doneHash !== requestHash && !isErasedRepeat(events))',
    to: 'if (false)',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'a used key is done again',
    file: at('stream-plan.ts'),
    from: 'if (repeat !== undefined) return repeat;',
    to: '',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'a dry run is stored',
    file: 'libs/application/src/ledger.ts',
    from: 'by.dryRun ? writer.rehearse(submission) : writer.submit(submission)',
    to: 'writer.submit(submission)',
    spec: 'test/faults/idempotency.spec.ts',
    test: 'moves nothing and tells what the command sent next does',
  },
  {
    name: 'a command of a dry batch knows nothing of those before it',
    file: at('rehearsal.ts'),
    from: '({ state } = decision);',
    to: '',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'late usage asked with a wider window finds no lots that it names alone',
    file: 'libs/ledger/src/wallet/stored/look-ups.ts',
    from: 'earlier !== null && state?.policies !== earlier.policies',
    to: 'earlier === undefined && state === earlier',
    spec: 'test/faults/snapshots.spec.ts',
    test: 'when windows are widened since',
  },
  {
    name: 'time runs back within a stream',
    file: at('stream-plan.ts'),
    from: "return this.#recordedAt !== '' && this.#recordedAt > clock ? this.#recordedAt : clock;",
    to: 'return clock;',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'a command is answered before it is stored',
    file: at('stream-writer.ts'),
    from: 'const appended = await this.#appendAll(loaded, plan.appends);',
    to: `const sent = this.#appendAll(loaded, plan.appends);
      const { revision } = plan.loaded().head;
      const appended = sent && ({ revision, position: 1n } as Appended | 'CONFLICT');`,
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'a conflict counts as stored',
    file: at('stream-writer.ts'),
    from: "if (appended === 'CONFLICT') continue;",
    to: '',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'a refusal does not look whether others have written',
    file: at('stream-writer.ts'),
    from: 'if (appended === undefined && !isFresh) {',
    to: 'if (false) {',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'an unknown outcome is not asked for again',
    file: at('append-known.ts'),
    from: 'sent < SENDS_MAX',
    to: 'sent < 1',
    spec: at('stream-writer.spec.ts'),
  },
  {
    name: 'the same event has a new id each time',
    file: at('hash-chain.ts'),
    from: 'const id = eventIdOf(hash);',
    to: 'const id = eventIdOf(sha256(String(Math.random())));',
    spec: 'test/golden/events.spec.ts',
  },
  {
    name: 'a chain may be put together of others',
    file: at('hash-chain.ts'),
    from: 'if (metadata.prevHash !== previous.hash)',
    to: 'if (false)',
    spec: at('hash-chain.spec.ts'),
  },
  {
    name: 'an edited event is not noticed',
    file: at('hash-chain.ts'),
    from: 'if (actual !== hash)',
    to: 'if (false)',
    spec: at('hash-chain.spec.ts'),
  },
  {
    name: 'keys of objects with many members are in no order',
    file: at('canonical-json.ts'),
    from: 'return keys.toSorted();',
    to: 'return keys;',
    spec: at('canonical-json.spec.ts'),
  },
  {
    name: 'the texts of members have the key of their wallet',
    file: at('sealed-texts.ts'),
    from: 'memberId === null ? stream : `${stream}/${memberId}`',
    to: 'stream',
    spec: at('sealed-texts.spec.ts'),
  },
  {
    name: 'a snapshot of another history is believed',
    file: at('loaded-snapshot.ts'),
    from: 'return metadataOf(last).hash === hash;',
    to: 'return last.id !== hash;',
    spec: 'test/faults/snapshots.spec.ts',
    test: 'a snapshot whose hash is not that of the log',
  },
  {
    name: 'a follower goes on behind a log that was cut',
    file: at('follower.ts'),
    from: 'if (checkpoint > head)',
    to: 'if (false)',
    spec: at('follower.spec.ts'),
    test: 'as a cut in history',
  },
  {
    name: 'a checkpoint is stored before what it stands for',
    file: at('snapshot-follower.ts'),
    from: 'await this.#save(due.splice(0, SNAPSHOTS_AT_ONCE), await this.checkpoint());',
    to: `const { position } = events.at(-1) as RecordedEvent;
      await this.#save(due.splice(0, SNAPSHOTS_AT_ONCE), position);`,
    spec: 'test/faults/snapshots.spec.ts',
    test: 'where many wallets are due at once',
  },
];
