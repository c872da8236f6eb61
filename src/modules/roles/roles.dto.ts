import { LABELS } from '#domain/accounts/label';
import { labelChange, newLabel } from '#server/common/label.dto';

export class UpdateRoleDto extends labelChange(LABELS.role) {}

export class CreateRoleDto extends newLabel(LABELS.role) {}
