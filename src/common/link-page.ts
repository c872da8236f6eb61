import { HttpStatus } from '@nestjs/common';
import type { Response } from 'express';
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { errorResponse } from './error-response';
import { escapeHtml, htmlPage, preparePage, problemList, problemsOf, rootFrom } from './html-page';
import { noteRefusal } from './refusal';

/** What a link in a mail is for, in words for a person. */
export interface LinkPage {
  /** Below the server's own address. */
  readonly path: string;
  readonly title: string;
  readonly text: string;
  /** Whether its form asks for a new password too, in `new_password`. */
  readonly asksPassword?: boolean;
  readonly button: string;
  /** The heading and the text of the page after it. */
  readonly done: readonly [title: string, text: string];
}

/** Refusals that another try with the same link does not change. */
const DEAD: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'conflict', 'not_found']);

const PASSWORD_FIELD = `<label>New password
<input type="password" name="new_password" autocomplete="new-password" minlength="12" maxlength="72" required autofocus>
<small>At least 12 characters with upper and lower case, a digit and a special character.</small></label>
`;

/** Showing the page uses nothing up: people and programs may follow the link as often as they like. */
export function showLink(page: LinkPage, token: string, response: Response): string {
  preparePage(response);
  return formPage(page, token, response);
}

/** What the button on the page leads to. */
export async function useLink(
  page: LinkPage,
  token: string,
  response: Response,
  use: () => Promise<unknown>,
): Promise<string> {
  preparePage(response);
  response.status(HttpStatus.OK);
  try {
    await use();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (DEAD.has(error.kind)) return refuseLink(error, response);
    response.status(errorResponse(error, '').status);
    noteRefusal(response.req, error.code);
    return formPage(page, token, response, problemsOf(error));
  }
  const [title, text] = page.done;
  return htmlPage(title, `<h1>${title}</h1>\n<p>${escapeHtml(text)}</p>`);
}

/** Without an error, the page only says that the link cannot be used. */
export function refuseLink(error: DomainError | null, response: Response): string {
  preparePage(response);
  response.status(error ? errorResponse(error, '').status : HttpStatus.BAD_REQUEST);
  noteRefusal(response.req, error?.code ?? 'REQUEST_INVALID');
  const title = 'This link does not work';
  const problems = error ? problemsOf(error) : [];
  return htmlPage(
    title,
    `<h1>${title}</h1>\n${problemList(problems)}<p>Links work once and for a limited time. Ask for another one.</p>`,
  );
}

/** The button is what uses the link: programs that look into mails follow links, but press no buttons. */
function formPage(page: LinkPage, token: string, { req }: Response, problems: readonly string[] = []): string {
  return htmlPage(
    page.title,
    `<h1>${page.title}</h1>
<p>${escapeHtml(page.text)}</p>
${problemList(problems)}<form method="post" action="${rootFrom(req)}${page.path}">
<input type="hidden" name="token" value="${escapeHtml(token)}">
${page.asksPassword ? PASSWORD_FIELD : ''}<button type="submit">${page.button}</button>
</form>`,
  );
}
