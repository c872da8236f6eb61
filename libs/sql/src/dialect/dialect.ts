/**
 * What differs between the two engines, as questions: everything else the compiler writes once. A fragment called a
 * "JSON value" is in the engine's own form: JSON text on SQLite, any SQL value on PostgreSQL, which renders it itself.
 */
import type { Bucket } from '#domain/query/aggregate-terms';
import type { ArithmeticOperator, BoundOperand, ComparisonOperator, ValueType } from '#domain/rules/condition';
import type { BooleanValues, SlotType, SqlFragment, SqlValue } from '../sql-fragment';
import type { DdlDialect } from './ddl-dialect';
import type { JsonDialect } from './json-dialect';
import type { MaskDialect } from './mask-dialect';
import type { GroupSum, NearSum } from './near-sum';

/** A column of a JSON parameter that is read as rows. */
export interface JsonColumn {
  readonly name: string;
  readonly type: SlotType;
}

export interface NamedColumn {
  readonly name: string;
  readonly value: SqlFragment;
}

/** A table of which rows are looked up. */
export interface KeyedTable {
  readonly name: string;
  readonly alias: string;
  /** Of the rows. */
  readonly account: SqlFragment;
}

export interface SortTerm {
  readonly type: ValueType;
  readonly expression: SqlFragment;
  readonly descending: boolean;
  readonly nullable: boolean;
}

export interface JsonMember {
  readonly name: string;
  readonly value: SqlFragment;
}

/** Gives arguments names (v.a0, v.a1, …), under which an expression may use them several times. */
export type Once = (values: readonly SqlFragment[], expression: SqlFragment) => SqlFragment;

/** What a dialect does otherwise in an expression that an index is over: no SELECT, nothing that depends on settings, no placeholder. */
export interface IndexedDialect extends Pick<Dialect, 'like' | 'isNull' | 'arithmetic' | 'call' | 'asColumn'> {
  /** The value that a placeholder of that type would have, written out. */
  literal(type: SlotType, value: SqlValue): string;
}

export interface CallArgument {
  readonly type: ValueType;
  readonly expression: SqlFragment;
  /** Units and numbers of decimals are literals by construction; their text may depend on them. */
  readonly literal: string | number | null;
}

/** What LIKE looks for: a pattern, and beside it the text that it stands for, or null (slots `pattern` and `needle`). */
export interface Wanted {
  readonly pattern: SqlFragment;
  readonly needle: SqlFragment;
}

export interface Dialect {
  /** For people to read. Whatever differs between the engines has its own member below. */
  readonly name: 'sqlite' | 'postgres';
  /** SQLite has no booleans; PostgreSQL's placeholders are typed and cast the words. */
  readonly booleans: BooleanValues;
  placeholder(number: number, type: SlotType): string;

  compare(op: ComparisonOperator, type: ValueType, left: SqlFragment, right: SqlFragment): SqlFragment;
  isDistinct(type: SlotType, left: SqlFragment, right: SqlFragment): SqlFragment;
  /** `lookalikes`: the pattern can hold characters that SQLite takes for each other. */
  like(negated: boolean, left: SqlFragment, wanted: Wanted, lookalikes: boolean): SqlFragment;
  isNull(negated: boolean, expression: SqlFragment): SqlFragment;
  arithmetic(op: ArithmeticOperator, left: SqlFragment, right: SqlFragment): SqlFragment;
  call(name: DialectFunction, args: readonly CallArgument[]): SqlFragment;

  /** The part of the calendar that a date or datetime lies in, as text: 2026, 2026-01, 2026-W05 (ISO 8601), 2026-01-31, 2026-01-31T08. */
  bucket(bucket: Bucket, type: ValueType, expression: SqlFragment): SqlFragment;

  /** A sort term; `nullable` says whether nulls can occur, so that an index serves the order when they cannot. */
  orderTerm(type: ValueType, expression: SqlFragment, descending: boolean, nullable: boolean): SqlFragment;

  /**
   * SELECT of columns of a table's rows that are found before they are sorted and cut: no engine is to walk an index in their
   * order to its end. `rows`: FROM and WHERE; `end`: LIMIT.
   */
  sortedWhenFound(
    columns: SqlFragment,
    alias: string,
    rows: SqlFragment,
    order: readonly SortTerm[],
    end: SqlFragment,
  ): SqlFragment;

  /** Whether there is any row, asked anew of each outer row; `rows`: FROM and WHERE. */
  exists(rows: SqlFragment): SqlFragment;
  /** The same as a join that begins where the engine expects fewer rows; null: it makes no join of it. */
  readonly existsJoined: ((rows: SqlFragment) => SqlFragment) | null;
  /** Whether a value is among those of a SELECT that depends on no outer row, which are found once. */
  amongFound(value: SqlFragment, found: SqlFragment): SqlFragment;
  /**
   * The same of a column with an index, which is searched for each that is found. Only for few, and as a term of WHERE: where the
   * engine does not search the index, it compares each row with all of them. null: amongFound() does it already.
   */
  readonly amongListed: ((column: SqlFragment, found: SqlFragment) => SqlFragment) | null;
  /**
   * The engine guesses how many rows meet a condition, and where it expects few, it looks for all of them and sorts them.
   * One that does not walks an index that has them in order.
   */
  readonly guessesRows: boolean;
  /** A SELECT without order has the order of the subquery that it is made from. */
  readonly keepsSubqueryOrder: boolean;
  /**
   * Whether a stored list of texts has a member, false where there is no list. `otherwise` asks the same of the list's
   * elements, one by one.
   */
  hasMember(list: SqlFragment, member: BoundOperand, otherwise: SqlFragment): SqlFragment;
  /** FROM item over a JSON list of texts, with one column `value`. */
  eachText(list: SqlFragment, alias: string): SqlFragment;
  /** A count as a number of the language, which knows doubles only. */
  asNumber(count: SqlFragment): SqlFragment;
  /** The bytes of a text, or of the text that a JSON value is kept as, in UTF-8. */
  byteLength(type: ValueType, expression: SqlFragment): SqlFragment;
  /** The number of elements of a list or of characters of a JSON text; null for anything else. */
  jsonLength(list: SqlFragment): SqlFragment;
  /** SELECT over a JSON list of objects, with the named columns; those of the type number are written by numberMembers(). */
  jsonRows(list: SqlFragment, columns: readonly JsonColumn[]): SqlFragment;
  /** What an element of that list has for a number, as JSON text: one member, or several. */
  readonly numberMembers: (name: string, value: number) => string;

  /** What an expression comes to as a column of that type would have it: a double without negative zero, a text that compares by code point. */
  asColumn(type: ValueType, expression: SqlFragment): SqlFragment;
  /** A long expression as JSON value, in which it stands once. */
  jsonComputed(type: ValueType, expression: SqlFragment): SqlFragment;
  /** A column as JSON value. */
  jsonValue(type: ValueType, expression: SqlFragment): SqlFragment;
  jsonObject(members: readonly JsonMember[]): SqlFragment;
  /** `SELECT <object> <from>` with at most one row; null when there is none. */
  jsonScalar(value: SqlFragment, from: SqlFragment): SqlFragment;
  /** A list of JSON values; never null. */
  jsonList(value: SqlFragment, from: SqlFragment, order: SqlFragment | null): SqlFragment;
  /** The JSON value as text, ready to be sent. */
  jsonText(value: SqlFragment): SqlFragment;
  /** An object for each row of a FROM item, as text: the text, and the FROM item that it is an expression over. */
  eachAsText(
    members: readonly JsonMember[],
    rows: SqlFragment,
  ): { readonly text: SqlFragment; readonly from: SqlFragment };
  /** One JSON value as JSON text; never null. */
  jsonElement(type: ValueType, expression: SqlFragment): SqlFragment;
  /** Texts joined with commas inside brackets. `from` begins with FROM; `order` is null when it already delivers in order. */
  textList(text: SqlFragment, from: SqlFragment, order: SqlFragment | null): SqlFragment;

  /**
   * SELECT items, found: as textList(), and the number of texts. Where the engine does not give a statement up as soon as one of its
   * texts becomes longer than an answer may be (sqlite-reader.ts), items has only the texts of at most `share` bytes, and bytes
   * says how many all of them have.
   */
  pageList(text: SqlFragment, from: SqlFragment, share: SqlFragment): SqlFragment;
  /**
   * Rows have references to their long values, so that whole rows are sorted and skipped without reading these. What a SELECT
   * makes of rows would be made for those as well that its OFFSET leaves out.
   */
  readonly keepsLongValuesApart: boolean;
  /**
   * SELECT of columns of the rows of `from` for each row of `outer`, which is walked first, whatever the engine thinks of the
   * number of its rows.
   */
  rowsForEach(
    outer: SqlFragment,
    columns: readonly NamedColumn[],
    from: readonly string[],
    where: SqlFragment,
  ): SqlFragment;

  /**
   * SELECT of columns of the rows that a SELECT of ids names, each looked up by its key. `outer`: FROM item that the ids look at, for
   * each of whose rows they are found; null: they look at rows of the statement around it.
   */
  rowsNamed(
    outer: SqlFragment | null,
    columns: readonly NamedColumn[],
    table: KeyedTable,
    ids: SqlFragment,
  ): SqlFragment;

  /** Follows a table's alias. SQLite makes no statistics by itself; PostgreSQL does, and takes no hints. */
  indexHint(quotedIndex: string): string;

  /** Ends a SELECT whose rows the same transaction goes on to delete. */
  readonly forUpdate: string;
  /**
   * Ends a SELECT whose rows the same transaction takes for itself: rows that another transaction has taken are left to it.
   * Empty where writers exclude each other, because no other transaction can have taken any there.
   */
  readonly forUpdateSkipLocked: string;
  /**
   * One transaction of all processes writes at a time, so that whatever begins to write sees every write before it. SQLite
   * locks the whole file; PostgreSQL locks rows, and a transaction there may look past one that is under way.
   */
  readonly writersExcludeEachOther: boolean;

  readonly indexed: IndexedDialect;
  readonly json: JsonDialect;
  readonly masks: MaskDialect;
  /** What numbers are added up by first; null: there is nothing faster than the other. */
  readonly quickSum: GroupSum | null;
  readonly nearSum: NearSum;
  /** Ends a SELECT that is not to be merged with the statement around it. */
  readonly fence: string;
  readonly deferral: KeyDeferral;
  readonly ddl: DdlDialect;
}

/** Defers the foreign keys of a transaction while rows that refer to each other are deleted. */
export interface KeyDeferral {
  readonly begin: string;
  /** Checks the keys against what has been written meanwhile, or leaves that to the end of the transaction. */
  readonly end: string;
  /** On SQLite the setting outlives the rollback of a savepoint, so it must be ended after a failure too. */
  readonly outlivesRollback: boolean;
}

/** The functions of the rule language that the engines spell differently. */
export type DialectFunction = 'concat' | 'upper' | 'lower' | 'substring' | 'round' | 'date_diff' | 'date_add';
