import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { RequestContext } from '#domain/kernel/request-context';

/** The request's context, as the tenant interceptor made it: `find(@Ctx() ctx: RequestContext)`. */
export const Ctx = createParamDecorator((_data: unknown, context: ExecutionContext): RequestContext => {
  const { ctx } = context.getArgByIndex<Request>(0);
  if (!ctx) throw new Error('The tenant interceptor has not run');
  return ctx;
});
