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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $2::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $2::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $3::text
AND "collection_id" IN ($2::text, $4::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $5::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $3::text
AND (((((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = "r"."account_id") SELECT (count(*))::double precision
FROM "t1"
WHERE (("t1"."account" COLLATE "C" = $6::text)
AND ("t1"."id" COLLATE "C" = "r"."author")
AND ("t1"."name" COLLATE "C" <> $7::text))) > $8::double precision)))
AND ("r"."views" < (WITH "t3" AS NOT MATERIALIZED (SELECT "t5"."id", "t5"."account_id", "t5"."created_at", "t5"."created_by", "t5"."updated_at", "t5"."updated_by", "t5"."title", "t5"."views", "t5"."rating", "t5"."published", "t5"."publishedat", "t5"."day", "t5"."author", "t5"."parent", "t5"."vault", "t5"."owner"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"), "t4" AS NOT MATERIALIZED (SELECT "t6"."id", "t6"."account_id", "t6"."created_at", "t6"."created_by", "t6"."updated_at", "t6"."updated_by", "t6"."name", "t6"."organization", "t6"."account"
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = "r"."account_id") SELECT "t3"."views"
FROM "t3"
LEFT JOIN "t4" ON ("t3"."author" COLLATE "C" = "t4"."id")
WHERE ("t4"."name" COLLATE "C" = "r"."title")
ORDER BY "t3"."views" DESC NULLS LAST, "t3"."title" COLLATE "C" ASC NULLS FIRST, "t3"."id" COLLATE "C" ASC NULLS FIRST, "t4"."id" COLLATE "C" ASC NULLS FIRST
LIMIT 1)))
ORDER BY "r"."views" ASC NULLS FIRST, "r"."id" COLLATE "C" ASC
LIMIT $9::bigint OFFSET $10::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
