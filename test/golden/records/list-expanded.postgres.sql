WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $2::bigint OFFSET $3::bigint) f), x0 AS MATERIALIZED (SELECT e.*
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $2::bigint) p, LATERAL (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c1", (COALESCE(octet_length("t1"."title"), 0)) + 27 AS "w"
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id" OFFSET 0) e), x1 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", "t2"."organization" AS "c7", (COALESCE(octet_length("t2"."name"), 0)) + 111 AS "w"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" = "x0"."c1" OFFSET 0) e
LIMIT 10001), x2 AS MATERIALIZED (SELECT e.*
FROM x1, LATERAL (SELECT "t3"."account_id" AS "account_id", "t3"."id" AS "id", (COALESCE(octet_length("t3"."name"), 0)) + 94 AS "w"
FROM "col_organizations" AS "t3"
WHERE "t3"."account_id" = "x1"."account_id"
AND "t3"."id" = "x1"."c7"
AND ("t3"."active") OFFSET 0) e
LIMIT 10001), x3 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT "t4"."account_id" AS "account_id", "t4"."id" AS "id", (COALESCE(octet_length("t4"."name"), 0)) + 84 AS "w"
FROM "jn_posts_tags" AS "t5", "col_tags" AS "t4"
WHERE "t4"."account_id" = "x0"."account_id"
AND "t5"."account_id" = "x0"."account_id"
AND "t5"."record_id" = "x0"."id"
AND "t4"."id" = "t5"."target_id"
AND ("t4"."name" COLLATE "C" <> $4::text) OFFSET 0) e
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) + (SELECT COALESCE(sum("w"), 0)
FROM x2) + (SELECT COALESCE(sum("w"), 0)
FROM x3) AS "weight", (SELECT count(*)
FROM x1) + (SELECT count(*)
FROM x2) + (SELECT count(*)
FROM x3) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $5::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $5::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $5::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" = $6::text), 0) AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $7::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT (SELECT ((SELECT row_to_json(o)
FROM (SELECT "r"."title" AS "Title", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t6"."id" AS "id", "t6"."account_id" AS "account_id", to_char("t6"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t6"."created_by" AS "created_by", to_char("t6"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t6"."updated_by" AS "updated_by", "t6"."name" AS "name", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t7"."id" AS "id", "t7"."account_id" AS "account_id", to_char("t7"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t7"."created_by" AS "created_by", to_char("t7"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t7"."updated_by" AS "updated_by", "t7"."name" AS "name", "t7"."active" AS "active") o)
FROM "col_organizations" AS "t7"
WHERE "t7"."account_id" = "t6"."account_id"
AND "t7"."id" = "t6"."organization"
AND ("t7"."active")) AS "organization", "t6"."account" AS "account") o)
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."author") AS "author", (SELECT COALESCE(json_agg((SELECT row_to_json(o)
FROM (SELECT "t8"."id" AS "id", "t8"."account_id" AS "account_id", to_char("t8"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t8"."created_by" AS "created_by", to_char("t8"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t8"."updated_by" AS "updated_by", "t8"."name" AS "name") o)
ORDER BY "t9"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t9", "col_tags" AS "t8"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."record_id" = "r"."id"
AND "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "t9"."target_id"
AND ("t8"."name" COLLATE "C" <> $4::text)) AS "tags") o))::text
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "text"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $2::bigint
AND (SELECT w."weight" <= $8::bigint
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p OFFSET 0) b) i
