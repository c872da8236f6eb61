WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)), w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 250 + 4 * ($4::bigint + $5::bigint)) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t14"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."id" = "t13"."target_id"
AND ("t14"."name" COLLATE "C" <> $6::text)
AND ("t14"."name" IN ($7::text, $8::text)) OFFSET 0) OFFSET 0)
OR EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t15"("value")
WHERE ("t15"."value" COLLATE "C" = $9::text) OFFSET 0)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $4::bigint OFFSET $5::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $10::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $10::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $10::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $11::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $11::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($11::text, $12::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $13::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
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
FROM "jn_posts_tags" AS "t10"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t11"
WHERE "t11"."account_id" = "t10"."account_id"
AND "t11"."id" = "t10"."target_id"
AND ("t11"."name" COLLATE "C" <> $6::text)
AND ("t11"."name" IN ($7::text, $8::text))))
OR EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t12"("value")
WHERE ("t12"."value" COLLATE "C" = $9::text) OFFSET 0)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $4::bigint) THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND ((("r"."id" IN (SELECT "t4"."record_id"
FROM "jn_posts_tags" AS "t4"
WHERE "t4"."account_id" = $2::text
AND (("t4"."target_id" IN (SELECT "t5"."id"
FROM "col_tags" AS "t5"
WHERE "t5"."account_id" = $2::text
AND ("t5"."name" COLLATE "C" <> $6::text)
AND ("t5"."name" IN ($7::text, $8::text)))) IS TRUE))) IS TRUE)
OR EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t6"("value")
WHERE ("t6"."value" COLLATE "C" = $9::text) OFFSET 0)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."id" = "t7"."target_id"
AND ("t8"."name" COLLATE "C" <> $6::text)
AND ("t8"."name" IN ($7::text, $8::text)) OFFSET 0) OFFSET 0)
OR EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t9"("value")
WHERE ("t9"."value" COLLATE "C" = $9::text) OFFSET 0))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
