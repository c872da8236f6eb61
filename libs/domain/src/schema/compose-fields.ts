/**
 * Makes the fields of a collection from a definition: finds each one among the fields there were (by id, else by name),
 * keeps what may not change, and gives new ones an id and a column.
 */
import { randomBytes } from 'node:crypto';
import type { Catalog } from './catalog';
import { excerpt } from './clean-text';
import { SYSTEM_COLUMNS } from './collection';
import type { Collection, Field } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { checkEncryption, encryptionOf } from './compose-encryption';
import { OPEN_CONDITIONS } from './field-access-input';
import type { FieldInput } from './field-input';
import { TO_NOBODY } from './personal-data-input';
import { columnsOf, isList, storageOf } from './field-storage';
import { columnName, junctionName } from './physical-names';

const FIELD_ID_BYTES = 4;

export interface FieldOwner {
  readonly name: string;
  readonly table: string;
  /** None when the collection is new. */
  readonly fields: readonly Field[];
}

export function composeFields(
  inputs: readonly FieldInput[],
  owner: FieldOwner,
  catalog: Catalog,
  problems: DefinitionProblems,
): readonly Field[] {
  checkDistinct(inputs, problems);
  const known = matchFields(inputs, owner.fields);
  // Columns of removed fields stay taken, so that the order of the statements of one change does not matter.
  const taken = new Set([...Object.keys(SYSTEM_COLUMNS), ...owner.fields.flatMap(columnsOf)]);
  const ids = new Set(owner.fields.map((field) => field.id));
  return inputs.map((input, position) => {
    const path = `fields[${position}]`;
    const existing = known.get(input);
    const id = existing?.id ?? newFieldId(ids);
    const target = resolveTarget(input, owner, catalog, path, problems);
    const { encrypted, ...protectedInput } = withProtection(input, existing);
    const shape: Field = { ...protectedInput, id, collection: target, column: '' };
    if (existing) checkUnchanged(existing, shape, path, problems);
    const column = existing?.column ?? newColumn(shape, owner.table, taken);
    taken.add(column);
    const field = { ...shape, column, ...encryptionOf(encrypted, id, existing, taken) };
    for (const own of columnsOf(field)) taken.add(own);
    checkEncryption(field, path, problems);
    return field;
  });
}

/** A definition that says nothing about who may use a field opens nothing, and one that says nothing about masks takes none away. */
function withProtection(
  { access, pii, ...input }: FieldInput,
  existing: Field | undefined,
): Omit<Field, 'id' | 'column' | 'encryption'> & Pick<FieldInput, 'encrypted'> {
  return { ...input, ...accessOf(access, existing), ...personalDataOf(pii, existing) };
}

function accessOf(sent: FieldInput['access'], existing: Field | undefined): Pick<Field, 'access'> {
  const access = sent ?? existing?.access ?? OPEN_CONDITIONS;
  return access.read === '' && access.write === '' ? {} : { access };
}

function personalDataOf(sent: FieldInput['pii'], existing: Field | undefined): Pick<Field, 'pii'> {
  if (sent === undefined) return existing?.pii === undefined ? {} : { pii: existing.pii };
  if (sent === null) return {};
  const { clearTo = existing?.pii?.clearTo ?? TO_NOBODY, ...mask } = sent;
  return { pii: { ...mask, clearTo } };
}

/** A field keeps its identity by its id; one that comes without (or with a foreign) id is found by its name. */
function matchFields(inputs: readonly FieldInput[], fields: readonly Field[]): ReadonlyMap<FieldInput, Field> {
  const matches = new Map<FieldInput, Field>();
  const claimed = new Set<Field>();
  for (const input of inputs) {
    const field = fields.find((candidate) => candidate.id === input.id);
    if (!field || claimed.has(field)) continue;
    matches.set(input, field);
    claimed.add(field);
  }
  for (const input of inputs) {
    const key = input.name.toLowerCase();
    const field = fields.find((candidate) => candidate.name.toLowerCase() === key);
    if (field && !claimed.has(field) && !matches.has(input)) matches.set(input, field);
  }
  return matches;
}

function checkDistinct(inputs: readonly FieldInput[], problems: DefinitionProblems): void {
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const [position, input] of inputs.entries()) {
    const key = input.name.toLowerCase();
    if (names.has(key)) {
      problems.add(`fields[${position}].name`, 'field_name_duplicate', `'${input.name}' is there twice`);
    }
    if (input.id !== null && ids.has(input.id)) {
      problems.add(`fields[${position}].id`, 'field_id_duplicate', 'is the id of another field');
    }
    names.add(key);
    if (input.id !== null) ids.add(input.id);
  }
}

function resolveTarget(
  input: FieldInput,
  owner: FieldOwner,
  catalog: Catalog,
  path: string,
  problems: DefinitionProblems,
): string | null {
  if (input.collection === null) return null;
  if (input.collection.toLowerCase() === owner.name.toLowerCase()) return owner.name;
  const target: Collection | undefined = catalog.find(input.collection);
  if (target) return target.name;
  const message = `there is no collection '${excerpt(input.collection)}'`;
  problems.add(`${path}.collection`, 'reference_collection_unknown', message);
  return input.collection;
}

function checkUnchanged(before: Field, after: Field, path: string, problems: DefinitionProblems): void {
  if (before.type !== after.type) {
    const message = `cannot change from ${before.type} to ${after.type}; add a new field instead`;
    problems.add(`${path}.type`, 'type_change_not_allowed', message);
  } else if (isList(before) !== isList(after)) {
    problems.add(`${path}.options`, 'list_change_not_allowed', 'cannot change between one value and a list');
  } else if (before.collection?.toLowerCase() !== after.collection?.toLowerCase()) {
    problems.add(`${path}.collection`, 'reference_change_not_allowed', `must stay ${before.collection}`);
  }
}

function newFieldId(taken: Set<string>): string {
  let id = randomBytes(FIELD_ID_BYTES).toString('hex');
  while (taken.has(id)) id = randomBytes(FIELD_ID_BYTES).toString('hex');
  taken.add(id);
  return id;
}

function newColumn(field: Field, table: string, taken: ReadonlySet<string>): string {
  if (storageOf(field) === 'none') return '';
  return storageOf(field) === 'junction' ? junctionName(table, field.id) : columnName(field.name, taken);
}
