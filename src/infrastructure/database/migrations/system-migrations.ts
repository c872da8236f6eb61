import { CreateSystemTables1767225600000 } from './1767225600000-create-system-tables';

/** Every migration, oldest first; named here so that no file is looked for at run time. */
export const SYSTEM_MIGRATIONS = [CreateSystemTables1767225600000];
