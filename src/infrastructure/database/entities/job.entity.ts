import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Work to be done after a commit by the process that takes it; `payload` and `progress` are JSON text. */
@Entity({ name: 'jobs' })
export class JobEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar' })
  handler: string;

  @Column({ type: 'text' })
  payload: string;

  @Column({ type: 'text', nullable: true })
  secrets: string | null;

  @Column({ type: 'varchar' })
  status: string;

  @Column({ type: 'varchar', name: 'run_at' })
  runAt: string;

  @Column({ type: 'varchar', name: 'started_at', nullable: true })
  startedAt: string | null;

  @Column({ type: 'varchar', name: 'completed_at', nullable: true })
  completedAt: string | null;

  @Column({ type: 'varchar', name: 'failed_at', nullable: true })
  failedAt: string | null;

  @Column({ type: 'varchar', name: 'locked_until', nullable: true })
  lockedUntil: string | null;

  @Column({ type: 'text', name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Column({ type: 'text', nullable: true })
  progress: string | null;

  @Column({ type: 'integer', name: 'attempt_number' })
  attemptNumber: number;

  @Column({ type: 'integer', name: 'max_attempts' })
  maxAttempts: number;

  @Column({ type: 'integer', name: 'retry_delay_seconds' })
  retryDelaySeconds: number;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'account_id', nullable: true })
  accountId: string | null;
}
