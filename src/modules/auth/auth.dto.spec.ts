import fc from 'fast-check';
import { validationPipe } from '#server/common/validation.pipe';
import { DomainError } from '#domain/kernel/errors';
import { MAX_TOKEN, RefreshDto } from './auth.dto';

const pipe = validationPipe();
/** The same without a glance. */
class PlainDto extends RefreshDto {
  static override accept = (): null => null;
}

test.each([
  ['a token', 'x'],
  ['the longest token', 'x'.repeat(MAX_TOKEN)],
])('%s is accepted at a glance, and nothing beside it', (_what, token) => {
  const accepted = RefreshDto.accept({ refresh_token: token });
  expect(accepted).toBeInstanceOf(RefreshDto);
  expect(accepted).toEqual({ refresh_token: token });
  expect(RefreshDto.accept({ refresh_token: token, more: 1 })).toBeNull();
});

test.each([{}, [], { refresh_token: '' }, { refresh_token: 1 }, { refresh_token: ['x'] }, { refresh_token: null }])(
  '%j is left to the decorators',
  (value) => {
    expect(RefreshDto.accept(value as Record<string, unknown>)).toBeNull();
  },
);

test('what a glance accepts is what the decorators make of it', async () => {
  const tooLong = fc.constant('x'.repeat(MAX_TOKEN + 1));
  const tokens = fc.oneof(fc.string({ maxLength: 8 }), tooLong, fc.anything());
  const values = fc.record({ refresh_token: tokens, more: fc.anything() }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      const accepted = RefreshDto.accept(value);
      const made = pipe.transform(value, { type: 'body', metatype: PlainDto }) as Promise<unknown>;
      if (accepted === null) await expect(made).rejects.toThrow(DomainError);
      else expect(await made).toEqual(accepted);
    }),
  );
});
