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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($3::text, $4::text)) AS "versions", NULL AS "kept", i."items", i."bytes"
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $5::bigint), ']') AS "items", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t1", "col_tags" AS "t2"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id"
AND "t2"."account_id" = "r"."account_id"
AND "t2"."id" = "t1"."target_id"
AND ("t2"."name" COLLATE "C" <> $6::text)
AND ("t2"."name" IN ($7::text, $8::text)))
OR EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t3"("value")
WHERE ("t3"."value" COLLATE "C" = $9::text)))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $10::bigint OFFSET $11::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
