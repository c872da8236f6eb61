import { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { systemContext } from '#domain/kernel/request-context';
import type { RecordRequest } from './fresh-requests';
import { HiddenConflicts } from './hidden-conflicts';

class SetClock extends Clock {
  time = 1_000;

  override now(): number {
    return this.time;
  }
}

const ctx = systemContext('import', 'a1');
const request = {
  ctx,
  access: { keyOf: () => '#', admits: () => false, maskFor: () => null },
  catalog: { collections: [] },
  collection: { fields: [{ id: 'f1', name: 'code' }] },
} as unknown as RecordRequest;
const conflict = new DomainError('RECORD_NOT_UNIQUE', 'conflict', `The value of "code" is already in use`, {
  field: 'code',
});

test('a caller who met too many waits until the first is a minute ago', () => {
  const clock = new SetClock();
  const conflicts = new HiddenConflicts(clock);
  for (let tries = 0; tries < 20; tries += 1) {
    conflicts.assertFew(ctx);
    expect(conflicts.told(request, [{}] as never, conflict)).toMatchObject({ message: 'A value is already in use' });
    clock.time += 1_000;
  }
  const refusal = { code: 'RATE_LIMITED', extras: { body: { retryAfter: 40 } } };
  expect(() => conflicts.assertFew(ctx)).toThrow(expect.objectContaining(refusal));
  clock.time += 40_000;
  conflicts.assertFew(ctx);
});

test('conflicts over a value that the caller sees do not count', () => {
  const conflicts = new HiddenConflicts(new SetClock());
  const open = { ...request, access: { ...request.access, keyOf: () => '' } } as RecordRequest;
  for (let tries = 0; tries < 50; tries += 1) expect(conflicts.told(open, [{}] as never, conflict)).toBe(conflict);
  conflicts.assertFew(ctx);
});
