WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text, $4::text)), w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 143 + 4 * ($5::bigint + $6::bigint)) ELSE 0 END) AS "r"
WHERE ((("r"."views" > $7::double precision)
AND (CASE WHEN $8::text IS NULL THEN ("r"."title" COLLATE "C" ILIKE $9::text ESCAPE '\') ELSE strpos("r"."title" COLLATE "C", $8::text) > 0
OR strpos(lower("r"."title" COLLATE "C"), $8::text) > 0 END)
AND ((SELECT (SELECT "t10"."name"
FROM "col_organizations" AS "t10"
WHERE "t10"."account_id" = "t9"."account_id"
AND "t10"."id" = "t9"."organization"
AND ("t10"."active"))
FROM "col_authors" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."id" = "r"."author") COLLATE "C" <> $10::text)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $5::bigint OFFSET $6::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $11::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $11::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $11::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $12::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $12::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($12::text, $13::text, $14::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $15::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < $5::bigint)) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."views" > $7::double precision)
AND (CASE WHEN $16::text IS NULL THEN ("r"."title" COLLATE "C" ILIKE $17::text ESCAPE '\') ELSE strpos("r"."title" COLLATE "C", $16::text) > 0
OR strpos(lower("r"."title" COLLATE "C"), $16::text) > 0 END)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."id" = "r"."author"
AND EXISTS (SELECT 1
FROM "col_organizations" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."id" = "t7"."organization"
AND ("t8"."active")
AND ("t8"."name" COLLATE "C" <> $10::text)))) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $5::bigint) THEN $5::bigint ELSE 0 END OFFSET $6::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."views" > $7::double precision)
AND (CASE WHEN $18::text IS NULL THEN ("r"."title" COLLATE "C" ILIKE $19::text ESCAPE '\') ELSE strpos("r"."title" COLLATE "C", $18::text) > 0
OR strpos(lower("r"."title" COLLATE "C"), $18::text) > 0 END)
AND (("r"."author" IN (SELECT "t3"."id"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = $2::text
AND (("t3"."organization" IN (SELECT "t4"."id"
FROM "col_organizations" AS "t4"
WHERE "t4"."account_id" = $2::text
AND ("t4"."active")
AND ("t4"."name" COLLATE "C" <> $10::text))) IS TRUE))) IS TRUE)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $5::bigint ELSE 0 END OFFSET $6::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."views" > $7::double precision)
AND (CASE WHEN $20::text IS NULL THEN ("r"."title" COLLATE "C" ILIKE $21::text ESCAPE '\') ELSE strpos("r"."title" COLLATE "C", $20::text) > 0
OR strpos(lower("r"."title" COLLATE "C"), $20::text) > 0 END)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author"
AND EXISTS (SELECT 1
FROM "col_organizations" AS "t6"
WHERE "t6"."account_id" = "t5"."account_id"
AND "t6"."id" = "t5"."organization"
AND ("t6"."active")
AND ("t6"."name" COLLATE "C" <> $10::text) OFFSET 0) OFFSET 0))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $5::bigint ELSE 0 END OFFSET $6::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
