/** The rows in sight inside a SELECT, and which column of which of them a name stands for. */
import type { Column } from '#domain/rules/column-resolver';
import { nameOf } from '#domain/rules/column-resolver';
import type { Operand, SelectSource } from '#domain/rules/condition';
import { LanguageError } from '#domain/rules/language-error';
import { typeOfColumn } from '#domain/rules/column-type';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { FromTree } from '#domain/rules/ast';
import { readableColumns, whyUnreadable } from './readable-columns';

const MAX_SOURCES = 5;
const MAX_DEPTH = 4;

interface NamedSource {
  readonly alias: string;
  readonly source: SelectSource;
}

interface Found {
  readonly source: SelectSource;
  readonly column: Column;
}

export class Scope {
  private constructor(
    readonly sources: readonly NamedSource[],
    /** Of the SELECT around; null: there is none. */
    readonly outer: Scope | null,
    private readonly depth: number,
  ) {}

  static readonly NONE = new Scope([], null, 0);

  enter(from: readonly FromTree[], catalog: Catalog): Scope {
    const [first] = from;
    if (first === undefined) return new Scope([], this, this.depth);
    if (from.length > MAX_SOURCES) {
      throw new LanguageError('LIMIT', from[MAX_SOURCES]!.offset, `A SELECT reads at most ${MAX_SOURCES} collections`);
    }
    if (this.depth === MAX_DEPTH) {
      throw new LanguageError('LIMIT', first.offset, `More than ${MAX_DEPTH} SELECTs stand in each other`);
    }
    const sources = from.map((item) => namedSource(item, catalog));
    sources.forEach(({ alias }, index) => {
      if (sources.findIndex((other) => other.alias === alias) === index) return;
      throw new LanguageError('SYNTAX', from[index]!.offset, `The name '${alias}' stands for two collections`);
    });
    return new Scope(sources, this, this.depth + 1);
  }

  /** `names`: a column, or the name of a source and a column of it. */
  column(names: readonly string[], offset: number): Operand {
    const name = names.at(-1)!;
    const alias = names.length > 1 ? names[0]! : null;
    const found = this.find(alias?.toLowerCase() ?? null, name, offset);
    if (found !== null) return { kind: 'source', type: typeOfColumn(found.column), ...found };
    if (alias !== null) throw new LanguageError('UNKNOWN_NAME', offset, `'${alias}' is no collection of this SELECT`);
    throw unknownColumn(name, this.sources, offset);
  }

  /** In the innermost SELECT that has it. */
  private find(alias: string | null, name: string, offset: number): Found | null {
    const among = this.sources.filter((source) => alias === null || source.alias === alias);
    const [found, another] = among.flatMap(({ source }) => columnOf(source, name) ?? []);
    if (another !== undefined) {
      const message = `'${name}' is a column of several collections; write whose, as in ${among[0]!.alias}.${name}`;
      throw new LanguageError('UNKNOWN_NAME', offset, message);
    }
    if (found !== undefined) return found;
    if (alias !== null && among.length > 0) throw unknownColumn(name, among, offset);
    return this.outer?.find(alias, name, offset) ?? null;
  }
}

function namedSource({ collection: name, alias, offset }: FromTree, catalog: Catalog): NamedSource {
  const collection = catalog.find(name);
  if (collection === undefined) {
    const message = `Unknown collection '${name}'; macros read collections and nothing else of the database`;
    throw new LanguageError('UNKNOWN_NAME', offset, message);
  }
  const columns = readableColumns(collection).map((column) => (typeof column === 'string' ? column : column.column));
  return { alias: alias.toLowerCase(), source: { collection, columns } };
}

/** SQL takes names without quotes in lower case. */
function columnOf(source: SelectSource, name: string): Found | null {
  const columns = readableColumns(source.collection);
  const column =
    columns.find((candidate) => nameOf(candidate) === name) ??
    columns.find((candidate) => nameOf(candidate).toLowerCase() === name.toLowerCase());
  return column === undefined ? null : { source, column };
}

function unknownColumn(name: string, sources: readonly NamedSource[], offset: number): LanguageError {
  const collections = sources.map(({ source }) => source.collection);
  const [reason] = collections.flatMap((collection) => reasonOf(collection, name) ?? []);
  if (reason !== undefined) {
    return new LanguageError('UNKNOWN_NAME', offset, `Macros cannot read '${name}', because it ${reason}`);
  }
  const available = collections.flatMap((collection) => readableColumns(collection).map(nameOf));
  const known = available.length === 0 ? '' : ` (available: ${[...new Set(available)].join(', ')})`;
  return new LanguageError('UNKNOWN_NAME', offset, `Unknown column '${name}'${known}`);
}

function reasonOf(collection: Collection, name: string): string | null {
  const field = collection.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return field === undefined ? null : whyUnreadable(collection, field);
}
