WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text)) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $3::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $3::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $3::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($4::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $5::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((CASE WHEN json_typeof(("r"."meta" -> 'color')) = 'string' THEN (("r"."meta" -> 'color') #>> '{}') END COLLATE "C") COLLATE "C" = $6::text)
AND ((CASE WHEN json_typeof(("r"."meta" -> 'a' -> 0 -> $7::text)) = 'number' THEN (("r"."meta" -> 'a' -> 0 -> $7::text) #>> '{}')::double precision END) > $8::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements(CASE WHEN json_typeof(("r"."meta" -> 'tags')) = 'array' THEN ("r"."meta" -> 'tags') END) AS "t7"("value")
WHERE ((CASE WHEN json_typeof(("t7"."value" -> 'x')) = 'string' THEN (("t7"."value" -> 'x') #>> '{}') END COLLATE "C") COLLATE "C" ILIKE $9::text ESCAPE '\') OFFSET 0)
AND (NOT EXISTS (SELECT 1
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "r"."parent"
AND ((CASE WHEN json_typeof(("t8"."meta" -> 'a')) <> 'null' THEN ("t8"."meta" -> 'a') END) IS NOT NULL)))) OFFSET 0) AS "r"
ORDER BY (CASE WHEN json_typeof(("r"."meta" -> 'price')) = 'number' THEN (("r"."meta" -> 'price') #>> '{}')::double precision END) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN $10::bigint ELSE 0 END OFFSET $11::bigint) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((CASE WHEN json_typeof(("r"."meta" -> 'color')) = 'string' THEN (("r"."meta" -> 'color') #>> '{}') END COLLATE "C") COLLATE "C" = $6::text)
AND ((CASE WHEN json_typeof(("r"."meta" -> 'a' -> 0 -> $12::text)) = 'number' THEN (("r"."meta" -> 'a' -> 0 -> $12::text) #>> '{}')::double precision END) > $8::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements(CASE WHEN json_typeof(("r"."meta" -> 'tags')) = 'array' THEN ("r"."meta" -> 'tags') END) AS "t3"("value")
WHERE ((CASE WHEN json_typeof(("t3"."value" -> 'x')) = 'string' THEN (("t3"."value" -> 'x') #>> '{}') END COLLATE "C") COLLATE "C" ILIKE $13::text ESCAPE '\') OFFSET 0)
AND (NOT ("r"."parent" IS NOT NULL
AND (("r"."parent" IN (SELECT "t4"."id"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = $2::text
AND ((CASE WHEN json_typeof(("t4"."meta" -> 'a')) <> 'null' THEN ("t4"."meta" -> 'a') END) IS NOT NULL))) IS TRUE)))) OFFSET 0) AS "r"
ORDER BY (CASE WHEN json_typeof(("r"."meta" -> 'price')) = 'number' THEN (("r"."meta" -> 'price') #>> '{}')::double precision END) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $10::bigint ELSE 0 END OFFSET $11::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((CASE WHEN json_typeof(("r"."meta" -> 'color')) = 'string' THEN (("r"."meta" -> 'color') #>> '{}') END COLLATE "C") COLLATE "C" = $6::text)
AND ((CASE WHEN json_typeof(("r"."meta" -> 'a' -> 0 -> $14::text)) = 'number' THEN (("r"."meta" -> 'a' -> 0 -> $14::text) #>> '{}')::double precision END) > $8::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements(CASE WHEN json_typeof(("r"."meta" -> 'tags')) = 'array' THEN ("r"."meta" -> 'tags') END) AS "t5"("value")
WHERE ((CASE WHEN json_typeof(("t5"."value" -> 'x')) = 'string' THEN (("t5"."value" -> 'x') #>> '{}') END COLLATE "C") COLLATE "C" ILIKE $15::text ESCAPE '\') OFFSET 0)
AND (NOT EXISTS (SELECT 1
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."parent"
AND ((CASE WHEN json_typeof(("t6"."meta" -> 'a')) <> 'null' THEN ("t6"."meta" -> 'a') END) IS NOT NULL) OFFSET 0)))
ORDER BY (CASE WHEN json_typeof(("r"."meta" -> 'price')) = 'number' THEN (("r"."meta" -> 'price') #>> '{}')::double precision END) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $10::bigint ELSE 0 END OFFSET $11::bigint) e2) AS "r" OFFSET 0) o OFFSET 0) b) i
