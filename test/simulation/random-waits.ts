import type { Minute, NaiveCommandType } from './naive/commands.ts';
import { nextEdge } from './naive/due.ts';
import type { Scene } from './scene.ts';
import { DAY, HOUR } from './scene.ts';

const FOR_HOLDS: ReadonlySet<NaiveCommandType> = new Set<NaiveCommandType>([
  'CaptureHold',
  'ReleaseHold',
  'ExtendHold',
]);

/** How long until the next command: often no time, often right to where something happens. */
export function someWait(type: NaiveCommandType, scene: Scene): Minute {
  const { dice } = scene;
  if (FOR_HOLDS.has(type) && !dice.oneIn(4)) return dice.pick([0, 4]);
  const pace = dice.below(100);
  if (pace < 72) return 0;
  if (pace < 78) return dice.pick([1, 4, 10]);
  if (pace < 86) return dice.pick([HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR]);
  if (pace < 95) return toNextEdge(scene);
  return pace < 99 || !dice.oneIn(2)
    ? dice.pick([DAY, 2 * DAY, 3 * DAY, 5 * DAY])
    : dice.pick([36 * DAY, 70 * DAY]);
}

function toNextEdge({ dice, wallet, now }: Scene): Minute {
  const edge = nextEdge(wallet);
  return edge === undefined ? 0 : Math.max(0, edge - now + dice.pick([0, 0, 1, -1]));
}
