WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)), w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 100 + 4 * ($4::bigint + $5::bigint)) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "col_posts" AS "t21"
WHERE "t21"."account_id" = "r"."account_id"
AND "t21"."parent" = "r"."id"
AND ("t21"."title" COLLATE "C" = $6::text) OFFSET 0)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t22"
WHERE "t22"."account_id" = "r"."account_id"
AND "t22"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t23"
WHERE "t23"."account_id" = "t22"."account_id"
AND "t23"."id" = "t22"."target_id"
AND ("t23"."name" COLLATE "C" <> $7::text)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t24"
WHERE "t24"."account_id" = "t23"."account_id"
AND "t24"."target_id" = "t23"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t25"
WHERE "t25"."account_id" = "t24"."account_id"
AND "t25"."id" = "t24"."record_id"
AND ("t25"."id" COLLATE "C" = $8::text) OFFSET 0) OFFSET 0) OFFSET 0) OFFSET 0)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $4::bigint OFFSET $5::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $9::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $9::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $9::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($10::text, $11::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $12::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id", "r"."account_id" AS "account_id", to_char("r"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "r"."created_by" AS "created_by", to_char("r"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "r"."updated_by" AS "updated_by", "r"."title" AS "Title", "r"."views" AS "views", "r"."rating" AS "rating", "r"."published" AS "published", to_char("r"."publishedat" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt", "r"."day" AS "day", "r"."meta" AS "meta", "r"."labels" AS "labels", "r"."author" AS "author", "r"."parent" AS "parent", "r"."vault" AS "vault", "r"."owner" AS "owner", (SELECT COALESCE(json_agg("t26"."target_id"
ORDER BY "t26"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t26"
WHERE "t26"."account_id" = "r"."account_id"
AND "t26"."record_id" = "r"."id") AS "tags"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < $4::bigint)) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (EXISTS (SELECT 1
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = "r"."account_id"
AND "t16"."parent" = "r"."id"
AND ("t16"."title" COLLATE "C" = $6::text))
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t17"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t18"
WHERE "t18"."account_id" = "t17"."account_id"
AND "t18"."id" = "t17"."target_id"
AND ("t18"."name" COLLATE "C" <> $7::text)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t19"
WHERE "t19"."account_id" = "t18"."account_id"
AND "t19"."target_id" = "t18"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = "t19"."account_id"
AND "t20"."id" = "t19"."record_id"
AND ("t20"."id" COLLATE "C" = $8::text)))))) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $4::bigint) THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((("r"."id" IN (SELECT "t6"."parent"
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = $2::text
AND "t6"."parent" IS NOT NULL
AND ("t6"."title" COLLATE "C" = $6::text))) IS TRUE)
AND (("r"."id" IN (SELECT "t7"."record_id"
FROM "jn_posts_tags" AS "t7"
WHERE "t7"."account_id" = $2::text
AND (("t7"."target_id" IN (SELECT "t8"."id"
FROM "col_tags" AS "t8"
WHERE "t8"."account_id" = $2::text
AND ("t8"."name" COLLATE "C" <> $7::text)
AND (("t8"."id" IN (SELECT "t9"."target_id"
FROM "jn_posts_tags" AS "t9"
WHERE "t9"."account_id" = $2::text
AND (("t9"."record_id" IN (SELECT "t10"."id"
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = $2::text
AND ("t10"."id" COLLATE "C" = $8::text))) IS TRUE))) IS TRUE))) IS TRUE))) IS TRUE)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (EXISTS (SELECT 1
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."parent" = "r"."id"
AND ("t11"."title" COLLATE "C" = $6::text) OFFSET 0)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t13"
WHERE "t13"."account_id" = "t12"."account_id"
AND "t13"."id" = "t12"."target_id"
AND ("t13"."name" COLLATE "C" <> $7::text)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t14"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."target_id" = "t13"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t15"
WHERE "t15"."account_id" = "t14"."account_id"
AND "t15"."id" = "t14"."record_id"
AND ("t15"."id" COLLATE "C" = $8::text) OFFSET 0) OFFSET 0) OFFSET 0) OFFSET 0))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
