import type { Credits } from '../../credits.ts';
import type { Event } from '../event-parts.ts';
import type { CapTarget, CapWindow } from '../terms.ts';

/** What may be spent in a window. */
export type CapEvent = Event<
  'CapSet',
  { target: CapTarget; window: CapWindow; amount?: Credits | undefined }
>;
