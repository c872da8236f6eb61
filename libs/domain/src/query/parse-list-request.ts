/**
 * A list's query string as a typed request. Nothing is resolved against the collection here but the names of plain
 * equality filters (`?status=draft`), which older clients send instead of `filter`.
 */
import { type ColumnResolver, maskedMessage } from '#domain/rules/column-resolver';
import type { GivenValue } from '#domain/rules/condition';
import { type FilterTemplate, filterTemplate } from '#domain/rules/filter-template';
import type { Collection } from '#domain/schema/collection';
import { type Cursor, decodeCursor } from './cursor';
import { type Equality, equalityValue } from './equality-condition';
import { type ShowRequest, shownBy } from './parse-show-request';
import { QueryParameters, parameterError } from './query-parameters';
import { DomainError } from '#domain/kernel/errors';

const DEFAULT_LIMIT = 30;
const MAX_LIMIT = 100;
const MAX_SORT_TERMS = 5;
const MAX_EQUALITIES = 20;

const NO_FILTER: FilterTemplate = { text: '', given: [] };

const PARAMETERS = ['skip', 'limit', 'sort', 'fields', 'filter', 'expand', 'cursor', 'cursor_before', 'include_count'];

export interface SortTerm {
  readonly name: string;
  readonly descending: boolean;
}

export type PageRequest =
  | { readonly kind: 'offset' }
  /** `cursor` null: the first page. */
  | { readonly kind: 'keyset'; readonly direction: 'after' | 'before'; readonly cursor: Cursor | null };

export interface ListRequest extends ShowRequest {
  readonly filter: string | null;
  readonly equalities: readonly Equality[];
  /** The literals of the filter, and after them the values of the equalities; they are no part of the shape. */
  readonly given: readonly GivenValue[];
  /** Empty: newest first. */
  readonly sort: readonly SortTerm[];
  readonly page: PageRequest;
  /** Used by offset pages only. */
  readonly skip: number;
  readonly limit: number;
  readonly total: boolean;
}

/**
 * `columns`: those that the caller may filter by; `templateOf`: as filterTemplate(), from memory where that has it. Throws
 * DomainError QUERY_PARAMETER (unknown, repeated or out of range), QUERY_SORT or QUERY_CURSOR, all `invalid`.
 */
export function parseListRequest(
  query: Readonly<Record<string, unknown>>,
  collection: Collection,
  columns: ColumnResolver,
  templateOf: (filter: string) => FilterTemplate = filterTemplate,
): ListRequest {
  const parameters = new QueryParameters(query);
  const shown = shownBy(parameters);
  const filter = parameters.text('filter');
  const template = filter === null ? NO_FILTER : templateOf(filter);
  const equalities = parseEqualities(parameters, collection, columns);
  const sort = parseSort(parameters);
  const page = parsePage(parameters);
  // Clients read the total of an offset page; one that does not need it can say so.
  const total = parameters.boolean('include_count', page.kind === 'offset');
  return {
    fields: shown.fields,
    expand: shown.expand,
    filter,
    equalities,
    given:
      equalities.length === 0 ? template.given : [...template.given, ...equalities.map(({ value }) => value ?? '')],
    sort,
    page,
    total,
    skip: parameters.integer('skip', 0, Number.MAX_SAFE_INTEGER, 0),
    limit: parameters.integer('limit', 1, MAX_LIMIT, DEFAULT_LIMIT),
    shape: JSON.stringify([shown.shape, template.text, equalities.map(equalityShape), sort, pageShape(page), total]),
  };
}

function equalityShape({ name, value }: Equality): string {
  return value === null ? `${name}!` : name;
}

/** Only the order of a position and the kinds of its values matter to the plan. */
function pageShape(page: PageRequest): unknown {
  if (page.kind === 'offset') return 0;
  return page.cursor ? [page.direction, page.cursor.order, page.cursor.kinds] : page.direction;
}

function parseEqualities(parameters: QueryParameters, collection: Collection, columns: ColumnResolver): Equality[] {
  const equalities: Equality[] = [];
  for (const name of parameters.names()) {
    if (PARAMETERS.includes(name)) continue;
    const column = columns.find(collection, name);
    if (column === undefined && columns.isMasked(collection, name)) throw parameterError(name, maskedMessage(name));
    if (column === undefined) {
      throw parameterError(
        name,
        `Unknown parameter '${name}' (known: ${PARAMETERS.join(', ')}, or a field of the collection)`,
      );
    }
    const text = parameters.given(name);
    if (text !== null) equalities.push({ name, value: equalityValue(column, text) });
  }
  if (equalities.length > MAX_EQUALITIES) {
    throw parameterError('filter', `At most ${MAX_EQUALITIES} fields can be given as parameters; use filter`);
  }
  return equalities;
}

function parseSort(parameters: QueryParameters): SortTerm[] {
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
