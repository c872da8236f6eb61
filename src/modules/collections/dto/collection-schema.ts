/** What the OpenAPI document says about the bodies; the definition itself is parsed by the domain. */
import type { BodySchema } from './body-schema';
import { FIELD_SCHEMA } from './field-schema';

type Properties = Exclude<Extract<BodySchema, { properties?: unknown }>['properties'], undefined>;

const rule: BodySchema = { type: 'string', nullable: true, description: 'null: locked; empty: open; else a rule' };

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
        fields: {
          type: 'array',
          items: { type: 'string' },
          minItems: 1,
          maxItems: 8,
          description:
            'Names of fields, also computed ones, or paths into json with the type of their values, as `meta.color:text`',
        },
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
