import { escapeHtml, htmlPage, problemList } from '#server/common/html-page';

export interface SetupForm {
  /** As rootFrom() says. */
  readonly root: string;
  readonly token: string;
  readonly email: string;
  /** What was wrong with the last try. */
  readonly problems: readonly string[];
}

export function setupFormPage({ root, token, email, problems }: SetupForm): string {
  return htmlPage(
    'Set up SnackBase',
    `<h1>Welcome to SnackBase</h1>
<p>Create the first superadmin. This link works once.</p>
${problemList(problems)}<form method="post" action="${root}setup">
${tokenField(token)}<label>E-mail
<input type="email" name="email" value="${escapeHtml(email)}" autocomplete="username" maxlength="255" required autofocus></label>
<label>Password
<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="72" required>
<small>At least 12 characters with upper and lower case, a digit and a special character.</small></label>
<button type="submit">Create superadmin</button>
</form>`,
  );
}

export function setupDonePage(root: string, email: string): string {
  return htmlPage(
    'SnackBase is ready',
    `<h1>SnackBase is ready</h1>
<p>The superadmin <strong>${escapeHtml(email)}</strong> was created. Log in with account <code>system</code>, this e-mail
address and your password: in the <a href="${root}docs">API explorer</a>, or with any SnackBase client.</p>
<p>The next step is a collection; the README has the commands.</p>`,
  );
}

/** For every visit after the first superadmin. */
export function setupClosedPage(root: string): string {
  return htmlPage(
    'Nothing to set up',
    `<h1>Nothing to set up</h1>
<p>This server has a superadmin already. Log in with account <code>system</code>, for example in the
<a href="${root}docs">API explorer</a>.</p>`,
  );
}

function tokenField(token: string): string {
  if (token !== '') return `<input type="hidden" name="token" value="${escapeHtml(token)}">\n`;
  return `<label>Set-up token
<input name="token" autocomplete="off" required>
<small>The server printed it when it started.</small></label>
`;
}
