import { Controller, Get, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService } from '@nestjs/terminus';
import type { Response } from 'express';
import { FieldCipher } from '#application/ports/field-cipher';
import { Public } from '../../common/access.decorator';
import { Answers } from '../../common/answers.decorator';
import { Lifecycle } from '../../common/lifecycle';
import { SERVICE_NAME, VERSION } from '../../config/version';
import { DatabaseIndicator } from './database.indicator';
import { HealthDto, LivenessDto, ReadinessDto } from './health.dto';

const UNAVAILABLE = 503;
/** For those who set a probe up and begin here. */
const PROBES = {
  '/live': 'The process answers. Restart it when this fails.',
  '/ready': 'The database answers and no stop was requested. Send requests only while this is 200.',
  '/health': 'What runs here. Says nothing about the database.',
};

/** Probes for supervisors and load balancers; HEAD answers like GET without the body. */
@ApiTags('health')
@Controller()
@Public()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly database: DatabaseIndicator,
    private readonly lifecycle: Lifecycle,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * The process works. This says nothing about the database, so that its outage does not get every server restarted.
   */
  @Answers('What runs here', HealthDto)
  @Get('health')
  health(): HealthDto {
    return {
      status: 'healthy',
      service: SERVICE_NAME,
      version: VERSION,
      audit_logging_enabled: false,
      encryption_key_configured: this.cipher.keyId !== null,
      probes: PROBES,
    };
  }

  @Answers('Whether the process answers', LivenessDto)
  @Get('live')
  live(): LivenessDto {
    return { status: 'alive', service: SERVICE_NAME, version: VERSION };
  }

  /** Requests can be served now: the database answers, and no stop was requested. */
  @Answers('Whether requests can be served', ReadinessDto)
  @ApiServiceUnavailableResponse({ type: ReadinessDto, description: 'Not now' })
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const connected = await this.databaseAnswers();
    if (!connected || this.lifecycle.stopping) {
      response.status(UNAVAILABLE);
      return { status: 'not_ready', service: SERVICE_NAME, database: connected ? 'connected' : 'disconnected' };
    }
    return {
      status: 'ready',
      service: SERVICE_NAME,
      version: VERSION,
      database: 'connected',
      audit_logging_enabled: false,
    };
  }

  private async databaseAnswers(): Promise<boolean> {
    try {
      await this.checks.check([() => this.database.check('database')]);
      return true;
    } catch {
      return false;
    }
  }
}
