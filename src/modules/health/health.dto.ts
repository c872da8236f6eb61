import { ApiProperty } from '@nestjs/swagger';
import { Flag, Text } from '../../common/members.decorator';
import { SERVICE_NAME, VERSION } from '../../config/version';

export class LivenessDto {
  @ApiProperty({ enum: ['alive'], example: 'alive' }) readonly status: 'alive';
  @Text(SERVICE_NAME) readonly service: string;
  @Text(VERSION) readonly version: string;
}

export class HealthDto {
  @ApiProperty({ enum: ['healthy'], example: 'healthy' }) readonly status: 'healthy';
  @Text(SERVICE_NAME) readonly service: string;
  @Text(VERSION) readonly version: string;
  @Flag(false) readonly audit_logging_enabled: boolean;
  @Flag(false) readonly encryption_key_configured: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { '/live': 'The process answers.' },
    description: 'The routes for probes, and what each is for',
  })
  readonly probes: Readonly<Record<string, string>>;
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'not_ready'], example: 'ready' }) readonly status: 'ready' | 'not_ready';
  @Text(SERVICE_NAME) readonly service: string;
  @ApiProperty({ enum: ['connected', 'disconnected'], example: 'connected' })
  readonly database: 'connected' | 'disconnected';
  @Text(VERSION, { required: false }) readonly version?: string;
  @Flag(false, { required: false }) readonly audit_logging_enabled?: boolean;
}
