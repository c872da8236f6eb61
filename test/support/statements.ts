/**
 * Which statements really reach the drivers while some work runs, on both engines, seen at the drivers' own methods.
 */
import { Client } from 'pg';
import { Database, Statement } from 'sqlite3';

export interface Statements {
  /** In the order in which they were sent; several that one message holds are one. */
  readonly all: readonly string[];
  /** Without those that only begin, end or set up a transaction. */
  readonly data: readonly string[];
}

interface Methods {
  [name: string]: (this: object, ...args: unknown[]) => unknown;
}

const CONTROL = /^\s*(begin|start transaction|commit|rollback|savepoint|release|pragma|set|deallocate)\b/i;
/** What a new connection begins with, whatever is sent over it. */
const SESSION = /^SELECT set_config\(/;

/** What the methods do comes after `note`; put back by the function that is returned. */
function observe(methods: Methods, names: readonly string[], note: (target: object, first: unknown) => void) {
  const originals = names.map((name) => [name, methods[name]!] as const);
  for (const [name, original] of originals) {
    methods[name] = function (...args) {
      note(this, args[0]);
      return original.apply(this, args);
    };
  }
  return (): void => {
    for (const [name, original] of originals) methods[name] = original;
  };
}

/** For servers in this process without work of their own: no job worker, no shared request limits. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statements> {
  const all: string[] = [];
  const restore = [
    // Database.run, get, all and each make a statement and call its method.
    observe(Statement.prototype as unknown as Methods, ['run', 'get', 'all', 'each'], (statement) =>
      all.push((statement as { readonly sql: string }).sql),
    ),
    observe(Database.prototype as unknown as Methods, ['exec'], (_database, text) => all.push(String(text))),
    observe(Client.prototype as unknown as Methods, ['query'], (_client, query) =>
      all.push(typeof query === 'string' ? query : (query as { readonly text: string }).text),
    ),
  ];
  try {
    await work();
  } finally {
    for (const put of restore) put();
  }
  const sent = all.filter((text) => !SESSION.test(text));
  return { all: sent, data: sent.filter((text) => !CONTROL.test(text)) };
}
