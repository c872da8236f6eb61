SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?1
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?1
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?1
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?3)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat(b."body", ','), ']') AS "items", count(*) AS "found"
FROM (SELECT concat('{"id":', json_quote("r"."id"), '}') AS "body"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."published" = ?4)
AND ("r"."views" = ?5))
ORDER BY "r"."id" DESC
LIMIT CAST(?6 AS INTEGER) OFFSET CAST(?7 AS INTEGER)) b) i
