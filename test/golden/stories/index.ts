import { catalogue } from './catalogue.ts';
import { corners } from './corners.ts';
import { early } from './early.ts';
import { extended } from './extended.ts';
import { office, shop } from './office.ts';
import { nothing } from './nothing.ts';
import type { Story } from './story.ts';
import { week } from './week.ts';

/** Everything of which the stored events are golden files. The catalogue comes before its prices. */
export const stories: readonly Story[] = [
  catalogue,
  week,
  corners,
  office,
  shop,
  early,
  extended,
  nothing,
];
