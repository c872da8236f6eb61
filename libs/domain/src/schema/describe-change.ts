/** A schema change as clients read it, in the plan of a change that waits for its confirmation. */
import { isDestructive, type SchemaChange } from './diff-collection';

export interface ChangeDescription {
  readonly change: SchemaChange['kind'] | 'remove_collection';
  /** The field, under the name that it has now. */
  readonly field?: string;
  readonly new_name?: string;
  readonly settings?: readonly string[];
  readonly fields?: readonly string[];
  /** Those of all accounts, which go with a collection. */
  readonly records?: number;
  readonly destructive: boolean;
}

/** As clients know them. */
const SETTING_NAMES: Readonly<Record<string, string>> = { onDelete: 'on_delete', computed: 'expression' };

export function describeChange(change: SchemaChange): ChangeDescription {
  switch (change.kind) {
    case 'remove_field':
      return { change: change.kind, field: change.field.name, destructive: isDestructive(change) };
    case 'rename_field':
      return { change: change.kind, field: change.before.name, new_name: change.field.name, destructive: false };
    case 'change_field': {
      const settings = change.settings.map((name) => SETTING_NAMES[name] ?? name);
      return { change: change.kind, field: change.before.name, settings, destructive: false };
    }
    case 'add_index':
    case 'remove_index':
      return { change: change.kind, fields: change.index.fields, destructive: false };
    default:
      return { change: change.kind, field: change.field.name, destructive: false };
  }
}
