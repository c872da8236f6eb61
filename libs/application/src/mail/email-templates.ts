/**
 * The texts of mails, for operators. Anybody may open an account and become its admin: if admins of accounts wrote the
 * texts, they could have this server send whatever they like to strangers.
 */
import { invalidFields, DomainError, type FieldProblem } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { BUILT_IN_TEMPLATES, builtInTemplate, findBuiltIn } from '#domain/mail/built-in-templates';
import { candidateLocales, chooseTemplate } from '#domain/mail/choose-template';
import type { EmailTemplate, TemplateTexts } from '#domain/mail/email-template';
import { LOCALE_PROBLEM, parseLocale } from '#domain/mail/locale';
import type { MailType } from '#domain/mail/mail-type';
import { isCleanText } from '#domain/schema/clean-text';
import { accountNotFound } from '../kernel/accounts/account-errors';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Accounts } from '../ports/accounts';
import type { EmailTemplateStore, TemplateChange } from '../ports/email-template-store';
import type { Units } from '../kernel/units';
import type { ComposeMail } from './compose-mail';

export type NewTemplate = Pick<EmailTemplate, 'accountId' | 'type' | 'locale' | 'enabled'> & TemplateTexts;

export interface TemplateFilter {
  readonly type?: MailType;
  readonly locale?: string;
  readonly accountId?: string;
  readonly enabled?: boolean;
}

export class EmailTemplates {
  constructor(
    private readonly templates: EmailTemplateStore,
    private readonly accounts: Accounts,
    private readonly compose: ComposeMail,
    private readonly units: Units,
  ) {}

  /** The built-in ones, rewritten or not, then the others in the order in which they were made. */
  async list(ctx: RequestContext, { type, locale, accountId, enabled }: TemplateFilter): Promise<EmailTemplate[]> {
    requireSuperadmin(ctx);
    const stored = await this.templates.list();
    const rewritten = new Map(stored.map((template) => [template.id, template]));
    const all = [
      ...BUILT_IN_TEMPLATES.map((template) => rewritten.get(template.id) ?? template),
      ...stored.filter(({ id }) => !findBuiltIn(id)),
    ];
    const wanted = locale === undefined ? undefined : (parseLocale(locale) ?? locale);
    return all.filter(
      (template) =>
        (type === undefined || template.type === type) &&
        (wanted === undefined || template.locale === wanted) &&
        (accountId === undefined || template.accountId === accountId) &&
        (enabled === undefined || template.enabled === enabled),
    );
  }

  /** Throws EMAIL_TEMPLATE_NOT_FOUND, also for texts that cannot be ids. */
  async get(ctx: RequestContext, id: string): Promise<EmailTemplate> {
    requireSuperadmin(ctx);
    const template = isId(id) ? ((await this.templates.find(id)) ?? findBuiltIn(id)) : null;
    if (!template) throw notFound(id);
    return template;
  }

  /** The template that a mail of this account would use. */
  async choose(ctx: RequestContext, type: MailType, accountId: string, locale: string): Promise<EmailTemplate> {
    requireSuperadmin(ctx);
    const known = localeOf(locale);
    await this.requireAccount(accountId);
    const stored = await this.templates.findCandidates(accountId, type, candidateLocales(known));
    return chooseTemplate(stored, accountId, known) ?? builtInTemplate(type);
  }

  async create(ctx: RequestContext, request: NewTemplate): Promise<EmailTemplate> {
    requireSuperadmin(ctx);
    const locale = localeOf(request.locale);
    this.check(request);
    await this.requireAccount(request.accountId);
    const id = newId();
    const createdAt = timestampOfId(id);
    const template: EmailTemplate = { ...request, id, locale, createdAt, updatedAt: createdAt };
    // With a second text for a built-in one, it would be unclear which is used.
    const place = ({ type, accountId, locale }: EmailTemplate): string => `${type} ${accountId} ${locale}`;
    if (BUILT_IN_TEMPLATES.some((builtIn) => place(builtIn) === place(template))) throw taken(template);
    await this.units.run(
      inAccount(ctx, template.accountId),
      { name: 'email_templates.create', target: id },
      async (tx) => {
        if (!(await this.templates.insertIfFree(tx, template))) throw taken(template);
      },
    );
    return template;
  }

  /** Absent members stay as they are. A built-in text becomes a row, which is used instead of it. */
  async update(ctx: RequestContext, id: string, change: TemplateChange): Promise<EmailTemplate> {
    const before = await this.get(ctx, id);
    this.check({ ...before, ...change });
    await this.units.run(
      inAccount(ctx, before.accountId),
      { name: 'email_templates.update', target: id },
      async (tx) => {
        const builtIn = findBuiltIn(id);
        if (builtIn) await this.templates.insertIfFree(tx, builtIn);
        if (!(await this.templates.update(tx, id, change, tx.now))) throw notFound(id);
      },
    );
    return this.get(ctx, id);
  }

  /** A built-in text cannot be deleted: only the version that operators made of it is. */
  async delete(ctx: RequestContext, id: string): Promise<void> {
    const { accountId } = await this.get(ctx, id);
    await this.units.run(inAccount(ctx, accountId), { name: 'email_templates.delete', target: id }, async (tx) => {
      if (!(await this.templates.delete(tx, id)) && !findBuiltIn(id)) throw notFound(id);
    });
  }

  private check(template: TemplateTexts): void {
    const texts = { subject: template.subject, html_body: template.htmlBody, text_body: template.textBody };
    const problems: FieldProblem[] = Object.entries(texts)
      .filter(([, text]) => !isCleanText(text))
      .map(([field]) => ({ field, code: 'invalid_text', message: 'Contains characters that cannot be stored' }));
    if (problems.length > 0) throw invalidFields('EMAIL_TEMPLATE_INVALID', problems);
    this.compose.check(template);
  }

  private async requireAccount(id: string): Promise<void> {
    if (!isId(id) || !(await this.accounts.findAny({ by: 'id', value: id }))) throw accountNotFound();
  }
}

function localeOf(text: string): string {
  const locale = parseLocale(text);
  if (locale !== null) return locale;
  throw invalidFields('EMAIL_TEMPLATE_INVALID', [LOCALE_PROBLEM]);
}

function notFound(id: string): DomainError {
  const told = isId(id) ? `: ${id}` : '';
  return new DomainError('EMAIL_TEMPLATE_NOT_FOUND', 'not_found', `Email template not found${told}`);
}

function taken({ type, locale }: EmailTemplate): DomainError {
  const message = `The account has a template "${type}" for ${locale} already`;
  return new DomainError('EMAIL_TEMPLATE_EXISTS', 'conflict', message, { hint: 'Update that one instead.' });
}
