WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $2::bigint OFFSET $3::bigint) f), x0 AS MATERIALIZED (SELECT e.*
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $2::bigint) p, LATERAL (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c0", 10 AS "w"
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id" OFFSET 0) e), x1 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", (COALESCE(octet_length("t2"."name"), 0)) + 111 AS "w"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" = "x0"."c0" OFFSET 0) e
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) AS "weight", (SELECT count(*)
FROM x1) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $4::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $4::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $4::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" = $5::text), 0) AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $6::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT (SELECT ((SELECT row_to_json(o)
FROM (SELECT (SELECT (SELECT row_to_json(o)
FROM (SELECT "t3"."id" AS "id", "t3"."account_id" AS "account_id", to_char("t3"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t3"."created_by" AS "created_by", to_char("t3"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t3"."updated_by" AS "updated_by", CASE WHEN "t3"."name" LIKE '_%@%_'
AND "t3"."name" NOT LIKE '%@%@%' THEN substr("t3"."name", 1, 1) || '***@' || split_part("t3"."name", '@', 2) WHEN "t3"."name" IS NOT NULL THEN repeat('*', length("t3"."name")) END AS "name", "t3"."organization" AS "organization", "t3"."account" AS "account") o)
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "r"."author") AS "author") o))::text
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "text"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $2::bigint
AND (SELECT w."weight" <= $7::bigint
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p OFFSET 0) b) i
