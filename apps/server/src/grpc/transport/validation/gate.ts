import {
  getMetadataStorage,
  ValidationTypes,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { type Fields, type Form, formOfField, reader, type Rule, rulesOf } from './form.ts';

/** Whether a message is as its form says. */
export type Gate = (message: Fields) => boolean;

/**
 * A form's own rules as one function that only says yes or no. class-validator walks its metadata
 * and allocates for every field of every message; this does the walking once, and then calls the
 * same constraints. Where it says no, class-validator names the fields.
 */
export function gateOf(form: Form): Gate {
  const checks = [...rulesOf(form)].map(([field, rules]) => fieldGate(form, field, rules));
  return (message) => {
    for (const check of checks) if (!check(message)) return false;
    return true;
  };
}

function fieldGate(form: Form, field: string, rules: readonly Rule[]): Gate {
  const read = reader(form, field);
  const conditions = rules.filter(isA(ValidationTypes.CONDITIONAL_VALIDATION)).map(conditionOf);
  const constraints = rules
    .filter(isA(ValidationTypes.CUSTOM_VALIDATION))
    .map((rule) => constraintOf(form, rule));
  const nested = formOfField(form, field);
  const inside = nested === undefined ? null : insideGate(gateOf(nested));
  if (rules.some((rule) => !known.has(rule.type)))
    throw new TypeError(`${form.name}.${field} has a rule that a gate does not know.`);
  return (message) => {
    const value = read(message);
    for (const applies of conditions) if (!applies(message, value)) return true;
    for (const holds of constraints) if (!holds(value, message)) return false;
    return inside === null || inside(value);
  };
}

const known: ReadonlySet<string> = new Set([
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
]);

const isA =
  (type: string) =>
  (rule: Rule): boolean =>
    rule.type === type;

function insideGate(gate: Gate): (value: unknown) => boolean {
  return (value) => {
    if (value === undefined) return true;
    if (!Array.isArray(value) && !(value instanceof Map)) return gate(value as Fields);
    for (const item of value.values()) if (!gate(item as Fields)) return false;
    return true;
  };
}

function conditionOf(rule: Rule): (message: Fields, value: unknown) => boolean {
  return rule.constraints[0] as (message: Fields, value: unknown) => boolean;
}

function constraintOf(form: Form, rule: Rule): (value: unknown, message: Fields) => boolean {
  const [found] = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  if (found === undefined || found.async || rule.each)
    throw new TypeError(`${form.name}.${rule.propertyName} has a rule that a gate does not know.`);
  const constraint: ValidatorConstraintInterface = found.instance;
  // One object for all messages: a constraint is called and done with before the next one is.
  const args: ValidationArguments = {
    targetName: form.name,
    property: rule.propertyName,
    constraints: rule.constraints as unknown[],
    object: {},
    value: undefined,
  };
  return (value, message) => {
    args.object = message;
    args.value = value;
    return constraint.validate(value, args) === true;
  };
}
