import { ApiProperty } from '@nestjs/swagger';
import { ACCOUNT_STATUSES, type AccountStatus } from '#domain/accounts/account';
import type { JsonValue } from '#domain/schema/collection';
import { Flag, Id, Text, Texts, Time, Whole } from '#server/common/members.decorator';
import { pageOf } from '#server/common/page.dto';
import { UserDto } from '#server/common/user.dto';

export class AccountDto {
  @Id() readonly id: string;
  @Text('AC1234', { description: 'For people to read out' }) readonly account_code: string;
  @Text('acme') readonly slug: string;
  @Text('Acme') readonly name: string;
  @ApiProperty({ enum: ACCOUNT_STATUSES, example: 'active' }) readonly status: AccountStatus;
  @Flag(true, { description: 'Whether the status is `active`' }) readonly is_active: boolean;
  @Text('en', { description: 'Of the mails to its people' }) readonly locale: string;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
  @Whole(1) readonly user_count: number;
}

export class OwnQuotasDto {
  @Whole(null, { nullable: true, description: 'null: the default; 0: any number' }) readonly storage: number | null;
  @Whole(null, { nullable: true }) readonly records: number | null;
  @Whole(null, { nullable: true }) readonly requests_per_minute: number | null;
}

export class RateLimitDto {
  @Whole(600, { nullable: true, description: 'null: none' }) readonly limit: number | null;
}

export class UsedQuotaDto extends RateLimitDto {
  @Whole(12) readonly used: number;
}

export class UsageDto {
  @ApiProperty({ type: UsedQuotaDto, description: 'Bytes' }) readonly storage: UsedQuotaDto;
  @ApiProperty({ type: UsedQuotaDto }) readonly records: UsedQuotaDto;
  @ApiProperty({ type: RateLimitDto }) readonly requests_per_minute: RateLimitDto;
}

const PROGRESS = { type: 'object', nullable: true, additionalProperties: true } as const;

export class DeletionDto {
  @Text('running') readonly status: string;
  @ApiProperty({ ...PROGRESS, description: 'What is deleted by now' }) readonly progress: JsonValue;
}

export class AccountDetailDto extends AccountDto {
  @Texts(['posts'], { description: 'Collections that it has records in' }) readonly collections_used: readonly string[];
  @ApiProperty({ type: OwnQuotasDto }) readonly quotas: OwnQuotasDto;
  @ApiProperty({ type: UsageDto }) readonly usage: UsageDto;
  @ApiProperty({ type: DeletionDto, required: false, description: 'While it is being deleted' })
  readonly deletion?: DeletionDto;
}

export class PageCountDto {
  @Whole(1) readonly total_pages: number;
}

export class AccountPageDto extends pageOf(AccountDto) implements PageCountDto {
  @Whole(1) readonly total_pages: number;
}

export class AccountUserPageDto extends pageOf(UserDto) implements PageCountDto {
  @Whole(1) readonly total_pages: number;
}

export class AccountDeletionDto {
  @Id() readonly id: string;
  @ApiProperty({ enum: ['deleting'], example: 'deleting' }) readonly status: 'deleting';
  @ApiProperty({ ...PROGRESS, description: 'What is deleted by now' }) readonly progress: JsonValue;
}
