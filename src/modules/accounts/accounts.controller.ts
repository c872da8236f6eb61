import { Controller, Delete, Get, HttpStatus, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AccountAdministration } from '#application/accounts/account-administration';
import { DeleteAccount } from '#application/accounts/delete-account';
import { DefaultQuotas } from '#application/kernel/accounts/default-quotas';
import type { AccountDetail, AccountQuery } from '#application/ports/accounts';
import type { JobState } from '#application/ports/job-queue';
import type { OwnQuotas } from '#domain/accounts/quotas';
import { ACCOUNT_STATUSES } from '#domain/accounts/account';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly, SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { boundsOf } from '#server/common/page-query.dto';
import { presentUserDetails } from '#server/common/present-user';
import { requireUnchanged } from '#server/common/sent-back';
import { AccountDeletionDto, AccountDetailDto, AccountPageDto, AccountUserPageDto } from './account.dto';
import { presentAccount, presentAccountDetail, presentAccountPage } from './account.presenter';
import { DeletionWait } from './deletion-wait.service';
import { AccountPageQueryDto, CreateAccountDto, ListAccountsDto, UNCHANGEABLE, UpdateAccountDto } from './accounts.dto';
import type { QuotasDto } from './quotas.dto';

/** For superadmins over all accounts; the admins of an account see their own, and may change its name and language. */
@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountAdministration,
    private readonly deletion: DeleteAccount,
    private readonly waiting: DeletionWait,
    private readonly quotas: DefaultQuotas,
  ) {}

  @Answers('List accounts', AccountPageDto)
  @Get()
  @SuperadminOnly()
  async list(@Ctx() ctx: RequestContext, @Query() dto: ListAccountsDto): Promise<AccountPageDto> {
    return presentAccountPage(await this.accounts.list(ctx, queryOf(dto)), dto, presentAccount);
  }

  @Answers('Create an account', AccountDetailDto)
  @Post()
  @SuperadminOnly()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateAccountDto): Promise<AccountDetailDto> {
    const input = { name: body.name, slug: body.slug ?? undefined, locale: body.locale ?? undefined };
    return this.present(await this.accounts.create(ctx, input));
  }

  @Answers('Get an account', AccountDetailDto)
  @Get(':id')
  @AdminOnly()
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<AccountDetailDto> {
    const account = await this.accounts.get(ctx, id);
    return this.present(account, account.status === 'deleting' ? await this.deletion.stateOf(id) : null);
  }

  /** Both verbs change what is sent and keep the rest: published clients use either. */
  @Answers('Change an account; members that are left out stay as they are', AccountDetailDto)
  @Put(':id')
  @AdminOnly()
  replace(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateAccountDto,
  ): Promise<AccountDetailDto> {
    return this.update(ctx, id, body);
  }

  @Answers('Change an account', AccountDetailDto)
  @Patch(':id')
  @AdminOnly()
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateAccountDto,
  ): Promise<AccountDetailDto> {
    const { name, locale, is_active, quotas } = body;
    if (UNCHANGEABLE.some((member) => body[member] !== undefined)) {
      requireUnchanged('ACCOUNT_INVALID', body, presentAccount(await this.accounts.get(ctx, id)), UNCHANGEABLE);
    }
    const update = {
      name: name ?? undefined,
      locale: locale ?? undefined,
      isActive: is_active ?? undefined,
      quotas: quotas ? quotasOf(quotas) : undefined,
    };
    return this.present(await this.accounts.update(ctx, id, update));
  }

  @Answers('Delete an account with everything that it has', AccountDeletionDto, {
    status: HttpStatus.ACCEPTED,
    description: '202: nobody comes in any more; what is left is being deleted.',
  })
  @ApiNoContentResponse({ description: 'Everything is gone' })
  @Delete(':id')
  @SuperadminOnly()
  async delete(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AccountDeletionDto | undefined> {
    await this.deletion.execute(ctx, id);
    const isDone = await this.waiting.wait(id);
    response.status(isDone ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED);
    if (isDone) return undefined;
    const state = await this.deletion.stateOf(id);
    return { id, status: 'deleting', progress: state?.progress ?? null };
  }

  @Answers('List the users of an account', AccountUserPageDto)
  @Get(':id/users')
  @AdminOnly()
  async listUsers(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @Query() dto: AccountPageQueryDto,
  ): Promise<AccountUserPageDto> {
    const { skip, limit } = boundsOf(dto);
    return presentAccountPage(await this.accounts.listUsers(ctx, id, skip, limit), dto, presentUserDetails);
  }

  private present(account: AccountDetail, deletion: JobState | null = null): AccountDetailDto {
    return presentAccountDetail(account, this.quotas.for(account.quotas), deletion);
  }
}

function quotasOf({ storage, records, requests_per_minute: requests }: QuotasDto): Partial<OwnQuotas> {
  return {
    ...(storage === undefined ? {} : { storage }),
    ...(records === undefined ? {} : { records }),
    ...(requests === undefined ? {} : { requests }),
  };
}

function queryOf(dto: ListAccountsDto): AccountQuery {
  const { status, is_active, search, sort_by: sortBy, sort_order } = dto;
  const statuses = ACCOUNT_STATUSES.filter(
    (each) =>
      (status === undefined || each === status) &&
      (is_active === undefined || (each === 'active') === (is_active === 'true')),
  );
  return { ...boundsOf(dto), search: search.trim(), statuses, sortBy, descending: sort_order === 'desc' };
}
