/** The texts that come with the server, in English. Code and not rows, so that a later version improves them everywhere. */
import { SYSTEM_ACCOUNT_ID } from '../kernel/request-context';
import type { EmailTemplate } from './email-template';
import { DEFAULT_LOCALE } from './locale';
import { htmlLayout, type MailContent, textLayout } from './mail-layout';
import { MAIL_TYPES, type MailType } from './mail-type';

interface BuiltIn extends MailContent {
  /** Fixed for ever: a row of this id is an operator's version of the text. */
  readonly id: string;
  readonly subject: string;
}

/** When these texts were last written. */
const WRITTEN_AT = '2026-01-01T00:00:00.000Z';
const UNTIL = '{{ expires_at | date: "%B %-d, %Y at %H:%M UTC" }}';
const AT = '{{ time | date: "%B %-d, %Y at %H:%M UTC" }}';
const NOT_YOU = 'If this was not you, change your password at once and end your other sessions.';

const BUILT_INS: Readonly<Record<MailType, BuiltIn>> = {
  email_verification: {
    id: '5b000000-0000-4000-8000-000000000001',
    subject: 'Confirm your e-mail address for {{ app_name }}',
    title: 'Confirm your e-mail address',
    paragraphs: ['Please confirm that {{ email }} is your address. You can log in to {{ app_name }} afterwards.'],
    action: { label: 'Confirm address', url: 'verification_url' },
    closing: [`The link works once, until ${UNTIL}.`, 'If you did not ask for this, you can ignore this message.'],
  },
  password_reset: {
    id: '5b000000-0000-4000-8000-000000000002',
    subject: 'Reset your {{ app_name }} password',
    title: 'Choose a new password',
    paragraphs: ['A new password was asked for the {{ app_name }} user {{ email }}.'],
    action: { label: 'Choose password', url: 'reset_url' },
    closing: [
      `The link works once, until ${UNTIL}.`,
      'If you did not ask for this, you can ignore this message. Your password stays as it is.',
    ],
  },
  invitation: {
    id: '5b000000-0000-4000-8000-000000000003',
    subject: 'You are invited to {{ app_name }}',
    title: 'You are invited',
    paragraphs: [
      '{% if invited_by %}{{ invited_by }} invites you{% else %}You are invited{% endif %} to join ' +
        '{% if account_name %}“{{ account_name }}”{% else %}an account{% endif %} on {{ app_name }} as {{ email }}.',
    ],
    action: { label: 'Accept invitation', url: 'invitation_url' },
    closing: [`The link works once, until ${UNTIL}.`, 'If you do not know the sender, you can ignore this message.'],
  },
  email_change: {
    id: '5b000000-0000-4000-8000-000000000004',
    subject: 'Confirm your new e-mail address for {{ app_name }}',
    title: 'Confirm your new address',
    paragraphs: ['The address of a {{ app_name }} user is to become {{ email }}. Please confirm that it is yours.'],
    action: { label: 'Confirm new address', url: 'confirmation_url' },
    closing: [
      `The link works once, until ${UNTIL}.`,
      'If you did not ask for this, you can ignore this message: nothing will change.',
    ],
  },
  email_change_notice: {
    id: '5b000000-0000-4000-8000-000000000005',
    subject: 'The e-mail address of your {{ app_name }} user',
    title: 'Your e-mail address changes',
    paragraphs: [`On ${AT} a change of the address of your {{ app_name }} user was asked for or made.`],
    closing: [NOT_YOU],
  },
  password_changed: {
    id: '5b000000-0000-4000-8000-000000000006',
    subject: 'Your {{ app_name }} password was changed',
    title: 'Your password was changed',
    paragraphs: [`The password of {{ email }} was changed on ${AT}.`],
    closing: ['If this was not you, ask for a new password at once and end your other sessions.'],
  },
  new_login: {
    id: '5b000000-0000-4000-8000-000000000007',
    subject: 'New login to {{ app_name }}',
    title: 'A login from a new device',
    paragraphs: [`{{ email }} was used on ${AT} to log in from a device that was not seen before.`],
    facts: [
      ['Address', 'ip'],
      ['Device', 'user_agent'],
    ],
    closing: ['If this was you, there is nothing to do.', NOT_YOU],
  },
  account_locked: {
    id: '5b000000-0000-4000-8000-000000000008',
    subject: 'Too many failed logins to {{ app_name }}',
    title: 'Logins are paused',
    paragraphs: [
      'Somebody tried wrong passwords for {{ email }} too often. ' +
        'Logins of this user are paused for {% if minutes %}{{ minutes }} minutes{% else %}a while{% endif %}.',
    ],
    closing: ['If this was not you, your password still holds: nobody has come in.'],
  },
  already_registered: {
    id: '5b000000-0000-4000-8000-000000000009',
    subject: 'You are registered with {{ app_name }} already',
    title: 'You are registered already',
    paragraphs: [
      'Somebody, probably you, tried to register {{ email }} with {{ app_name }}. There is a user with this address.',
      'If it was you, log in with your password.{% if reset_url %} If you do not know it any more, choose another.{% endif %}',
    ],
    action: { label: 'Choose password', url: 'reset_url' },
    closing: ['If it was not, you can ignore this message. Nothing was changed.'],
  },
};

const TEMPLATES: ReadonlyMap<MailType, EmailTemplate> = new Map(MAIL_TYPES.map((type) => [type, templateOf(type)]));

export function builtInTemplate(type: MailType): EmailTemplate {
  return TEMPLATES.get(type)!;
}

export const BUILT_IN_TEMPLATES: readonly EmailTemplate[] = [...TEMPLATES.values()];

export function findBuiltIn(id: string): EmailTemplate | null {
  return BUILT_IN_TEMPLATES.find((template) => template.id === id) ?? null;
}

function templateOf(type: MailType): EmailTemplate {
  const { id, subject, ...content } = BUILT_INS[type];
  return {
    id,
    accountId: SYSTEM_ACCOUNT_ID,
    type,
    locale: DEFAULT_LOCALE,
    subject,
    htmlBody: htmlLayout(content),
    textBody: textLayout(content),
    enabled: true,
    createdAt: WRITTEN_AT,
    updatedAt: WRITTEN_AT,
  };
}
