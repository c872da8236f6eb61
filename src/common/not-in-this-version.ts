/** Routes that published clients know and this version does not have, below the prefix of the API. */
const FEATURES =
  'admin/configuration|admin/jobs|audit-logs|auth/oauth|auth/saml|codelists|dashboard|endpoints|f|files|function-secrets|' +
  'functions|hooks|migrations|permissions|realtime|webhooks|workflow-instances|workflows';

/** Of features that this version has. The first would otherwise be read as the id of a collection. */
const PARTS = 'collections/(?:export|import)|roles/[^/]+/permissions(?:/.*)?';

const ROUTES = new RegExp(`^/(?:(?:${FEATURES})(?:/.*)?|${PARTS})/?$`);

/** `path` without the prefix. */
export function isNotInThisVersion(path: string): boolean {
  return ROUTES.test(path);
}
