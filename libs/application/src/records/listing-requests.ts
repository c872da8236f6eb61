/** How lists, counts and aggregates begin: what is asked for, and the values that their statements are given. */
import type { Clock } from '#domain/kernel/clock';
import { narrowed, type ReadRequest } from '#domain/query/parse-show-request';
import type { ColumnResolver } from '#domain/rules/column-resolver';
import type { GivenValue, RequestValues } from '#domain/rules/condition';
import type { FilterTemplate } from '#domain/rules/filter-template';
import type { Collection } from '#domain/schema/collection';
import type { FilterTemplates } from './filter-templates';
import { type RecordRequest, requestValues } from './fresh-requests';
import type { Narrowed } from './query-hooks';

export type Query = Readonly<Record<string, unknown>>;

interface Filtered extends ReadRequest {
  /** The literals of the filter. */
  readonly given: readonly GivenValue[];
}

type Parse<R> = (
  query: Query,
  collection: Collection,
  filterable: ColumnResolver,
  templateOf: (filter: string) => FilterTemplate,
) => R;

export class ListingRequests {
  constructor(
    private readonly templates: FilterTemplates,
    private readonly clock: Clock,
  ) {}

  read<R extends Filtered>(
    { ctx, access, catalog, collection }: RecordRequest,
    query: Query,
    parse: Parse<R>,
    { narrowedBy }: Narrowed,
  ): { readonly asked: R; readonly values: RequestValues } {
    const filterable = access.columns(ctx, catalog, 'list', 'filter');
    const asked = parse(query, collection, filterable, (filter) => this.templates.of(ctx, filter));
    const values = { ...requestValues(ctx, new Date(this.clock.now())), given: asked.given };
    return { asked: narrowed(asked, narrowedBy), values };
  }
}
