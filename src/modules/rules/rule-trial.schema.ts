/** What the OpenAPI document says about the bodies; the application parses them. */
import type { ApiBody } from '@nestjs/swagger';
import { TRIAL_OPERATIONS } from '#application/rules/trial-input';
import { RULE_OPERATIONS } from '#domain/schema/collection';
import { EXAMPLE_ID } from '#server/common/members.decorator';

type BodySchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

const rule: BodySchema = {
  type: 'string',
  example: 'author = @request.auth.id',
  description: 'In the rule language; empty: open to everybody',
};
const text: BodySchema = { type: 'string', nullable: true };

const ANY_MEMBERS: BodySchema = { type: 'object', nullable: true, additionalProperties: true };

export const RULE_CHECK_SCHEMA: BodySchema = {
  type: 'object',
  required: ['rule'],
  properties: {
    rule,
    operation: { type: 'string', nullable: true, enum: [...RULE_OPERATIONS, null], example: 'list' },
    collectionFields: {
      type: 'array',
      nullable: true,
      items: { type: 'string' },
      example: ['title', 'author'],
      description: 'The names of the fields. Absent: they are taken on trust',
    },
  },
};

export const RULE_SCHEMA: BodySchema = { type: 'object', required: ['rule'], properties: { rule } };

export const RULE_TRIAL_SCHEMA = {
  type: 'object',
  required: ['rule'],
  properties: {
    rule,
    context: {
      type: 'object',
      properties: {
        auth: {
          type: 'object',
          nullable: true,
          description: 'Who asks; also taken as `user`. Absent: nobody is signed in',
          properties: {
            id: text,
            email: text,
            role: text,
            account_id: text,
            groups: { type: 'array', nullable: true, items: { type: 'string' } },
          },
        },
        record: { ...ANY_MEMBERS, description: 'The record as it is, by field name' },
        data: { ...ANY_MEMBERS, description: 'What a create or update sends' },
      },
    },
  },
} satisfies BodySchema;

const record: BodySchema = { type: 'string', format: 'uuid', example: EXAMPLE_ID };
const trial: Readonly<Record<string, BodySchema>> = {
  collection: { type: 'string', example: 'posts' },
  operation: { type: 'string', enum: [...TRIAL_OPERATIONS], example: 'view' },
  user: { type: 'string', format: 'uuid', nullable: true, description: 'A user of the account; null: a stranger' },
};
const draft: BodySchema = { ...rule, nullable: true, description: "Instead of the collection's own" };

export const RULE_TEST_SCHEMA: BodySchema = {
  type: 'object',
  description: 'On a record and a caller that there are, or with a `rule` and a `context` of values',
  properties: {
    ...trial,
    record,
    context: RULE_TRIAL_SCHEMA.properties.context,
    rule: draft,
  },
  example: { collection: 'posts', operation: 'view', record: EXAMPLE_ID, user: EXAMPLE_ID },
};

export const RULE_EXPLANATION_SCHEMA: BodySchema = {
  type: 'object',
  required: ['collection', 'operation'],
  properties: {
    ...trial,
    record: { ...record, nullable: true, description: 'Who may do it with this one' },
    rule: draft,
  },
};
