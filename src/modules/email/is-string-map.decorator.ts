import { ValidateBy, type ValidationOptions } from 'class-validator';

const MAX_MEMBERS = 50;
const MAX_VALUE = 2000;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** An object of texts, named like the variables of a template. */
export function IsStringMap(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isStringMap',
      validator: {
        validate: isStringMap,
        defaultMessage: () => `must be an object of at most ${MAX_MEMBERS} named texts of ${MAX_VALUE} characters`,
      },
    },
    options,
  );
}

function isStringMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value as Record<string, unknown>);
  return (
    members.length <= MAX_MEMBERS &&
    members.every(([name, text]) => NAME.test(name) && typeof text === 'string' && text.length <= MAX_VALUE)
  );
}
