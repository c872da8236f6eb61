/** The kinds of mail that the server sends, and the names by which templates and the mail log know them. */
export const MAIL_TYPES = [
  'email_verification',
  'password_reset',
  'invitation',
  /** To the new address: a link that proves it. */
  'email_change',
  /** To the old address: the change was asked for, or was made. */
  'email_change_notice',
  'password_changed',
  /** A login from a device that the user has not logged in from before. */
  'new_login',
  'account_locked',
  /** Somebody registered an address that has a user already. */
  'already_registered',
] as const;

export type MailType = (typeof MAIL_TYPES)[number];

/** A mail that a hook writes itself: it has no template, but is logged like the others. */
export const HOOK_MAIL = 'hook';

export const SENT_MAIL_TYPES = [...MAIL_TYPES, HOOK_MAIL] as const;
export type SentMailType = (typeof SENT_MAIL_TYPES)[number];
