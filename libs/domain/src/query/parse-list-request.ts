/** A list's query string as a typed request. Nothing is resolved against the collection here but the names of equality filters. */
import type { ColumnResolver } from '#domain/rules/column-resolver';
import type { Collection } from '#domain/schema/collection';
import { type Cursor, decodeCursor } from './cursor';
import { parseSelection, type Selection, type TemplateOf } from './parse-selection';
import { type ShowRequest, shownBy } from './parse-show-request';
import { QueryParameters } from './query-parameters';
import { DomainError } from '#domain/kernel/errors';

const DEFAULT_LIMIT = 30;
const MAX_LIMIT = 100;
const MAX_SORT_TERMS = 5;

const PARAMETERS = ['skip', 'limit', 'sort', 'fields', 'filter', 'expand', 'cursor', 'cursor_before', 'include_count'];

export interface SortTerm {
  readonly name: string;
  readonly descending: boolean;
}

export type PageRequest =
  | { readonly kind: 'offset' }
  /** `cursor` null: the first page. */
  | { readonly kind: 'keyset'; readonly direction: 'after' | 'before'; readonly cursor: Cursor | null };

export interface ListRequest extends ShowRequest, Selection {
  /** Empty: newest first. */
  readonly sort: readonly SortTerm[];
  readonly page: PageRequest;
  /** Used by offset pages only. */
  readonly skip: number;
  readonly limit: number;
  readonly total: boolean;
}

/**
 * `columns` and `templateOf` as for parseSelection(). Throws DomainError QUERY_PARAMETER (unknown, repeated or out of range),
 * QUERY_SORT or QUERY_CURSOR, all `invalid`.
 */
export function parseListRequest(
  query: Readonly<Record<string, unknown>>,
  collection: Collection,
  columns: ColumnResolver,
  templateOf?: TemplateOf,
): ListRequest {
  const parameters = new QueryParameters(query);
  const shown = shownBy(parameters);
  const selection = parseSelection(parameters, PARAMETERS, { collection, columns, templateOf });
  const sort = parseSort(parameters);
  const page = parsePage(parameters);
  // Clients read the total of an offset page; one that does not need it can say so.
  const total = parameters.boolean('include_count', page.kind === 'offset');
  return {
    fields: shown.fields,
    expand: shown.expand,
    filter: selection.filter,
    equalities: selection.equalities,
    given: selection.given,
    selected: selection.selected,
    sort,
    page,
    total,
    skip: parameters.integer('skip', 0, Number.MAX_SAFE_INTEGER, 0),
    limit: parameters.integer('limit', 1, MAX_LIMIT, DEFAULT_LIMIT),
    shape: JSON.stringify([shown.shape, selection.selected, sort, pageShape(page), total]),
  };
}

/** A list whose total alone is wanted: `columns` and `templateOf` as for parseSelection(), and its errors. */
export function parseCountRequest(
  query: Readonly<Record<string, unknown>>,
  collection: Collection,
  columns: ColumnResolver,
  templateOf?: TemplateOf,
): ListRequest {
  const selection = parseSelection(new QueryParameters(query), ['filter'], { collection, columns, templateOf });
  const nothing = {
    fields: [],
    expand: [],
    sort: [],
    page: { kind: 'offset' },
    skip: 0,
    limit: 1,
    total: true,
  } as const;
  return { ...selection, ...nothing, shape: `count ${selection.selected}` };
}

/** Only the order of a position and the kinds of its values matter to the plan. */
function pageShape(page: PageRequest): unknown {
  if (page.kind === 'offset') return 0;
  return page.cursor ? [page.direction, page.cursor.order, page.cursor.kinds] : page.direction;
}

export function parseSort(parameters: QueryParameters): SortTerm[] {
  const terms = parameters.list('sort').map(parseSortTerm);
  if (terms.length <= MAX_SORT_TERMS) return terms;
  throw new DomainError('QUERY_SORT', 'invalid', `At most ${MAX_SORT_TERMS} sort fields can be given`, {
    field: 'sort',
  });
}

/** A `+` that was not percent-encoded has arrived as a blank and is gone: a bare name ascends too. */
function parseSortTerm(text: string): SortTerm {
  const signed = text.startsWith('-') || text.startsWith('+');
  return { name: (signed ? text.slice(1) : text).trim(), descending: text.startsWith('-') };
}

function parsePage(parameters: QueryParameters): PageRequest {
  const after = parameters.given('cursor');
  const before = parameters.given('cursor_before');
  if (after === null && before === null) return { kind: 'offset' };
  if (after && before) {
    throw new DomainError('QUERY_CURSOR', 'invalid', 'Give either cursor or cursor_before, not both');
  }
  if (before) return { kind: 'keyset', direction: 'before', cursor: decodeCursor('cursor_before', before) };
  return { kind: 'keyset', direction: 'after', cursor: after ? decodeCursor('cursor', after) : null };
}
