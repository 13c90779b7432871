import { validateSync, type ValidationError } from 'class-validator';
import { type Fields, filledIn, type Form, isOneof } from './form.ts';

/** A field that is wrong, by its path of proto names, and what it must be. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** The request is not of its documented form. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly violations: readonly FieldViolation[];

  constructor(violations: readonly FieldViolation[]) {
    super('The request has fields that are wrong.');
    this.violations = violations;
  }
}

/** What is wrong with a message, one violation for each wrong field. */
export function violationsOf(form: Form, message: Fields): readonly FieldViolation[] {
  const errors = validateSync(filledIn(form, message), {
    forbidUnknownValues: false,
    stopAtFirstError: true,
  });
  return errors.flatMap((error) => violationsIn(error, ''));
}

function violationsIn(error: ValidationError, path: string): readonly FieldViolation[] {
  const field = pathTo(error, path);
  const own = Object.values(error.constraints ?? {}).map((description) => ({ field, description }));
  return [...own, ...(error.children ?? []).flatMap((child) => violationsIn(child, field))];
}

function pathTo({ property, target }: ValidationError, path: string): string {
  if (Array.isArray(target) || target instanceof Map) return `${path}[${property}]`;
  // A oneof inside a message is what that message is for, and no field of its own.
  if (path !== '' && isOneof(target?.constructor as Form, property)) return path;
  return path === '' ? protoName(property) : `${path}.${protoName(property)}`;
}

/** A field's name as the protos write it. */
export const protoName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
