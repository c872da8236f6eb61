SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $1::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $1::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $1::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" = $3::text), 0) AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $4::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."day" DESC NULLS LAST, "r"."title" COLLATE "C" ASC, (SELECT "t1"."name"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") COLLATE "C" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT $5::bigint OFFSET $6::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
