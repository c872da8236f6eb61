/** Which methods of the published SDK this version answers, found out by calling each. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SnackBaseClient } from '@snackbase/sdk';
import type { Coverage, Method } from './coverage';
import type { Scene } from './scene';
import { QUERY, SDK_CALLS, type SdkCall } from './sdk-calls';

const TYPINGS = createRequire(__filename)
  .resolve('@snackbase/sdk')
  .replace(/\.\w+$/, '.d.mts');
/** Where a route is not there, no argument is looked at. */
const ANYTHING = ['sample', 'sample', 'sample', 'sample'] as const;

type Callable = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

export async function sdkCoverage(scene: Scene): Promise<Coverage> {
  const asked = new Map<string, Method[]>();
  for (const [service, object] of inOrder(servicesOf(scene.admin))) {
    const calls = SDK_CALLS[service] ?? {};
    const names = publicMethods(object);
    const results = new Map<string, boolean>();
    // First those that are known, in their order: some need what others have made.
    for (const name of new Set([...Object.keys(calls), ...names])) {
      const call = calls[name] ?? (() => unexpected((object as Callable)[name]!(...ANYTHING)));
      results.set(name, await isAnswered(`${service}.${name}`, call, scene));
    }
    asked.set(
      service,
      names.map((name) => ({ name, works: results.get(name)! })),
    );
  }
  return asked;
}

/** By the name of the member that holds it. */
function servicesOf(client: SnackBaseClient): ReadonlyMap<string, object> {
  const services = new Map<string, object>();
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(SnackBaseClient.prototype))) {
    const value: unknown = get?.call(client);
    if (typeof value === 'object' && value !== null && value.constructor.name.endsWith('Service'))
      services.set(name, value);
  }
  return services.set(QUERY, client.records.query('sample'));
}

function inOrder(services: ReadonlyMap<string, object>): readonly (readonly [string, object])[] {
  const known = Object.keys(SDK_CALLS);
  const place = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length);
  return [...services].toSorted(([left], [right]) => place(left) - place(right));
}

/** Those that the typings do not keep to themselves. */
function publicMethods(object: object): readonly string[] {
  const { name } = object.constructor;
  const typings = readFileSync(TYPINGS, 'utf8');
  const declared = new RegExp(`^declare class ${name}(?:<[^{]*>)? \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(typings)?.[1];
  if (declared === undefined) throw new Error(`the typings have no class ${name}`);
  const hidden = new Set(Array.from(declared.matchAll(/private (?:readonly )?(\w+)/g), ([, member]) => member));
  return Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter(
    (member) => member !== 'constructor' && !hidden.has(member),
  );
}

async function unexpected(answer: unknown): Promise<never> {
  await answer;
  throw new Error('it is answered, and needs a call in sdk-calls.ts');
}

async function isAnswered(name: string, call: SdkCall, scene: Scene): Promise<boolean> {
  try {
    const answer = (await call(scene)) as
      { readonly status?: unknown; readonly body?: { readonly error?: unknown } } | undefined;
    return answer?.body?.error !== 'NOT_IN_THIS_VERSION';
  } catch (error) {
    if (error instanceof Error && error.message.includes('not in this version')) return false;
    throw new Error(`${name} neither works nor is missing: ${String(error)}`, { cause: error });
  }
}
