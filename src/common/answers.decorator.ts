import type { Type } from '@nestjs/common';
import { ApiOperation, ApiResponse, type ApiResponseCommonMetadata } from '@nestjs/swagger';

/** Stands for the status with which Nest answers for the handler; complete-operation.ts puts that in its place. */
export const DONE = '2XX';

interface More {
  readonly description?: string;
  readonly deprecated?: boolean;
  /** Where it is not the one with which Nest answers. */
  readonly status?: number;
  readonly headers?: NonNullable<ApiResponseCommonMetadata['headers']>;
}

type Handler<T> = (...parameters: never[]) => T | undefined | Promise<T | undefined>;
type HandlerDecorator<T> = <H extends Handler<T>>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<H>,
) => void;

/** What the API document says of a route, with the class of its answer: a handler that answers anything else does not compile. */
export function Answers<T extends object>(summary: string, type: Type<T>, more?: More): HandlerDecorator<T> {
  return describe(summary, type, more);
}

/** As Answers(), with a list of what the class describes. */
export function AnswersList<T extends object>(summary: string, type: Type<T>, more?: More): HandlerDecorator<T[]> {
  return describe(summary, [type], more);
}

/** A route that answers without a body. */
export function AnswersNothing(summary: string, more?: More): HandlerDecorator<void> {
  return describe(summary, undefined, more);
}

/** For a handler that sends its answer itself, so that nothing checks what it sends but the tests. */
export function Sends(summary: string, type: Type, more?: More): MethodDecorator {
  return describe(summary, type, more);
}

function describe(
  summary: string,
  type: Type | [Type] | undefined,
  { status, headers, ...more }: More = {},
): (target: object, name: string | symbol, descriptor: PropertyDescriptor) => void {
  const answer = {
    status: status ?? DONE,
    description: 'Done',
    ...(type === undefined ? {} : { type }),
    ...(headers === undefined ? {} : { headers }),
  } as const;
  return (target, name, descriptor) => {
    ApiOperation({ summary, ...more })(target, name, descriptor);
    ApiResponse(answer)(target, name, descriptor);
  };
}
