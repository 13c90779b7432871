import type { EventMetadata, RecordedEvent } from '#eventsourcing';
import { catalogRules } from '#ledger';
import type { History } from './wallet-history.ts';

/** A tenant's catalogue: versions of the rate card, each greater than the one before. */
export class CatalogHistory implements History {
  readonly #rules;
  #version = 0;

  constructor(tenantId: string) {
    this.#rules = catalogRules(tenantId);
  }

  after({ type, data }: RecordedEvent, { occurredAt }: EventMetadata): string | null {
    if (type !== 'RateCardPublished') return `a catalogue knows no ${type}`;
    const { version } = this.#rules.decodeEvent(type, data, occurredAt).data;
    if (!(version > this.#version)) return `version ${version} follows version ${this.#version}`;
    this.#version = version;
    return null;
  }

  afterCommand(): null {
    return null;
  }
}
