import type { SecretMarks } from '#server/config/secret-marks';

/** What a backup says of itself. */
export interface BackupNote {
  readonly version: string;
  readonly made_at: string;
  readonly secrets: SecretMarks;
}
