/** Values for every variable of every kind of mail, for trying a template out. */
import type { MailVariables } from './mail-variables';

const TOKEN = 'sample-token';
const LINKS = {
  verification_url: '/verify-email',
  reset_url: '/reset-password',
  confirmation_url: '/confirm-email-change',
  invitation_url: '/accept-invitation',
};

export function sampleVariables(appUrl: string): MailVariables {
  const links = Object.entries(LINKS).map(([name, path]) => [name, `${appUrl}${path}?token=${TOKEN}`]);
  return {
    email: 'ada@example.com',
    user_email: 'ada@example.com',
    account_name: 'Example Ltd',
    invited_by: 'grace@example.com',
    expires_at: '2030-01-31T12:00:00.000Z',
    locked_until: '2030-01-31T12:00:00.000Z',
    time: '2030-01-31T11:00:00.000Z',
    minutes: '15',
    ip: '192.0.2.1',
    user_agent: 'Firefox on Linux',
    token: TOKEN,
    ...(Object.fromEntries(links) as MailVariables),
  };
}
