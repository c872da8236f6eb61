/** What an API document leaves untold that a typed client or a reader needs, as a list. */
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Json } from './http';

const JSON_TYPE = 'application/json';
/** In the words of the document, where a value has no type of its own. */
const ANY = 'Any JSON value';
const TYPED = ['type', '$ref', 'anyOf', 'allOf', 'enum'];

export function documentGaps(document: Json): string[] {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  addFormats(ajv, ['uuid', 'date', 'date-time']);
  for (const loose of ['email', 'uri']) ajv.addFormat(loose, true);
  ajv.addSchema(document, 'document');
  const problemOfExample = (pointer: string, example: unknown): string | null => {
    const validate = ajv.compile({ $ref: `document#/${pointer}` });
    return validate(example) ? null : ajv.errorsText(validate.errors);
  };

  const gaps: string[] = [];
  const demand = (holds: unknown, gap: string): void => {
    if (!holds) gaps.push(gap);
  };
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(item)) {
      const name = `${method} ${path}`;
      const place = ['paths', path, method];
      demand(operation.summary, `${name}: no summary`);
      demand(operation.operationId, `${name}: no operationId`);
      demand(Array.isArray(operation.security), `${name}: neither security nor explicitly none`);
      const answers = Object.entries<Json>(operation.responses);
      const done = answers.filter(([status]) => /^2\d\d$/.test(status));
      demand(done.length > 0, `${name}: no answer for what went well`);
      for (const [status, answer] of answers) {
        const isDone = /^2\d\d$/.test(status);
        demand(status === '204' || answer.content?.[JSON_TYPE]?.schema, `${name}: ${status} has no type`);
        if (isDone && status !== '204') bodyGaps(answer, [...place, 'responses', status]);
      }
      demand(operation.responses.default?.content, `${name}: refusals are not described`);
      if (operation.requestBody !== undefined) bodyGaps(operation.requestBody, [...place, 'requestBody']);
      for (const parameter of operation.parameters ?? []) {
        demand(isTyped(parameter.schema ?? {}), `${name}: parameter ${parameter.name} has no type`);
      }

      function bodyGaps(holder: Json, at: string[]): void {
        const { schema = {}, example } = holder.content?.[JSON_TYPE] ?? {};
        demand(example !== undefined, `${name}: no example at ${at.at(-1)}`);
        demand(JSON.stringify(example) !== '{}', `${name}: the example at ${at.at(-1)} is empty`);
        gaps.push(...untyped(schema, `${name} ${at.at(-1)}`));
        const problem = problemOfExample(pointerOf([...at, 'content', JSON_TYPE, 'schema']), example);
        demand(problem === null, `${name}: the example at ${at.at(-1)}: ${problem}`);
      }
    }
  }
  for (const [name, schema] of Object.entries<Json>(document.components.schemas)) gaps.push(...untyped(schema, name));
  return gaps;
}

/** The parts of a schema that say nothing of the value: no type, or an object of which nothing is known. */
function untyped(schema: Json, name: string): string[] {
  const here = isTyped(schema) ? [] : [`${name} has no type`];
  // Of such members, openapi-typescript makes members that must be sent.
  if ('default' in schema) here.push(`${name} has a default, which belongs in its description`);
  const parts = Object.entries<Json>(schema.properties ?? {}).flatMap(([key, part]) => untyped(part, `${name}.${key}`));
  const several = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap((part: Json) => untyped(part, name));
  const item = schema.items === undefined ? [] : untyped(schema.items, `${name}[]`);
  const others = typeof schema.additionalProperties === 'object' ? untyped(schema.additionalProperties, name) : [];
  return [...here, ...parts, ...several, ...item, ...others];
}

function isTyped(schema: Json): boolean {
  if (schema.description === ANY) return true;
  if (!TYPED.some((key) => key in schema)) return false;
  const isObject = [schema.type].flat().includes('object');
  return !isObject || Object.keys(schema.properties ?? {}).length > 0 || Boolean(schema.additionalProperties);
}

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
}
