/** The routes that pages name, beside those of the OpenAPI document. */
import type { Json } from '../http';
import { PAGES, spansOf } from './documents';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const SPAN = /^(?<methods>(?:GET|POST|PUT|PATCH|DELETE)(?:, (?:GET|POST|PUT|PATCH|DELETE))*) (?:…)?(?<path>\/[^\s?]*)/;
/** Of routes that share a row, all methods but the last stand alone: `PUT`, `PATCH /accounts/{id}`. */
const LIST = 'docs/routes.md';
/** Where routes of other products stand beside ours, which are written with their prefix there. */
const OF_OTHERS = /^docs\/from-/;

interface Route {
  readonly method: string;
  readonly path: readonly string[];
}

const segments = (path: string): string[] =>
  path
    .replace(/^\/api\/v1(?=\/)/, '')
    .split('/')
    .filter(Boolean);
const isVariable = (segment: string): boolean => /^[{<:]/.test(segment);

function routesOf(document: Json): Route[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method.toLowerCase() in item).map((method) => ({ method, path: segments(path) })),
  );
}

const nameOf = ({ method, path }: Route): string =>
  `${method} /${path.map((segment) => (isVariable(segment) ? '{}' : segment)).join('/')}`;

function named(page: string): Route[] {
  return spansOf(page)
    .filter((span) => !OF_OTHERS.test(page) || span.includes('/api/v1'))
    .flatMap((span) => {
      const { methods, path } = SPAN.exec(span)?.groups ?? {};
      return methods === undefined ? [] : methods.split(', ').map((method) => ({ method, path: segments(path!) }));
    });
}

/** In the list of routes, what is not there; and what is there and not in the list. */
export function listed(document: Json): { unknown: string[]; missing: string[] } {
  const there = new Set(routesOf(document).map(nameOf));
  const inList = new Set(named(LIST).map(nameOf));
  return {
    unknown: [...inList].filter((name) => !there.has(name)),
    missing: [...there].filter((name) => !inList.has(name)),
  };
}

/** Elsewhere a route may be written without the beginning of its path, which a heading says. */
export function unknownRoutes(document: Json): string[] {
  const there = routesOf(document);
  const isKnown = ({ method, path }: Route): boolean =>
    there.some(
      (route) =>
        route.method === method &&
        route.path.length >= path.length &&
        path.every((segment, index) => {
          const other = route.path[route.path.length - path.length + index]!;
          return other === segment || isVariable(other);
        }),
    );
  return PAGES.filter((page) => page !== LIST).flatMap((page) =>
    named(page)
      .filter((route) => !isKnown(route))
      .map((route) => `${page}: ${nameOf(route)}`),
  );
}
