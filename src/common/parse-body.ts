import { parse } from 'node:querystring';
import { DomainError } from '#domain/kernel/errors';

const MAX_FORM_FIELDS = 20;
/** How V8 ends a message that tells where the text stops being JSON. The rest of the message may quote the text. */
const PLACE = /\(line (\d+) column (\d+)\)$/;

/** An object or a list; an empty text counts as an empty object. Throws DomainError REQUEST_MALFORMED, which never quotes it. */
export function parseJson(text: string): unknown {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = PLACE.exec(String(error));
    throw malformed(place === null ? '' : ` (line ${place[1]}, column ${place[2]})`);
  }
  if (typeof value !== 'object' || value === null) throw malformed('');
  return value;
}

export function parseForm(text: string): object {
  if (text.split('&', MAX_FORM_FIELDS + 1).length > MAX_FORM_FIELDS) {
    throw new DomainError('REQUEST_MALFORMED', 'invalid', 'The request body could not be read');
  }
  return parse(text);
}

function malformed(place: string): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', `The request body is not valid JSON${place}`);
}
