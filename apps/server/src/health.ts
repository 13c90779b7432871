import type { FollowerStatus } from './followers/followers.ts';

/** Whether the server can do its work: it cannot show what it wrote while a follower is stuck. */
export function isHealthy(followers: ReadonlyMap<string, FollowerStatus>): boolean {
  return [...followers.values()].every(({ failure }) => failure === null);
}
