/** What a get, create or update asks to be shown: `fields` and `expand`, and nothing else. */
import { QueryParameters, parameterError } from './query-parameters';

export interface RecordRequest {
  /** null: everything. */
  readonly fields: readonly string[] | null;
  readonly expand: readonly string[];
  /** Equal for equal requests: part of the plan's key. */
  readonly shape: string;
}

const PARAMETERS = ['fields', 'expand'];

export function parseRecordRequest(query: Readonly<Record<string, unknown>>): RecordRequest {
  const parameters = new QueryParameters(query);
  const unknown = parameters.names().find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) {
    throw parameterError(unknown, `Unknown parameter '${unknown}' (known: ${PARAMETERS.join(', ')})`);
  }
  return shownBy(parameters);
}

/** Also for lists, whose requests show records in the same way. */
export function shownBy(parameters: QueryParameters): RecordRequest {
  const fields = parameters.list('fields');
  const expand = parameters.list('expand');
  return {
    fields: fields.length === 0 ? null : fields,
    expand,
    shape: fields.length + expand.length === 0 ? '' : `${fields.join(',')};${expand.join(',')}`,
  };
}
