import type { Route } from '#server/common/route';
import { type OperationObject, REFERENCE, type Responses } from './document-types';

const ERROR = { 'application/json': { schema: { $ref: `${REFERENCE}Error` } } };
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' as const } } };

/** How a route refuses, as far as what it declares tells. Every other refusal has the same body. */
export function refusalsOf({ parameters = [], requestBody }: OperationObject, route: Route): Responses {
  const has = (place: string): boolean => parameters.some((each) => 'in' in each && each.in === place);
  return {
    ...(requestBody === undefined && !has('query') ? {} : refusal(400, 'The request is not understood')),
    ...(route.public ? {} : refusal(401, 'A credential is missing or not valid')),
    ...(route.public ? {} : refusal(403, 'Not for this caller')),
    ...(has('path') ? refusal(404, 'Not there, or not visible to this caller') : {}),
    ...(requestBody === undefined ? {} : refusal(422, 'Members of the body are not as they must be')),
    429: { description: 'Too many requests', headers: RETRY_AFTER, content: ERROR },
    default: { description: 'Any other refusal', content: ERROR },
  };
}

function refusal(status: number, description: string): Responses {
  return { [status]: { description, content: ERROR } };
}
