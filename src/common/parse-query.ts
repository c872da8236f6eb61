import { type ParsedUrlQuery, parse } from 'node:querystring';
import { assertUtf8 } from './assert-utf8';

/** How clients in JavaScript write a parameter that they have no value for. */
const NOTHING = 'null';

/**
 * Every parameter of a query string, by name; a list where it is given more than once. One that says `null` counts as absent.
 * Throws DomainError REQUEST_MALFORMED for bytes that are no UTF-8.
 */
export function parseQuery(text: string | null | undefined): ParsedUrlQuery {
  if (!text) return {};
  assertUtf8(text, 'The query string');
  const query = parse(text);
  for (const name of Object.keys(query)) if (query[name] === NOTHING) delete query[name];
  return query;
}
