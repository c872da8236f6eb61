/** The TypeScript that describes the live collections to hook files (libs/server-hooks). */
import { asksOthers } from '#domain/rules/computed-value';
import type { Collection, Field } from './collection';
import { FIELD_TYPES } from './field-types';
import type { JsonSchema } from './json-schema';

const PACKAGE = "'@snackbase/server-hooks'";
/** The type of fields that may hold any value. */
const ANY = 'JsonValue';

export function collectionTypes(collections: readonly Collection[]): string {
  const members = collections
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(collectionType)
    .join('');
  // The import also makes the file a module, which extends the package in place of declaring it.
  const imported = members.includes(ANY) ? `type { ${ANY} } from ${PACKAGE}` : PACKAGE;
  return `/** The collections of this server, written by \`snackbase types\`, which overwrites what is changed here. */
import ${imported};

declare module ${PACKAGE} {
  interface Collections {
${members}  }
}
`;
}

function collectionType(collection: Collection): string {
  const { name, fields } = collection;
  const lines = fields.map((field) => `      ${nameOf(collection, field)}: ${fieldType(field)};\n`);
  return `    ${name}: {\n${lines.join('')}    };\n`;
}

/** What asks for other records is not there after a write. */
function nameOf(collection: Collection, field: Field): string {
  const { name, type } = field;
  if (type !== 'computed') return name;
  return asksOthers(collection, field) ? `readonly ${name}?` : `readonly ${name}`;
}

/** Of an encrypted field hooks read bullets, and it takes values of its own type: before-hooks see those as they are sent. */
function fieldType(field: Field): string {
  const type = typeOf(FIELD_TYPES[field.type].jsonSchema(field));
  return field.required || type === ANY ? type : `${type} | null`;
}

function typeOf({ type, enum: values, items }: JsonSchema): string {
  if (Array.isArray(values)) return values.map((value) => quoted(String(value))).join(' | ');
  switch (type) {
    case 'array':
      return `readonly ${elementOf(typeOf(items as JsonSchema))}[]`;
    case 'object':
      return `{ readonly [member: string]: ${ANY} }`;
    case 'string':
    case 'number':
    case 'boolean':
      return type;
    default:
      return ANY;
  }
}

function elementOf(type: string): string {
  return type.includes('|') ? `(${type})` : type;
}

/** As Prettier would write it, so that the file can lie in a repository that is formatted. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}
