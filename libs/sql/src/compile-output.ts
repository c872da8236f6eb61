/**
 * What a record looks like, as SQL: the database renders the response. Expands are nested objects whose rows are joined
 * within the account and under the target's view rule; a hidden target looks like a missing one.
 */
import type { Condition } from '#domain/rules/condition';
import { computedValue } from '#domain/rules/computed-value';
import { isTrue } from '#domain/rules/is-true';
import type { Expansion, Output, OutputMember } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { type Collection, type Field, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { isEncrypted, storageKind, storageOf } from '#domain/schema/field-storage';
import { compileCondition, conditionTerms } from './compile-condition';
import { compileShown } from './compile-computed';
import { compileMask } from './compile-mask';
import { compileBullets, compileSecret } from './compile-secret';
import type { JsonMember } from './dialect/dialect';
import type { Frame } from './frame';
import { identifier, memberName } from './identifier';
import { isLinkOf } from './is-link-of';
import { storedRow } from './row-source';
import { shownReferrers } from './shown-referrers';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

type FieldMember = Extract<OutputMember, { kind: 'field' }>;

const USER_MEMBERS = {
  user: ['id', 'email', 'first_name', 'last_name', 'avatar_url'],
  'user-id': ['id'],
} as const;

/** The record as text, ready to be sent. */
export function compileBody(frame: Frame, output: Output): SqlFragment {
  return frame.dialect.jsonText(compileObject(frame, output));
}

/** As compileBody(); where the condition does not hold for the row, its id alone. */
export function compileBodyIf(frame: Frame, output: Output, shownIf: Condition): SqlFragment {
  const body = compileBody(frame, output);
  if (isTrue(shownIf)) return body;
  const idOnly = frame.dialect.jsonText(compileObject(frame, { ...output, members: [{ kind: 'system', name: 'id' }] }));
  return sql('CASE WHEN ', compileCondition(frame, shownIf), ' THEN ', body, ' ELSE ', idOnly, ' END');
}

/** True when the row's own columns are not enough: the body can then only be rendered once everything is written. */
export function needsOtherTables({ collection, members }: Output): boolean {
  return members.some((member) => {
    if (member.kind === 'back') return true;
    if (member.kind !== 'field') return false;
    const { field, expand } = member;
    return expand !== null || storageOf(field) === 'junction' || readsMore(collection, member);
  });
}

/** A computed field that asks for the time, which each request has its own of, or for the elements of a multiple reference. */
function readsMore(collection: Collection, { field, made }: FieldMember): boolean {
  if (field.type !== 'computed') return false;
  const { others, unversioned } = rowsRead(made ?? computedValue(collection, field));
  return others || unversioned;
}

/** Whether it shows other rows inside of its own. */
export function expands(output: Output): boolean {
  return output.members.some((member) => {
    if (member.kind === 'back') return member.step !== null;
    return member.kind === 'field' && member.expand !== null;
  });
}

/** The members of the record, as JSON values. */
export function compileMembers(frame: Frame, output: Output): JsonMember[] {
  return output.members.map((member) => compileMember(frame, output.collection, member));
}

function compileObject(frame: Frame, output: Output): SqlFragment {
  return frame.dialect.jsonObject(compileMembers(frame, output));
}

function compileMember(frame: Frame, collection: Collection, member: OutputMember): JsonMember {
  const { dialect, row } = frame;
  if (member.kind === 'system') {
    return { name: member.name, value: dialect.jsonValue(SYSTEM_COLUMNS[member.name], row.column(member.name)) };
  }
  if (member.kind === 'account') return { name: member.name, value: dialect.jsonValue('text', accountName(frame)) };
  if (member.kind === 'secret') return { name: memberName(member.name), value: compileSecret(dialect, row, member) };
  if (member.kind === 'back') return { name: memberName(member.name), value: expandBack(frame, member) };
  const { field, expand, mask, made } = member;
  const name = memberName(field.name);
  if (expand) return { name, value: expandField(frame, field, expand) };
  if (storageOf(field) === 'junction') return { name, value: listOfIds(frame, field) };
  if (isEncrypted(field)) return { name, value: dialect.jsonValue('text', compileBullets(row, field)) };
  const kind = storageKind(field);
  if (field.type === 'computed') {
    const shown = compileShown(frame, made ?? computedValue(collection, field));
    return { name, value: dialect.jsonComputed(kind, shown) };
  }
  const value = row.column(field.column);
  if (mask === null || mask.type === 'secret') return { name, value: dialect.jsonValue(kind, value) };
  return { name, value: dialect.jsonValue('text', compileMask(dialect, mask, kind, value)) };
}

function accountName(frame: Frame): SqlFragment {
  const alias = frame.nextAlias();
  const account = storedRow(alias);
  const isTheirs = sql(account.column('id'), ' = ', frame.row.column('account_id'));
  return sql('(SELECT ', account.column('name'), ` FROM ${aliased('accounts', alias)} WHERE `, isTheirs, ')');
}

function listOfIds(frame: Frame, field: Field): SqlFragment {
  const alias = frame.nextAlias();
  const link = storedRow(alias);
  const from = sql(' FROM ', aliased(field.column, alias), ' WHERE ', isLinkOf(link, frame.row));
  return frame.dialect.jsonList(
    frame.dialect.jsonValue('text', link.column('target_id')),
    from,
    link.column('position'),
  );
}

function expandField(frame: Frame, field: Field, expand: Expansion): SqlFragment {
  const alias = frame.nextAlias();
  const target = storedRow(alias);
  const inner: Frame = { ...frame, row: target };
  const { output } = expand;
  const object = typeof output === 'string' ? compileUser(inner, output) : compileObject(inner, output);
  const table = aliased(typeof output === 'string' ? 'users' : output.collection.table, alias);
  const sameAccount = sql(target.column('account_id'), ' = ', frame.row.column('account_id'));
  const visible = conditionTerms(inner, expand.visibleIf).map((term) => sql(' AND ', term));
  if (storageOf(field) === 'column') {
    const isTarget = sql(target.column('id'), ' = ', frame.row.column(field.column));
    return frame.dialect.jsonScalar(
      object,
      sql(' FROM ', table, ' WHERE ', sameAccount, ' AND ', isTarget, ...visible),
    );
  }
  const linkAlias = frame.nextAlias();
  const link = storedRow(linkAlias);
  const isTarget = sql(target.column('id'), ' = ', link.column('target_id'));
  const conditions = joinSql([isLinkOf(link, frame.row), sameAccount, isTarget], ' AND ');
  const from = sql(' FROM ', aliased(field.column, linkAlias), ', ', table, ' WHERE ', conditions, ...visible);
  return frame.dialect.jsonList(object, from, link.column('position'));
}

function expandBack(frame: Frame, { step, output }: Extract<OutputMember, { kind: 'back' }>): SqlFragment {
  const { dialect, row } = frame;
  if (step === null) return dialect.jsonList(dialect.jsonObject([]), sql(' WHERE FALSE'), null);
  const [alias, shown] = [frame.nextAlias(), frame.nextAlias()];
  const inner: Frame = { ...frame, row: storedRow(alias) };
  const columns = [
    { name: 'id', value: inner.row.column('id') },
    { name: 'body', value: compileObject(inner, output) },
  ];
  const table = { name: output.collection.table, alias, account: row.column('account_id') };
  const rows = dialect.rowsNamed(null, columns, table, shownReferrers(frame, step));
  const list = storedRow(shown);
  return dialect.jsonList(list.column('body'), sql(' FROM (', rows, `) AS ${identifier(shown)}`), list.column('id'));
}

function aliased(table: string, alias: string): string {
  return `${identifier(table)} AS ${identifier(alias)}`;
}

function compileUser(frame: Frame, shown: keyof typeof USER_MEMBERS): SqlFragment {
  return frame.dialect.jsonObject(
    USER_MEMBERS[shown].map((name) => ({ name, value: frame.dialect.jsonValue('text', frame.row.column(name)) })),
  );
}
