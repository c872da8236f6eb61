/** What a request for one record asks to be shown: `fields` and, for reads, `expand`; nothing else. */
import { QueryParameters, parameterError } from './query-parameters';

export interface ShowRequest {
  /** null: everything. */
  readonly fields: readonly string[] | null;
  readonly expand: readonly string[];
  /** Equal for equal requests: part of the plan's key. */
  readonly shape: string;
}

const EVERYTHING: ShowRequest = { fields: null, expand: [], shape: '' };

/** A write answers with the record's own values: expanding would read other tables while the write lane waits. */
export type WriteRequest = Omit<ShowRequest, 'expand'>;

export function parseShowRequest(query: Readonly<Record<string, unknown>>): ShowRequest {
  if (Object.keys(query).length === 0) return EVERYTHING;
  return shownBy(onlyWith(query, ['fields', 'expand']));
}

export function parseWriteRequest(query: Readonly<Record<string, unknown>>): WriteRequest {
  return shownBy(onlyWith(query, ['fields']));
}

/** Also for lists, whose requests show records in the same way. */
export function shownBy(parameters: QueryParameters): ShowRequest {
  const fields = parameters.list('fields');
  const expand = parameters.list('expand');
  return {
    fields: fields.length === 0 ? null : fields,
    expand,
    shape: fields.length + expand.length === 0 ? '' : `${fields.join(',')};${expand.join(',')}`,
  };
}

function onlyWith(query: Readonly<Record<string, unknown>>, known: readonly string[]): QueryParameters {
  const parameters = new QueryParameters(query);
  const unknown = parameters.names().find((name) => !known.includes(name));
  if (unknown === undefined) return parameters;
  throw parameterError(unknown, `Unknown parameter '${unknown}' (known: ${known.join(', ')})`);
}
