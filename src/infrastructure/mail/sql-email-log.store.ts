import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, type FindOptionsWhere, LessThanOrEqual, MoreThanOrEqual, Repository } from 'typeorm';
import {
  type EmailLog,
  type EmailLogChange,
  type EmailLogFilter,
  EmailLogStore,
  type MailStatus,
} from '#application/ports/email-log-store';
import type { Transaction } from '#application/ports/transactions';
import type { SentMailType } from '#domain/mail/mail-type';
import { EmailLogEntity } from '../database/entities/email-log.entity';
import { managerOf } from '../database/lanes/transaction';

@Injectable()
export class SqlEmailLogStore extends EmailLogStore {
  constructor(@InjectRepository(EmailLogEntity) private readonly logs: Repository<EmailLogEntity>) {
    super();
  }

  override async insert(tx: Transaction, { type, recipient, variables, ...log }: EmailLog): Promise<void> {
    const texts = { templateType: type, recipientEmail: recipient, variables: JSON.stringify(variables) };
    await managerOf(tx).insert(EmailLogEntity, { ...log, ...texts });
  }

  override async update(tx: Transaction, id: string, change: EmailLogChange): Promise<void> {
    await managerOf(tx).update(EmailLogEntity, { id }, change);
  }

  override countSince(tx: Transaction, accountId: string, recipient: string, since: string): Promise<number> {
    return managerOf(tx)
      .createQueryBuilder(EmailLogEntity, 'log')
      .where({ accountId, createdAt: MoreThanOrEqual(since) })
      .andWhere('LOWER(log.recipientEmail) = :recipient', { recipient: recipient.toLowerCase() })
      .getCount();
  }

  override async find(id: string): Promise<EmailLog | null> {
    const row = await this.logs.findOneBy({ id });
    return row && toLog(row);
  }

  override async list(
    filter: EmailLogFilter,
    skip: number,
    limit: number,
  ): Promise<{ items: EmailLog[]; total: number }> {
    const [rows, total] = await this.logs.findAndCount({
      where: conditionsOf(filter),
      order: { id: 'DESC' },
      skip,
      take: limit,
    });
    return { items: rows.map(toLog), total };
  }
}

function conditionsOf({ status, type, accountId, from, to }: EmailLogFilter): FindOptionsWhere<EmailLogEntity> {
  const where: FindOptionsWhere<EmailLogEntity> = {};
  if (status !== undefined) where.status = status;
  if (type !== undefined) where.templateType = type;
  if (accountId !== undefined) where.accountId = accountId;
  if (from !== undefined && to !== undefined) where.createdAt = Between(from, to);
  else if (from !== undefined) where.createdAt = MoreThanOrEqual(from);
  else if (to !== undefined) where.createdAt = LessThanOrEqual(to);
  return where;
}

function toLog({ templateType, recipientEmail, status, variables, ...row }: EmailLogEntity): EmailLog {
  return {
    ...row,
    type: templateType as SentMailType,
    recipient: recipientEmail,
    status: status as MailStatus,
    variables: JSON.parse(variables) as Record<string, string>,
  };
}
