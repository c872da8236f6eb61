import type { Node, SelectStmt } from 'libpg-query';
import type { Expression, FromTree, SelectTree } from '#domain/rules/ast';
import { ExpressionReader, locationOf, nameOf } from './read-expression';
import type { SqlText } from './sql-text';

/** Clauses as people know them. */
const REFUSED: Readonly<Partial<Record<keyof SelectStmt, string>>> = {
  withClause: 'WITH',
  intoClause: 'SELECT INTO',
  lockingClause: 'FOR UPDATE and FOR SHARE',
  distinctClause: 'SELECT DISTINCT',
  groupClause: 'GROUP BY',
  havingClause: 'HAVING',
  windowClause: 'WINDOW',
  valuesLists: 'VALUES',
  limitOffset: 'OFFSET',
  larg: 'UNION, INTERSECT or EXCEPT',
};
const KNOWN = ['targetList', 'fromClause', 'whereClause', 'sortClause', 'limitCount', 'limitOption', 'op'];

/** A SELECT of one value. Every clause that is not named here is refused. */
export class SelectReader {
  private readonly expressions: ExpressionReader;

  constructor(private readonly text: SqlText) {
    this.expressions = new ExpressionReader(text, (node, location) => this.read(node, location));
  }

  read(node: Node | undefined, location: number | undefined): SelectTree {
    if (node === undefined || !('SelectStmt' in node)) {
      const found =
        node === undefined
          ? 'Nothing'
          : nameOf(node)
              .replace(/ Stmt$/, '')
              .toUpperCase();
      throw this.text.refuse(`${found}, rather than one SELECT,`, location);
    }
    const select = node.SelectStmt;
    for (const [clause, name] of Object.entries(REFUSED)) {
      if (Object.hasOwn(select, clause)) throw this.text.refuse(name, location);
    }
    this.text.allow(select, KNOWN, 'SELECT', location);
    const { fromClause = [], whereClause, sortClause = [], limitCount } = select;
    this.requireFirst(limitCount);
    return {
      value: this.value(select, location),
      from: fromClause.flatMap((item) => this.from(item)),
      where: whereClause === undefined ? null : this.expressions.read(whereClause, location),
      order: sortClause.map((item) => this.order(item, location)),
    };
  }

  private value({ targetList = [] }: SelectStmt, location: number | undefined): Expression {
    const [target, ...others] = targetList;
    if (target === undefined || others.length > 0 || !('ResTarget' in target)) {
      throw this.text.refuse(`A SELECT of ${targetList.length} columns, rather than one,`, location);
    }
    return this.expressions.read(target.ResTarget.val, target.ResTarget.location);
  }

  private requireFirst(limit: Node | undefined): void {
    if (limit === undefined || ('A_Const' in limit && limit.A_Const.ival?.ival === 1)) return;
    throw this.text.refuse('LIMIT, but for LIMIT 1,', locationOf(limit));
  }

  private from(item: Node): readonly FromTree[] {
    if ('RangeVar' in item) {
      const { relname = '', schemaname, catalogname, inh, alias, location } = item.RangeVar;
      const schema = [catalogname, schemaname].filter((name) => name !== undefined);
      if (schema.length > 0) throw this.text.refuse(`The schema ${schema.join('.')}`, location);
      if (inh !== true) throw this.text.refuse('ONLY', location);
      if ((alias?.colnames ?? []).length > 0) throw this.text.refuse('Another name for columns', location);
      const name = { collection: relname, alias: alias?.aliasname ?? relname };
      return [{ ...name, offset: this.text.offsetOf(location), outer: false, on: null }];
    }
    if (!('JoinExpr' in item)) throw this.text.refuse(`${nameOf(item)} in FROM`, locationOf(item));
    const { jointype = 'JOIN_INNER', larg, rarg, quals } = item.JoinExpr;
    const isOuter = jointype === 'JOIN_LEFT';
    this.text.allow(item.JoinExpr, ['jointype', 'larg', 'rarg', 'quals', 'rtindex'], 'JOIN', undefined);
    if (!isOuter && jointype !== 'JOIN_INNER') throw this.text.refuse('A RIGHT or FULL JOIN', undefined);
    if (larg === undefined || rarg === undefined || !('RangeVar' in rarg)) {
      throw this.text.refuse('A JOIN in parentheses', undefined);
    }
    const joined = this.from(rarg).map((right): FromTree => {
      const on = quals === undefined ? null : this.expressions.read(quals, rarg.RangeVar.location);
      return { ...right, outer: isOuter, on };
    });
    return [...this.from(larg), ...joined];
  }

  private order(item: Node, location: number | undefined): SelectTree['order'][number] {
    if (!('SortBy' in item)) throw this.text.refuse(nameOf(item), location);
    const { node, sortby_dir: direction, sortby_nulls: nulls, useOp } = item.SortBy;
    if ((nulls ?? 'SORTBY_NULLS_DEFAULT') !== 'SORTBY_NULLS_DEFAULT') throw this.text.refuse('NULLS FIRST', location);
    if (useOp !== undefined && useOp.length > 0) throw this.text.refuse('ORDER BY … USING', location);
    if (node !== undefined && 'A_Const' in node) throw this.text.refuse('ORDER BY a constant', location);
    return { item: this.expressions.read(node, location), descending: direction === 'SORTBY_DESC' };
  }
}
