import { Moments } from '../support/moments.ts';
import type { Scenario } from './scenario.ts';

/** Scenarios that follow each other in time, so that one server with one clock can play them. */
export interface Lane {
  readonly from: Temporal.Instant;
  readonly scenarios: readonly Scenario[];
}

/** Puts scenarios, which come in the order of their days, into as few lanes as they need. */
export function inLanes(scenarios: readonly Scenario[]): readonly Lane[] {
  const lanes: { from: Temporal.Instant; until: Temporal.Instant; scenarios: Scenario[] }[] = [];
  for (const scenario of scenarios) {
    const { start, end } = spanOf(scenario);
    const lane = lanes.find(({ until }) => Temporal.Instant.compare(until, start) <= 0);
    if (lane === undefined) lanes.push({ from: start, until: end, scenarios: [scenario] });
    else {
      lane.scenarios.push(scenario);
      lane.until = end;
    }
  }
  return lanes;
}

function spanOf({ day, zone = 'UTC', steps }: Scenario) {
  const moments = new Moments(day, zone);
  const times = steps.flatMap(({ at }) => (at === undefined ? [] : [moments.at(at)]));
  return { start: moments.start, end: times.at(-1) ?? moments.start };
}
