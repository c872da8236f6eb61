WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)), w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 77 + 4 * ($4::bigint + $5::bigint)) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "col_posts" AS "t17"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."parent" = "r"."id"
AND ("t17"."title" COLLATE "C" ILIKE $6::text ESCAPE '\') OFFSET 0)
AND (((SELECT count(1)
FROM "col_posts" AS "t18"
WHERE "t18"."account_id" = "r"."account_id"
AND "t18"."parent" = "r"."id"))::double precision > $7::double precision)
AND ((SELECT ((SELECT max("t20"."day")
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = "t19"."account_id"
AND "t20"."author" = "t19"."id"))
FROM "col_authors" AS "t19"
WHERE "t19"."account_id" = "r"."account_id"
AND "t19"."id" = "r"."author") IS NOT NULL)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $4::bigint OFFSET $5::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $8::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $8::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $8::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($9::text, $10::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $11::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
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
FROM "col_posts" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."parent" = "r"."id"
AND ("t13"."title" COLLATE "C" ILIKE $12::text ESCAPE '\'))
AND (((SELECT count(1)
FROM "col_posts" AS "t14"
WHERE "t14"."account_id" = "r"."account_id"
AND "t14"."parent" = "r"."id"))::double precision > $7::double precision)
AND ((SELECT ((SELECT max("t16"."day")
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = "t15"."account_id"
AND "t16"."author" = "t15"."id"))
FROM "col_authors" AS "t15"
WHERE "t15"."account_id" = "r"."account_id"
AND "t15"."id" = "r"."author") IS NOT NULL)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $4::bigint) THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((("r"."id" IN (SELECT "t5"."parent"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = $2::text
AND "t5"."parent" IS NOT NULL
AND ("t5"."title" COLLATE "C" ILIKE $13::text ESCAPE '\'))) IS TRUE)
AND (((SELECT count(1)
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."parent" = "r"."id"))::double precision > $7::double precision)
AND ((SELECT ((SELECT max("t8"."day")
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."author" = "t7"."id"))
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."id" = "r"."author") IS NOT NULL)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (EXISTS (SELECT 1
FROM "col_posts" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."parent" = "r"."id"
AND ("t9"."title" COLLATE "C" ILIKE $14::text ESCAPE '\') OFFSET 0)
AND (((SELECT count(1)
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."parent" = "r"."id"))::double precision > $7::double precision)
AND ((SELECT ((SELECT max("t12"."day")
FROM "col_posts" AS "t12"
WHERE "t12"."account_id" = "t11"."account_id"
AND "t12"."author" = "t11"."id"))
FROM "col_authors" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."id" = "r"."author") IS NOT NULL))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
