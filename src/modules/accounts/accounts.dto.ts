import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { ACCOUNT_SORT_KEYS, type AccountSortKey } from '#application/ports/accounts';
import { ACCOUNT_STATUSES, type AccountStatus } from '#domain/accounts/account';
import { MAX_LOCALE } from '#domain/mail/locale';
import { pageQuery } from '#server/common/page-query.dto';
import { SentBack } from '#server/common/sent-back';
import { QuotasDto } from './quotas.dto';

const MAX_NAME = 255;
const MAX_SEARCH = 100;
const PAGE_SIZE = 25;
const LOCALE = {
  type: String,
  nullable: true,
  maxLength: MAX_LOCALE,
  example: 'de-AT',
  description: 'Of the mails to its people',
};

export class CreateAccountDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_NAME, example: 'Acme' })
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Made of the name when absent; never changes' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly slug?: string | null;

  @ApiPropertyOptional(LOCALE)
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOCALE)
  readonly locale?: string | null;
}

export class UpdateAccountDto {
  @ApiPropertyOptional({ type: String, nullable: true, minLength: 1, maxLength: MAX_NAME, example: 'Acme' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name?: string | null;

  @ApiPropertyOptional(LOCALE)
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOCALE)
  readonly locale?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    type: Boolean,
    description: 'For superadmins. false suspends: nobody of it comes in',
  })
  @IsOptional()
  @IsBoolean()
  readonly is_active?: boolean | null;

  @ApiPropertyOptional({
    type: QuotasDto,
    nullable: true,
    description: 'For superadmins. Absent members stay as they are',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => QuotasDto)
  readonly quotas?: QuotasDto | null;

  @SentBack() readonly id?: unknown;
  @SentBack() readonly account_code?: unknown;
  @SentBack() readonly slug?: unknown;
  @SentBack() readonly status?: unknown;
  @SentBack() readonly created_at?: unknown;
  @SentBack() readonly updated_at?: unknown;
  @SentBack() readonly user_count?: unknown;
  @SentBack() readonly collections_used?: unknown;
  @SentBack() readonly usage?: unknown;
  @SentBack() readonly deletion?: unknown;
}

/** Those that a request could mean to change. */
export const UNCHANGEABLE = ['id', 'account_code', 'slug', 'status', 'created_at'] as const;

export class AccountPageQueryDto extends pageQuery(PAGE_SIZE) {}

export class ListAccountsDto extends AccountPageQueryDto {
  @ApiPropertyOptional({ type: String, description: 'Part of a name, slug or code, in either case' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SEARCH)
  readonly search: string = '';

  @ApiPropertyOptional({ enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly is_active?: 'true' | 'false';

  @ApiPropertyOptional({ enum: ACCOUNT_STATUSES })
  @IsOptional()
  @IsIn(ACCOUNT_STATUSES)
  readonly status?: AccountStatus;

  @ApiPropertyOptional({ enum: ACCOUNT_SORT_KEYS, default: 'created_at' })
  @IsOptional()
  @IsIn(ACCOUNT_SORT_KEYS)
  readonly sort_by: AccountSortKey = 'created_at';

  @ApiPropertyOptional({ enum: ['asc', 'desc'], default: 'desc' })
  @IsOptional()
  @IsIn(['asc', 'desc'])
  readonly sort_order: 'asc' | 'desc' = 'desc';
}
