/** A JSON schema as plain data, as far as OpenAPI 3.0 documents have use for it: every field type gives that of its values. */
export type JsonSchema = Readonly<Record<string, unknown>>;
