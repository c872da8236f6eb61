import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { EncryptionJob } from '#application/collections/encryption-job';
import { SettleEncryption } from '#application/collections/settle-encryption';
import { Catalogs } from '#application/ports/catalogs';
import { FieldCipher } from '#application/ports/field-cipher';
import { JobQueue } from '#application/ports/job-queue';
import { encryptedFields } from '#domain/schema/field-storage';
import { ConfigError } from '#server/config/config-error';

/** Sees that values are kept as the registry says. A server without a key does not start where there are encrypted fields. */
@Injectable()
export class EncryptionWork implements OnModuleInit {
  constructor(
    private readonly job: EncryptionJob,
    private readonly settling: SettleEncryption,
    private readonly jobs: JobQueue,
    private readonly catalogs: Catalogs,
    private readonly cipher: FieldCipher,
    /** Nest's own is silent until the server has started. */
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    if (this.cipher.keyId === null) this.refuseEncryptedFields();
    this.jobs.register(this.job);
    this.jobs.hourly(async () => {
      for (const warning of await this.settling.resume()) this.logger.warn(warning, 'Encryption');
    });
  }

  private refuseEncryptedFields(): void {
    for (const { name, fields } of this.catalogs.current().collections) {
      const [field] = encryptedFields(fields);
      if (field === undefined) continue;
      const reason = `must be set, because '${field.name}' of '${name}' is encrypted with it`;
      throw new ConfigError([`SNACKBASE_ENCRYPTION_KEY: ${reason}`]);
    }
  }
}
