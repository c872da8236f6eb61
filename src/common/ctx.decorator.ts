import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { RequestContext } from '#domain/kernel/request-context';

/** The request's context, as the tenant guard made it: `find(@Ctx() ctx: RequestContext)`. */
export const Ctx = createParamDecorator((_data: unknown, context: ExecutionContext): RequestContext => {
  const { ctx } = context.switchToHttp().getRequest<Request>();
  if (!ctx) throw new Error('The tenant guard has not run');
  return ctx;
});
