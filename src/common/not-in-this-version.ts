/** Routes that published clients know and this version does not have, below the prefix of the API. */
const FEATURES =
  'admin/configuration|admin/jobs|audit-logs|auth/oauth|auth/saml|codelists|dashboard|endpoints|files|function-secrets|' +
  'functions|hooks|macros|migrations|realtime|webhooks|workflow-instances|workflows';

/** The last two would otherwise be read as the ids of a record and of a collection. */
const ROUTES = new RegExp(`^/(?:(?:${FEATURES})(?:/.*)?|records/[^/]+/aggregate|collections/(?:export|import))/?$`);

/** `path` without the prefix. */
export function isNotInThisVersion(path: string): boolean {
  return ROUTES.test(path);
}
