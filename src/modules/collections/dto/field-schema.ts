/** What the OpenAPI document says about a field of a definition. */
import { COMPUTED_TYPES, MASK_TYPES } from '#domain/schema/collection';
import type { BodySchema } from './body-schema';
import { ANY_VALUE, FIELD_TYPE_NAMES, ON_DELETE } from './collection.dto';

const condition: BodySchema = {
  type: 'string',
  nullable: true,
  description: 'null: superadmins; empty: everybody; else a condition about the caller',
};

/** As the type of the field takes them: which these are is decided with it, and so is what an unknown one is told. */
const OPTIONS: BodySchema = {
  type: 'object',
  nullable: true,
  additionalProperties: {
    anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }, { type: 'array', items: { type: 'string' } }],
  },
  description: 'min, max, pattern, values, multiple: as the type takes',
};

const ACCESS: BodySchema = {
  type: 'object',
  nullable: true,
  properties: { read: condition, write: condition },
  additionalProperties: false,
  description: 'Who reads and who writes the field; what is not sent stays as it is',
};

const names: BodySchema = { type: 'array', maxItems: 50, items: { type: 'string' } };

const CLEAR_TO: BodySchema = {
  type: 'object',
  nullable: true,
  properties: { roles: names, groups: names },
  additionalProperties: false,
  description: 'Who reads the values, beside the group pii_access; where it is not sent, it stays as it is',
};

export const FIELD_SCHEMA: BodySchema = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    id: { type: 'string', description: 'Keeps a field the same one while its name changes' },
    name: { type: 'string', maxLength: 63 },
    type: { type: 'string', enum: FIELD_TYPE_NAMES },
    required: { type: 'boolean', description: 'Default: false' },
    unique: { type: 'boolean', description: 'Default: false' },
    default: ANY_VALUE,
    options: OPTIONS,
    collection: { type: 'string', nullable: true, description: 'reference: the collection it leads to' },
    on_delete: { type: 'string', nullable: true, enum: [...ON_DELETE] },
    access: ACCESS,
    pii: {
      type: 'boolean',
      nullable: true,
      description: 'Masks the values; where it is not sent, this stays as it is',
    },
    mask_type: { type: 'string', nullable: true, enum: [...MASK_TYPES], description: 'Default: full' },
    mask_template: { type: 'string', nullable: true, description: 'custom: such as {first:2}***{last:2}' },
    clear_to: CLEAR_TO,
    encrypted: {
      type: 'boolean',
      nullable: true,
      description: 'text and json: encrypts the values; where it is not sent, this stays as it is',
    },
    expression: { type: 'string', nullable: true, description: 'computed: what it is made of, in the rule language' },
    return_type: { type: 'string', nullable: true, enum: [...COMPUTED_TYPES], description: 'computed' },
  },
};
