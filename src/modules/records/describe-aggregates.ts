/** What the document says of the parameters of aggregates; the domain parses them. */
import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { MAX_GROUPS } from '#domain/query/parse-aggregate-request';

const TEXT = { type: 'string' } as const;

export const Aggregation = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'functions',
      required: true,
      schema: TEXT,
      example: 'count(),sum(price)',
      description:
        'Up to 20 of count(), count(f), count(distinct f), sum(f), avg(f), min(f) and max(f), comma-separated',
    }),
    ApiQuery({
      name: 'group_by',
      required: false,
      schema: TEXT,
      description:
        'Up to 5 fields, also of relations, paths into json such as meta.color:text, or parts of the calendar such as month(created_at)',
    }),
    ApiQuery({
      name: 'having',
      required: false,
      schema: TEXT,
      description: 'A condition on what was asked of each group, as in `count() > 5 && sum_price < 100`',
    }),
    ApiQuery({
      name: 'sort',
      required: false,
      schema: TEXT,
      description:
        'Up to 5 members of the answer; `-` before one descends. By default the groups are in the order of group_by',
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: MAX_GROUPS, default: MAX_GROUPS },
      description: 'Groups in the answer; total_groups tells how many there are',
    }),
  );
