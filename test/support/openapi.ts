/** What an OpenAPI 3 document must hold to be of use to a client generator, as a list of what is wrong with it. */
import type { Json } from './http';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
const PLACES = new Set(['query', 'path', 'header', 'cookie']);

export function openApiProblems(document: Json): string[] {
  const problems: string[] = [];
  const demand = (holds: unknown, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  demand(/^3\.\d+\.\d+$/.test(document.openapi), 'openapi is no version 3');
  demand(document.info?.title && document.info?.version, 'info lacks title or version');

  const ids = new Set<string>();
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    demand(path.startsWith('/'), `${path} does not begin with a slash`);
    for (const [method, operation] of Object.entries<Json>(item)) {
      if (!METHODS.has(method)) continue;
      const name = `${method} ${path}`;
      demand(operation.operationId && !ids.has(operation.operationId), `${name}: operationId missing or not unique`);
      ids.add(operation.operationId);
      const parameters: Json[] = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      for (const parameter of parameters) {
        demand(PLACES.has(parameter.in) && parameter.schema, `${name}: parameter ${parameter.name} is incomplete`);
        demand(parameter.in !== 'path' || parameter.required, `${name}: path parameter ${parameter.name} is optional`);
      }
      const declared = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      demand(
        declared.toSorted().join() === named.toSorted().join(),
        `${name}: path parameters ${declared} of ${named}`,
      );
      const responses = Object.entries<Json>(operation.responses ?? {});
      demand(responses.length > 0, `${name}: no responses`);
      for (const [status, response] of responses) {
        demand(/^([1-5]\d\d|default)$/.test(status), `${name}: status ${status}`);
        demand(typeof response.description === 'string', `${name}: response ${status} lacks a description`);
      }
      for (const requirement of operation.security ?? []) {
        for (const scheme of Object.keys(requirement)) {
          demand(document.components?.securitySchemes?.[scheme], `${name}: unknown security scheme ${scheme}`);
        }
      }
    }
  }
  for (const reference of references(document)) {
    demand(resolved(document, reference) !== undefined, `${reference} leads nowhere`);
  }
  return problems;
}

function references(node: Json): string[] {
  if (node === null || typeof node !== 'object') return [];
  const here = typeof node.$ref === 'string' ? [node.$ref as string] : [];
  return [...here, ...Object.values<Json>(node).flatMap(references)];
}

function resolved(document: Json, reference: string): Json {
  if (!reference.startsWith('#/')) return undefined;
  const steps = reference.slice(2).split('/');
  return steps.reduce((node: Json, step) => node?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}
