import { StaleCredential, StaleSchema } from '#application/ports/stale';
import { errorResponse } from './error-response';

test.each([new StaleSchema(), new StaleCredential()])('%s, again and again, asks to come back', (error) => {
  expect(errorResponse(error, 'id')).toMatchObject({
    status: 503,
    headers: { 'Retry-After': '1' },
    body: { error: 'UNAVAILABLE' },
    defect: false,
  });
});

test('a defect shows nothing of itself', () => {
  const { body, defect } = errorResponse(new Error('the secret'), 'id');
  expect(defect).toBe(true);
  expect(JSON.stringify(body)).not.toContain('secret');
});
