import { type ApiBody, ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/**
 * Members of answers. A type is always given: what TypeScript leaves for decorators of `string | null` is only "an object".
 * The examples are what the document shows as the example of the whole answer.
 */
export const EXAMPLE_ID = '019c132c-5bbd-7000-8f3e-0d5a4c9b1e27';
export const EXAMPLE_EMAIL = 'ada@acme.example';
export const EXAMPLE_PASSWORD = 'Correct-horse-battery-1';
export const EXAMPLE_NEW_PASSWORD = 'Better-horse-battery-2';
export const EXAMPLE_TOKEN = 'eyJhbGciOiJIUzI1NiJ9…';
export const EXAMPLE_TIME = '2026-01-31T08:30:00.125Z';

export type SchemaObject = Exclude<
  Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'],
  { $ref: string }
>;

type Extras = Pick<ApiPropertyOptions, 'description' | 'nullable' | 'required' | 'example' | 'deprecated'>;

export const Id = (extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: String, format: 'uuid', example: EXAMPLE_ID, ...extras } as ApiPropertyOptions);

export const Time = (extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', example: EXAMPLE_TIME, ...extras } as ApiPropertyOptions);

export const Text = (example: string | null, extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: String, example, ...extras } as ApiPropertyOptions);

export const Whole = (example: number | null, extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: 'integer', example, ...extras } as ApiPropertyOptions);

export const Flag = (example: boolean, extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: Boolean, example, ...extras } as ApiPropertyOptions);

export const Texts = (example: readonly string[], extras: Extras = {}): PropertyDecorator =>
  ApiProperty({ type: [String], example, ...extras } as ApiPropertyOptions);

/** null always. Published clients know the member; this server has no value for it. */
export const Nothing = (): PropertyDecorator =>
  ApiProperty({
    type: 'null',
    example: null,
    description: 'Always null in this version',
  } as unknown as ApiPropertyOptions);
