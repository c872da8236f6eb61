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
WHERE ((("r"."views" > $6::double precision)
AND ((SELECT "t5"."account"
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author") COLLATE "C" = $7::text)
AND ("r"."published" = $8::boolean)) IS TRUE)
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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $10::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $10::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($10::text, $11::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $12::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
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
AND (("r"."views" > $6::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."id" = "r"."author"
AND ("t4"."account" COLLATE "C" = $7::text))
AND ("r"."published" = $8::boolean)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $4::bigint) THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."views" > $6::double precision)
AND (("r"."author" IN (SELECT "t2"."id"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = $2::text
AND ("t2"."account" COLLATE "C" = $7::text))) IS TRUE)
AND ("r"."published" = $8::boolean)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."views" > $6::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "r"."author"
AND ("t3"."account" COLLATE "C" = $7::text) OFFSET 0)
AND ("r"."published" = $8::boolean))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
