/**
 * Whether a remembered total can be carried on from one version of its collection to the next, by the records that a commit
 * changes. What is not named here is not carried: a total that is counted again is slow, and one that is wrong is a defect.
 */
import { madeOf } from '#domain/rules/computed-value';
import type { ColumnOperand, PathStep } from '#domain/rules/condition';
import { isTrue } from '#domain/rules/is-true';
import { type Part, partsOf } from '#domain/rules/map-parts';
import type { Field } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import type { ListPlan } from './record-plan';
import { rowsRead } from './rows-read';

export interface Carried {
  /** The fields and system columns that decide whether a record is counted. Where they are as before, so is the answer. */
  readonly names: ReadonlySet<string>;
  /** What its relations lead to decides it, too, so that memory alone cannot tell. */
  readonly related: boolean;
}

type Counted = Pick<ListPlan, 'collection' | 'where' | 'reach' | 'countedFrom'>;

/** null: it is counted again whenever something has changed. */
export function carriedBy({ collection, where, reach, countedFrom }: Counted): Carried | null {
  if (reach === 'all' || countedFrom.length === 0 || isTrue(where)) return null;
  const { collections } = rowsRead(where);
  // The change of one record would decide about others, which the commit does not name.
  if (collections.has(collection.id)) return null;
  const names = new Set<string>();
  const isCarried = isDecidedBy(where, (name) => names.add(name));
  return isCarried ? { names, related: collections.size > 0 } : null;
}

const COLUMN_MEMBERS: ReadonlySet<string> = new Set(['kind', 'type', 'path', 'column', 'many', 'of', 'made']);
const STEP_MEMBERS: ReadonlySet<string> = new Set(['field', 'target', 'visibleIf']);

/** Told the names of the columns of the record itself. */
type Name = (name: string) => void;

const nobody: Name = () => undefined;

function isDecidedBy(part: Part, name: Name): boolean {
  switch (part.kind) {
    case 'column':
      return isColumn(part, name);
    case 'call':
      return part.name !== 'now' && partsOf(part).every((inner) => isDecidedBy(inner, name));
    case 'constant':
    case 'and':
    case 'or':
    case 'not':
    case 'compare':
    case 'like':
    case 'in':
    case 'null':
    case 'truth':
    case 'has_group':
    case 'literal':
    case 'given':
    case 'auth':
    case 'arithmetic':
    case 'negate':
    case 'condition':
      return partsOf(part).every((inner) => isDecidedBy(inner, name));
    default:
      return false;
  }
}

function isColumn(operand: ColumnOperand, name: Name): boolean {
  const { path, column } = operand;
  if (!hasOnly(operand, COLUMN_MEMBERS) || !path.every(isForward)) return false;
  const [first] = path;
  if (first !== undefined) name(first.field.name);
  const own = first === undefined ? name : nobody;
  const made = madeOf(operand);
  if (made !== undefined) return isDecidedBy(made, own);
  own(nameOf(column));
  return typeof column === 'string' || !isEncrypted(column);
}

/** To one row or more of another collection, under conditions of the same kind. */
function isForward(step: PathStep): boolean {
  const { field, target, visibleIf } = step;
  if (!hasOnly(step, STEP_MEMBERS) || target === null || isEncrypted(field)) return false;
  return visibleIf === null || isDecidedBy(visibleIf, nobody);
}

/** What has more to it may mean something else. */
function hasOnly(part: object, members: ReadonlySet<string>): boolean {
  return Object.keys(part).every((member) => members.has(member));
}

function nameOf(column: Field | string): string {
  return typeof column === 'string' ? column : column.name;
}
