import { EXAMPLE_EMAIL, EXAMPLE_ID, EXAMPLE_TIME } from '#server/common/members.decorator';
import { type OperationObject, REFERENCE } from './document-types';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

type Schemas = Readonly<Record<string, object>>;

const TEXTS: Readonly<Record<string, string>> = {
  uuid: EXAMPLE_ID,
  'date-time': EXAMPLE_TIME,
  date: EXAMPLE_TIME.slice(0, 'yyyy-mm-dd'.length),
  email: EXAMPLE_EMAIL,
  uri: 'https://acme.example/',
};
const TEXT = 'Hello';
const DONE = /^2/;

type Content = Readonly<Record<string, { readonly schema?: object; example?: unknown }>>;

/** To what is sent and to what is answered then. The schema of refusals has an example of its own. */
export function addExamples({ requestBody, responses }: OperationObject, schemas: Schemas): void {
  const done = Object.entries(responses).filter(([status]) => DONE.test(status));
  for (const holder of [requestBody, ...done.map(([, response]) => response)]) {
    const { content = {} } = (holder ?? {}) as { readonly content?: Content };
    for (const media of Object.values(content)) {
      if (media.schema !== undefined) media.example ??= exampleOf(media.schema, schemas);
    }
  }
}

/** A value that the schema describes: of its own example where it has one, else of its parts. Members that may be absent are there if they have one. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if (schema.$ref !== undefined) return exampleOf(schemas[schema.$ref.slice(REFERENCE.length)] ?? {}, schemas);
  const chosen = [schema.example, schema.default, schema.enum?.[0]].find((value) => value !== undefined);
  if (chosen !== undefined) return chosen;
  if (schema.allOf !== undefined) return exampleOf(schema.allOf[0]!, schemas);
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0]!, schemas);
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'array':
      return [exampleOf(schema.items ?? {}, schemas)];
    case 'string':
      return TEXTS[schema.format ?? ''] ?? TEXT.padEnd(schema.minLength ?? 0, '!').slice(0, schema.maxLength);
    case 'number':
    case 'integer':
      return Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? 1, 1));
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return exampleMembers(schema, schemas);
  }
}

function exampleMembers({ properties = {}, required = [] }: Schema, schemas: Schemas): object {
  const shown = Object.entries(properties).filter(([name, member]) => required.includes(name) || 'example' in member);
  return Object.fromEntries(shown.map(([name, member]) => [name, exampleOf(member, schemas)]));
}
