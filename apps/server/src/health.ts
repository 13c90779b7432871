import type { Logger } from 'pino';
import type { Assembly } from './assembly.ts';
import type { FollowerStatus } from './followers/followers.ts';
import { HoldUps, type LongestHoldUps } from './hold-ups.ts';

const HEALTH_EVERY_MS = 500;
const FIGURES_EVERY_MS = 60_000;

/** What is logged of the server's health every minute, and once when it stops. */
export interface HealthFigures {
  readonly serving: boolean;
  /** For how long at once nobody was answered, since the figures before and since the start. */
  readonly longestHoldUp: LongestHoldUps;
}

/** Tells whoever asks for the server's health, and logs its figures. */
export function watchHealth(
  { followers, ports }: Pick<Assembly, 'followers' | 'ports'>,
  { log, setServing }: { readonly log: Logger; readonly setServing: (serving: boolean) => void },
) {
  const holdUps = new HoldUps();
  const isServing = (): boolean => isHealthy(followers.status, ports.ledger.cuts);
  const tellFigures = (): void => {
    const figures: HealthFigures = { serving: isServing(), longestHoldUp: holdUps.take() };
    log.info(figures, 'health');
  };
  const beat = setInterval(() => setServing(isServing()), HEALTH_EVERY_MS);
  const telling = setInterval(tellFigures, FIGURES_EVERY_MS);
  setServing(true);
  return {
    /** The server is about to stop, and says so itself. */
    rest(): void {
      clearInterval(beat);
    },
    stop(): void {
      clearInterval(telling);
      tellFigures();
      holdUps.stop();
    },
  };
}

/**
 * Whether the server can do its work: it cannot show what it wrote while a follower is stuck, and
 * an operator must bring back what is missing of a stream's history.
 */
function isHealthy(
  followers: ReadonlyMap<string, FollowerStatus>,
  cuts: { readonly isEmpty: boolean },
): boolean {
  return cuts.isEmpty && [...followers.values()].every(({ failure }) => failure === null);
}
