import { Transform } from 'class-transformer';

export const MAX_ROLE_ID = 999_999_999;
const DIGITS = /^[0-9]{1,9}$/;

/** Clients send the numbers of roles as numbers and as texts. */
export const RoleNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && DIGITS.test(value) ? Number(value) : value,
  );
