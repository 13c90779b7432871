import type { FollowerStatus } from './followers/followers.ts';

/**
 * Whether the server can do its work: it cannot show what it wrote while a follower is stuck, and
 * an operator must bring back what is missing of a stream's history.
 */
export function isHealthy(
  followers: ReadonlyMap<string, FollowerStatus>,
  cuts: { readonly isEmpty: boolean },
): boolean {
  return cuts.isEmpty && [...followers.values()].every(({ failure }) => failure === null);
}
