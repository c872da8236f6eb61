/**
 * Conditions on groups, in the rule language, over the members of the answer: `count() > 5 && sum_price < 100`. What is written
 * as a function becomes the name of its member, in as many characters, so that positions in messages stay those of the text.
 */
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, FieldType } from '#domain/schema/collection';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { compileFilter } from '#domain/rules/compile-filter';
import type { Condition, ValueType } from '#domain/rules/condition';
import { type FilterTemplate, filterTemplate } from '#domain/rules/filter-template';
import { reportLanguageErrors } from '#domain/rules/language-error';
import { tokenize } from '#domain/rules/lexer';
import { type MapPart, mapParts } from '#domain/rules/map-parts';
import type { Token } from '#domain/rules/token';
import { isAggregateFunction, nameOfCall, parseCall } from './aggregate-terms';
import type { TemplateOf } from './parse-selection';

export type HavingTemplate = FilterTemplate & { readonly expression: string };

/** A member of the answer that conditions may name. */
export interface HavingColumn {
  readonly name: string;
  readonly type: Exclude<ValueType, 'json'>;
  /** As the statement calls it. */
  readonly column: string;
}

/** Nothing leads from a group to records. */
const NO_COLLECTIONS = new Catalog(0, []);
const STAGE = { stage: 'QUERY_HAVING', label: 'Invalid having' };

/** Throws DomainError QUERY_HAVING_SYNTAX or QUERY_HAVING_LIMIT (`invalid`). */
export function parseHaving(text: string | null, templateOf: TemplateOf = filterTemplate): HavingTemplate {
  if (text === null) return { expression: '', text: '', given: [] };
  const expression = reportLanguageErrors(STAGE.stage, STAGE.label, text, () => withNames(text));
  return { expression, ...templateOf(expression) };
}

/**
 * `before`: values that the request gives before those of the condition. Throws DomainError QUERY_HAVING_SYNTAX,
 * QUERY_HAVING_UNKNOWN_NAME, QUERY_HAVING_TYPE or QUERY_HAVING_LIMIT (`invalid`).
 */
export function compileHaving(
  { expression }: HavingTemplate,
  columns: readonly HavingColumn[],
  { collection, before }: { readonly collection: Collection; readonly before: number },
): Condition {
  const fields = columns.map(fieldOf);
  const place = {
    collection,
    catalog: NO_COLLECTIONS,
    columns: {
      find: (_collection: Collection, name: string) => fields.find((field) => field.name === name),
      all: () => fields,
      refusalOf: () => null,
      // No member leads to other records.
      related: EVERY_COLUMN,
    },
    visibilityOf: () => ({ kind: 'constant', value: false }) as const,
    showsUserDetails: () => false,
    computedOf: () => undefined,
  };
  return withGivenAfter(compileFilter(expression, place, STAGE), before);
}

function withNames(text: string): string {
  const tokens = tokenize(text);
  let named = '';
  let written = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name' || !isAggregateFunction(token.name.toLowerCase())) continue;
    const end = endOfCall(tokens, index);
    const source = text.slice(token.offset, end);
    const call = end === 0 ? null : parseCall(source);
    if (call === null) continue;
    named += text.slice(written, token.offset) + nameOfCall(call).padEnd(source.length);
    written = end;
  }
  return named + text.slice(written);
}

/** The offset behind the parenthesis that closes the one after the name; 0: there is none. */
function endOfCall(tokens: readonly Token[], index: number): number {
  const next = tokens[index + 1];
  if (next?.kind !== 'symbol' || next.symbol !== '(') return 0;
  const close = tokens.slice(index + 2).find((token) => token.kind === 'symbol' && token.symbol === ')');
  return close === undefined ? 0 : close.offset + 1;
}

function withGivenAfter(condition: Condition, before: number): Condition {
  const map: MapPart = (part) =>
    (part.kind === 'given' ? { ...part, index: part.index + before } : mapParts(part, map)) as typeof part;
  return map(condition);
}

function fieldOf({ name, type, column }: HavingColumn): Field {
  const constant = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { ...constant, id: name, name, type: type satisfies FieldType, column };
}
