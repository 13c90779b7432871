export { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
