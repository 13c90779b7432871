import type { EventMetadata, RecordedEvent } from '#eventsourcing';
import type { Aggregate } from '#eventsourcing';
import type { CatalogTypes } from '#ledger';
import type { History } from './history.ts';

/** A tenant's catalogue: versions of the rate card, each greater than the one before. */
export class AuditedCatalog implements History {
  readonly #catalog: Aggregate<CatalogTypes>;
  #version = 0;

  constructor(catalog: Aggregate<CatalogTypes>) {
    this.#catalog = catalog;
  }

  after({ type, data }: RecordedEvent, { occurredAt }: EventMetadata): string | null {
    if (type !== 'RateCardPublished') return `a catalogue knows no ${type}`;
    const { version } = this.#catalog.codec.decode(type, data, occurredAt).data;
    if (!(version > this.#version)) return `version ${version} follows version ${this.#version}`;
    this.#version = version;
    return null;
  }

  afterCommand(): null {
    return null;
  }
}
