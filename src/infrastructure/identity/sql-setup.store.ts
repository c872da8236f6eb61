import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, Repository } from 'typeorm';
import { SetupStore } from '#application/ports/setup-store';
import type { Transaction } from '#application/ports/transactions';
import { SetupTokenEntity } from '../database/entities/setup-token.entity';
import { sqlOf } from '../database/lanes/transaction';

@Injectable()
export class SqlSetupStore extends SetupStore {
  constructor(@InjectRepository(SetupTokenEntity) private readonly tokens: Repository<SetupTokenEntity>) {
    super();
  }

  override async replace(tx: Transaction, tokenHash: string, createdAt: string, expiresAt: string): Promise<void> {
    await this.clear(tx);
    const text = 'INSERT INTO setup_tokens (token_hash, created_at, expires_at) VALUES ($1, $2, $3)';
    await sqlOf(tx).all(text, [tokenHash, createdAt, expiresAt]);
  }

  override isValid(tokenHash: string, now: string): Promise<boolean> {
    return this.tokens.existsBy({ tokenHash, expiresAt: MoreThan(now) });
  }

  override async consume(tx: Transaction, tokenHash: string, now: string): Promise<boolean> {
    const text = 'DELETE FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2 RETURNING token_hash';
    return (await sqlOf(tx).all(text, [tokenHash, now])).length === 1;
  }

  override async clear(tx: Transaction): Promise<void> {
    await sqlOf(tx).all('DELETE FROM setup_tokens');
  }
}
