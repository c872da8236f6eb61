/** People of the tests, how they log in, and the rules most collections have. */
import type { Http } from './http';

export const PASSWORD = 'Correct-Horse-7';
export const API = '/api/v1';

export interface Member {
  readonly token: string;
  readonly refreshToken: string;
  readonly userId: string;
  readonly email: string;
  readonly accountId: string;
  readonly accountCode: string;
  readonly slug: string;
}

const SIGNED_IN = '@request.auth.id != ""';
export const SIGNED_IN_RULES = {
  list_rule: SIGNED_IN,
  view_rule: SIGNED_IN,
  create_rule: SIGNED_IN,
  update_rule: SIGNED_IN,
  delete_rule: SIGNED_IN,
};

export async function login(http: Http, account: string, email: string, password = PASSWORD): Promise<Member> {
  const { status, body, text } = await http.post(`${API}/auth/login`, { account, email, password });
  if (status !== 200) throw new Error(`login of ${email} failed: ${status} ${text}`);
  return {
    token: body.token,
    refreshToken: body.refresh_token,
    userId: body.user.id,
    email: body.user.email,
    accountId: body.account.id,
    accountCode: body.account.account_code,
    slug: body.account.slug,
  };
}
