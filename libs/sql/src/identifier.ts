/**
 * The only way a name becomes SQL text. Physical names are lower-case by construction (physical-names.ts); anything else
 * reaching this point is a defect, and is refused rather than quoted.
 */
const PHYSICAL_NAME = /^[a-z_][a-z0-9_]*$/;
const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** PostgreSQL cuts longer names silently. */
const MAX_LENGTH = 63;

export function identifier(name: string): string {
  if (name.length > MAX_LENGTH || !PHYSICAL_NAME.test(name)) throw new Error('Not a physical name');
  return `"${name}"`;
}

/** A member name of rendered records, as users spell it; safe inside quotes of either kind. */
export function memberName(name: string): string {
  if (name.length > MAX_LENGTH || !MEMBER_NAME.test(name)) throw new Error('Not a member name');
  return name;
}
