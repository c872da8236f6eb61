import { invitationStatus } from './invitation';

const NOW = '2026-01-02T00:00:00.000Z';
const BEFORE = '2026-01-01T00:00:00.000Z';
const AFTER = '2026-01-03T00:00:00.000Z';

test.each([
  ['pending', AFTER, null, null],
  ['expired', NOW, null, null],
  ['expired', BEFORE, null, null],
  ['accepted', BEFORE, BEFORE, null],
  ['cancelled', AFTER, null, BEFORE],
  ['cancelled', BEFORE, null, BEFORE],
])('is %s (expires %s, accepted %s, cancelled %s)', (status, expiresAt, acceptedAt, cancelledAt) => {
  expect(invitationStatus({ expiresAt, acceptedAt, cancelledAt }, NOW)).toBe(status);
});
