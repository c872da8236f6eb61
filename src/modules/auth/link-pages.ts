import type { LinkPage } from '#server/common/link-page';

export const VERIFY_EMAIL: LinkPage = {
  path: 'verify-email',
  title: 'Confirm your address',
  text: 'One step is left before you can log in.',
  button: 'Confirm address',
  done: ['Your address is confirmed', 'You can log in now.'],
};

export const CONFIRM_EMAIL_CHANGE: LinkPage = {
  path: 'confirm-email-change',
  title: 'Confirm your new address',
  text: 'From then on you log in with it.',
  button: 'Confirm new address',
  done: ['Your address is changed', 'Log in with the new one from now on.'],
};

export const RESET_PASSWORD: LinkPage = {
  path: 'reset-password',
  title: 'Choose a new password',
  text: 'All your sessions will end.',
  asksPassword: true,
  button: 'Set password',
  done: ['Your password is changed', 'You can log in with the new one now.'],
};
