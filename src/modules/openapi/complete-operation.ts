import { HttpStatus, RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { DONE } from '#server/common/answers.decorator';
import { declaredRoute, type Route } from '#server/common/route';
import { accessHeaders, audienceOf, securityOf } from './access-of-operation';
import type { OperationObject, Responses, Schemas } from './document-types';
import { addExamples } from './example-of';
import { refusalsOf } from './refusals-of-operation';

interface Handler {
  readonly controller: Type;
  /** The name of the method. */
  readonly handler: string;
}

/** Adds to an operation what its handler declares for others than the document: access, status, body; and examples. */
export function completeOperation(
  operation: OperationObject,
  { controller, handler }: Handler,
  schemas: Schemas,
): void {
  const method = (controller.prototype as Record<string, () => unknown>)[handler]!;
  const route = declaredRoute(method, controller);
  const description = [audienceOf(route), operation.description].filter((text) => text !== undefined).join(' ');
  if (description !== '') operation.description = description;
  operation.security = securityOf(route, operation.security);
  operation.parameters = [...(operation.parameters ?? []), ...accessHeaders(route)];
  operation.responses = responsesOf(operation, route, statusOf(method));
  requireBody(operation, route, schemas);
  addExamples(operation, schemas);
}

function responsesOf(operation: OperationObject, route: Route, status: number): Responses {
  const { [DONE]: done, ...others } = operation.responses;
  return { ...(done && { [status]: done }), ...others, ...refusalsOf(operation, route) };
}

/** A small body of which nothing must be there may be left out itself. */
function requireBody({ requestBody }: OperationObject, route: Route, schemas: Schemas): void {
  if (requestBody === undefined || !('content' in requestBody)) return;
  const schema = Object.values(requestBody.content)[0]?.schema ?? {};
  const named = '$ref' in schema ? schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] : schema;
  requestBody.required = route.body?.size === 'large' || (named !== undefined && 'required' in named);
}

/** The status with which Nest answers for the handler. */
function statusOf(method: object): number {
  const declared = Reflect.getMetadata(HTTP_CODE_METADATA, method) as number | undefined;
  const isPost = Reflect.getMetadata(METHOD_METADATA, method) === RequestMethod.POST;
  return declared ?? (isPost ? HttpStatus.CREATED : HttpStatus.OK);
}
