/** What the OpenAPI document says about the bodies; the definition itself is parsed by the domain. */
import type { ApiBody } from '@nestjs/swagger';
import { COMPUTED_TYPES, MASK_TYPES } from '#domain/schema/collection';
import { ANY_VALUE, FIELD_TYPE_NAMES, ON_DELETE } from './collection.dto';

type BodySchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];
type Properties = Exclude<Extract<BodySchema, { properties?: unknown }>['properties'], undefined>;

const rule: BodySchema = { type: 'string', nullable: true, description: 'null: locked; empty: open; else a rule' };

const condition: BodySchema = {
  type: 'string',
  nullable: true,
  description: 'null: superadmins; empty: everybody; else a condition about the caller',
};

const fields: BodySchema = {
  description: '"*" for all, names separated by commas, or a list of names, also as a text',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
};

const RULE_PROPERTIES: Properties = {
  list_rule: rule,
  view_rule: rule,
  create_rule: rule,
  update_rule: rule,
  delete_rule: rule,
  list_fields: fields,
  view_fields: fields,
  create_fields: fields,
  update_fields: fields,
};

const ALLOW_ANONYMOUS: BodySchema = {
  type: 'boolean',
  nullable: true,
  description: 'Which rules hold without signing in. null: the empty ones; true: expressions, too; false: none',
};

export const RULES_SCHEMA: BodySchema = {
  type: 'object',
  properties: { ...RULE_PROPERTIES, allow_anonymous: ALLOW_ANONYMOUS },
  example: { list_rule: '', create_rule: null },
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

const FIELD_SCHEMA: BodySchema = {
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

const RULES_EXAMPLE = { list_rule: '', view_rule: '' };

const DEFINITION_PROPERTIES: Properties = {
  name: { type: 'string', minLength: 3, maxLength: 64 },
  fields: { type: 'array', items: FIELD_SCHEMA, description: 'Also taken as `schema`' },
  indexes: {
    type: 'array',
    items: {
      type: 'object',
      required: ['fields'],
      properties: {
        fields: { type: 'array', items: { type: 'string' } },
        unique: { type: 'boolean' },
      },
    },
  },
  ...RULE_PROPERTIES,
  allow_anonymous: ALLOW_ANONYMOUS,
  show_user_details: {
    type: 'boolean',
    description:
      'Default: true. false: of users that records refer to, members see the id alone; strangers never see more',
  },
};

export const DEFINITION_SCHEMA: BodySchema = {
  type: 'object',
  required: ['name', 'fields'],
  properties: DEFINITION_PROPERTIES,
  example: {
    name: 'posts',
    fields: [
      { name: 'title', type: 'text', required: true, options: { max: 200 } },
      { name: 'status', type: 'select', default: 'draft', options: { values: ['draft', 'published'] } },
    ],
    ...RULES_EXAMPLE,
  },
};

export const CHANGE_SCHEMA: BodySchema = {
  type: 'object',
  properties: {
    ...DEFINITION_PROPERTIES,
    confirm: { type: 'boolean', description: 'Allows a change that deletes values' },
  },
  example: { ...RULES_EXAMPLE, show_user_details: false },
};
