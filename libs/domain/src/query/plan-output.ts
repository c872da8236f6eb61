/** `fields` and `expand` to what a record is rendered as. */
import { DomainError } from '#domain/kernel/errors';
import type { Mask } from '#domain/masks/mask';
import { backRelation } from '#domain/rules/back-relation';
import type { ComputedOf } from '#domain/rules/checker';
import type { Column, ColumnResolver } from '#domain/rules/column-resolver';
import type { Condition } from '#domain/rules/condition';
import { isNever } from '#domain/rules/is-true';
import { computedIn } from '#domain/rules/own-column';
import type { Catalog } from '#domain/schema/catalog';
import { ACCOUNT_NAME, type Collection, type Field } from '#domain/schema/collection';
import { FIELD_TYPES } from '#domain/schema/field-types';
import type { ShowRequest } from './parse-show-request';
import type { Expansion, Output, OutputMember } from './record-plan';
import { ALWAYS } from './rule-for';

const MAX_EXPAND_PATHS = 20;
const ALL = '*';

/** As members of every other kind, which PostgreSQL cuts. */
const MAX_NAME = 63;

type AddedMember = Extract<OutputMember, { kind: 'account' | 'back' }>;
const ACCOUNT: AddedMember = { kind: 'account', name: ACCOUNT_NAME };

export interface OutputBounds {
  readonly catalog: Catalog;
  readonly visibilityOf: (target: Collection) => Condition;
  readonly showsUserDetails: (holder: Collection) => boolean;
  /** Of the records that are asked for; those that they lead to are of the same account. */
  readonly showsAccountName: boolean;
  readonly shown: ColumnResolver;
  readonly expandable: ColumnResolver;
  readonly maskFor: (field: Field) => Mask | null;
  readonly computedOf: ComputedOf;
  /** Relations that one path may cross. */
  readonly expandDepth: number;
}

/** What is asked for below a name; an empty tree is a leaf. */
type NameTree = Map<string, NameTree>;

/** Throws DomainError QUERY_EXPAND or QUERY_FIELDS, both `invalid`. */
export function planOutput(
  bounds: OutputBounds,
  collection: Collection,
  request: Pick<ShowRequest, 'fields' | 'expand'>,
): Output {
  if (request.expand.length > MAX_EXPAND_PATHS) throw expandError(`At most ${MAX_EXPAND_PATHS} paths can be expanded`);
  const expand = toTree(request.expand);
  for (const path of request.expand) {
    if (path.split('.').length > bounds.expandDepth) {
      throw expandError(`'${path}' is deeper than ${bounds.expandDepth} relations`);
    }
  }
  return outputOf(bounds, collection, request.fields === null ? null : toTree(request.fields), expand, '');
}

function toTree(paths: readonly string[]): NameTree {
  const root: NameTree = new Map();
  const whole = new Set<NameTree>();
  for (const path of paths) {
    let node = root;
    for (const name of path.split('.')) {
      const next: NameTree = node.get(name) ?? new Map();
      node.set(name, next);
      node = next;
    }
    whole.add(node);
  }
  return root;
}

/** `fields` null: everything. `prefix` names the place in messages. */
function outputOf(
  bounds: OutputBounds,
  collection: Collection,
  fields: NameTree | null,
  expand: NameTree,
  prefix: string,
): Output {
  const expansions = new Map<string, Expansion>();
  const backs: AddedMember[] = [];
  for (const [name, below] of expand) {
    const place = { bounds, collection, name, fields: fields?.get(name) ?? null, expand: below, prefix };
    const back = backOf(place);
    if (back === null) expansions.set(name, expansionOf(place));
    else backs.push(back);
  }
  const added = [...(prefix === '' ? membersAdded(bounds, collection) : []), ...backs];
  if (fields === null || fields.has(ALL)) {
    const members = bounds.shown.all(collection).map((column) => memberOf(bounds, collection, column, expansions));
    const system = members.filter(({ kind }) => kind === 'system');
    const between = added.slice(0, added.length - backs.length);
    return { collection, members: [...system, ...between, ...members.slice(system.length), ...backs] };
  }
  const members = Array.from(fields, ([name, below]) => {
    const column = bounds.shown.find(collection, name);
    const member =
      column === undefined
        ? added.find((other) => other.name === name)
        : memberOf(bounds, collection, column, expansions);
    if (member === undefined) throw fieldsError(`Unknown field '${prefix}${name}'`);
    if (below.size > 0 && !expansions.has(name) && member.kind !== 'back') {
      throw fieldsError(`Fields of '${prefix}${name}' can be selected only when it is expanded`);
    }
    return member;
  });
  return { collection, members };
}

/** What a record shows beside its columns. A field of that name is shown instead. */
function membersAdded({ shown, showsAccountName }: OutputBounds, collection: Collection): readonly AddedMember[] {
  return showsAccountName && shown.find(collection, ACCOUNT_NAME) === undefined ? [ACCOUNT] : [];
}

function memberOf(
  { maskFor, computedOf }: OutputBounds,
  collection: Collection,
  column: Column,
  expansions: ReadonlyMap<string, Expansion>,
): OutputMember {
  if (typeof column === 'string') return { kind: 'system', name: column };
  const { made } = computedIn(collection, column, computedOf);
  const computed = made === undefined ? {} : { made };
  const expand = expansions.get(column.name) ?? null;
  return { kind: 'field', field: column, expand, mask: maskFor(column), ...computed };
}

/** A name to be expanded, with what is asked for below it. */
interface ExpandedName {
  readonly bounds: OutputBounds;
  readonly collection: Collection;
  readonly name: string;
  readonly fields: NameTree | null;
  readonly expand: NameTree;
  readonly prefix: string;
}

/** null: it is no back-relation. */
function backOf({ bounds, collection, name, fields, expand, prefix }: ExpandedName): AddedMember | null {
  if (bounds.expandable.find(collection, name) !== undefined) return null;
  const step = backRelation(name, collection, { ...bounds, collection, columns: bounds.expandable });
  if (step === null) return null;
  if (name.length > MAX_NAME) throw expandError(`'${prefix}${name}' has more than ${MAX_NAME} characters`);
  if (step === 'closed') return { kind: 'back', name, step: null, output: { collection, members: [] } };
  return { kind: 'back', name, step, output: outputBehind(bounds, step.target!, fields, expand, `${prefix}${name}.`) };
}

function outputBehind(
  bounds: OutputBounds,
  target: Collection,
  fields: NameTree | null,
  expand: NameTree,
  prefix: string,
): Output {
  const { shown, expandable } = bounds;
  const behind = { ...bounds, shown: shown.related, expandable: expandable.related };
  return outputOf(behind, target, fields && fields.size > 0 ? fields : null, expand, prefix);
}

function expansionOf({ bounds, collection, name, fields, expand, prefix }: ExpandedName): Expansion {
  const column = bounds.expandable.find(collection, name);
  const field = typeof column === 'string' ? undefined : column;
  const rows = field && FIELD_TYPES[field.type].target?.rows;
  if (rows === 'users') {
    const [nested] = expand.keys();
    if (nested !== undefined) throw notExpandable(`${prefix}${name}.${nested}`);
    if (fields && fields.size > 0) throw fieldsError(`A user is shown as a whole: select '${prefix}${name}'`);
    return { visibleIf: ALWAYS, output: bounds.showsUserDetails(collection) ? 'user' : 'user-id' };
  }
  const target = rows === 'records' ? bounds.catalog.find(field?.collection ?? '') : undefined;
  if (!target) throw notExpandable(`${prefix}${name}`);
  const visibleIf = bounds.visibilityOf(target);
  // What could be asked for there is not told.
  if (isNever(visibleIf)) return { visibleIf, output: { collection: target, members: [] } };
  return { visibleIf, output: outputBehind(bounds, target, fields, expand, `${prefix}${name}.`) };
}

function notExpandable(path: string): DomainError {
  return expandError(`Field '${path}' is not a reference or user field and cannot be expanded`);
}

function expandError(message: string): DomainError {
  return new DomainError('QUERY_EXPAND', 'invalid', message, { field: 'expand' });
}

function fieldsError(message: string): DomainError {
  return new DomainError('QUERY_FIELDS', 'invalid', message, { field: 'fields' });
}
