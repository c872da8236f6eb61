/**
 * How heavy rows are before anything is made of them: the bytes of their long values, which are found without reading the
 * values where the engine keeps lengths apart. What a row is rendered as has no fewer bytes, unless masks shorten it.
 */
import { ID_BYTES } from '#domain/records/record-size';
import type { Field } from '#domain/schema/collection';
import { isEncrypted, storageKind, storageOf } from '#domain/schema/field-storage';
import { FIELD_TYPES } from '#domain/schema/field-types';
import { compileValueSize } from './compile-record-size';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { isLinkOf } from './is-link-of';
import { storedRow } from './row-source';
import { type SqlFragment, joinColumns, sql } from './sql-fragment';

/** Texts of so many characters at most weigh nothing: a row has not enough of them. */
const SHORT = 250;

/** A number of bytes; null: rows with these fields are never heavy. */
export function compileWeight(frame: Frame, fields: readonly Field[]): SqlFragment | null {
  const terms: SqlFragment[] = [];
  for (const field of fields) {
    const storage = storageOf(field);
    if (storage === 'junction') terms.push(linksOf(frame, field));
    else if (storage === 'column' && isLong(field)) {
      terms.push(compileValueSize(field, frame.row, frame.dialect));
    }
  }
  return terms.length === 0 ? null : sql('(', joinColumns(terms, ' + '), ')');
}

function isLong(field: Field): boolean {
  // Shown as bullets, or as its size.
  if (isEncrypted(field)) return false;
  if (storageKind(field) === 'json') return true;
  const { max } = field.options;
  return FIELD_TYPES[field.type].isFreeText && !(typeof max === 'number' && max <= SHORT);
}

function linksOf(frame: Frame, field: Field): SqlFragment {
  const alias = frame.nextAlias();
  const isLink = isLinkOf(storedRow(alias), frame.row);
  const from = `${identifier(field.column)} AS ${identifier(alias)}`;
  return sql(`(SELECT count(*) * ${ID_BYTES} FROM ${from} WHERE `, isLink, ')');
}
