/** What the document says of the parameters and headers of record routes; the domain parses them. */
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ErrorDto } from '#server/common/error.dto';

const TEXT = { type: 'string' } as const;

export const IdParameter = (): MethodDecorator => ApiParam({ name: 'id', schema: { ...TEXT, format: 'uuid' } });

/** What is shown of records, read or written. */
const Fields = (): MethodDecorator =>
  ApiQuery({
    name: 'fields',
    required: false,
    schema: TEXT,
    description: 'Comma-separated: only these members; dots lead through expanded relations',
  });

const Expand = (): MethodDecorator =>
  ApiQuery({
    name: 'expand',
    required: false,
    schema: TEXT,
    description: 'Comma-separated: relations to show in place of their ids, and back-relations, nested by dots',
  });

export const ShownMembers = (): MethodDecorator => applyDecorators(Fields(), Expand());
export const WrittenMembers = Fields;

export const UpsertKey = (): MethodDecorator =>
  ApiQuery({
    name: 'on',
    required: true,
    schema: TEXT,
    description: 'Comma-separated: the fields of a unique index, by which records that exist are found',
  });

export const Filter = (): MethodDecorator =>
  ApiQuery({
    name: 'filter',
    required: false,
    schema: TEXT,
    description: 'An expression of the rule language (docs/rules.md), as in `status = "live" && price > 5`',
  });

/** Of changes by filter. */
export const Selected = (): MethodDecorator =>
  applyDecorators(
    Filter(),
    ApiQuery({
      name: 'expect',
      required: false,
      schema: { type: 'integer', minimum: 0 },
      description: 'How many records the filter selects; required unless dry_run is true',
    }),
    ApiQuery({
      name: 'dry_run',
      required: false,
      schema: { type: 'boolean', default: false },
      description: 'Only count the records',
    }),
  );

export const Selection = (): MethodDecorator =>
  applyDecorators(
    Filter(),
    ApiQuery({ name: 'sort', required: false, schema: TEXT, description: 'Up to 5 fields; `-` before one descends' }),
    ApiQuery({ name: 'skip', required: false, schema: { type: 'integer', minimum: 0, default: 0 } }),
    ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 100, default: 30 } }),
    ApiQuery({
      name: 'cursor',
      required: false,
      allowEmptyValue: true,
      schema: TEXT,
      description: 'From next_cursor; empty for the first page',
    }),
    ApiQuery({ name: 'cursor_before', required: false, schema: TEXT, description: 'From prev_cursor' }),
    ApiQuery({
      name: 'include_count',
      required: false,
      schema: { type: 'boolean' },
      description: 'Whether the total is wanted: by default on offset pages, not on cursor pages',
    }),
  );

export const IdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: TEXT,
    description: 'The same key within 24 hours gets the same answer',
  });

export const IfMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      schema: TEXT,
      description: 'The ETag of the record as it was read',
    }),
    ApiResponse({ status: 412, description: 'The record has another ETag by now', type: ErrorDto }),
  );

export const SecretFields = (): MethodDecorator =>
  ApiQuery({
    name: 'fields',
    required: false,
    schema: TEXT,
    description: 'Comma-separated: up to 20 encrypted fields; by default all of them',
  });

/** Of answers to writes. */
export const IGNORED = {
  'X-Ignored-Fields': {
    description: 'Fields that were sent and left out, because the caller may not write them',
    schema: TEXT,
  },
};

/** Of answers that are one record, not just made. */
export const ETAG = { ETag: { description: 'For If-Match', schema: TEXT } };
