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
/** A member that is made of a path, by its name. */
const OF_OTHERS = /^(?:count|sum|avg|min|max)_[A-Za-z0-9_]*\./i;
const STAGE = { stage: 'QUERY_HAVING', label: 'Invalid having' };

/** Throws DomainError QUERY_HAVING_SYNTAX or QUERY_HAVING_LIMIT (`invalid`). */
export function parseHaving(text: string | null, templateOf: TemplateOf = filterTemplate): HavingTemplate {
  if (text === null) return { expression: '', text: '', given: [] };
  const expression = reportLanguageErrors(STAGE.stage, STAGE.label, text, () => withNames(text));
  return { expression, ...templateOf(expression) };
}

/** As conditions on groups name a member, in which no dot leads anywhere. */
export function nameInHaving(member: string): string {
  return member.replaceAll('.', '_');
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
    if (token.kind !== 'name' || token.offset < written) continue;
    const end = isAggregateFunction(token.name.toLowerCase()) ? endOfCall(tokens, index) : 0;
    const source = end === 0 ? token.name : text.slice(token.offset, end);
    const call = end === 0 ? null : parseCall(source);
    if (call === null && !OF_OTHERS.test(source)) continue;
    const name = call === null ? source : nameOfCall(call);
    named += text.slice(written, token.offset) + nameInHaving(name).padEnd(source.length);
    written = token.offset + source.length;
  }
  return named + text.slice(written);
}

/** The offset behind the parenthesis that closes the one after the name; 0: there is none. */
function endOfCall(tokens: readonly Token[], index: number): number {
  let open = 0;
  for (const token of tokens.slice(index + 1)) {
    if (token.kind === 'symbol' && token.symbol === '(') open += 1;
    else if (token.kind === 'symbol' && token.symbol === ')') open -= 1;
    if (open === 0) return token.kind === 'symbol' && token.symbol === ')' ? token.offset + 1 : 0;
  }
  return 0;
}

function withGivenAfter(condition: Condition, before: number): Condition {
  const map: MapPart = (part) =>
    (part.kind === 'given' ? { ...part, index: part.index + before } : mapParts(part, map)) as typeof part;
  return map(condition);
}

function fieldOf({ name, type, column }: HavingColumn): Field {
  const constant = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { ...constant, id: name, name: nameInHaving(name), type: type satisfies FieldType, column };
}
