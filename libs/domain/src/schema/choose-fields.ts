/** Which of two lists of fields a change is about: answers have both, and whoever changes one of them may send both back. */
import type { Field, FieldConditions, PersonalData } from './collection';
import type { DefinitionInput } from './definition-input';
import type { DefinitionProblems } from './definition-problems';
import { OPEN_CONDITIONS } from './field-access-input';
import type { FieldInput } from './field-input';
import type { PersonalDataInput } from './personal-data-input';

const MEMBERS = [
  'name',
  'type',
  'required',
  'unique',
  'default',
  'options',
  'collection',
  'onDelete',
  'computed',
] as const;

/** `stored`: the fields there are. The list that differs from them is meant; undefined: none was sent. */
export function chooseFields(
  { fields, schema }: Pick<DefinitionInput, 'fields' | 'schema'>,
  stored: readonly Field[],
  problems: DefinitionProblems,
): readonly FieldInput[] | undefined {
  if (fields === undefined || schema === undefined || areStored(schema, stored)) return fields;
  if (!areStored(fields, stored))
    problems.add('schema', 'fields_ambiguous', 'differs from fields; send one of the two');
  return schema;
}

function areStored(inputs: readonly FieldInput[], stored: readonly Field[]): boolean {
  return inputs.length === stored.length && inputs.every((input, index) => isStored(input, stored[index]!));
}

/** Settings are JSON, whose members are in the order in which they were answered. */
function isStored(input: FieldInput, field: Field): boolean {
  if (input.id !== null && input.id !== field.id) return false;
  if (input.access !== undefined && !areSameConditions(input.access, field.access)) return false;
  if (input.encrypted !== undefined && input.encrypted !== (field.encryption?.isOn ?? false)) return false;
  if (input.pii !== undefined && !isSamePersonalData(input.pii, field.pii)) return false;
  return MEMBERS.every((member) => JSON.stringify(input[member]) === JSON.stringify(field[member]));
}

function areSameConditions(one: FieldConditions, other: FieldConditions = OPEN_CONDITIONS): boolean {
  return one.read === other.read && one.write === other.write;
}

function isSamePersonalData(sent: PersonalDataInput, stored: PersonalData | undefined): boolean {
  if (sent === null || stored === undefined) return sent === null && stored === undefined;
  const { mask, template, clearTo = stored.clearTo } = sent;
  const isSameMask = mask === stored.mask && template === stored.template;
  return isSameMask && JSON.stringify(clearTo) === JSON.stringify(stored.clearTo);
}
