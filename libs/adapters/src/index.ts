export { ManualClock } from './clock/manual-clock.ts';
export { SystemClock } from './clock/system-clock.ts';
export { SystemRandomness } from './clock/system-randomness.ts';
export { SystemTimer } from './clock/system-timer.ts';
export { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
export { EmbeddedReadModelStore } from './read-model-store/embedded/embedded-read-model-store.ts';
export { EmbeddedSnapshotStore } from './snapshot-store/embedded/embedded-snapshot-store.ts';
export { EmbeddedTextKeyStore } from './text-key-store/embedded/embedded-text-key-store.ts';
