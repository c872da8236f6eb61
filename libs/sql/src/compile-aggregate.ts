/**
 * Aggregates: one statement, one row, in one snapshot, with the guards beside the groups. Step by step: the records' keys and
 * what is asked of them (q), groups of these (g) with sums (s), what is answered of them and meets the condition on groups (a).
 */
import { type AggregatePlan, groupColumn, type Measure } from '#domain/query/aggregate-plan';
import { isTrue } from '#domain/rules/is-true';
import type { NamedOperand, ValueType } from '#domain/rules/condition';
import { compileCondition, conditionTerms } from './compile-condition';
import { cutNumber, fenced, placesOf, roundedSum, sumParts } from './compile-exact-sum';
import { guardColumns } from './compile-guards';
import { compileNamed } from './compile-named';
import { versionsOf } from './compile-totals';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { inReach } from './in-reach';
import { readFrame, recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { recordsOf, storedRow } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

const SAFE_LABEL = /^[{,]"[A-Za-z0-9_.[\]]+":$/;

/**
 * Parameters: credential, account (unless the plan spans accounts), limit (groups), answer (bytes), share (as of lists).
 * Row: stamp, schema, versions, total (groups), items (text: JSON list of groups in order), found and bytes as of lists.
 */
export function compileAggregate(plan: AggregatePlan, dialect: Dialect): Statement {
  const groups = new Groups(plan, dialect);
  const terms = plan.order.map(({ place, descending }) =>
    dialect.orderTerm(groups.members[place]!.type, sql(`a."${groupColumn(place)}"`), descending, true),
  );
  const order = terms.length === 0 ? sql('') : sql(' ORDER BY ', joinSql(terms, ', '));
  const shown = sql('(SELECT a.* FROM a', order, ' LIMIT ', parameter('limit', 'integer'), ') p');
  const list = dialect.pageList(groups.body('p'), sql(' FROM ', shown), parameter('share', 'integer'));
  const beside = sql(guardColumns(), ', ', versionsOf(plan), ' AS "versions", (SELECT count(*) FROM a) AS "total"');
  const tables = joinSql(groups.tables(), ', ');
  return renderStatement(dialect, sql('WITH ', tables, ' SELECT ', beside, ', i.* FROM (', list, ') i'));
}

/** What proves an answer that is remembered. Parameters: credential, and account as above. Row: stamp, schema, versions. */
export function compileAggregateVersions(plan: AggregatePlan, dialect: Dialect): Statement {
  return renderStatement(dialect, sql('SELECT ', guardColumns(), ', ', versionsOf(plan), ' AS "versions"'));
}

class Groups {
  readonly members: readonly { readonly name: string; readonly type: ValueType }[];
  private readonly frame: Frame;
  /** The columns that functions look at, and those of them that are added up. */
  private readonly inputs: readonly NamedOperand[];
  private readonly summed: ReadonlySet<number>;
  private readonly keys: readonly string[];

  constructor(
    private readonly plan: AggregatePlan,
    private readonly dialect: Dialect,
  ) {
    this.members = [...plan.keys, ...plan.measures];
    this.frame = recordFrame(dialect);
    this.keys = plan.keys.map((_key, index) => `k${index}`);
    const inputs = new Map(
      plan.measures.flatMap(({ operand }) => (operand ? [[identityOf(operand), operand] as const] : [])),
    );
    this.inputs = [...inputs.values()];
    this.summed = new Set(plan.measures.filter(isSummed).map((measure) => this.inputOf(measure)));
  }

  tables(): readonly SqlFragment[] {
    const { plan, dialect } = this;
    const answered = this.members.map((_member, place) => sql(this.memberOf(place), ` AS "${groupColumn(place)}"`));
    const answers = sql('SELECT ', joinSql(answered, ', '), ' FROM s');
    const having = isTrue(plan.having)
      ? sql('')
      : sql(' WHERE ', compileCondition(readFrame(dialect, storedRow('b')), plan.having));
    return [
      ...[...this.summed].map((index) => placesOf(index, this.keys, this.numbers(index))),
      sql('g AS MATERIALIZED (', this.groups(), ')'),
      sql('s AS MATERIALIZED (SELECT ', joinSql([sql('g.*'), ...this.sums()], ', '), ' FROM g)'),
      sql('a AS MATERIALIZED (SELECT b.* FROM (', answers, ') b', having, ')'),
    ];
  }

  /** One group as JSON text. */
  body(row: string): SqlFragment {
    const members = this.members.map(({ name, type }, place) => {
      const value = this.dialect.jsonElement(type, sql(`${row}."${groupColumn(place)}"`));
      return sql(textOf(`${place === 0 ? '{' : ','}${JSON.stringify(name)}:`), ' || ', value);
    });
    return sql(joinSql(members, ' || '), ` || '}'`);
  }

  private groups(): SqlFragment {
    const by = this.keys.map((key) => `q."${key}"`);
    const sums = [...this.summed].map((index) => sql(sumParts(index)));
    const others = this.plan.measures.flatMap((measure, place) =>
      isSummed(measure) ? [] : [sql(this.extreme(measure), ` AS "m${place}"`)],
    );
    const columns = joinSql([...by.map((key) => sql(key)), ...sums, ...others], ', ');
    const grouped = by.length === 0 ? sql('') : sql(' GROUP BY ', by.join(', '));
    return sql('SELECT ', columns, ' FROM (', this.rows(), ') q', grouped);
  }

  private rows(): SqlFragment {
    const inputs = this.inputs.map((operand) => compileNamed(this.frame, operand));
    const made = this.inputs.some((operand, index) => isMade(operand) && this.summed.has(index));
    if (made) return this.rowsOfMade(inputs);
    return this.cutRows(this.keyColumns(), inputs, this.from());
  }

  /** What is made of a row is made once, although numbers are cut from several times. */
  private rowsOfMade(inputs: readonly SqlFragment[]): SqlFragment {
    const columns = [...this.keyColumns(), ...inputs.map((value, index) => sql(value, ` AS "x${index}"`))];
    const rows = fenced(sql('SELECT ', joinSql(columns, ', '), this.from()));
    const [keys, values] = [this.keys, inputs.map((_value, index) => `x${index}`)].map((names) =>
      names.map((name) => sql(`o."${name}"`)),
    );
    return this.cutRows(keys!, values!, sql(' FROM (', rows, ') o'));
  }

  private cutRows(keys: readonly SqlFragment[], inputs: readonly SqlFragment[], from: SqlFragment): SqlFragment {
    const values = inputs.map((value, index) =>
      this.summed.has(index) ? cutNumber(index, value) : sql(value, ` AS "x${index}"`),
    );
    const columns = [...keys, ...values];
    const rows = sql('SELECT ', columns.length === 0 ? '1' : joinSql(columns, ', '), from);
    return this.summed.size === 0 ? rows : fenced(rows);
  }

  private numbers(index: number): SqlFragment {
    const number = sql(compileNamed(this.frame, this.inputs[index]!), ' AS x');
    return sql('SELECT ', joinSql([...this.keyColumns(), number], ', '), this.from());
  }

  private from(): SqlFragment {
    const { plan, frame } = this;
    const where = [...inReach(frame.row, plan.reach), ...conditionTerms(frame, plan.where)];
    const met = where.length === 0 ? sql('') : sql(' WHERE ', joinSql(where, ' AND '));
    return sql(` FROM ${recordsOf(plan.collection)}`, met);
  }

  private keyColumns(): readonly SqlFragment[] {
    return this.plan.keys.map(({ operand, bucket }, index) => {
      const value = compileNamed(this.frame, operand);
      const isWhole = bucket === null || (operand.kind === 'column' && operand.leadsNowhere === true);
      return sql(isWhole ? value : this.dialect.bucket(bucket, operand.type, value), ` AS "${this.keys[index]}"`);
    });
  }

  private sums(): readonly SqlFragment[] {
    const equal = this.plan.keys.map(({ type }, index) => {
      const [one, other] = ['l', 'g'].map((table) => sql(`${table}."${this.keys[index]}"`)) as [
        SqlFragment,
        SqlFragment,
      ];
      return sql('NOT ', this.dialect.isDistinct(type, one, other));
    });
    const isSame = equal.length === 0 ? sql('TRUE') : joinSql(equal, ' AND ');
    return [...this.summed].map((index) => sql(roundedSum(index, isSame), ` AS "t${index}"`));
  }

  private memberOf(place: number): SqlFragment {
    const { keys, dialect } = this;
    if (place < keys.length) return sql(`s."${keys[place]}"`);
    const measure = this.plan.measures[place - keys.length]!;
    if (!isSummed(measure)) return sql(`s."m${place - keys.length}"`);
    const index = this.inputOf(measure);
    const sum = sql(`s."t${index}"`);
    return measure.measured === 'sum' ? sum : dialect.arithmetic('/', sum, dialect.asNumber(sql(`s."n${index}"`)));
  }

  private extreme(measure: Measure): SqlFragment {
    const value = measure.operand === null ? '*' : `q."x${this.inputOf(measure)}"`;
    switch (measure.measured) {
      case 'count':
        return this.dialect.asNumber(sql(`count(${value})`));
      case 'count_distinct':
        return this.dialect.asNumber(sql(`count(DISTINCT ${value})`));
      case 'min':
      case 'max':
        return sql(`${measure.measured}(${value})`);
      case 'sum':
      case 'avg':
        throw new Error('Sums are put together of their parts');
    }
  }

  private inputOf({ operand }: Measure): number {
    return this.inputs.findIndex((input) => operand !== null && identityOf(input) === identityOf(operand));
  }
}

/** Each column is looked at once; what is made of other records, once for each function. */
function identityOf(operand: NamedOperand): unknown {
  return operand.kind === 'column' && !operand.leadsNowhere ? operand.column : operand;
}

function isMade(operand: NamedOperand): boolean {
  return operand.kind === 'aggregate' || operand.of !== undefined;
}

function isSummed({ measured }: Measure): boolean {
  return measured === 'sum' || measured === 'avg';
}

/** A path into json can name any member. */
function textOf(label: string): SqlFragment {
  return SAFE_LABEL.test(label) ? sql(`'${label}'`) : sql({ from: 'constant', type: 'text', value: label });
}
