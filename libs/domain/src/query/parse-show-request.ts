/** What a request for one record asks to be shown: `fields` and, for reads, `expand`; nothing else. */
import { QueryParameters, parameterError } from './query-parameters';

/** What every request has that reads records. */
export interface ReadRequest {
  /** Rule expressions that must hold as well, though the caller has not asked for them; absent: none. */
  readonly narrowedBy?: readonly string[];
  /** Equal for equal requests: part of the plan's key. */
  readonly shape: string;
}

export interface ShowRequest extends ReadRequest {
  /** null: everything. */
  readonly fields: readonly string[] | null;
  readonly expand: readonly string[];
}

const NONE: readonly string[] = [];
const EVERYTHING: ShowRequest = { fields: null, expand: [], shape: '' };

/** The request for those records alone that all of the expressions hold for, too. */
export function narrowed<R extends ReadRequest>(request: R, expressions: readonly string[] = NONE): R {
  if (expressions.length === 0) return request;
  return { ...request, narrowedBy: expressions, shape: `!${JSON.stringify(expressions)} ${request.shape}` };
}

/** A write answers with the record's own values: expanding would read other tables while the write lane waits. */
export type WriteRequest = Omit<ShowRequest, 'expand' | 'narrowedBy'>;

export interface UpsertRequest extends WriteRequest {
  readonly on: readonly string[];
}

export function parseShowRequest(query: Readonly<Record<string, unknown>>): ShowRequest {
  if (Object.keys(query).length === 0) return EVERYTHING;
  return shownBy(onlyWith(query, ['fields', 'expand']));
}

export function parseWriteRequest(query: Readonly<Record<string, unknown>>): WriteRequest {
  return shownBy(onlyWith(query, ['fields']));
}

/** Of a route that has no parameters. */
export function parseNothing(query: Readonly<Record<string, unknown>>): void {
  onlyWith(query, []);
}

/** `on`: the names of the fields that records are told apart by. */
export function parseUpsertRequest(query: Readonly<Record<string, unknown>>): UpsertRequest {
  const parameters = onlyWith(query, ['fields', 'on']);
  return { ...shownBy(parameters), on: parameters.list('on') };
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

export function onlyWith(query: Readonly<Record<string, unknown>>, known: readonly string[]): QueryParameters {
  const parameters = new QueryParameters(query);
  const unknown = parameters.names().find((name) => !known.includes(name));
  if (unknown === undefined) return parameters;
  throw parameterError(unknown, `Unknown parameter '${unknown}' (known: ${known.join(', ')})`);
}
