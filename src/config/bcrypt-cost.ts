import { ValidateBy, type ValidationArguments } from 'class-validator';

/** About 60 ms per hash on a current core; every further one doubles that. */
export const DEFAULT_BCRYPT_COST = 10;
const HIGHEST = 15;
/** The lowest that bcrypt knows. It is no protection, so that it is for tests alone. */
const LOWEST_OF_TESTS = 4;

/** A cost of password hashes that the environment (`environment`, beside it) allows. */
export function IsBcryptCost(): PropertyDecorator {
  return ValidateBy({
    name: 'isBcryptCost',
    validator: {
      validate: (value, args) =>
        Number.isInteger(value) && Number(value) >= lowest(args?.object) && Number(value) <= HIGHEST,
      defaultMessage: (args?: ValidationArguments) =>
        `must be a whole number from ${lowest(args?.object)} to ${HIGHEST}`,
    },
  });
}

function lowest(settings: { environment?: unknown } | undefined): number {
  return settings?.environment === 'testing' ? LOWEST_OF_TESTS : DEFAULT_BCRYPT_COST;
}
