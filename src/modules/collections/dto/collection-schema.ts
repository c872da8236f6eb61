/** What the OpenAPI document says about the bodies; the definition itself is parsed by the domain. */
import type { ApiBody } from '@nestjs/swagger';
import { FIELD_TYPES } from '#domain/schema/field-types';

type BodySchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];
type Properties = Exclude<Extract<BodySchema, { properties?: unknown }>['properties'], undefined>;

const rule: BodySchema = { type: 'string', nullable: true, description: 'null: locked; empty: open; else a rule' };

const RULE_PROPERTIES: Properties = {
  list_rule: rule,
  view_rule: rule,
  create_rule: rule,
  update_rule: rule,
  delete_rule: rule,
};

const ALLOW_ANONYMOUS: BodySchema = {
  type: 'boolean',
  nullable: true,
  default: null,
  description: 'Which rules hold without signing in. null: the empty ones; true: expressions, too; false: none',
};

export const RULES_SCHEMA: BodySchema = {
  type: 'object',
  properties: { ...RULE_PROPERTIES, allow_anonymous: ALLOW_ANONYMOUS },
};

const FIELD_SCHEMA: BodySchema = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    id: { type: 'string', description: 'Keeps a field the same one while its name changes' },
    name: { type: 'string', maxLength: 63 },
    type: { type: 'string', enum: Object.keys(FIELD_TYPES) },
    required: { type: 'boolean', default: false },
    unique: { type: 'boolean', default: false },
    default: { description: 'Any value that the field takes', nullable: true },
    options: { type: 'object', nullable: true, description: 'min, max, pattern, values, multiple: as the type takes' },
    collection: { type: 'string', nullable: true, description: 'reference: the collection it leads to' },
    on_delete: { type: 'string', nullable: true, enum: ['cascade', 'set_null', 'restrict'] },
  },
};

export const DEFINITION_SCHEMA: BodySchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 3, maxLength: 64 },
    fields: { type: 'array', items: FIELD_SCHEMA, description: 'Also taken as `schema`' },
    indexes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['fields'],
        properties: { fields: { type: 'array', items: { type: 'string' } }, unique: { type: 'boolean' } },
      },
    },
    ...RULE_PROPERTIES,
    allow_anonymous: ALLOW_ANONYMOUS,
    show_user_details: {
      type: 'boolean',
      default: true,
      description: 'false: of users that records refer to, members see the id alone; strangers never see more',
    },
    confirm: { type: 'boolean', description: 'Allows a change that deletes values' },
  },
};
