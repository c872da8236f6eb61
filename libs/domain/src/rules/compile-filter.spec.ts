import { DomainError } from '#domain/kernel/errors';
import { EVERY_COLUMN } from './column-resolver';
import { resolveSortColumn } from './resolve-sort-column';
import { catalog, filter, posts } from './testing/rule-world';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'invalid') return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('compileFilter', () => {
  it.each([
    ['@request.auth.id = created_by', '@request.auth.id can be used only in rules at position 1'],
    ['public && @is_creator', '@is_creator can be used only in rules at position 11'],
    ['@has_permission("view", "posts")', '@has_permission can be used only in rules'],
    ['@request.auth.groups = "x"', '@request.auth.groups can be used only in rules'],
    ['"x" IN @request.auth.groups', '@request.auth.groups can be used only in rules'],
    ['title IN (@request.auth.id)', '@request.auth.id can be used only in rules'],
    ['isset(@request.data.title)', 'isset(…) can be used only in create and update rules'],
    ['changed(title)', 'changed(…) can be used only in create and update rules'],
  ])('keeps the request out: %s', (text, message) => {
    expect(refusal(() => filter(text))).toContain(`QUERY_FILTER_UNKNOWN_NAME Invalid filter: ${message}`);
  });

  it.each([
    ['title =', 'QUERY_FILTER_SYNTAX'],
    ['price = "x"', 'QUERY_FILTER_TYPE'],
    ['('.repeat(99), 'QUERY_FILTER_LIMIT'],
    ['due = Wed Jan 01 2026 00:00:00 GMT', 'QUERY_FILTER_SYNTAX'],
    ['meta = [object Object]', 'QUERY_FILTER_SYNTAX'],
  ])('has codes of its own: %s', (text, code) => {
    expect(refusal(() => filter(text))).toContain(code);
  });

  it('carries what makes the row of every hop visible', () => {
    expect(filter('author.organization.name = "x"')).toMatchObject({
      left: { path: [{ visibleIf: { kind: 'constant', value: true } }, { visibleIf: { kind: 'compare', op: '!=' } }] },
    });
    expect(filter('assignee.email = "x"')).toMatchObject({ left: { path: [{ target: null, visibleIf: null }] } });
  });

  it('lists the fields of the collection itself, not those of a relation', () => {
    expect(refusal(() => filter('titel = 1'))).toContain('available: id');
    expect(refusal(() => filter('author.nam = 1'))).not.toContain('available');
  });
});

describe('resolveSortColumn', () => {
  const visibilityOf = () => ({ kind: 'constant', value: true }) as const;
  const place = {
    collection: posts,
    catalog,
    visibilityOf,
    showsUserDetails: () => true,
    computedOf: () => undefined,
    columns: EVERY_COLUMN,
  };

  it('resolves columns and single-valued paths', () => {
    expect(resolveSortColumn('created_at', place)).toMatchObject({ column: 'created_at', type: 'datetime', path: [] });
    expect(resolveSortColumn('author.name', place)).toMatchObject({
      type: 'text',
      path: [{ visibleIf: { value: true } }],
    });
  });

  it('resolves paths into json by a type', () => {
    expect(resolveSortColumn('meta."a:text"[0]:number', place)).toMatchObject({
      type: 'number',
      inside: ['a:text', 0],
      many: false,
    });
  });

  it.each([
    ['nope', "QUERY_SORT_UNKNOWN_NAME Invalid sort: Unknown field 'nope'"],
    ['tags', 'QUERY_SORT_TYPE'],
    ['reviewers.name', 'QUERY_SORT_TYPE'],
    ['meta', 'QUERY_SORT_TYPE'],
    ['cover', 'QUERY_SORT_TYPE'],
    [
      'meta.a',
      'QUERY_SORT_TYPE Invalid sort: Values in json are ordered by one type: meta.a:text, meta.a:number, meta.a:boolean',
    ],
    ['meta.a:datetime', 'QUERY_SORT_TYPE Invalid sort: Values in json are ordered by one type'],
    ['meta:text', 'QUERY_SORT_TYPE'],
    ['meta[*].a:text', 'QUERY_SORT_TYPE'],
    ['title:text', "QUERY_SORT_TYPE Invalid sort: A type stands behind a path into json only, and 'title' is text"],
    ['meta.a:text:number', 'QUERY_SORT_SYNTAX'],
    ['', 'QUERY_SORT_SYNTAX'],
    ['title desc', 'QUERY_SORT_SYNTAX'],
    [' title', 'QUERY_SORT_SYNTAX'],
    ['"title"', 'QUERY_SORT_SYNTAX'],
    ['@request.auth.id', 'QUERY_SORT_SYNTAX'],
    ['null', 'QUERY_SORT_SYNTAX'],
  ])('refuses %s', (name, message) => {
    expect(refusal(() => resolveSortColumn(name, place))).toContain(message);
  });
});
