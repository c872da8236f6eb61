import type { ScanToken } from 'libpg-query';

/** SQL with what it says after an `@`, which to its grammar is an operator that binds weaker than `+`. */
export interface MarkedSql {
  /** A parameter of the grammar (`$1`) for each `@name`, a function for each `@name(`; as many bytes as were written. */
  readonly sql: string;
  /** The names, by the byte where the parser says that such a parameter or function is. */
  readonly names: ReadonlyMap<number, string>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SPACE = ' '.charCodeAt(0);

/** `tokens`: of the parser's own scanner, so that neither texts nor comments are touched. */
export function markNames(sql: string, tokens: readonly ScanToken[]): MarkedSql {
  const bytes = Buffer.from(sql);
  const names = new Map<number, string>();
  tokens.forEach((token, index) => {
    const name = tokens[index + 1];
    if (name?.start !== token.end || !token.text.endsWith('@') || !NAME.test(name.text)) return;
    const at = token.end - 1;
    if (tokens[index + 2]?.text === '(') {
      bytes[at] = SPACE;
      names.set(name.start, name.text);
    } else {
      bytes.write(`$${'1'.padStart(name.end - name.start, '0')}`, at);
      names.set(at, name.text);
    }
  });
  return { sql: bytes.toString(), names };
}
