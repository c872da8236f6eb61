/** Slugs are what people type to log in, so they are forgiving on input and strict in what is stored. */
import { randomBytes } from 'node:crypto';
import type { FieldProblem } from '../kernel/errors';
import { isAccountCode } from './account-code';

const MIN_LENGTH = 3;
const MAX_LENGTH = 32;
/** A name without any usable letter still needs a slug. */
const FALLBACK = 'account';
const RESERVED = new Set(['system']);
/** How many accounts of one name are told apart by a number before their slugs get random endings. */
const MAX_NUMBER = 9;
const RANDOM_BYTES = 4;

/** The stored spelling: lower case, spaces and underscores as hyphens. */
export function normaliseSlug(text: string): string {
  return text.trim().toLowerCase().replace(/[\s_]/g, '-');
}

/** A slug made of an account's name; may be taken or reserved. */
export function slugFromName(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[0-9-]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');
  return slug.length < MIN_LENGTH ? FALLBACK : slug;
}

/** Slugs for an account whose name is all that is known; the first that is free is to be taken. Never ends. */
export function* slugCandidates(name: string): Generator<string, never> {
  const base = slugFromName(name);
  if (slugProblems(base, 'slug').length === 0) yield base;
  for (let number = 2; number <= MAX_NUMBER; number += 1) yield withEnding(base, String(number));
  for (;;) yield withEnding(base, randomBytes(RANDOM_BYTES).toString('hex'));
}

function withEnding(slug: string, ending: string): string {
  const kept = slug.slice(0, MAX_LENGTH - ending.length - 1).replace(/-+$/, '');
  return `${kept}-${ending}`;
}

/** What is wrong with a normalised slug; empty when it may be used. `field` is what the input calls it. */
export function slugProblems(slug: string, field: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const problem = (code: string, message: string): number => problems.push({ field, code, message });
  if (slug.length < MIN_LENGTH) problem('slug_too_short', `Account slug must be at least ${MIN_LENGTH} characters`);
  if (slug.length > MAX_LENGTH) problem('slug_too_long', `Account slug must be at most ${MAX_LENGTH} characters`);
  if (!/^[a-z]/.test(slug)) problem('slug_invalid_start', 'Account slug must start with a letter');
  if (/[^a-z0-9-]/.test(slug)) {
    problem('slug_invalid_chars', 'Account slug may contain only lowercase letters, numbers and hyphens');
  }
  // A slug that looks like a code could never be told from one: codes are looked up first.
  if (RESERVED.has(slug) || isAccountCode(slug.toUpperCase()))
    problem('slug_reserved', 'This account slug is reserved');
  return problems;
}
