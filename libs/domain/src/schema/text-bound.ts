/** How long the text of a computed field can become, by how long the texts may be that it is made of. */
import { computedValue } from '#domain/rules/computed-value';
import type { ColumnOperand, Operand } from '#domain/rules/condition';
import type { Collection, Field } from './collection';
import { FIELD_TYPES } from './field-types';
import { writtenTerm } from './index-term';

/** Leaves room for the account id and eight other columns. */
export const INDEX_ENTRY_BYTES = 2000;
/** Of ids, which are no free texts. */
const ID_BYTES = 100;
const BYTES_OF_A_CHARACTER = 4;

/** At most `bytes`, and `times` as much as the longest of the texts that `terms` name, as the `fields` of an index do. */
export interface TextBound {
  readonly bytes: number;
  readonly times: number;
  readonly terms: readonly string[];
}

export function textBound(collection: Collection, field: Field): TextBound {
  return boundOf(computedValue(collection, field));
}

function boundOf(operand: Operand): TextBound {
  if (operand.kind === 'literal') return fixed(Buffer.byteLength(String(operand.value ?? '')));
  if (operand.kind === 'column') return boundOfColumn(operand);
  if (operand.kind !== 'call') throw new Error('No text of a record');
  const of = (at: number): TextBound => boundOf(operand.args[at]!);
  switch (operand.name) {
    case 'concat':
      return together(operand.args.map(boundOf), (numbers) => numbers.reduce((sum, one) => sum + one, 0));
    case 'if':
      return longest([of(1), of(2)]);
    case 'coalesce':
      return longest(operand.args.map(boundOf));
    case 'substring':
      return boundOfPart(of(0), operand.args[2]);
    default:
      return of(0);
  }
}

function boundOfColumn({ column, of, inside }: ColumnOperand): TextBound {
  if (typeof column === 'string') return fixed(ID_BYTES);
  if (of !== undefined) return textBound(of, column);
  if (inside !== undefined) {
    const steps = inside as readonly (string | number)[];
    return { bytes: 0, times: 1, terms: [writtenTerm(column.name, { steps, type: 'text' })] };
  }
  return FIELD_TYPES[column.type].isFreeText ? { bytes: 0, times: 1, terms: [column.name] } : fixed(ID_BYTES);
}

/** So many characters at most, where that is a bound at all. */
function boundOfPart(whole: TextBound, length: Operand | undefined): TextBound {
  if (length?.kind !== 'literal') return whole;
  const bytes = Math.max(0, Number(length.value)) * BYTES_OF_A_CHARACTER;
  return bytes <= INDEX_ENTRY_BYTES && (whole.times > 0 || bytes < whole.bytes) ? fixed(bytes) : whole;
}

function fixed(bytes: number): TextBound {
  return { bytes, times: 0, terms: [] };
}

function longest(bounds: readonly TextBound[]): TextBound {
  return together(bounds, (numbers) => Math.max(...numbers));
}

function together(bounds: readonly TextBound[], made: (numbers: readonly number[]) => number): TextBound {
  return {
    bytes: made(bounds.map(({ bytes }) => bytes)),
    times: made(bounds.map(({ times }) => times)),
    terms: [...new Set(bounds.flatMap(({ terms }) => terms))],
  };
}
