import { readFileSync } from 'node:fs';
import {
  DEFAULT_POLICIES,
  DEFAULT_RANKS,
  isDecimal,
  isExactDuration,
  POLICY_NAMES,
  type OwnPolicies,
  type Policies,
  type PolicyName,
} from '#ledger';
import { CannotStart } from './cannot-start.ts';

/** What each tenant of the file has instead of the defaults. */
export type TenantPolicies = ReadonlyMap<string, OwnPolicies>;

/** The policies of tenants; whoever is not in the file has the defaults. */
export function policiesByTenant(own: TenantPolicies): (tenantId: string) => Policies {
  const known = new Map(
    [...own].map(([tenant, policies]) => [
      tenant,
      { ...DEFAULT_POLICIES, ...policies } as Policies,
    ]),
  );
  return (tenantId) => known.get(tenantId) ?? DEFAULT_POLICIES;
}

/** Reads the file that TENANT_POLICIES names. Everything that is wrong in it is said at once. */
export function readTenantPolicies(file: string | null): TenantPolicies {
  if (file === null) return new Map();
  const given = jsonIn(file);
  const faults = faultsIn(given);
  if (faults.length > 0)
    throw new CannotStart(
      `TENANT_POLICIES: ${file} is not as it must be: ${faults.slice(0, FAULTS_MAX).join('; ')}.`,
    );
  return new Map(Object.entries(given as Readonly<Record<string, OwnPolicies>>));
}

const FAULTS_MAX = 20;

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new CannotStart(`TENANT_POLICIES: ${file} cannot be read: ${message}.`, { cause: error });
  }
}

function faultsIn(given: unknown): readonly string[] {
  if (!isObject(given)) return ['it must be an object of policies by tenant'];
  return Object.entries(given).flatMap(([tenant, policies]) => {
    if (!isTenant(tenant))
      return [`${JSON.stringify(tenant)} cannot be a tenant: 1 to 64 of a-z, 0-9 and -`];
    if (!isObject(policies)) return [`${tenant} must be an object of policies`];
    return Object.entries(policies).flatMap(([name, value]) => faultOf(tenant, name, value));
  });
}

function faultOf(tenant: string, name: string, value: unknown): readonly string[] {
  if (!isPolicyName(name)) return [`${tenant}.${name} is not a policy`];
  const { isValid, mustBe } = forms[name];
  return isValid(value) ? [] : [`${tenant}.${name} must be ${mustBe}`];
}

interface PolicyForm {
  readonly isValid: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly mustBe: string;
}

const RANK_MAX = 1_000;
const REISSUE_DAYS_MAX = 3_650;

// Every value that the type has, so that a new one does not compile before it is listed.
const choiceOf = <Value extends string>(choice: Readonly<Record<Value, true>>): PolicyForm => ({
  isValid: (value) => typeof value === 'string' && Object.hasOwn(choice, value),
  mustBe: Object.keys(choice)
    .map((value) => JSON.stringify(value))
    .join(' or '),
});

const duration: PolicyForm = {
  isValid: (value) => typeof value === 'string' && isExactDuration(value),
  mustBe: 'an ISO 8601 duration without years and months, such as "PT72H" or "P35D"',
};

const flag: PolicyForm = {
  isValid: (value) => typeof value === 'boolean',
  mustBe: 'true or false',
};

/** What a tenant's policies may be: the same as a wallet's own. */
const forms: Readonly<Record<PolicyName, PolicyForm>> = {
  memberFunding: choiceOf<Policies['memberFunding']>({
    POOLED: true,
    ALLOCATED_ONLY: true,
    ALLOCATED_THEN_POOLED: true,
  }),
  burnOrder: choiceOf<Policies['burnOrder']>({ RANK_FIRST: true, EXPIRY_FIRST: true }),
  ranks: {
    isValid: (value) =>
      isObject(value) &&
      Object.entries(value).every(
        ([kind, rank]) => Object.hasOwn(DEFAULT_RANKS, kind) && isWhole(rank, 0, RANK_MAX),
      ),
    mustBe: `an object of whole numbers from 0 to ${RANK_MAX} by kind (${Object.keys(DEFAULT_RANKS).join(', ')})`,
  },
  overdraftLimit: {
    isValid: (value) => typeof value === 'string' && isDecimal(value),
    mustBe: 'a decimal in quotes, such as "12.50", at least 0',
  },
  lateWindow: duration,
  acceptanceWindow: duration,
  holdMax: duration,
  strictUsage: flag,
  debtSettledByPromo: flag,
  expiredReversal: {
    isValid: (value) =>
      value === 'FORFEIT' ||
      (isObject(value) &&
        Object.keys(value).length === 1 &&
        isWhole(value['reissueDays'], 1, REISSUE_DAYS_MAX)),
    mustBe: `"FORFEIT" or {"reissueDays": a whole number from 1 to ${REISSUE_DAYS_MAX}}`,
  },
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTenant = (name: string): boolean => /^[a-z0-9-]{1,64}$/.test(name);

const isPolicyName = (name: string): name is PolicyName =>
  POLICY_NAMES.includes(name as PolicyName);

const isWhole = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
