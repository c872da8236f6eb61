/** The field access of this version: callers who may reach a record may do everything with each of its fields. */
import type { WriteAnswer } from '#domain/schema/validate-record';
import { FieldAccess } from './field-access';

export class OpenFieldAccess extends FieldAccess {
  override keyOf(): string {
    return '';
  }

  override admits(): boolean {
    return true;
  }

  override answerWrite(): WriteAnswer {
    return 'allow';
  }
}
