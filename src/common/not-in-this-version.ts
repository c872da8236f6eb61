/** Routes that published clients know and this version does not have, below the prefix of the API. */
const FEATURES =
  'admin/configuration|admin/jobs|audit-logs|auth/oauth|auth/saml|codelists|dashboard|endpoints|f|files|function-secrets|' +
  'functions|hooks|macros|migrations|permissions|realtime|rules/explain|webhooks|workflow-instances|workflows';

/** Of features that this version has. The first two would otherwise be read as the ids of a record and of a collection. */
const PARTS = [
  'records/[^/]+/aggregate',
  'collections/(?:export|import)',
  'records/[^/]+/[^/]+/secrets',
  'roles/[^/]+/permissions(?:/.*)?',
].join('|');

const ROUTES = new RegExp(`^/(?:(?:${FEATURES})(?:/.*)?|${PARTS})/?$`);

/** `path` without the prefix. */
export function isNotInThisVersion(path: string): boolean {
  return ROUTES.test(path);
}
