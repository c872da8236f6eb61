import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { DomainError } from '#domain/kernel/errors';

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
a { color: var(--accent); }
code { padding: .1rem .35rem; border-radius: 5px; background: var(--page); color: var(--ink); }
`;

/** Nothing but the page's own style may load, and its form goes nowhere else; the style is named by its hash. */
const CSP =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** A page of the server itself, for people who follow its links. `title` and `content` are HTML. */
export function htmlPage(title: string, content: string): string {
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

/**
 * What the server's own addresses begin with in a page at one of them: relative, since a proxy may serve all of this below a
 * path.
 */
export function rootFrom({ path }: Request): string {
  return path !== '/' && path.endsWith('/') ? '../' : './';
}

/** The address holds a secret: it must not be stored, nor told to another site. */
export function preparePage(response: Response): void {
  response.type('html');
  response.setHeader('Content-Security-Policy', CSP);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** '' without problems. */
export function problemList(problems: readonly string[]): string {
  if (problems.length === 0) return '';
  return `<ul role="alert">${problems.map((problem) => `<li>${escapeHtml(problem)}</li>`).join('')}</ul>\n`;
}

/** The messages of an error for a person. */
export function problemsOf({ message, extras }: DomainError): readonly string[] {
  return extras.details?.map((problem) => problem.message) ?? [[message, extras.hint].filter(Boolean).join('. ')];
}

/** A member of a form or a query, which may be missing or given twice. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
