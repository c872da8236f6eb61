/** The group whose members read personal data of their account unmasked. It comes with every account, and stays. */
export const PII_GROUP = 'pii_access';
export const PII_GROUP_DESCRIPTION = 'Users in this group can view unmasked PII data';

/** It keeps its name and cannot be deleted. */
export function isBuiltInGroup({ name }: { readonly name: string }): boolean {
  return name === PII_GROUP;
}
