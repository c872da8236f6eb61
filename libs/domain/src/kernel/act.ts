/**
 * What a unit of work does, in the words that an audit trail will use. Every unit names its act, or says why it has none
 * that anybody would look for.
 */
export type ActName =
  | 'accounts.create'
  | 'accounts.update'
  | 'accounts.delete'
  | 'accounts.erase'
  | 'api_keys.create'
  | 'api_keys.revoke'
  | 'auth.login'
  | 'auth.login_locked'
  | 'auth.logout'
  | 'auth.refresh'
  | 'auth.revoke_reused'
  | 'auth.exchange_token'
  | 'auth.register'
  | 'auth.request_mail'
  | 'auth.verify_email'
  | 'auth.change_email'
  | 'auth.confirm_email'
  | 'auth.change_password'
  | 'auth.reset_password'
  | 'auth.end_session'
  | 'auth.end_other_sessions'
  | 'collections.create'
  | 'collections.settle_encryption'
  | 'collections.update'
  | 'collections.update_rules'
  | 'collections.delete'
  | 'email_templates.create'
  | 'email_templates.update'
  | 'email_templates.delete'
  | 'email_templates.send_test'
  | 'groups.create'
  | 'groups.update'
  | 'groups.delete'
  | 'groups.add_member'
  | 'groups.remove_member'
  | 'hooks.send_mail'
  | 'invitations.create'
  | 'invitations.resend'
  | 'invitations.cancel'
  | 'invitations.accept'
  | 'macros.create'
  | 'macros.update'
  | 'macros.delete'
  | 'profile.update'
  | 'records.create'
  | 'records.update'
  | 'records.delete'
  | 'records.upsert'
  | 'records.batch'
  | 'roles.create'
  | 'roles.update'
  | 'roles.delete'
  | 'setup.issue_link'
  | 'setup.create_superadmin'
  | 'users.create'
  | 'users.update'
  | 'users.verify'
  | 'users.set_password'
  | 'users.send_link';

export interface AuditedAct {
  readonly name: ActName;
  /** The id of what the act is about, where it is known before the work is done. */
  readonly target?: string;
}

/** Bookkeeping that no auditor asks for; `reason` says why. */
export interface UnauditedAct {
  readonly name: 'not_audited';
  readonly reason: string;
}

export type Act = AuditedAct | UnauditedAct;

export function notAudited(reason: string): UnauditedAct {
  return { name: 'not_audited', reason };
}
