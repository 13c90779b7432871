import type { UsageRecord } from '#contracts';
import { UsageRecordForm } from './forms.ts';
import { gateOf } from '../../transport/validation/gate.ts';
import { InvalidRequest, violationsOf } from '../../transport/validation/violations.ts';

const gate = gateOf(UsageRecordForm);

/**
 * Refuses a record of many that is not of its form, naming its fields as a call of its own would.
 * It is looked at by itself, so that it is no reason to refuse its neighbours.
 */
export function requireWellFormed(record: UsageRecord): void {
  const message = { ...record };
  if (!gate(message)) throw new InvalidRequest(violationsOf(UsageRecordForm, message));
}
