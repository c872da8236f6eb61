/** Random writes whose hooks fail: what is written, and how the hooks before and after it end. */
import fc from 'fast-check';

type Abort = (status: number, message: string) => never;

/** How a handler can end other than by returning, and the status that its caller then gets. */
export const FAILURES = {
  abort: 409,
  'abort later': 423,
  'abort with 200': 500,
  throw: 500,
  reject: 500,
  'throw no error': 500,
  'throw an error with a status': 500,
} as const;
export type Failure = keyof typeof FAILURES;
const KINDS = Object.keys(FAILURES) as Failure[];

export interface FailingWrite {
  readonly op: 'create' | 'update' | 'delete';
  readonly account: 'acme' | 'twin';
  /** For each record of the write: which of the existing ones it is, and whether its new value is valid. */
  readonly records: readonly { readonly pick: number; readonly isValid: boolean }[];
  /** How the hook before the last record fails. */
  readonly before: Failure | null;
  /** How the hook after each record fails. */
  readonly after: Failure | null;
}

const often = <T>(usual: T, weight: number, others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

export const failingWrite: fc.Arbitrary<FailingWrite> = fc.record({
  op: fc.constantFrom<FailingWrite['op']>('create', 'create', 'update', 'update', 'delete'),
  account: fc.constantFrom<FailingWrite['account']>('acme', 'twin'),
  records: fc.array(fc.record({ pick: fc.nat(999), isValid: often(true, 20, [false]) }), {
    minLength: 1,
    maxLength: 3,
  }),
  before: often<Failure | null>(null, 2, KINDS),
  after: often<Failure | null>(null, 1, KINDS),
});

/** Ends as said; at once, where that can be. */
export function fail(how: Failure, abort: Abort): Promise<void> {
  switch (how) {
    case 'abort':
      return abort(FAILURES.abort, 'Not this one');
    case 'abort later':
      return new Promise(setImmediate).then(() => abort(FAILURES['abort later'], 'Not this one either'));
    case 'abort with 200':
      return abort(200, 'No refusal');
    case 'throw':
      throw new Error('A hook is broken');
    case 'reject':
      return Promise.reject(new Error('A hook is broken'));
    case 'throw no error':
      // oxlint-disable-next-line typescript/only-throw-error -- hooks may
      throw 'no error';
    case 'throw an error with a status':
      throw Object.assign(new Error('A hook is broken'), { status: 200 });
  }
}
