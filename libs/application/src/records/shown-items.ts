/**
 * What a read shows while its after-hooks may change it: that it stays JSON, grows by no more than a request may send, and
 * shows nothing that the planner left out. The records stay what they are; only what is shown of them changes.
 */
import { checkItems, isPlainObject } from '#domain/hooks/hook-data';
import type { HookData } from '#domain/hooks/hook-events';
import type { Expansion, Output, OutputMember } from '#domain/query/record-plan';
import { isSystemColumn } from '#domain/schema/collection';

type Shown = Readonly<Record<string, unknown>>;

/** What says which record it is, and whose. */
const IDENTITY = ['id', 'account_id'];

export class ShownItems {
  /** As JSON; what the database rendered until a hook has looked at it. */
  text: string;
  private parsed: readonly HookData[] | undefined;

  /** `rendered`: a JSON array of records as `output` has them. */
  constructor(
    private readonly rendered: string,
    private readonly output: Output,
    private readonly addedBytes: number,
  ) {
    this.text = rendered;
  }

  get items(): readonly HookData[] {
    this.parsed ??= Object.freeze(JSON.parse(this.rendered) as HookData[]);
    return this.parsed;
  }

  /** Takes what a handler has left. Throws TypeError for what must not be shown. */
  take(): void {
    if (this.parsed === undefined) return;
    const maxBytes = Buffer.byteLength(this.rendered) + this.addedBytes;
    checkItems(this.parsed, maxBytes);
    const text = JSON.stringify(this.parsed);
    if (Buffer.byteLength(text) > maxBytes) throw new TypeError(`items is larger than ${maxBytes} bytes`);
    const before = JSON.parse(this.rendered) as Shown[];
    this.parsed.forEach((item, index) => assertSame(item, before[index]!, this.output, `items.${index}`));
    this.text = text;
  }
}

/** `now` may say other things about the record than `before`, or less, but show no field of it that `before` does not. */
function assertSame(now: Shown, before: Shown, output: Output, place: string): void {
  assertIdentity(now, before, place);
  const { collection, members } = output;
  for (const name of Object.keys(now)) {
    const isOfRecord = isSystemColumn(name) || collection.fields.some((field) => field.name === name);
    if (isOfRecord && !Object.hasOwn(before, name)) throw new TypeError(`${place} must not show '${name}'`);
  }
  for (const member of members) {
    const expanded = expandedIn(member);
    if (expanded === null) continue;
    const { name, output: target } = expanded;
    assertTarget(now[name], before[name], target, `${place}.${name}`);
  }
}

function expandedIn(member: OutputMember): { readonly name: string; readonly output: Expansion['output'] } | null {
  if (member.kind === 'back') return member;
  if (member.kind !== 'field' || member.expand === null) return null;
  return { name: member.field.name, output: member.expand.output };
}

function assertIdentity(now: Shown, before: Shown, place: string): void {
  for (const name of IDENTITY) {
    if (now[name] !== undefined && now[name] !== before[name]) {
      throw new TypeError(`${place} must stay the record that it is, with its ${name}`);
    }
  }
}

/** What an expanded reference shows: null where the target is hidden, a list where there may be several. */
function assertTarget(now: unknown, before: unknown, output: Expansion['output'], place: string): void {
  if (now === undefined || now === null) return;
  if (Array.isArray(before) && Array.isArray(now) && now.length === before.length) {
    now.forEach((target, index) => assertTarget(target, before[index], output, `${place}.${index}`));
  } else if (!isPlainObject(before) || !isPlainObject(now)) {
    throw new TypeError(`${place} must show what it refers to, or nothing`);
  } else if (typeof output === 'string') {
    assertIdentity(now, before, place);
  } else {
    assertSame(now, before, output, place);
  }
}
