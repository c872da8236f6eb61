import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { EmailTemplateStore, type TemplateChange } from '#application/ports/email-template-store';
import type { Transaction } from '#application/ports/transactions';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { EmailTemplate } from '#domain/mail/email-template';
import type { MailType } from '#domain/mail/mail-type';
import { EmailTemplateEntity } from '../database/entities/email-template.entity';
import { managerOf } from '../database/lanes/transaction';
import { insertIfFree } from './insert-if-free';

@Injectable()
export class SqlEmailTemplateStore extends EmailTemplateStore {
  constructor(@InjectRepository(EmailTemplateEntity) private readonly templates: Repository<EmailTemplateEntity>) {
    super();
  }

  override insertIfFree(tx: Transaction, { type, ...template }: EmailTemplate): Promise<boolean> {
    return insertIfFree(managerOf(tx), EmailTemplateEntity, { ...template, templateType: type });
  }

  override async update(tx: Transaction, id: string, change: TemplateChange, now: string): Promise<boolean> {
    const { affected } = await managerOf(tx).update(EmailTemplateEntity, { id }, { ...change, updatedAt: now });
    return affected === 1;
  }

  override async delete(tx: Transaction, id: string): Promise<boolean> {
    const { affected } = await managerOf(tx).delete(EmailTemplateEntity, { id });
    return affected === 1;
  }

  override async find(id: string): Promise<EmailTemplate | null> {
    const row = await this.templates.findOneBy({ id });
    return row && toTemplate(row);
  }

  override async list(): Promise<EmailTemplate[]> {
    return (await this.templates.find({ order: { id: 'ASC' } })).map(toTemplate);
  }

  override async findCandidates(
    accountId: string,
    type: MailType,
    locales: readonly string[],
  ): Promise<EmailTemplate[]> {
    const rows = await this.templates.findBy({
      accountId: In([accountId, SYSTEM_ACCOUNT_ID]),
      templateType: type,
      locale: In([...locales]),
    });
    return rows.map(toTemplate);
  }
}

function toTemplate({ templateType, ...row }: EmailTemplateEntity): EmailTemplate {
  return { ...row, type: templateType as MailType };
}
