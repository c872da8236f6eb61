/** Into json on SQLite, which follows a path in one go, and knows no booleans but in JSON. */
import type { ValueType } from '#domain/rules/condition';
import { jsonPath } from '../json-step-text';
import { type SqlFragment, sql } from '../sql-fragment';
import type { JsonDialect, OneStep } from './json-dialect';

export const sqliteJson: JsonDialect = {
  inside,
  elements(json, steps, alias) {
    const path = jsonPath(steps);
    const list = sql('CASE WHEN json_type(', json, ', ', path, `) = 'array' THEN `, json, ' END');
    // Of an element that is neither list nor object, the value is no JSON text.
    const inner = sql(`CASE WHEN ${alias}."type" IN ('array', 'object') THEN ${alias}."value" END`);
    const text = sql('(', json, ' -> ', path, ` -> ${alias}."key")`);
    return {
      from: sql('json_each(', list, ', ', path, `) AS ${alias}`),
      inside: (type, more) =>
        more.length > 0
          ? inside(type, inner, more)
          : ofType(type, sql(`${alias}."type"`), sql(`${alias}."value"`), text),
      json: inner,
    };
  },
};

function inside(type: ValueType, json: SqlFragment, steps: readonly OneStep[]): SqlFragment {
  const path = jsonPath(steps);
  const at = (name: string): SqlFragment => sql(`${name}(`, json, ', ', path, ')');
  return ofType(type, at('json_type'), at('json_extract'), sql('(', json, ' -> ', path, ')'));
}

/** `value`: as SQL has it. `text`: as JSON. */
function ofType(type: ValueType, name: SqlFragment, value: SqlFragment, text: SqlFragment): SqlFragment {
  switch (type) {
    case 'text':
      return sql('(CASE WHEN ', name, ` = 'text' THEN `, value, ' END)');
    case 'number':
      // Whole numbers would be compared exactly, and they are doubles like all others.
      return sql('(CASE WHEN ', name, ` IN ('integer', 'real') THEN CAST(`, value, ' AS REAL) END)');
    case 'boolean':
      return sql('(CASE ', name, ` WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)`);
    case 'json':
      return sql('(CASE WHEN ', name, ` <> 'null' THEN `, text, ' END)');
    case 'datetime':
    case 'date':
      throw new Error('There is no such type in JSON');
  }
}
