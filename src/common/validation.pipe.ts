import { type ArgumentMetadata, type PipeTransform, ValidationPipe, type ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from '#domain/schema/clean-text';
import { isLenient } from './lenient.decorator';

/**
 * No DTO goes as deep or has as many members. The transformer copies what it then drops: recursively, so that depth would
 * overflow the stack, and in quadratic time, so that one large body would stop the process for minutes.
 */
const MAX_DEPTH = 20;
const MAX_MEMBERS = 1000;

/** Constraints whose names tell a client less than these codes. */
const CODES: Readonly<Record<string, string>> = {
  isDefined: 'required',
  isNotEmpty: 'required',
  isString: 'invalid_type',
  isBoolean: 'invalid_type',
  isInt: 'invalid_type',
  isNumber: 'invalid_type',
  isArray: 'invalid_type',
  isObject: 'invalid_type',
  isEmail: 'invalid_email_format',
  isIn: 'not_in_values',
  minLength: 'too_short',
  maxLength: 'too_long',
  min: 'too_small',
  max: 'too_large',
};

/** A DTO class that knows good values by a glance, for a busy route where what the libraries take is felt. */
interface QuickDto<T> {
  /** null: the libraries have to look closer, and they alone say what is wrong. */
  accept(value: Readonly<Record<string, unknown>>): T | null;
}

/**
 * Body and query objects become their DTO, and all problems come back at once. Unknown members of a body are among them,
 * unless its DTO is lenient; those of a query are dropped. Values are never repeated, not even by a DTO that forgets it: only
 * names and constraint texts are read.
 */
export function validationPipe(): PipeTransform {
  return new DtoPipe();
}

class DtoPipe implements PipeTransform {
  private readonly strict = new BoundedPipe(true);
  private readonly lenient = new BoundedPipe(false);

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const accepted = accept(value, metadata);
    if (accepted !== null) return Promise.resolve(accepted);
    const { type, metatype } = metadata;
    const isStrict = type === 'body' && metatype !== undefined && !isLenient(metatype);
    return (isStrict ? this.strict : this.lenient).transform(value, metadata);
  }
}

class BoundedPipe extends ValidationPipe {
  constructor(private readonly isStrict: boolean) {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: isStrict,
      validationError: { target: true, value: false },
      exceptionFactory: (errors) =>
        invalidFields(
          'REQUEST_INVALID',
          errors.flatMap((error) => problems(error, '')),
        ),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (this.toValidate(metadata)) {
      if (isTooLarge(value, MAX_DEPTH, { members: MAX_MEMBERS })) {
        const message = 'The request has too many or too deeply nested members';
        throw new DomainError('REQUEST_INVALID', 'unprocessable', message);
      }
      if (this.isStrict) refuseUncopied(value, metadata.metatype!);
    }
    return super.transform(value, metadata);
  }
}

/** A list, whose places are no members, and names that every object has: a DTO would not show that they were there. */
function refuseUncopied(value: unknown, dto: object): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    throw invalidFields('REQUEST_INVALID', [{ field: 'body', code: 'invalid_type', message: 'must be a JSON object' }]);
  }
  const found = Object.keys(value).filter((name) => name in Object.prototype);
  const details = found.map((field) => ({ field, code: 'unknown_key', message: unknownName(field, membersOf(dto)) }));
  if (details.length > 0) throw invalidFields('REQUEST_INVALID', details);
}

function membersOf(dto: object): string[] {
  const validated = getMetadataStorage().getTargetValidationMetadatas(dto as () => void, '', false, false);
  return [...new Set(validated.map(({ propertyName }) => propertyName))];
}

function accept(value: unknown, { metatype }: ArgumentMetadata): unknown {
  if (metatype === undefined || !('accept' in metatype) || typeof value !== 'object' || value === null) return null;
  return (metatype as unknown as QuickDto<unknown>).accept(value as Record<string, unknown>);
}

function isTooLarge(value: unknown, levels: number, left: { members: number }): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members: readonly unknown[] = Object.values(value);
  left.members -= members.length;
  return levels === 0 || left.members < 0 || members.some((member) => isTooLarge(member, levels - 1, left));
}

function problems(error: ValidationError, parent: string): FieldProblem[] {
  const field = parent + excerpt(error.property);
  const constraints = Object.entries(error.constraints ?? {});
  if ('whitelistValidation' in (error.constraints ?? {})) {
    const message = unknownName(error.property, membersOf(error.target!.constructor));
    return [{ field, code: 'unknown_key', message }];
  }
  const missing = constraints.find(([name]) => CODES[name] === 'required');
  const told = missing === undefined ? constraints : [missing];
  const own = told.map(([name, text]) => ({
    field,
    code: CODES[name] ?? snakeCase(name),
    message: text.startsWith(`${error.property} `) ? text.slice(error.property.length + 1) : text,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => problems(child, `${field}.`))];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
