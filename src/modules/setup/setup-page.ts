import { createHash } from 'node:crypto';

export interface SetupForm {
  readonly token: string;
  readonly email: string;
  /** What was wrong with the last try. */
  readonly problems: readonly string[];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #5b6878; --line: #d5dbe3; --page: #f4f6f9; --card: #fff; --accent: #1f6f5c; --bad: #a3262a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #9aa7b6; --line: #344150; --page: #10161d; --card: #18212b; --accent: #3fae92; --bad: #ff8f8f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
h1 { margin: 0 0 .25rem; font-size: 1.4rem; letter-spacing: -.01em; }
p { margin: 0 0 1.25rem; color: var(--soft); }
label { display: block; margin: 0 0 1rem; font-weight: 600; }
input { display: block; width: 100%; margin-top: .3rem; padding: .65rem .75rem; border: 1px solid var(--line); border-radius: 8px; background: transparent; color: inherit; font: inherit; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
small { display: block; margin-top: .3rem; color: var(--soft); font-weight: 400; }
button { width: 100%; padding: .75rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--card); font: inherit; font-weight: 700; cursor: pointer; }
ul { margin: 0 0 1.25rem; padding: .75rem 1rem .75rem 2rem; border: 1px solid var(--bad); border-radius: 8px; color: var(--bad); }
code { padding: .1rem .35rem; border-radius: 5px; background: var(--page); color: var(--ink); }
`;

/** Nothing but this page's own style may load, and its form goes nowhere else; the style is named by its hash. */
export const SETUP_CSP =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export function setupFormPage({ token, email, problems }: SetupForm): string {
  return page(
    'Set up SnackBase',
    `<h1>Welcome to SnackBase</h1>
<p>Create the first superadmin. This link works once.</p>
${problemList(problems)}<form method="post" action="/setup">
${tokenField(token)}<label>E-mail
<input type="email" name="email" value="${escape(email)}" autocomplete="username" maxlength="255" required autofocus></label>
<label>Password
<input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="72" required>
<small>At least 12 characters with upper and lower case, a digit and a special character.</small></label>
<button type="submit">Create superadmin</button>
</form>`,
  );
}

export function setupDonePage(email: string): string {
  return page(
    'SnackBase is ready',
    `<h1>SnackBase is ready</h1>
<p>The superadmin <strong>${escape(email)}</strong> was created. Log in with account <code>system</code>, this e-mail
address and your password:</p>
<p><code>POST /auth/login</code> below the address of the API, or any SnackBase client.</p>`,
  );
}

/** For every visit after the first superadmin. */
export function setupClosedPage(): string {
  return page(
    'Nothing to set up',
    `<h1>Nothing to set up</h1>
<p>This server has a superadmin already. Log in with account <code>system</code>.</p>`,
  );
}

function tokenField(token: string): string {
  if (token !== '') return `<input type="hidden" name="token" value="${escape(token)}">\n`;
  return `<label>Set-up token
<input name="token" autocomplete="off" required>
<small>The server printed it when it started.</small></label>
`;
}

function problemList(problems: readonly string[]): string {
  if (problems.length === 0) return '';
  return `<ul role="alert">${problems.map((problem) => `<li>${escape(problem)}</li>`).join('')}</ul>\n`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
