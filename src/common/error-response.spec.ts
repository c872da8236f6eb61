import { StaleExpectation } from '#application/ports/stale-expectation';
import { errorResponse } from './error-response';

test.each([new StaleExpectation('schema'), new StaleExpectation('credential')])(
  '%s, again and again, asks to come back',
  (error) => {
    expect(errorResponse(error, 'id')).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { error: 'UNAVAILABLE' },
      defect: false,
    });
  },
);

test('a defect shows nothing of itself', () => {
  const { body, defect } = errorResponse(new Error('the secret'), 'id');
  expect(defect).toBe(true);
  expect(JSON.stringify(body)).not.toContain('secret');
});
