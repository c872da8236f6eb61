import { ValidationPipe } from '@nestjs/common';
import fc from 'fast-check';
import { MAX_TOKEN, RefreshDto } from './auth.dto';

const pipe = new ValidationPipe({ transform: true, whitelist: true });

test.each([
  ['a token', 'x'],
  ['the longest token', 'x'.repeat(MAX_TOKEN)],
])('%s is accepted at a glance, and nothing beside it', (_what, token) => {
  const accepted = RefreshDto.accept({ refresh_token: token, more: 1 });
  expect(accepted).toBeInstanceOf(RefreshDto);
  expect(accepted).toEqual({ refresh_token: token });
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
      const made = pipe.transform(value, { type: 'body', metatype: RefreshDto }) as Promise<unknown>;
      if (accepted === null) await expect(made).rejects.toThrow();
      else expect(await made).toEqual(accepted);
    }),
  );
});
