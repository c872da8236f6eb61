import type { ExecutionContext, Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS } from './access.decorator';
import { IN_TURN } from './in-turn.decorator';

export const BODY = 'body';

/** What a route reads of its requests' bodies. A route that declares nothing reads none. */
export interface BodyDeclaration {
  /**
   * small: 64 KiB. large: as the settings allow, for records and definitions of collections; nothing else is that long.
   */
  readonly size: 'small' | 'large';
  /** Whether the forms of our own pages are read, too. */
  readonly form: boolean;
}

/** Everything that a route declares. */
export interface Route extends Readonly<Record<keyof typeof ACCESS, boolean>> {
  readonly body: BodyDeclaration | undefined;
  readonly inTurn: boolean;
}

type Handler = ReturnType<ExecutionContext['getHandler']>;

const reflector = new Reflector();
const routes = new WeakMap<object, Route>();

/** Remembered for each handler: reading metadata costs more than all that uses it, and it never changes. */
export function routeOf(context: ExecutionContext): Route {
  const handler = context.getHandler();
  let route = routes.get(handler);
  if (route === undefined) {
    route = declaredRoute(handler, context.getClass());
    routes.set(handler, route);
  }
  return route;
}

export function declaredRoute(handler: Handler, controller: Type): Route {
  const targets = [handler, controller];
  const has = (key: string): boolean => reflector.getAllAndOverride<boolean>(key, targets) === true;
  return {
    public: has(ACCESS.public),
    optional: has(ACCESS.optional),
    optimistic: has(ACCESS.optimistic),
    superadmin: has(ACCESS.superadmin),
    admin: has(ACCESS.admin),
    scoped: has(ACCESS.scoped),
    body: reflector.get<BodyDeclaration | undefined>(BODY, handler),
    inTurn: has(IN_TURN),
  };
}
