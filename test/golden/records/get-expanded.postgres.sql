WITH p AS MATERIALIZED (SELECT "r"."account_id", "r"."id", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND "r"."id" = $2::text), x0 AS MATERIALIZED (SELECT e.*
FROM p, LATERAL (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c1", "t1"."owner" AS "c3", "t1"."vault" AS "c4", (COALESCE(octet_length("t1"."title"), 0)) + 45 AS "w"
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
AND ("t4"."name" COLLATE "C" <> $3::text) OFFSET 0) e
LIMIT 10001), x4 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT 100 AS "w"
FROM "users" AS "t6"
WHERE "t6"."account_id" = "x0"."account_id"
AND "t6"."id" = "x0"."c3" OFFSET 0) e
LIMIT 10001), x5 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT "t7"."account_id" AS "account_id", "t7"."id" AS "id", 0 AS "w"
FROM "col_vaults" AS "t7"
WHERE "t7"."account_id" = "x0"."account_id"
AND "t7"."id" = "x0"."c4"
AND FALSE OFFSET 0) e
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) + (SELECT COALESCE(sum("w"), 0)
FROM x2) + (SELECT COALESCE(sum("w"), 0)
FROM x3) + (SELECT COALESCE(sum("w"), 0)
FROM x4) + (SELECT COALESCE(sum("w"), 0)
FROM x5) AS "weight", (SELECT count(*)
FROM x1) + (SELECT count(*)
FROM x2) + (SELECT count(*)
FROM x3) + (SELECT count(*)
FROM x4) + (SELECT count(*)
FROM x5) AS "nested") SELECT g."stamp", g."schema", f."body", f."rev", (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT COALESCE((SELECT u."auth_version"
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
WHERE "name" = 'schema_revision') AS "schema") g
LEFT JOIN (SELECT (SELECT ((SELECT row_to_json(o)
FROM (SELECT "r"."title" AS "Title", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t8"."id" AS "id", "t8"."account_id" AS "account_id", to_char("t8"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t8"."created_by" AS "created_by", to_char("t8"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t8"."updated_by" AS "updated_by", "t8"."name" AS "name", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t9"."id" AS "id", "t9"."account_id" AS "account_id", to_char("t9"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t9"."created_by" AS "created_by", to_char("t9"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t9"."updated_by" AS "updated_by", "t9"."name" AS "name", "t9"."active" AS "active") o)
FROM "col_organizations" AS "t9"
WHERE "t9"."account_id" = "t8"."account_id"
AND "t9"."id" = "t8"."organization"
AND ("t9"."active")) AS "organization", "t8"."account" AS "account") o)
FROM "col_authors" AS "t8"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "r"."author") AS "author", (SELECT COALESCE(json_agg((SELECT row_to_json(o)
FROM (SELECT "t10"."id" AS "id", "t10"."account_id" AS "account_id", to_char("t10"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t10"."created_by" AS "created_by", to_char("t10"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t10"."updated_by" AS "updated_by", "t10"."name" AS "name") o)
ORDER BY "t11"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t11", "col_tags" AS "t10"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."record_id" = "r"."id"
AND "t10"."account_id" = "r"."account_id"
AND "t10"."id" = "t11"."target_id"
AND ("t10"."name" COLLATE "C" <> $3::text)) AS "tags", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t12"."id" AS "id", "t12"."email" AS "email", "t12"."first_name" AS "first_name", "t12"."last_name" AS "last_name", "t12"."avatar_url" AS "avatar_url") o)
FROM "users" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."id" = "r"."owner") AS "owner", (SELECT '{}'::json
FROM "col_vaults" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."id" = "r"."vault"
AND FALSE) AS "vault") o))::text
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "body", p."rev"
FROM p
WHERE (SELECT w."weight" <= $5::bigint
AND w."nested" <= 10000
FROM weighed w)) f ON TRUE
