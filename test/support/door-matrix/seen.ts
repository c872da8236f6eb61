/** What a caller can tell of an answer, in the words of the facts. */
import type { Answer } from '../http';
import { told } from '../told';
import type { Refusal } from './facts';

const ABSENT = 'absent';

const BY_CODE: Readonly<Record<string, Refusal>> = {
  RULE_LOCKED: 'locked',
  AUTH_REQUIRED: 'sign in',
  AUTH_SCOPE_MISSING: 'no scope',
  AUTH_SUPERADMIN_REQUIRED: 'no superadmin',
};

/** Why nothing was answered; undefined: something was. */
export function refused(answer: Answer): string | undefined {
  if (answer.status < 400) return undefined;
  return BY_CODE[answer.body.error as string] ?? `${answer.status} ${answer.body.error}`;
}

/** Of a request that names the field: asked again with a name that no field has, the answer must be the same. */
export async function refusedName(
  ask: (name: string) => Promise<Answer>,
  field: string,
  answer: Answer,
): Promise<string | undefined> {
  if (answer.status !== 400 && answer.status !== 422) return refused(answer);
  if (answer.text.includes(`'${field}' is masked for you`)) return 'masked';
  if (answer.text.includes(`'${field}' is encrypted`)) return 'encrypted';
  return told(answer, field) === told(await ask(ABSENT), ABSENT) ? 'unknown' : answer.text;
}
