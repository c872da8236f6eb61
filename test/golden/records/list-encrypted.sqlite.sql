WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND ("r"."published")
ORDER BY "r"."day" DESC, "r"."id" DESC
LIMIT CAST(?2 AS INTEGER) OFFSET CAST(?3 AS INTEGER)) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?4
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?4
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?4
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" IN (?5)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), ',"meta":', json_quote(CASE WHEN ("r"."meta_encrypted" IS NOT NULL
OR "r"."meta" IS NOT NULL) THEN '••••••••' END), ',"note":', json_quote(CASE WHEN ("r"."note_encrypted" IS NOT NULL
OR "r"."note" IS NOT NULL) THEN '••••••••' END), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)
ORDER BY p."n") p) i
