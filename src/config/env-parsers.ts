import { Transform, type TransformFnParams } from 'class-transformer';

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** Transforms see defaults too, which are parsed already. */
export function FromText(parse: (text: string) => unknown): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? parse(value.trim()) : value,
  );
}

export const AsNumber = (): PropertyDecorator => FromText((text) => (text === '' ? Number.NaN : Number(text)));
export const AsLower = (): PropertyDecorator => FromText((text) => text.toLowerCase());

export const AsBoolean = (): PropertyDecorator =>
  FromText((text) => {
    const lower = text.toLowerCase();
    if (TRUE.has(lower)) return true;
    return FALSE.has(lower) ? false : text;
  });

/** `a, b` or `["a", "b"]`. */
export const AsList = (): PropertyDecorator =>
  FromText((text) => {
    if (!text.startsWith('['))
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  });

/** A JSON object whose members are counts; anything else stays text and is refused. */
export const AsRates = (): PropertyDecorator =>
  FromText((text) => {
    try {
      const rates = JSON.parse(text) as unknown;
      if (typeof rates !== 'object' || rates === null || Array.isArray(rates)) return text;
      return Object.values(rates).every((rate) => Number.isInteger(rate) && Number(rate) > 0) ? rates : text;
    } catch {
      return text;
    }
  });
