/** Requests and answers that pages show as HTTP has them, and whether an answer has the form of the one that is shown. */
import type { Json } from '../http';
import { blocksOf } from './documents';

const REQUEST =
  /^(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>\/\S.*)\n(?<headers>(?:[\w-]+: .*\n)*)(?:\n(?<body>[\s\S]+))?$/;
const ANSWER = /^(?:(?<status>\d{3}) [^\n]*\n(?:[\w-]+: .*\n)*\n?)?(?<body>[{[][\s\S]*)?$/;
/** Texts that programs decide by, and that are therefore as they are shown. */
const EXACT = new Set(['error', 'code', 'message', 'detail', 'title', 'status']);

export interface Example {
  readonly line: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly status: number | undefined;
  /** What is shown of the answer; undefined where it is not shown, or only in part. */
  readonly answer: Json;
}

export function examplesOf(page: string): Example[] {
  return blocksOf(page).flatMap((block) => {
    const request = requestOf(block.text);
    if (request === undefined) return [];
    const { next = '' } = block;
    const shown = requestOf(next) === undefined ? answerOf(next) : {};
    const said = /status (\d{3})/.exec(block.after)?.[1];
    const status = shown.status ?? said;
    return {
      ...request,
      line: block.line,
      status: status === undefined ? undefined : Number(status),
      answer: json(shown.body),
    };
  });
}

/** `shape` is what is shown: every member of it has to be there, with a value of the same kind. */
export function differences(shape: Json, actual: Json, path = ''): string[] {
  if (kindOf(shape) !== kindOf(actual))
    return [`${path} is ${JSON.stringify(actual)} instead of ${JSON.stringify(shape)}`];
  if (Array.isArray(shape)) return shape.length === 0 ? [] : differences(shape[0], actual[0], `${path}[0]`);
  if (shape !== null && typeof shape === 'object') {
    return Object.keys(shape).flatMap((name) =>
      name === '…'
        ? []
        : name in actual
          ? differences(shape[name], actual[name], `${path}.${name}`)
          : [`${path}.${name} is missing`],
    );
  }
  const isSaid = typeof shape === 'string' && EXACT.has(path.split('.').at(-1)!);
  return isSaid && shape !== actual ? [`${path} is ${JSON.stringify(actual)} instead of ${JSON.stringify(shape)}`] : [];
}

const kindOf = (value: Json): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

function requestOf(text: string): Pick<Example, 'method' | 'path' | 'headers' | 'body'> | undefined {
  const groups = REQUEST.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const headers = Array.from(groups['headers']!.matchAll(/^([\w-]+): (.*)$/gm), ([, name, value]) => [
    name!.toLowerCase(),
    value!,
  ]);
  return {
    method: groups['method']!,
    path: encoded(groups['path']!),
    headers: Object.fromEntries(headers),
    body: groups['body'],
  };
}

/** Pages show parameters as people read them. */
function encoded(path: string): string {
  const [place, ...parameters] = path.split(/[?&](?=\w+=)/);
  const pairs = parameters.map((parameter) => [
    parameter.slice(0, parameter.indexOf('=')),
    parameter.slice(parameter.indexOf('=') + 1),
  ]);
  return pairs.length === 0 ? place! : `${place}?${new URLSearchParams(pairs)}`;
}

const answerOf = (text: string): { status?: string; body?: string } => ANSWER.exec(text)?.groups ?? {};

function json(text: string | undefined): Json {
  if (text === undefined || text.includes(' …,')) return undefined;
  return JSON.parse(text);
}
