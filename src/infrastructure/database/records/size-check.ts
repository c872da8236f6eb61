import { answerTooLarge, recordTooLarge } from '#application/records/record-errors';
import { ownValue } from '#domain/kernel/own-value';
import { maskedValue } from '#domain/masks/masked-text';
import type { Output, OutputMember } from '#domain/query/record-plan';
import type { StoredRecord } from '#domain/records/record-change';
import { withComputed } from '#domain/rules/with-computed';
import type { JsonValue } from '#domain/schema/collection';
import { jsonText } from '#domain/schema/json-text';

/** A character of a JavaScript text has no more bytes in UTF-8. Texts that are short enough are therefore not measured. */
const MAX_BYTES_PER_UNIT = 3;
/** As an escape, \\u0000. */
const MAX_UNITS_PER_CHARACTER = 6;
const MAX_UNITS_OF_NUMBER = 25;
/** No record has it, so it counts as the longest there can be: 255 characters. */
const MAX_BYTES_OF_ACCOUNT_NAME = 1024;
/** Sizes hardly depend on it. */
const NO_TIME = new Date(0);
/** Quotes and colon of a member, and the comma before it. */
const MEMBER_BYTES = 4;

/** Whether the bound is far. `rows`: each no shorter than the JSON of a record's values. */
export function areSmall(rows: readonly string[], limit: number): boolean {
  let units = 0;
  for (const row of rows) units += row.length;
  return !mayBeLarger(units, limit);
}

/** Whether a record needs to be measured. `units`: no fewer than it has characters as JSON, with names and system fields. */
export function mayBeLarger(units: number, limit: number): boolean {
  return units * MAX_BYTES_PER_UNIT > limit;
}

/** `bytes`: of a record (record-size.ts); `index`: which one of a batch. Throws RECORD_INVALID (422). */
export function checkRecordSize(bytes: number, limit: number, index: number | undefined): void {
  if (bytes > limit) throw recordTooLarge(bytes, limit, index);
}

/** Adds up what a write will answer with, before anything is written. */
export class AnswerSize {
  private bytes = 0;
  /** Of records that are not measured yet. */
  private units = 0;
  private unmeasured: (readonly [Output, StoredRecord])[] = [];
  /** Of bodies that could only be measured once they were rendered. */
  private rendered = 0;

  constructor(private readonly limit: number) {}

  /** `units`: no fewer than the JSON of its values has characters. Throws QUERY_TOO_COMPLEX (422) when the answer becomes too large. */
  add(output: Output, record: StoredRecord, units: number): void {
    if (makesTexts(output)) this.bytes += renderedBytes(output, record);
    else {
      this.unmeasured.push([output, record]);
      this.units += units;
    }
    if (this.bytes + this.units * MAX_BYTES_PER_UNIT <= this.limit) return;
    for (const [shown, each] of this.unmeasured) this.bytes += renderedBytes(shown, each);
    this.units = 0;
    this.unmeasured = [];
    if (this.bytes > this.limit) throw answerTooLarge(this.limit);
  }

  /** Throws as add(). */
  addRendered(body: string): void {
    this.rendered += Buffer.byteLength(body);
    if (this.rendered > this.limit) throw answerTooLarge(this.limit);
  }
}

/** Whether texts are made of it that other records have, which nothing tells of before they are made. */
export function makesTextsOfOthers({ members }: Output): boolean {
  return members.some((member) => {
    return member.kind === 'field' && member.made !== undefined && member.field.computed?.returns === 'text';
  });
}

/** No fewer characters than the values have as JSON, found without making it where that is possible. */
export function unitsOf(values: StoredRecord): number {
  let units = 0;
  for (const value of Object.values(values)) {
    if (typeof value === 'string') units += value.length * MAX_UNITS_PER_CHARACTER + 2;
    else if (typeof value === 'object' && value !== null) units += jsonText(value).length;
    else units += MAX_UNITS_OF_NUMBER;
  }
  return units;
}

/** Whether there are texts in it that are made of others, and may be longer than all of them. */
export function makesTexts({ members }: Output): boolean {
  return members.some((member) => {
    if (member.kind !== 'field') return false;
    const { field, expand } = member;
    if (expand !== null) return typeof expand.output !== 'string' && makesTexts(expand.output);
    return field.computed?.returns === 'text';
  });
}

function renderedBytes({ collection, members }: Output, stored: StoredRecord): number {
  const record = withComputed(collection, stored, NO_TIME);
  let bytes = 0;
  for (const member of members) {
    const name = member.kind === 'field' ? member.field.name : member.name;
    const value = ownValue(record, name) ?? null;
    bytes +=
      name.length + MEMBER_BYTES + (member.kind === 'account' ? MAX_BYTES_OF_ACCOUNT_NAME : shownBytes(member, value));
  }
  return bytes;
}

function shownBytes(member: OutputMember, value: JsonValue): number {
  const mask = member.kind === 'field' ? member.mask : null;
  return jsonBytes(mask === null ? value : maskedValue(mask, value));
}

function jsonBytes(value: JsonValue): number {
  return value === null ? 0 : Buffer.byteLength(jsonText(value));
}
