/** Holds answers against an API document. What the document does not describe is no answer that a client could be ready for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

// oxlint-disable-next-line typescript/no-explicit-any -- a document is looked through, member by member
type Document = any;

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

interface Route {
  readonly path: string;
  /** null: a parameter. */
  readonly segments: readonly (string | null)[];
  readonly methods: readonly string[];
}

const DOCUMENT = 'document';
const ERROR = '#/components/schemas/Error';
const JSON_TYPE = 'application/json';
/** Written by write-document.cjs. */
const FIXED = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'openapi.json');
let fixed: DescribedAnswers | undefined;

/** By the document of the routes that every server has; compiled once for each of jest's processes. */
export function fixedAnswers(): DescribedAnswers {
  return (fixed ??= new DescribedAnswers(JSON.parse(readFileSync(FIXED, 'utf8'))));
}

export class DescribedAnswers {
  readonly #document: Document;
  readonly #routes: readonly Route[];
  readonly #ajv = new ajv.Ajv2020({ strict: false, validateSchema: false, inlineRefs: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    this.#document = document;
    this.#routes = routesOf(document);
    formats.default(this.#ajv, ['uuid', 'date', 'date-time']);
    for (const loose of ['email', 'uri']) this.#ajv.addFormat(loose, true);
    this.#ajv.addSchema(document, DOCUMENT);
  }

  /** What of the answer is not described; null: nothing. Pages for people are no part of the document. */
  problem(asked: string, pathname: string, answer: Received): string | null {
    const method = asked === 'HEAD' ? 'get' : asked.toLowerCase();
    const segments = segmentsOf(pathname.toLowerCase());
    const routes = this.#routes.filter((route) => matches(route, segments));
    const route = routes.find(({ methods }) => methods.includes(method));
    if (route !== undefined) return this.#problemOf(route.path, method, asked === 'HEAD', answer);
    if (routes.length > 0 && answer.status < 400 && asked !== 'OPTIONS') return 'the method is not described';
    const isRefusal = answer.status >= 400 && typeof answer.body === 'object';
    return isRefusal ? this.#mismatch(ERROR, answer.body) : null;
  }

  #problemOf(path: string, method: string, isHead: boolean, answer: Received): string | null {
    const { responses } = this.#document.paths[path][method];
    const status = String(answer.status) in responses || answer.status < 400 ? String(answer.status) : 'default';
    const described = responses[status];
    if (described === undefined) return 'the status is not described';
    if (isHead) return null;
    if (described.content === undefined) return answer.text === '' ? null : 'no body is described';
    const type = answer.headers.get('content-type') ?? '';
    if (!type.startsWith(JSON_TYPE)) return `the type ${type} is not described`;
    const { schema } = described.content[JSON_TYPE];
    const place = ['paths', path, method, 'responses', status, 'content', JSON_TYPE, 'schema'];
    // Most answers are of a schema with a name, which then is compiled once for all of them.
    return this.#mismatch(schema.$ref ?? `#/${place.map(pointerStep).join('/')}`, answer.body);
  }

  #mismatch(reference: string, body: unknown): string | null {
    let validate = this.#compiled.get(reference);
    if (validate === undefined) {
      validate = this.#ajv.compile({ $ref: DOCUMENT + reference });
      this.#compiled.set(reference, validate);
    }
    return validate(body) ? null : this.#ajv.errorsText(validate.errors, { dataVar: 'body' });
  }
}

function pointerStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** In the order in which they are looked through: a path without a parameter before one that has one there. */
function routesOf(document: Document): Route[] {
  return Object.entries<object>(document.paths)
    .map(([path, item]) => ({ path, segments: shapeOf(path), methods: Object.keys(item) }))
    .toSorted((one, other) => parametersOf(one) - parametersOf(other));
}

function shapeOf(path: string): (string | null)[] {
  return segmentsOf(path).map((segment) => (segment.startsWith('{') ? null : segment.toLowerCase()));
}

function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function parametersOf({ segments }: Route): number {
  return segments.filter((segment) => segment === null).length;
}

function matches({ segments }: Route, asked: readonly string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, index) => (segment === null ? asked[index] !== '' : segment === asked[index]))
  );
}
