/**
 * The one error that the domain raises. A code is stable and grouped by stage (AUTH_, RULE_, QUERY_, SCHEMA_, RECORD_, …);
 * the kind alone decides the HTTP status, in src/common. Everything else that is thrown is a defect.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unprocessable'
  | 'rate_limited'
  /** With the status in the extras. */
  | 'aborted'
  /** The caller is told nothing of what went wrong. */
  | 'defect'
  | 'unavailable'
  | 'timeout';

/** One thing that is wrong with one field of the input. `code` is lower_snake_case, as clients read it. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface ErrorExtras {
  /** Every problem found, not just the first. */
  readonly details?: readonly FieldProblem[];
  /** The single field the error is about (conflicts). */
  readonly field?: string;
  /** What the caller can do about it. */
  readonly hint?: string;
  /** Zero-based index of the failing element of a batch. */
  readonly index?: number;
  /** For errors of the kind `aborted`: 400 to 499. */
  readonly status?: number;
  /** Members added to the body as they are, for errors whose contract has more (for example `plan`). */
  readonly body?: Readonly<Record<string, unknown>>;
}

export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly extras: ErrorExtras = {},
  ) {
    super(message);
  }
}

/** The error for input whose fields are wrong; the message is made of the details. */
export function invalidFields(code: string, details: readonly FieldProblem[], index?: number): DomainError {
  const message = details.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
  return new DomainError(code, 'unprocessable', message, { details, ...(index === undefined ? {} : { index }) });
}
